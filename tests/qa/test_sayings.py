"""What people say is understood in the words that disclosures print, and only as far as it means the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.store import Store
from ingest.load import ingest
from qa.ask import Asker
from qa.understanding.sayings import official

DOCUMENTS = Path(__file__).with_name("phrasings") / "documents"


@pytest.fixture(scope="module")
def asker(tmp_path_factory) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("sayings"))
    ingest([DOCUMENTS / "finance-2022-final.md", DOCUMENTS / "hospital-2023-budget.md"], store)
    return Asker(store)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("水费和电费相加是多少", "水费和电费加起来是多少"),
        ("水费和电费拢共多少", "水费和电费一共多少"),
        ("花在各项目上的钱里,培训占百分之几", "项目支出里,培训占百分之几"),
        ("用在人员身上的经费是多少", "人员经费是多少"),
        ("三公经费的预算数报一下", "三公经费的预算数分别是多少"),
        ("请给出机关运行经费的金额", "机关运行经费的金额是多少"),
        ("年初编了多少,决算多少", "年初预算多少,决算多少"),
        ("涨了几成", "增长百分之几"),
        ("平均一个人摊到多少万元", "人均多少万元"),
        ("折成万元是几", "是多少万元"),
        ("在外面租房办公,租了几平米", "租用办公用房,租了几平米"),
        ("一类是货物,一类是服务,哪一类多", "里,货物和服务,哪个多"),
        ("哪家的支出稍微高些?", "哪家的支出高?"),
        ("拿年初预算当参照,决算是高了还是低了", "与年初预算相比,决算是多了还是少了"),
        ("培训费实际花掉预算的百分之几", "培训费实际预算执行率是多少"),
        ("培训费批的预算实际执行掉几成", "培训费预算执行率是多少"),
        ("在基本支出当中,公用经费的比重是几成", "基本支出里,公用经费占百分之多少"),
        ("把培训费从总预算里剔掉,余下多少", "总预算扣除培训费后还剩多少"),
        ("多了差不多20%", "多了20%"),
        ("这两个单位哪一家人多一些", "这两个单位哪家人多"),
        ("三公经费到底包含哪三样", "三公经费包含哪三项"),
        ("有人写“甲比乙多”,这样说站得住脚吗", "“甲比乙多”,这样准确吗"),
        ("这笔钱花在了什么事情上?", "这笔钱用于什么?"),
        ("支出猛增十来倍,文件给的解释是什么", "支出增长,是什么原因"),
        ("年中调整过后,测试中心的预算变成了多少", "测试中心的调整后预算是多少"),
        ("检查的企业数、参加的人次数和排查出来的隐患数分别是多少", "检查多少家企业,参加多少人次,排查隐患多少"),
    ],
)
def test_a_saying_is_put_into_official_words(said: str, meant: str) -> None:
    assert official(said) == meant


@pytest.mark.parametrize(
    "text",
    [
        "哪一类支出最多",
        "请列出云溪区财政局2022年的项目及其金额",
        "列出财政拨款支出按类别的金额",
        "政府购买服务支出多少",
        "在职人数和退休人数各是多少",
        "项目支出多少",
    ],
)
def test_what_needs_no_other_words_stays_as_it_is(text: str) -> None:
    assert official(text) == text


def test_a_count_is_found_by_its_measure_word_where_other_words_name_it(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年拿到惠企奖补的有几户")
    assert [(f.value, f.unit) for f in answer.figures] == [("863", "户")]


def test_a_count_is_not_told_of_a_thing_that_the_disclosure_never_prints(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年车库占地多少平方米")
    assert answer.status == "not_found"
    assert not answer.figures


def test_no_sum_is_stated_of_fewer_lines_than_the_question_names(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年水费、电费、游艇保养费这三笔相加多少")
    assert answer.status != "answered"
    assert all(f.basis != "computed" for f in answer.figures)


def test_things_counted_in_different_measure_words_are_not_compared(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年完成评审项目多少个、培训多少人次")
    assert {(f.value, f.unit) for f in answer.figures} >= {("412", "人次")}
    assert all(f.basis != "computed" for f in answer.figures)


def test_a_share_on_projects_is_of_the_whole_and_never_of_itself(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年全年支出里，花在项目上的占百分之几")
    assert answer.figures[0].value == "16.77"


def test_where_nobody_is_counted_the_amount_is_told_with_that(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年每名消防员人均办公费多少")
    assert answer.status != "answered" or "人数口径" in answer.answer


def test_area_per_head_is_shared_among_those_who_serve(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年平均一个人摊到多少平方米办公用房")
    assert [(f.value, f.unit) for f in answer.figures][:1] == [("46.8934", "平方米")]


def test_what_is_more_than_the_whole_is_no_share_of_it(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年本年支出合计占政府采购支出总额的百分之几")
    assert all(f.unit != "%" for f in answer.figures)


def test_nothing_is_left_of_less_than_was_spent(asker: Asker) -> None:
    answer = asker.ask("云溪财政2022年预算还剩多少没花")
    assert all(not f.value.startswith("-") for f in answer.figures)
