"""英文均摊: what is shared out per head, per vehicle or per unit of measure, and the measure words for what is counted, in Chinese."""

from __future__ import annotations

from corpus import terms
from corpus.language.english import table
from qa.english.clauses import Phrase
from qa.english.mentions import Said
from qa.english.sentence import Sentence, one_before


def per(it: Sentence) -> str:
    """平均每: what is shared out, and among what."""
    if (ratio := _of_a_hundred(it)) is not None:
        return ratio
    cues = [s for s in it.clause.said if s.is_a("operator", "PER")] or it.clause.said[:1]
    cue = next((s for s in cues if s.text.lower().startswith(_SHARED_BY)), cues[0])
    counted = _counted_after(it, cue)
    rest = [p for p in it.own if (counted is None or p is not counted[0]) and not _is_unit(p)]
    if not rest and counted is not None and len(counted[0].segments) > 1 and not _paid_for(counted[0]):
        rest = [Phrase(counted[0].segments[1:])]  # what a kilometre of road costs
    rest = rest or (_paid_for(counted[0]) if counted else []) or it.lead
    if (
        not rest
        and counted is not None
        and (it.stages or it.spends)
        and (own := _project_for(it, counted[0])) is not None
    ):
        return f"{own}平均每{counted[1]}{it.money}"
    measured = next((counter(it, p) for p in it.own if _is_unit(p)), "")
    among = counted[1] if counted else ""
    if not among and any(m.value in _PAY for p in rest for m in p.mentions):
        among = "人"  # the average salary is one person's
    if not rest and counted and any(m.value == "retired_staff" for m in counted[0].mentions):
        return f"退休费平均每{among}{it.money}"
    about = f"{it.names(rest)}{'合计' if len(rest) > 1 and (it.operators & {'SUM'} or counted) else ''}"
    if not it.own and len(it.lead) > 1 and "SUM" in it.operators:
        return (
            f"{it.names(it.lead)}合计是{it.money}，人均{it.money}"
            if among == "人"
            else f"{about}是{it.money}，平均每{among}{it.money}"
        )
    if not about and it.operators & {"SUM"}:
        about = "合计"
    if not about and (it.spends or it.stages) and not it.spoken_before:
        about = it.whole_year()
    gap = "，相差多少" if it.operators & {"DIFFERENCE"} else ""
    if it.clause.of("measure", "score") or any(s.value == "self_score" for s in it.clause.said):
        return "平均得分是多少"
    if among == "月":
        named = [p for p in it.phrases if not any(m.value == "month" for m in p.mentions)]
        paid = [p for p in named if any(m.kind == "name" and terms.TERMS[m.value].role == "people" for m in p.mentions)]
        if paid:
            return f"{it.names(paid)}每个月领{it.money}"
        told = it.names(named or [_without(p, "month") for p in it.phrases])
        return f"{told or it.whole_year()}平均每月{it.money}"
    if among == "人":
        return f"{about}人均{it.money}{measured}{gap}"
    return f"{about}{it.stage if rest else ''}平均{'每' + among if among else ''}{it.money}{gap}"


def _paid_for(counted: Phrase) -> list[Phrase]:
    """What is paid for, where it stands behind what it is shared among (per square metre of office space on electricity)."""
    last = counted.segments[-1] if len(counted.segments) > 1 else []
    money = len(last) == 1 and last[0].kind == "name" and terms.TERMS[last[0].value].role not in {"people", "asset"}
    return [Phrase([last])] if money else []


def _of_a_hundred(it: Sentence) -> str | None:
    """How many of one kind there are for every hundred of another: a share; for every one of them, a multiple."""
    people = [p for p in it.own if p.mentions[0].kind == "name" and terms.TERMS[p.mentions[0].value].role == "people"]
    cue = next((s for s in it.clause.said if s.is_a("operator", "PER")), None)
    if len(people) != 2 or len(it.own) != 2 or cue is None or not it.clause.of("question", "how_much"):
        return None
    one, other = people if people[1].mentions[0].start > cue.start else people[::-1]
    hundred = any(s.value == "100" and s.start >= cue.start for s in it.clause.of("number"))
    return (
        f"{it.chinese(one)}占{it.chinese(other)}的比例是多少"
        if hundred
        else f"{it.chinese(one)}是{it.chinese(other)}的多少倍"
    )


