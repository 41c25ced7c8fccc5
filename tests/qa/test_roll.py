"""名册: candidates by index are exactly those that looking at every body would find, however many there are."""

from __future__ import annotations

import pytest

from corpus.disclosure import Disclosure
from qa.checking.naming import named_in
from qa.understanding.bodies import Body, find, find_by_sound
from qa.understanding.roll import Lexicon, Roll

PLACES = ("云溪", "青岚", "白露", "明泽", "松陵", "临湖", "望川", "东屏")
CORES = ("测试中心", "测试数据中心", "档案馆", "园林局", "统计局")


def body(issuer, *, aliases=(), region=(), units=()):
    held = Disclosure(
        issuer, f"{issuer}2031年部门预算", issuer, aliases, units, region, 2031,
        "budget", "unit", None, "测试.txt", "text/plain", "0", None, "original", None, "2031-01-01T00:00:00+00:00",
    )  # fmt: skip
    return Body(issuer, (held,))


@pytest.fixture(scope="module")
def many():
    return [
        body(f"{place}区{core}", aliases=(f"{place}{core}", core), units=(f"{place}区{core}（本级）", f"{core}服务所"))
        for place in PLACES
        for core in CORES
    ]


def test_a_lexicon_finds_words_of_any_length_wherever_they_stand():
    lexicon = Lexicon(["云", "云溪", "云溪区", "溪区局"])
    assert lexicon.within("在云溪区局") == ["云", "云溪", "云溪区", "溪区局"]
    assert lexicon.within("云") == ["云"]
    assert lexicon.within("") == []
    assert not Lexicon([""])


def test_a_body_is_found_among_many_as_it_is_found_alone(many):
    for one in many[::4]:
        for asked in (f"{one.issuer}2031年办公费多少", f"{one.stems[0]}的{one.core}花了多少"):
            assert [b.issuer for b in find(asked, Roll(many)).bodies] == [one.issuer]
            assert find(asked, Roll(many)) == find(asked, many)


def test_the_order_of_the_words_and_not_of_the_roll_decides_who_comes_first(many):
    asked = "望川区档案馆和云溪区档案馆2031年谁的水费多"
    assert [b.issuer for b in find(asked, many).bodies] == ["望川区档案馆", "云溪区档案馆"]
    assert find(asked, many[::-1]).bodies == find(asked, many).bodies


def test_a_region_that_several_bodies_share_names_none_of_them_alone(many):
    assert find("云溪区2031年办公费多少", many).mentions == ()
    assert [b.issuer for b in find("云溪区2031年办公费多少", many[:1]).bodies] == ["云溪区测试中心"]


def test_a_core_that_all_regions_share_names_no_single_body(many):
    assert find("档案馆2031年的预算", many).mentions == ()


def test_another_kind_of_body_of_a_known_region_is_unknown(many):
    assert find("云溪区教育局2031年的预算", many).unknown


def test_a_body_is_named_by_its_only_sub_unit():
    two = [body("云溪区测试中心", units=("云溪区仪器校准所",)), body("青岚区测试中心", units=("青岚区样品保管所",))]
    assert [b.issuer for b in find("样品保管所2031年水费多少", two).bodies] == ["青岚区测试中心"]


def test_a_region_is_heard_among_many_by_sound_and_by_pinyin(many):
    assert [m.body.issuer for m in find_by_sound("云西区统计局的水费", many)] == ["云溪区统计局"]
    assert {m.body.stems[0] for m in find_by_sound("budget of yunxi in 2031", many)} == {"云溪"}


def test_a_body_without_a_region_is_not_heard_where_nobody_is_named():
    assert find_by_sound("办公费是多少", [body("检察院")]) == []


def test_running_text_looks_only_at_bodies_of_which_it_holds_a_part(many):
    roll = Roll(many)
    assert {b.stems[0] for b in roll.likely("云溪区统计局和白露区档案馆")} == {"云溪", "白露"}
    assert roll.likely("没有提到任何单位") == []
    named = named_in("云溪区统计局2031年水费1万元。白露区档案馆为2万元。", roll)
    assert [m.body.issuer for m in named.mentions if m.body] == ["云溪区统计局", "白露区档案馆"]


def test_only_bodies_that_the_words_can_mean_are_candidates():
    crowd = Roll([body(f"{a}{b}区测试中心") for a in PLACES[0] + PLACES[1] for b in "甲乙丙丁戊己庚辛"])
    found = crowd.named("云甲区测试中心2031年水费", {"云甲": ["测试"]})
    assert [b.issuer for b in found] == ["云甲区测试中心"]


def test_bodies_that_one_word_may_mean_come_in_the_order_of_the_roll():
    places = [f"{first}{second}" for first in "云青白明松临望东" for second in "江河湖海山川岭原"]
    roll = Roll([body(f"{place}省人民检察院", region=(f"{place}省",)) for place in places])
    assert [m.body.issuer for m in find("省检察院有多少人", roll).possible] == [b.issuer for b in roll]
