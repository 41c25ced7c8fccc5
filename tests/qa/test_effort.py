"""What one question may cost: counted, bounded, told; and in proportion to its length."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

sys.path.insert(0, str(Path(__file__).parent / "checking"))

import invented

from corpus import terms
from corpus.store import Store
from corpus.terms import TERMS
from ingest import load
from qa.answering import sparing
from qa.ask import Asker
from qa.evidence import meant
from qa.evidence.execute import Executor
from qa.evidence.meant import reworded
from qa.finding import effort, explaining
from qa.finding.asked import Unit
from qa.finding.rewording import Names, bits, saying
from qa.finding.scene import Group, Scene, everyone, set_scene
from qa.library import grams
from qa.parsing.mentions import mentions_of
from qa.plan.nodes import Apply, Look, Members, Thing
from qa.understanding.question import understand

UNITS = (
    "办公费", "基本支出、", "水费、电费", "公务接待费和", "类款项", "2022年", "青禾测试中心", "的占比", "比上年", "合计、", "最多的",
    "30201、", "12%", "1,", "一", "还是", "为什么", "(", "“", "平均每人",
)  # fmt: skip
THINGS = ("办公费", "电费", "差旅费", "基本工资", "奖金", "工资福利支出", "卫生健康支出", "项目支出")


@pytest.fixture(scope="module")
def asker(tmp_path_factory, words) -> Asker:
    store = Store.open(tmp_path_factory.mktemp("effort"))
    for name, text in invented.RECORDS.items():
        store.put(load.read(text.encode(), name))
    made = Asker(store, words=words)
    made.library.refresh()
    return made


@pytest.fixture
def little(monkeypatch):
    """A question may cost little: what otherwise takes many disclosures shows with three."""
    monkeypatch.setattr(effort, "MOST", 2_400)
    monkeypatch.setattr(effort, "FREE", 0)


def test_an_everyday_question_is_not_touched_by_the_bound(asker):
    answer = asker.ask("青禾测试中心2022年决算办公费和电费各多少")
    assert answer.status == "answered"
    assert {f.value for f in answer.figures} == {"6.25", "5.10"}


def test_of_too_many_things_the_first_are_answered_and_that_is_said(asker, little):
    subjects = [t.name for t in TERMS.values() if any(code.startswith("30") for code in t.codes)]
    text = "青禾测试中心2022年决算" + "、".join(dict.fromkeys((*THINGS, *subjects))) + "各多少？"
    answer = asker.ask(text)
    assert len(subjects) > 40
    assert answer.status in {"partial", "ambiguous"}, answer.answer
    assert answer.answer.startswith("这个问题一次问得太多，先回答前面的“")
    assert "6.25" in answer.answer
    assert asker.ask(text).answer == answer.answer, "it is counted, not timed"


def test_where_not_even_the_beginning_can_be_looked_up_no_figure_is_told(asker, monkeypatch):
    monkeypatch.setattr(effort, "MOST", 1)
    monkeypatch.setattr(effort, "FREE", 0)
    answer = asker.ask("青禾测试中心2022年决算" + "、".join(THINGS) + "各多少？")
    assert (answer.status, answer.figures) == ("not_found", [])
    assert "请分成几个问题来问" in answer.answer


def test_the_same_look_is_taken_once_within_a_question():
    taken = []
    with effort.limited():
        assert [effort.once("a look", lambda: taken.append(1) or len(taken)) for _ in range(3)] == [1, 1, 1]
    with effort.limited():
        assert effort.once("a look", lambda: taken.append(1) or len(taken)) == 2


def test_the_first_looks_into_each_disclosure_are_free_and_the_others_counted():
    with effort.limited(10):
        for _ in range(effort.FREE):
            effort.spend(1_000, "one")
            effort.spend(1_000, "other")
        effort.spend(10, "one")
        with pytest.raises(effort.EffortSpentError, match="请分成几个问题"):
            effort.spend(1, "other")
    effort.spend(1_000_000, "one")  # outside nothing is counted


def test_a_question_of_more_things_than_are_kept_weighs_each_of_them_once(asker, monkeypatch):
    weighed = Counter()
    real = explaining._explained
    monkeypatch.setattr(explaining, "_explained", lambda unit, shelf: weighed.update([unit.words]) or real(unit, shelf))
    shelf = asker.library.shelf(asker.library.disclosures[0].id)
    names = dict.fromkeys(grams(term.name) for term in list(TERMS.values())[: 2 * explaining.MOST_KEPT])
    units = [Unit(None, words, 1.0) for words in names]
    assert len(units) > explaining.MOST_KEPT
    with effort.limited():
        for _ in range(3):
            for unit in units:
                explaining.explains(unit, shelf)
    assert max(weighed.values()) == 1


def test_the_beginning_ends_with_a_clause_and_is_never_the_whole():
    long = understand("、".join(THINGS) + "各多少", ())
    assert sparing.beginning(long) == "、".join(THINGS[:6])
    assert sparing.beginning(understand("办公费多少？", ())) == ""


def test_what_is_beyond_the_longest_question_is_not_read_and_that_is_said(asker):
    answer = asker.ask("青禾测试中心2022年决算办公费多少？" + "好" * sparing.MOST_CHARACTERS)
    assert answer.answer.startswith("只读了问题的前2,000个字")
    assert answer.status != "answered"


def test_no_more_disclosures_are_kept_read_than_was_said(asker, monkeypatch):
    monkeypatch.setattr("qa.answering.answerer.MOST_PAGES", 2)
    for disclosure in asker.library.disclosures:
        asker.ask(f"{disclosure.issuer}{disclosure.fiscal_year}年主要职能是什么", None, [disclosure.id])
        assert len(asker._answerer._pages) <= 2
    assert len(asker.library.disclosures) > 2
    assert asker._answerer._pages


@pytest.mark.parametrize("unit", UNITS)
def test_a_question_takes_work_in_proportion_to_its_length(asker, unit):
    def work(length: int) -> tuple[int, float]:
        calls = 0

        def count(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        text, began = (unit * length)[:length], time.process_time()
        sys.setprofile(count)
        try:
            asker.ask(text)
        finally:
            sys.setprofile(None)
        return calls, time.process_time() - began

    work(2_000)  # what is read once and kept, is read
    few, _ = work(250)
    many, seconds = work(2_000)
    assert many < 16 * few
    assert seconds < 60  # an expression that goes back over every start would take hours; calls do not show it


def test_only_a_short_name_can_be_of_two_fees(monkeypatch):
    asked = []
    monkeypatch.setattr(terms, "concept_of_label", asked.append)
    assert terms.fees_in("水电" * 500 + "费") == ()
    assert asked == []


def test_characters_that_the_dictionary_of_tags_lacks_are_not_weighed(words, monkeypatch):
    words.tagged("预热")
    seen = []
    real = words._tagger.cut
    monkeypatch.setattr(words._tagger, "cut", lambda text: seen.append(text) or real(text))
    assert words.tagged("鶄酭鶄采购酭设备")[:3] == [("鶄", "x"), ("酭", "x"), ("鶄", "x")]
    assert "".join(seen) == "采购设备"


def scenes(asker, text: str) -> list[Scene]:
    """The question put to each disclosure by itself."""
    whole = everyone(set_scene(understand(text, asker.library.bodies), asker.library), asker.library)
    return [Scene(whole.question, (Group(g.body, (s,)),)) for g in whole.groups for s in g.shelves]


@pytest.mark.parametrize(
    "text",
    [
        "办公费和电费各多少，占比多少，哪个多？",
        "各单位水电费、公务接待费比上年增长了多少",
        *("、".join(THINGS) + u for u in UNITS),
    ],
)
def test_what_is_read_once_for_all_disclosures_is_what_is_read_for_each(asker, words, text):
    alone = [mentions_of(scene, words) for scene in scenes(asker, text)]
    with effort.limited():
        assert [mentions_of(scene, words) for scene in scenes(asker, text)] == alone
    assert len(alone) > 2


def test_reading_a_long_question_for_many_disclosures_is_counted(asker):
    long, short = ("、".join(THINGS) * 60)[:2_000], "、".join(THINGS) + "各多少"
    with effort.limited(30_000):
        for _ in range(100):
            mentions_of(scenes(asker, short)[0])
        for _ in range(effort.FREE + 1):
            mentions_of(scenes(asker, long)[0])
        with pytest.raises(effort.EffortSpentError):
            mentions_of(scenes(asker, long)[0])


@pytest.mark.parametrize(
    "text",
    ["青禾测试中心2022年水费、电", "青禾测试中心2022年办公费和水", "青禾测试中心2022年预算 花", "水、电、邮", "电"],
)
def test_a_fee_without_its_last_word_may_end_a_question(asker, words, text):
    for scene in scenes(asker, text):
        assert all(m.end <= len(text) for m in mentions_of(scene, words))
    assert asker.ask(text).answer


def look_for(said: str) -> Look:
    return Look((Thing(said, 0, len(said), exact=False),), money=True)


def test_holding_everyday_words_against_printed_names_is_counted(asker):
    scene = scenes(asker, "青禾测试中心2022年给职工吃饭花了多少")[0]
    with effort.limited(1):
        for number in range(effort.FREE):
            reworded(scene, look_for(f"给职工吃饭{number}"))
        with pytest.raises(effort.EffortSpentError):
            reworded(scene, look_for("给职工吃饭了"))


def test_a_whole_sentence_is_not_held_against_printed_names(asker, monkeypatch):
    held = []
    monkeypatch.setattr(meant, "saying", lambda said, _: held.append(said) or [])
    scene = scenes(asker, "青禾测试中心2022年给职工吃饭花了多少")[0]
    reworded(scene, look_for("给职工吃饭" * 20))
    assert held == []
    reworded(scene, look_for("给职工吃饭"))
    assert held == ["给职工吃饭"]


def test_the_share_of_each_of_a_set_without_a_whole_is_not_worked_out(asker):
    scene = scenes(asker, "青禾测试中心2022年哪些项目占比超过5%")[0]
    told = Executor(scene).value(Apply("SHARE", (Members("projects"),)))
    assert told.missing
    assert told.quantity is None


def test_names_that_hold_a_word_are_found_without_looking_at_each():
    names = Names(("门诊综合楼建设", "综合楼维修", "门诊设备", "办公费"))
    assert [names.names[at] for at in bits(names.holding("综合楼"))] == ["门诊综合楼建设", "综合楼维修"]
    assert names.holding("楼综合") == 0
    assert [r.name for r in saying("盖门诊楼", names)] == ["门诊综合楼建设"]


@pytest.mark.parametrize(
    "text", ["青禾测试中心说的转”指什么？", "青禾测试中心包括哪些？", "指什么", "青禾区测试中心2022年由哪些组成"]
)
def test_what_names_nothing_is_answered_in_words(asker, text):
    assert asker.ask(text).answer
