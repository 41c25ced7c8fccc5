"""The audit of a disclosure: worded, graded, cited, and as files."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from readings import place_of, quantity, reading

from corpus.disclosure import Check
from corpus.store import Store
from qa.checking import audit_report
from qa.checking.audit import GRADES, audited, remarkable


@pytest.fixture
def audit(tmp_path):
    whole = reading()
    failed = whole.checks[0]
    held = Check(
        "F01.BALANCE", "收支平衡", True, quantity("12.50"), quantity("12.50"), quantity("0.00"), quantity("0.01"), "ok",  # noqa: FBT003
        (place_of("合计 12.50"),),
    )  # fmt: skip
    hint = Check(
        "C.NAME", "名称不一：=甲与*乙*", None, None, None, None, None, "wording", (place_of("公务接待费 3.20"),)
    )
    store = Store.open(tmp_path)
    store.put(replace(whole, checks=(held, hint, failed)))
    return audited(store, whole.disclosure.id)


def test_the_gravest_comes_first_and_what_holds_last(audit):
    assert [c["grade"] for c in audit["checks"]] == ["arithmetic_error", "wording", "ok"]
    assert audit["summary"] == {"holds": 1, "fails": 1, "not_applicable": 1}
    assert [c["grade_name"] for c in audit["checks"]] == ["算术不符", "措辞不符", "符合"]


def test_a_finding_says_in_one_sentence_what_it_should_be_and_what_is_printed(audit):
    assert audit["checks"][0]["message"] == "三公经费：应为 12.40万元，列为 12.50万元，相差 0.10万元"


def test_only_what_does_not_simply_hold_is_remarkable(audit):
    assert [c["grade"] for c in remarkable(audit)] == ["arithmetic_error", "wording"]


def test_both_places_are_quoted(audit):
    assert [p["quote"] for p in audit["checks"][0]["places"]] == ["合计 12.50", "公务接待费 3.20"]


def test_the_markdown_report_holds_each_finding_under_its_grade_with_its_quotes_inert(audit):
    text = audit_report.markdown(audit)
    assert text.index("## 算术不符") < text.index("## 措辞不符")
    assert "“合计 12.50”" in text
    assert r"\*乙\*" in text
    assert "共核对 3 项：相符 1，不符 1，仅提示 1。" in text


def test_the_sheet_has_one_row_a_finding_and_no_formula(audit):
    rows = list(csv.DictReader(io.StringIO(audit_report.written(audit, "csv").decode("utf-8-sig"))))
    assert [r["grade"] for r in rows] == ["算术不符", "措辞不符"]
    assert rows[0]["expected"] == "12.40"
    assert rows[0]["other_quote"] == "公务接待费 3.20"


def test_the_workbook_is_one(audit):
    book = zipfile.ZipFile(io.BytesIO(audit_report.written(audit, "xlsx")))
    assert "xl/worksheets/sheet1.xml" in book.namelist()


def test_a_clean_disclosure_says_so(tmp_path):
    whole = replace(reading(), checks=())
    store = Store.open(tmp_path)
    store.put(whole)
    assert "没有发现不符之处" in audit_report.markdown(audited(store, whole.disclosure.id))


def test_every_grade_has_a_name():
    assert set(GRADES) >= {"arithmetic_error", "contradiction", "rounding", "wording", "ok", ""}
