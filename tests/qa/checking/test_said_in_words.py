"""What readers of the check page met: sums, two documents, words for figures, zeros, and what a document says twice."""

from __future__ import annotations

import pytest

from qa.checking.amounts import figures_in

SCHOOL = "白石区示范学校"
BORNE_OUT = {
    "a word for two items": f"{SCHOOL}2023年水电费合计5.5万元。",
    "growth over two documents": f"{SCHOOL}2023年决算支出800万元，比2021年决算支出400万元增长100%。",
    "growth told year by year": f"{SCHOOL}2021年支出400万元，2023年支出800万元，两年增长100%。",
    "doubled": f"{SCHOOL}2023年支出比2021年翻了一番。",
    "from one year to the other": f"{SCHOOL}的支出从2021年的400万元增加到2023年的800万元。",
    "per head of all, after another item": f"{SCHOOL}2023年水电费合计5.5万元，人均支出约20万元。",
    "nothing": f"{SCHOOL}2023年公务接待费为零。",
    "all of it": f"{SCHOOL}2023年“三公”经费2万元，全部用于公务用车运行费。",
    "two thirds and more": f"{SCHOOL}2023年基本支出占总支出的四分之三。",
    "a part named behind its share": f"{SCHOOL}2023年支出800万元，其中七成五是基本支出。",
    "half and more": f"{SCHOOL}2023年过半支出是基本支出。",
    "nearly a third": f"{SCHOOL}2023年项目支出约为基本支出的三分之一。",
    "formal characters": f"{SCHOOL}2023年办公费壹拾万元整，电费人民币伍万元整。",
    "formal characters down to yuan": f"{SCHOOL}2023年水费伍仟元整。",
    "plain characters": f"{SCHOOL}2023年水费五千元，电费五万元。",
    "a multiple": f"{SCHOOL}2023年电费是水费的10倍，办公费是电费的两倍。",
    "less than": f"{SCHOOL}2023年办公费不足11万元，超过9万元，近10.5万元。",
    "the year in the clause": f"{SCHOOL}2021年项目支出50万元，2023年项目支出200万元。",
    "more than another body": f"{SCHOOL}2023年支出800万元，比青禾区测试中心2022年支出500万元多出300万元。",
    "each year in its turn": f"{SCHOOL}2021年、2023年项目支出分别为50万元和200万元。",
    "a sum over years": f"{SCHOOL}2021年和2023年支出合计1200万元。",
    "not more than": f"{SCHOOL}2023年支出没有超过900万元。",
    "former and latter": f"{SCHOOL}2023年基本支出600万元，项目支出200万元，前者是后者的3倍，前者比后者多400万元。",
    "amounts in brackets": f"{SCHOOL}2023年办公费（10万元）比电费（5万元）多5万元。",
    "amounts before their nouns": f"{SCHOOL}2023年有10万元的办公费，5万元的电费。",
    "an amount in two units": f"{SCHOOL}2023年水电费合计5万5千元。",
    "an amount in two units, in characters": f"{SCHOOL}2023年水电费合计五万五千元。",
    "digits between places in characters": f"{SCHOOL}2023年水费5千元，电费5万元，水电费合计5万5千元，支出8百万元。",
    "an amount with its last unit unsaid": f"{SCHOOL}2023年水电费合计五万五，其中电费5万。",
    "a sign instead of a unit": f"{SCHOOL}2023年办公费￥100,000，电费¥50000。",
    "a sum over bodies": f"{SCHOOL}和青禾区测试中心在职人员合计52人。",
}
WRONG = {
    "a word for two items": f"{SCHOOL}2023年水电费合计6.5万元。",
    "growth over two documents": f"{SCHOOL}2023年支出比2021年增长50%。",
    "nothing": f"{SCHOOL}2023年办公费为零。",
    "all of it": f"{SCHOOL}2023年“三公”经费2万元，全部用于公务接待费。",
    "two thirds": f"{SCHOOL}2023年基本支出占总支出的三分之一。",
    "a multiple": f"{SCHOOL}2023年电费是水费的5倍。",
    "formal characters": f"{SCHOOL}2023年办公费贰拾万元整。",
    "an amount whose first part alone is true": f"{SCHOOL}2023年电费五万五。",
    "the same in two units": f"{SCHOOL}2023年电费5万3千元。",
    "an amount whose first part alone is true, of three": f"{SCHOOL}2023年电费5万3千2百元。",
    "a sign instead of a unit": f"{SCHOOL}2023年办公费￥120,000。",
    "the other year's": f"{SCHOOL}2021年项目支出50万元，2023年项目支出300万元。",
}
LEFT_OPEN = {
    "an everyday word that may mean more": f"{SCHOOL}2023年水电暖气开支合计9.9万元。",
    "another basis": f"{SCHOOL}2023年年初预算办公费11万元。",
    "a year of which nothing is held": f"{SCHOOL}2022年支出800万元。",
    "another body's amount": "白石区测试中心2022年差旅费61.25万元。",
    "a thing named behind its figure": f"从2021年的401万元到2023年的801万元，{SCHOOL}的绿化费一路上涨。",
    "growth over a span": f"{SCHOOL}2023年支出十年增长12%。",
    "a fund that is not spoken of": f"{SCHOOL}2023年政府性基金支出300万元。",
}