def _project_for(it: Sentence, phrase: Phrase) -> str | None:
    """The printed name of the money for those who are counted, where one holds their name: what each of them gets is of that."""
    counted = phrase.mentions
    if not counted or counted[0].kind != "word":
        return None
    return it.linking.money_for(it.linking.plain(phrase))


_PAY = frozenset(
    {"wages_and_benefits", "basic_salary", "bonus", "performance_wages", "allowances", "wage", "salary", "pay"}
)
"""What people are paid."""


def _without(phrase: Phrase, value: str) -> Phrase:
    """A phrase without the segments that are one word."""
    return Phrase([s for s in phrase.segments if not any(m.value == value for m in s)], phrase.after)


def _is_unit(phrase: Phrase) -> bool:
    """Whether a phrase is a unit of measure alone."""
    return len(phrase.mentions) == 1 and phrase.mentions[0].value in {"square metre", "square meter", "m2", "kilometre"}


_HEADS = {"vehicle": "辆", "car": "辆", "staff": "人", "employee": "人", "person": "人"}
EACH = {
    "retired_staff": "个退休人员",
    "retirees": "个离退休人员",
    "serving_staff": "人",
    "cars_owned": "辆",
    "vehicles": "辆",
}


_SHARED_BY = (
    "per",
    "for each",
    "for every",
    "average per",
    "cost per",
    "price per",
    "divide",
    "then divide",
    "shared",
    "spread",
)


def _counted_after(it: Sentence, cue: Said) -> tuple[Phrase, str] | None:
    """The phrase behind “per” and the measure word or thing that it counts."""
    if cue.text.lower() in {"per head", "per capita"}:
        return Phrase([[]]), "人"
    for phrase in it.own:
        if one_before(it.clause, phrase) and phrase.mentions[0].kind == "name" and phrase.mentions[0].value in EACH:
            return phrase, EACH[phrase.mentions[0].value]
    for phrase in it.own:
        first = phrase.mentions[0]
        head, *more = first.text.lower().split()
        if first.kind == "name" and more and first.start >= cue.end and cue.text.lower() == "per" and head in _HEADS:
            return Phrase([[]]), _HEADS[head]  # per-vehicle running costs
        if first.start >= cue.end and cue.text.lower().startswith(_SHARED_BY):
            return phrase, counter(it, phrase)
    text = " ".join(s.text.lower() for s in it.clause.said if s.start >= cue.start)
    if any(w in text for w in ("person", "people", "head", "capita", "employee")):
        return Phrase([[]]), "人"
    one = [p for p in it.own if one_before(it.clause, p)] or (it.own[:1] if cue.text.lower().endswith(" one") else [])
    if one:
        each = counter(it, one[0])
        people = each.endswith(("人", "学生", "人员"))
        measured = len(one[0].segments) > 1 and len(each) <= LONGEST_UNIT
        same = not people and not measured and not any(m.kind == "name" for m in one[0].mentions)
        return (Phrase([[]]) if same else one[0]), each
    return None


LONGEST_UNIT = 3
"""Characters of a unit of measure."""


def counter(it: Sentence, phrase: Phrase) -> str:
    """The measure word for what is counted, or its name."""
    first, last = phrase.segments[0][0], phrase.segments[0][-1]
    counters = table("english_words")["counters"]
    if first.kind == "name":
        term = terms.TERMS[first.value]
        if term.role == "people":
            return EACH.get(first.value) or (term.counters[0] if term.counters else term.name)
        return EACH.get(first.value) or (term.counters[0] if term.counters else term.name)
    head = (
        (last.value,)
        if last is first or last.kind == "unknown" or last.value in counters
        else (last.value, *_led(first, last))
    )
    plain = next((counters[w][0] for w in head if w in counters), "")
    return {"学生": "个学生"}.get(plain, plain) or f"个{it.linking.plain(phrase)}"


def _led(first: Said, last: Said) -> tuple[str, ...]:
    """The first word where the last only says what is done with it (companies served); a noun behind it is what is counted."""
    return (first.value,) if last.text.lower().endswith(("ed", "ing")) else ()
