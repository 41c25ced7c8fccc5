"""Whose and when: bodies of any kind, from what is printed first, from the file's name where nothing is."""

import pytest
from disclosed import told

from corpus.problem import UnreadableError
from ingest.reading import read
from ingest.structure import named, names

FIGURES = "一、收支总体情况\n\n2026年收入预算100.00万元，支出预算100.00万元。\n"
NAMELESS = "收支总表\n\n单位：万元\n\n| 项目 | 预算数 |\n|---|---|\n| 一、事业收入 | 80.00 |\n| 收入总计 | 80.00 |\n"


@pytest.mark.parametrize(
    "body",
    [
        "云溪县供销合作社",
        "云溪县国有林场",
        "云溪县东风农场",
        "云溪市少年宫",
        "云溪市工人文化宫",
        "云溪教育出版社",
        "云溪市农业科学研究院（云溪市种质资源中心）",
        "云溪市政投资公司",
        "云溪县清水水库",
        "和平区教育局",
        "和田市水利局",
        "从江县审计局",
        "本溪市档案馆",
        "向阳区文化馆",
        "云溪县体育场",
        "云溪县政协",
        "云溪湿地保护区",
    ],
)
def test_bodies_of_any_kind_publish(body: str) -> None:
    assert names.is_body(body)
    found = told(f"{body}2026年部门预算\n\n{FIGURES}", "预算公开.md")
    assert found.disclosure.issuer == body


def test_the_body_behind_its_label_is_the_issuer() -> None:
    found = told(f"2026年部门预算公开说明\n\n预算单位：云溪县国有林场\n\n{FIGURES}", "a.md")
    assert found.disclosure.issuer == "云溪县国有林场"


def test_a_comprehensive_budget_is_a_budget_and_no_part_of_the_name() -> None:
    found = told(f"云溪市审计局2026年部门综合预算\n\n{NAMELESS}", "a.md").disclosure
    assert (found.issuer, found.kind, found.fiscal_year) == ("云溪市审计局", "budget", 2026)


def test_a_table_without_a_word_of_whose_it_is_has_its_files_name() -> None:
    found = told(NAMELESS, "附件2：云溪市审计局2026年度部门预算报表.md").disclosure
    assert (found.issuer, found.kind, found.fiscal_year) == ("云溪市审计局", "budget", 2026)


def test_what_is_printed_goes_before_the_files_name() -> None:
    found = told(f"国家信访总站2026年部门预算\n\n{FIGURES}", "2025年云溪市信访局部门决算.md").disclosure
    assert (found.issuer, found.fiscal_year, found.kind) == ("国家信访总站", 2026, "budget")


def test_a_name_with_two_years_or_none_tells_no_year() -> None:
    assert named.year_of("2025年预算执行情况和2026年预算.xlsx") is None
    assert named.year_of("附件.xlsx") is None
    assert named.kind_of("2026年部门预算和决算.pdf") is None


def test_a_file_that_tells_no_year_anywhere_is_refused() -> None:
    with pytest.raises(UnreadableError, match="缺少所属年度"):
        read(NAMELESS.encode(), "云溪市审计局部门预算报表.md")


@pytest.mark.parametrize(
    "body",
    ["云溪师范学校附属小学", "云溪县供销合作社联合社", "云溪海关", "云溪市人才市场", "云溪大学附属医院"],
)
def test_bodies_that_a_file_s_name_names(body: str) -> None:
    assert named.issuer_of(f"附件2：{body}2025年部门预算.pdf") == body
    assert named.issuer_of(f"2025年{body}部门预算.md") == body
