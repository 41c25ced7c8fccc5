"""The export fulfils the official profile, counts nothing twice and keeps every figure's place."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ingest.checks.run import run_checks
from ingest.facts import table_facts
from ingest.fiscal_package import FiscalPackage, fiscal_package
from tests.ingest.paper import disclosure, table

ACCOUNTS = disclosure()


def export() -> FiscalPackage:
    spending = table(
        "F03",
        ["本年支出合计", "基本支出", "项目支出"],
        [
            "合计|9.00|6.00|3.00",
            "208 社会保障和就业支出|9.00|6.00|3.00",
            "20808 抚恤|5.00|2.00|3.00",
            "2080801 死亡抚恤|5.00|2.00|3.00",
            "20805 行政事业单位养老支出|4.00|4.00|",
        ],
        title="2022年度支出决算表",
    )
    basic = table(
        "F06",
        ["人员经费/决算数", "公用经费/决算数"],
        ["301 工资福利支出|5.00|~", "30101 基本工资|5.00|~", "302 商品和服务支出|~|1.00", "30201 办公费|~|1.00"],
        title="2022年度一般公共预算财政拨款基本支出决算表",
        table_id="d1-t02",
        start=900,
    )
    income = table(
        "F02", ["本年收入合计", "财政拨款收入", "事业收入"], ["合计|9.00|8.00|1.00"], title="2022年度收入决算表",
        table_id="d1-t03", start=1800,
    )  # fmt: skip
    tables = [spending, basic, income]
    facts = [f for t in tables for f in table_facts(t, ACCOUNTS)]
    return fiscal_package(ACCOUNTS, run_checks(ACCOUNTS, tables, facts)[1])


def lines(package: FiscalPackage, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(package.files[f"data/{name}.csv"])))


PROFILE = json.loads(gzip.decompress((Path(__file__).parent / "fiscal-data-package.json.gz").read_bytes()))
"""The profile as it is published with the datapackage library (MIT), unchanged."""


def faults(descriptor: Mapping[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.Draft4Validator(PROFILE).iter_errors(descriptor)]


def test_the_descriptor_fulfils_the_official_profile() -> None:
    jsonschema.Draft4Validator.check_schema(PROFILE)
    assert faults(export().descriptor) == []


@pytest.mark.parametrize("missing", ["profile", "resources", "model"])
def test_without_what_the_profile_needs_it_does_not(missing: str) -> None:
    assert faults({name: value for name, value in export().descriptor.items() if name != missing})


def test_it_names_the_licence_when_it_was_made_and_the_files_that_it_is_from() -> None:
    descriptor = export().descriptor
    assert descriptor["licenses"][0]["name"] == "notspecified"
    assert descriptor["created"]
    assert all(source["path"] and len(source["sha256"]) == 64 for source in descriptor["sources"])


def test_a_primary_key_is_one_line_of_its_file() -> None:
    package = export()
    for resource in package.descriptor["resources"]:
        key = resource["schema"]["primaryKey"]
        held = [tuple(line[k] for k in key) for line in lines(package, resource["name"])]
        assert len(set(held)) == len(held)


def test_columns_say_what_of_a_budget_they_are() -> None:
    functional = next(r for r in export().descriptor["resources"] if r["name"] == "functional")
    meant = {f["name"]: f.get("columnType") for f in functional["schema"]["fields"]}
    assert meant["year"] == "date:fiscal-year"
    assert meant["item_code"] == "functional-classification:generic:level3:code"
    assert meant["group_name"] == "functional-classification:generic:level2:label"
    assert meant["executed"] == "value"
    assert meant["verified"] is None


@pytest.mark.parametrize(("name", "total"), [("functional", 90_000), ("economic", 60_000), ("revenue", 90_000)])
def test_each_file_adds_up_to_its_table_in_yuan(name: str, total: int) -> None:
    assert sum(Decimal(line["executed"]) for line in lines(export(), name)) == total


def test_a_line_says_what_it_classifies_and_where_it_is_printed() -> None:
    [line] = [x for x in lines(export(), "functional") if x["nature"] == "项目支出"]
    assert (line["class_code"], line["group_code"], line["item_code"]) == ("208", "20808", "2080801")
    assert (line["class_name"], line["item_name"]) == ("社会保障和就业支出", "死亡抚恤")
    assert (line["year"], line["verified"]) == ("2022", "true")
    assert int(line["end"]) > int(line["start"])


def test_every_source_of_the_model_is_a_column_of_its_file() -> None:
    package = export()
    fields = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in package.descriptor["resources"]}
    model = package.descriptor["model"]
    attributes = [a for d in model["dimensions"].values() for a in d["attributes"].values()]
    for source in [*model["measures"].values(), *attributes]:
        assert source["source"] in fields[source["resource"]]
    assert {m["phase"] for m in model["measures"].values()} == {"executed"}


def test_the_archive_is_the_same_for_the_same_figures() -> None:
    assert export().archive() == export().archive()
    names = zipfile.ZipFile(io.BytesIO(export().archive())).namelist()
    assert names == ["datapackage.json", "data/functional.csv", "data/economic.csv", "data/revenue.csv"]


def test_nothing_classified_is_said_so() -> None:
    with pytest.raises(ValueError, match="无法导出"):
        fiscal_package(ACCOUNTS, [])