def told(checker, text):
    return {f.span: f.verdict for f in checker.check(text).findings}


@pytest.mark.parametrize("text", BORNE_OUT.values(), ids=BORNE_OUT)
def test_what_follows_from_the_documents_is_supported(checker, text):
    found = told(checker, text)
    assert found
    assert set(found.values()) == {"supported"}, [(f.span, f.reason) for f in checker.check(text).findings]


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_what_does_not_is_contradicted(checker, text):
    assert "contradicted" in told(checker, text).values(), [(f.span, f.reason) for f in checker.check(text).findings]


@pytest.mark.parametrize("text", LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_what_no_figure_meets_exactly_is_left_open(checker, text):
    assert set(told(checker, text).values()) == {"not_found"}, [
        (f.span, f.reason) for f in checker.check(text).findings
    ]


def test_what_is_left_open_names_the_nearest_figure_with_its_place(checker):
    (finding,) = checker.check(f"{SCHOOL}2023年年初预算办公费11万元。").findings
    assert finding.verdict == "not_found"
    assert finding.found is not None
    assert finding.citations
    assert "最接近" in finding.reason


@pytest.mark.parametrize("amount", ["700", "720"])
def test_either_of_two_printed_figures_is_disputed_and_both_places_are_cited(checker, amount):
    found = checker.check(f"{SCHOOL}2023年小学教育支出决算{amount}万元。")
    (finding,) = found.findings
    assert (finding.verdict, len(finding.citations)) == ("disputed", 2)
    assert "700" in finding.reason
    assert "720" in finding.reason
    assert found.summary["disputed"] == 1


def test_what_neither_of_the_two_says_is_contradicted(checker):
    assert told(checker, f"{SCHOOL}2023年小学教育支出决算900万元。") == {"900万元": "contradicted"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("办公费肆拾万零伍佰元整", [("肆拾万零伍佰元整", "400500", "元")]),
        ("共计叁元伍角贰分", [("叁元伍角贰分", "3.52", "元")]),
        ("占三分之二", [("三分之二", "66.67", "%")]),
        ("过半用于办公", [("过半", "50", "%")]),
        ("占九成五", [("九成五", "95", "%")]),
        ("翻了近两番", [("两番", "3", "倍")]),
        ("接待费为零,", [("零", "0", "万元")]),
        ("上半年、半数以上", [("半数", "50", "%")]),
        ("一万五千元和3亿2000万元", [("一万五千元", "15000", "元"), ("3亿2000万元", "3.2", "亿元")]),
        ("花了8万5,剩6万5千", [("8万5", "8.5", "万元"), ("6万5千", "6.5", "万元")]),
        ("办公费￥404,300.50", [("￥404,300.50", "404300.50", "元")]),
        ("8万5个项目", [("8万", "8", "万元"), ("5个", "5", "个")]),
        ("零星采购、大半年、为零星", []),
        ("伍先生和陆家嘴", []),
    ],
)
def test_words_and_formal_characters_are_read_as_figures(text, said):
    found = [s.found for s in figures_in(text)]
    assert [(text[f.start : f.end], format(f.quantity.value, "f"), f.quantity.unit) for f in found] == said


@pytest.mark.parametrize(
    "text", ["一" * 19_990 + "万元", "百分之" + "一" * 19_990, "壹" * 19_990 + "元整", "9" * 20_000]
)
def test_numbers_without_end_are_no_figures(checker, text):
    assert checker.check(text).findings == ()
