"""What a text states, held against three small disclosures: supported, contradicted with the reason, or not found."""

from __future__ import annotations

import pytest

WHO = "青禾区测试中心"
SUPPORTED = {
    "equal": f"{WHO}2022年收、支总计500万元。",
    "another unit": f"{WHO}2022年收、支总计5000000元，即0.05亿元。",
    "rounded": f"{WHO}2022年卫生健康支出300万元左右，基本工资170万元。",
    "nearly": f"{WHO}2022年卫生健康支出近300万元。",
    "over": f"{WHO}2022年差旅费超过60万元，奖金逾80万元，办公费不到7万元。",
    "some over": f"{WHO}2022年奖金80多万元。",
    "a change with direction": f"{WHO}2022年收、支总计比2021年增加100万元，增长25%。",
    "the year before, worked out": f"{WHO}2021年收支总计400万元。",
    "of the budget": f"{WHO}2022年社会保障和就业支出年初预算70万元，决算80.5万元，完成年初预算的115%。",
    "parts of a whole": f"{WHO}2022年一般公共服务支出120万元，其中基本支出20万元、项目支出100万元。",
    "a share, worked out": f"{WHO}2022年基本支出占支出合计的64.5%。",
    "tenths": f"{WHO}2022年基本支出占总支出的六成多。",
    "a sum": f"{WHO}2022年办公费和电费合计11.35万元。",
    "two together": f"{WHO}2022年办公费6.25万元，电费5.1万元，两项合计11.35万元。",
    "more than another thing": f"{WHO}2022年办公费比电费多1.15万元。",
    "less than another body": "白石区测试中心2022年预算比青禾区测试中心2022年收支总计少102.95万元。",
    "times": f"{WHO}2022年基本工资是奖金的2倍多。",
    "per head": f"{WHO}2022年人均基本支出26.89万元。",
    "doubled": f"{WHO}（汇总）2024年人员经费是公用经费的10倍多。",
    "said again in brackets": f"{WHO}（汇总）2024年项目支出占比不到3%（2.70%）。",
    "counts": f"{WHO}2022年走访商户130家次，帮助办成事项18个，在职12人。",
    "both bodies": "青禾区测试中心与白石区测试中心2022年情况如下。两家在职人员都是12人。",
    "nothing": f"{WHO}2022年“三公”经费4.4万元，没有公务接待费。",
    "carried on": f"{WHO}2022年支出500万元。其中卫生健康支出299.5万元。该中心奖金80.11万元。",
    "consolidated": f"{WHO}（汇总）2024年预算1480.50万元，比上年增加240.50万元。",
    "short name": "青禾测试中心2022年差旅费61.25万元。",
    "respectively": f"{WHO}（汇总）2024年基本支出和项目支出分别为1440.50万元和40.00万元。",
    "bodies respectively": f"{WHO}与白石区测试中心2022年在职人员分别为12人和12人。",
    "a heading before it": f"{WHO}2022年社会保障和就业支出。年初预算为70万元，支出决算为80.5万元。",
    "a subordinate unit": "例管办2024年预算170.02万元。",
    "of two bodies together": "青禾区测试中心、白石区测试中心两家2022年在职人员合计24人。",
    "a share of an amount": f"{WHO}2022年差旅费61.25万元，占支出合计500万元的12.25%。",
    "times an amount": f"{WHO}2022年社会保障和就业支出决算80.5万元，是年初预算70万元的1.15倍。",
    "the base of a change": f"{WHO}2022年收支总计较2021年的400万元增加100万元。",
}
CONTRADICTED = {
    "another number": (f"{WHO}2022年奖金81.11万元。", "原文为 80.11万元"),
    "元 for 万元": (f"{WHO}2022年奖金80.11元。", "单位应为万元"),
    "亿元 for 万元": (f"{WHO}2022年收支总计500亿元。", "单位应为万元"),
    "less for more": (f"{WHO}2022年收、支总计比2021年减少100万元。", "方向相反"),
    "another item's": (f"{WHO}2022年办公费5.1万元。", "5.1万元是电费"),
    "budget for accounts": (f"{WHO}2022年社会保障和就业支出决算70万元。", "年初预算"),
    "another year's": (f"{WHO}2021年收支总计500万元。", ""),
    "another body's": ("白石区测试中心2022年收支总计500万元。", "397.05万元"),
    "not over": (f"{WHO}2022年完成年初预算超过100%。", "80%"),
    "not nearly": (f"{WHO}2022年卫生健康支出近400万元。", "299.5万元"),
    "more than another body": ("白石区测试中心2022年预算比青禾区测试中心2022年收支总计多102.95万元。", "-102.95"),
    "a share": (f"{WHO}2022年基本支出占支出合计的54.5%。", "64.54%"),
    "a subordinate unit": ("例管办2024年预算1310.48万元。", "170.02万元"),
    "nothing": (f"{WHO}2022年没有“三公”经费支出。", "4.4万元"),
}
NOT_FOUND = {
    "no such body": "黑水区测试中心2022年预算500万元。",
    "no such year": f"{WHO}2019年收支总计333.33万元。",
    "no such scope": f"{WHO}（汇总）2022年决算总支出950万元。",
    "not disclosed": f"{WHO}2022年委托业务费3.77万元。",
    "a doing": f"{WHO}2022年举办培训班33期。",
    "accounts of a budget year": "白石区测试中心2022年实际支出进度达到96.2%。",
    "a number that is another thing's": f"{WHO}2022年绿化面积500平方米。",
}


