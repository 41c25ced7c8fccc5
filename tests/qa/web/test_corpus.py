"""Disclosures, their text, tables and audit; facts as JSON, CSV and workbook."""

from __future__ import annotations

import csv
import io
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from readings import TEXT


def test_the_list_describes_each_disclosure(client, disclosure_id):
    listed = client.get("/api/disclosures").json()
    assert listed["total"] == 1
    (one,) = listed["disclosures"]
    assert (one["id"], one["issuer"], one["fiscal_year"]) == (disclosure_id, "云溪区测试中心", 2022)
    assert one["counts"] == {"passages": 2, "tables": 1, "facts": 3}
    assert one["warnings"] == ["三公经费合计与分项相差0.10万元"]


def test_the_outline_is_the_tree_of_headings(client, disclosure_id):
    outline = client.get(f"/api/disclosures/{disclosure_id}").json()["outline"]
    assert [node["title"] for node in outline] == ["第一部分 部门概况", "第三部分 决算情况说明"]
    assert [node["title"] for node in outline[1]["children"]] == ["三公经费支出决算表"]


def test_a_slice_of_the_text_is_that_slice(client, disclosure_id):
    whole = client.get(f"/api/disclosures/{disclosure_id}/text").json()
    assert (whole["text"], whole["length"]) == (TEXT, len(TEXT))
    part = client.get(f"/api/disclosures/{disclosure_id}/text?start=5&end=9").json()
    assert part["text"] == TEXT[5:9]
    beyond = client.get(f"/api/disclosures/{disclosure_id}/text?start=90000&end=99999").json()
    assert beyond["text"] == ""


def test_tables_tell_an_empty_cell_from_zero(client, disclosure_id):
    (table,) = client.get(f"/api/disclosures/{disclosure_id}/tables").json()["tables"]
    printed, empty = (row["cells"][0] for row in table["rows"])
    assert (printed["column"], printed["value"], printed["unit"], printed["blank"]) == ("决算数", "3.20", "万元", False)
    assert TEXT[printed["start"] : printed["end"]] == "3.20"
    assert (empty["value"], empty["blank"]) == (None, True)


def test_the_audit_quotes_the_figures_of_a_failed_identity(client, disclosure_id):
    audit = client.get(f"/api/disclosures/{disclosure_id}/audit").json()
    assert audit["summary"] == {"holds": 0, "fails": 1, "not_applicable": 0}
    (check,) = audit["checks"]
    assert (check["expected"], check["found"], check["difference"], check["unit"]) == ("12.40", "12.50", "0.10", "万元")
    assert [p["quote"] for p in check["places"]] == ["合计 12.50", "公务接待费 3.20"]


@pytest.mark.parametrize("path", ["", "/text", "/tables", "/audit"])
def test_an_unknown_disclosure_is_a_problem_document(client, path):
    response = client.get(f"/api/disclosures/nosuch{path}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert set(response.json()) >= {"type", "title", "status", "detail"}


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({}, 3),
        ({"origin": "table"}, 2),
        ({"origin": "prose"}, 1),
        ({"concept": "three_public"}, 2),
        ({"row_code": "30217"}, 1),
        ({"fiscal_year": 2022}, 3),
        ({"fiscal_year": 2021}, 0),
        ({"source": "测试.txt"}, 3),
        ({"source": "x"}, 0),
        ({"issuer": "云溪区测试中心"}, 3),
        ({"kind": "budget"}, 0),
        ({"q": "接待"}, 1),
        ({"q": "接待 决算"}, 1),
    ],
)
def test_facts_are_filtered(client, filters, total):
    found = client.get("/api/facts", params=filters).json()
    assert (found["total"], len(found["facts"])) == (total, total)


def test_facts_are_paged(client):
    pages = [client.get("/api/facts", params={"limit": 2, "offset": n}).json() for n in (0, 2)]
    assert [len(page["facts"]) for page in pages] == [2, 1]
    assert {page["total"] for page in pages} == {3}


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "offset=-1", "origin=air", "format=pdf", "fiscal_year=soon"]
)
def test_an_unusable_filter_is_refused(client, query):
    assert client.get(f"/api/facts?{query}").status_code == 422


def test_a_label_that_looks_like_a_formula_stays_text_in_csv(client):
    response = client.get("/api/facts?format=csv&lang=en")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["row"] for row in rows] == ["公务接待费", "'=合计", "“三公”经费"]
    assert rows[0]["value"] == "3.20"


def test_a_workbook_holds_numbers_and_no_formula(client):
    sheet = load_workbook(io.BytesIO(client.get("/api/facts?format=xlsx&lang=en").content)).active
    head = [cell.value for cell in sheet[1]]
    value, row = sheet.cell(3, head.index("value") + 1), sheet.cell(3, head.index("row") + 1)
    assert (value.value, value.data_type) == (12.5, "n")
    assert (row.value, row.data_type) == ("=合计", "s")


def test_sheets_speak_chinese_and_are_named_after_what_they_were_narrowed_to(client, disclosure_id):
    response = client.get("/api/facts", params={"format": "csv", "q": "公务", "basis": "final_accounts"})
    assert "公务-决算.csv" in unquote(response.headers["content-disposition"])
    first = next(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert (first["公开单位"], first["文件类别"], first["界限"]) == ("云溪区测试中心", "决算", "")
    response = client.get("/api/facts", params={"format": "xlsx", "disclosure": disclosure_id})
    figures, sources, told = load_workbook(io.BytesIO(response.content)).worksheets
    assert [row[0].value for row in told] == [cell.value for cell in figures[1]]
    assert figures.auto_filter.ref.startswith("A1:")
    assert figures.freeze_panes == "A2"
    head = [cell.value for cell in figures[1]]
    assert figures.cell(2, head.index("数值") + 1).number_format.startswith("#,##0")
    assert figures.column_dimensions["A"].width > 20
    assert (
        dict(zip([c.value for c in sources[1]], [c.value for c in sources[2]], strict=True))["文件编号"]
        == disclosure_id
    )


def test_facets_count_what_another_choice_would_give(client):
    def facet(name, **filters):
        found = client.get("/api/facts/facets", params=filters).json()[name]
        return {one["value"]: one["count"] for one in found}

    total = client.get("/api/facts").json()["total"]
    assert sum(facet("issuer").values()) == sum(facet("basis").values()) == total
    assert facet("basis", basis="budget") == facet("basis")  # its own filter does not narrow it
    assert sum(facet("issuer", q="公务").values()) == client.get("/api/facts", params={"q": "公务"}).json()["total"]


def test_facts_are_sorted_by_size_whatever_their_unit(client):
    def values(**order):
        facts = client.get("/api/facts", params=order).json()["facts"]
        return [float(f["value"]) for f in facts]

    printed = values()
    assert values(order="value") == sorted(printed)
    assert values(order="value", down=True) == sorted(printed, reverse=True)
    assert client.get("/api/facts", params={"order": "nosuch"}).status_code == 422


def test_a_sorted_page_goes_on_where_the_last_one_ended(client):
    whole = client.get("/api/facts", params={"order": "row", "down": True}).json()["facts"]
    pages = [
        client.get("/api/facts", params={"order": "row", "down": True, "limit": 1, "offset": n}).json()["facts"][0]
        for n in range(len(whole))
    ]
    assert pages == whole