def verdicts(checker, text):
    return [f.verdict for f in checker.check(text).findings]


@pytest.mark.parametrize("text", SUPPORTED.values(), ids=SUPPORTED)
def test_what_the_documents_say_is_supported(checker, text):
    found = checker.check(text)
    assert found.findings
    assert {f.verdict for f in found.findings} == {"supported"}, [(f.span, f.verdict, f.reason) for f in found.findings]
    assert all(f.found is not None and f.citations for f in found.findings)


@pytest.mark.parametrize(("text", "reason"), CONTRADICTED.values(), ids=CONTRADICTED)
def test_what_they_say_otherwise_is_contradicted_with_the_reason(checker, text, reason):
    (finding,) = checker.check(text).findings
    assert finding.verdict == "contradicted", finding.reason
    assert reason in finding.reason
    assert finding.citations


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_they_do_not_cover_is_not_found(checker, text):
    found = checker.check(text)
    assert {f.verdict for f in found.findings} == {"not_found"}, [(f.verdict, f.reason) for f in found.findings]
    assert all(f.found is None for f in found.findings)


def test_two_amounts_said_the_other_way_round_are_both_contradicted(checker):
    found = checker.check(f"{WHO}2022年政府采购货物支出4.00万元、服务支出15.5万元。")
    assert [f.verdict for f in found.findings] == ["contradicted", "contradicted"]
    assert "15.5万元是" in found.findings[1].reason


def test_spans_are_places_of_the_text_and_years_and_numbers_of_documents_are_none(checker):
    text = f"一、据〔2022〕16号文，{WHO}2022年第2次公开的收支总计为500万元（见表3）。"
    found = checker.check(text)
    assert [text[f.start : f.end] for f in found.findings] == [f.span for f in found.findings] == ["500万元"]


def test_citations_quote_the_source(checker, library):
    found = checker.check(f"{WHO}2022年收、支总计500万元。")
    for citation in found.citations:
        assert library.text(citation.disclosure_id)[citation.start : citation.end] == citation.quote


def test_only_the_named_disclosures_are_held_against(checker, library):
    other = next(d.id for d in library.disclosures if d.issuer.endswith("白石区测试中心"))
    assert verdicts(checker, "白石区测试中心2022年机关运行经费40.35万元。") == ["supported"]
    found = checker.check(f"{WHO}2022年收、支总计500万元。", [other])
    assert [f.verdict for f in found.findings] == ["not_found"]


def test_a_text_without_figures_has_no_findings(checker):
    found = checker.check("今天天气很好。")
    assert found.findings == ()
    assert found.as_dict()["summary"] == {"supported": 0, "contradicted": 0, "not_found": 0, "disputed": 0}


def test_the_object_is_that_of_the_contract(checker):
    whole = checker.check(f"{WHO}2022年收、支总计500.0万元。").as_dict()
    (finding,) = whole["findings"]
    assert finding["stated"] == {"value": "500.0", "unit": "万元"}
    assert finding["found"]["value"] == "500.00"
    assert set(finding) == {"start", "end", "span", "claim", "verdict", "stated", "found", "reason", "citations"}
