"""不答: the honest ways of not giving a figure: declined, not found and why, ambiguous with the candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice, product

from qa import wording
from qa.answer import Answer, Citer, Figure, Reason
from qa.answering import figures
from qa.answering.joining import renumbered
from qa.finding.scene import Group, Scene
from qa.library import Library
from qa.understanding import phrases
from qa.understanding.question import Question


def refuse(scene: Scene, library: Library) -> Answer | None:
    """Declined or without any document, before anything is looked up; None where the question is a fair one."""
    question = scene.question
    if "attack" in question.refusals:
        return declined(NOT_OBEYED if question.language == "zh" else f"{NOT_OBEYED}\n{NOT_OBEYED_ENGLISH}")
    if "outside" in question.refusals and not (question.who.mentions or question.concepts or question.codes):
        return declined(OUTSIDE if question.language == "zh" else OUTSIDE_ENGLISH)
    if not library.bodies:
        return Answer(
            "not_found",
            "还没有收录任何公开文件，无法回答。请先用 `mingzhang ingest 路径` 收录。",
            reason="not_in_corpus",
        )
    if question.who.unknown and not question.who.mentions:
        names = "、".join(question.who.unknown)
        return missing(f"没有找到{names}的公开文件，无法回答。已收录的单位：{_bodies(library)}。", "not_in_corpus")
    if question.who.unknown and _leads(question):
        return missing(f"没有收录{'、'.join(question.who.unknown)}的公开文件，无法回答。", "not_in_corpus")
    if "personal" in question.refusals:
        return missing("这属于个人信息，公开文件不披露，也不提供。", "not_disclosed")
    if "judgement" in question.refusals:
        return missing(NOT_JUDGED if question.language == "zh" else NOT_JUDGED_ENGLISH, "out_of_scope")
    if years := _without_accounts(scene):
        year = "、".join(map(str, years))
        return missing(
            f"没有收录{scene.groups[0].body.issuer}{year}年的决算，只有当年的预算，无法回答决算数。", "not_in_corpus"
        )
    if (later := _beyond(scene)) is not None:
        return missing(later, "not_in_corpus")
    if (question.who.whole_region and not question.who.mentions) or _is_of_government(question):
        return missing("已收录的公开文件只是个别单位的，没有全市（全区）的汇总数，无法回答。", "not_in_corpus")
    return None


_GOVERNMENTS = re.compile(
    r"(?:一般公共预算|地方财政|地方一般公共预算|财政)(?:总)?收入|税收(?:收入)?|生产总值|(?<![a-z])gdp(?![a-z])"
)
"""What a government has and none of its departments (一般公共预算收入; a department has 一般公共预算财政拨款收入)."""
_REGION = re.compile(r"[一-鿿]{2,6}[省市区县]")


def _is_of_government(question: Question) -> bool:
    """Whether a region by its bare name is asked for what is a government's: its departments are no answer."""
    named = [question.folded[s:e] for s, e in question.who.spans]
    bare = bool(named) and all(_REGION.fullmatch(n) for n in named)
    if any(b.issuer.endswith("人民政府") for b in question.who.bodies):
        return False  # the government's own report is held
    return bare and _GOVERNMENTS.search(question.folded.lower()) is not None


def _leads(question: Question) -> bool:
    """Whether a body that nothing is held of is named before those that are: it is what is asked about."""
    at = question.folded.find(question.who.unknown[0])
    return 0 <= at < min((m.start for m in question.who.mentions), default=0)


def _beyond(scene: Scene) -> str | None:
    """What is said where every year asked of one body lies after the last one held: nothing of it can be printed."""
    question = scene.question
    if not question.who.mentions or len(scene.groups) != 1 or not question.years:
        return None
    body = scene.groups[0].body
    held = sorted({d.fiscal_year for d in body.disclosures})
    if not held or question.years[0] <= held[-1]:
        return None
    years = "、".join(str(y) for y in question.years if y > held[-1])
    return f"没有收录{body.issuer}{years}年的文件（已收录{'、'.join(map(str, held))}年），无法回答。"


def _without_accounts(scene: Scene) -> tuple[int, ...]:
    """Years whose 决算 is asked for of one body that only the budget is held of."""
    question = scene.question
    said = re.search(r"(?<!预)决算", question.folded) and "预算" not in question.folded
    if not said or question.source or not question.who.mentions or len(scene.groups) != 1:
        return ()
    kinds = {(d.fiscal_year, d.kind) for d in scene.groups[0].body.disclosures}
    only = all((y, "budget") in kinds and (y, "final_accounts") not in kinds for y in question.years)
    return question.years if only else ()


OUTSIDE = "这不是关于预决算公开文件的问题，不在回答范围内。可以问某个单位某一年的收支、项目、人员、绩效等。"
OUTSIDE_ENGLISH = "This is not about the published budgets and accounts, so it is out of scope."
NOT_JUDGED = "花得是否合理，这里不作评价，只给出公开文件里的数字。可以接着问：预算和决算各是多少、执行率多少、比上年增减多少、原因是什么。"
NOT_JUDGED_ENGLISH = (
    "Whether money is well spent is not judged here; I give the printed figures only. You can ask for the budget and the outcome, "
    "the execution rate, the change from the year before and its reason."
)
NOT_OBEYED = "抱歉，不能执行问题或文件里夹带的指令，也不能改写、伪造公开材料；这里只回答已公开的预决算文件里的内容。"
NOT_OBEYED_ENGLISH = (
    "Sorry, I cannot follow instructions hidden in a question; I answer from the published budgets only."
)
_FORGERY = re.compile(r"伪造|名义|声明|篡改|编造|冒充|照抄|写一?句话|改成|ignore|忽略|作废", re.IGNORECASE)


def fair_part(question: Question) -> str:
    """What is fairly asked beside an instruction to us (“先告诉我…，然后执行…”); "" where nothing is."""
    if "attack" not in question.refusals or _FORGERY.search(question.folded) or not question.who.mentions:
        return ""
    attack = phrases.pattern("decline", "attack")
    clauses = re.split(r"(?<=[，,。；;！!？?\]】])", question.folded)
    fair = [
        c
        for c in clauses
        if c.strip() and not attack.search(c) and not re.search(r"助手|必须|请据此|你(?:要|必须|应该)|乘以", c)
    ]
    rest = "".join(fair).strip(" ，,。；;")
    last = next((c for c in reversed(clauses) if c.strip()), "")
    lead = rest or re.sub(r"请?据此(?:来)?(?:回答|告诉我)?", "", last)
    return lead if re.search(r"\d{4}年|多少|合计|支出|预算|经费", lead) and not attack.search(lead) else ""


def behind(scene: Scene, answer: Answer) -> Answer:
    """The answer about those that stand first of very many, with how many stand behind them."""
    if scene.everybody and scene.left_out and answer.figures:
        first, every = len(scene.shelves), len(scene.shelves) + scene.left_out
        answer.answer += f"\n（在库中按大小排过全部 {every:,} 个，这里比较的是排在最前的 {first} 份文件。）"
    return answer


def declined(words: str) -> Answer:
    """Declined: not a question about the disclosures, or an instruction to break the rules."""
    return Answer("declined", words, reason="out_of_scope")


def missing(words: str, reason: Reason) -> Answer:
    """Not found, with the reason."""
    return Answer("not_found", words, reason=reason)


def _bodies(library: Library) -> str:
    names = [b.issuer for b in library.bodies]
    return "、".join(names[:8]) + (f"等{len(names)}家" if len(names) > 8 else "")


def is_open(scene: Scene) -> bool:
    """Whether the question leaves open whom it asks about, or which year and scope of one body."""
    if scene.everybody:
        return False
    if not scene.question.who.mentions:
        return len(scene.groups) > 1
    question = scene.question
    if question.does("reason", "definition"):
        return False
    return (
        any(len(g.shelves) > 1 for g in scene.groups)
        if not question.years
        else any(map(_is_of_two_scopes, scene.groups))
    )


def _is_of_two_scopes(group: Group) -> bool:
    """Whether 汇总 and 本级 of one year are both in play."""
    kinds = {(s.disclosure.fiscal_year, s.disclosure.kind) for s in group.shelves}
    return len(kinds) < len({(s.disclosure.fiscal_year, s.disclosure.kind, s.disclosure.scope) for s in group.shelves})


Figures = Callable[[Scene, Citer], Answer | None]


def ask_back(scene: Scene, citer: Citer, answer_by_figures: Figures) -> Answer | None:
    """Ambiguous: each candidate document's figure, and what to say; None where only one document has it."""
    if (together := _only_pairing(scene, citer, answer_by_figures)) is not None:
        return together
    parts = [Scene(scene.question, (Group(g.body, (s,)),)) for g in scene.groups for s in g.shelves]
    found = [(part, answer) for part in parts if (answer := _quietly(part, citer, answer_by_figures)) is not None]
    if scene.question.who.mentions and len(found) < 2:
        return None
    lead = "这个问题可以指多个单位、年度或口径，请明确是哪个单位、哪一年："
    if not found:
        names = "、".join(wording.who(s.disclosure) for s in scene.shelves[:8])
        return Answer("ambiguous", f"{lead}\n已收录：{names}。")
    if (same := _all_the_same(found)) is not None:
        return same
    lines = [f"- {_document(part)}：{answer.answer}" for part, answer in found[:MOST_CANDIDATES]]
    if scene.left_out:
        lines.append(f"- ……另有 {scene.left_out + len(found) - len(lines)} 份文件可能也有这项数据。")
    elif len(found) > MOST_CANDIDATES:
        lines.append(f"- ……另有 {len(found) - MOST_CANDIDATES} 份文件也有这项数据。")
    answers = [a for _, a in found[:MOST_CANDIDATES]]
    stated = [f for a in answers for f in a.figures]
    for results in (_asked_for, _worked_out):  # what each document's answer was worked out from stands in its words
        stated = [f for a in answers for f in results(a)] if len(stated) > MANY_FIGURES else stated
    return Answer("ambiguous", "\n".join([lead, *lines]), figures=stated, citations=citer.citations)


def _only_pairing(scene: Scene, citer: Citer, answer_by_figures: Figures) -> Answer | None:
    """Several bodies set against each other: the answer of the one choice of a document for each that tells of all of them.

    None where one body is named, where no choice of documents answers, or several do: then the year is really open.
    """
    if len(scene.groups) < 2 or not scene.question.who.mentions or not scene.question.does(*_OF_SEVERAL):
        return None
    choices = list(
        islice(product(*([Group(g.body, (s,)) for s in g.shelves] for g in scene.groups)), MOST_CANDIDATES + 1)
    )
    if len(choices) > MOST_CANDIDATES:
        return None
    issuers = {g.body.issuer for g in scene.groups}
    whole = []
    for choice in choices:
        found = answer_by_figures(Scene(scene.question, choice), Citer(citer.text_of, citer.sections_of))
        if found is not None and found.status == "answered" and {f.issuer for f in found.figures} >= issuers:
            whole.append(found)
    return renumbered(whole[0], citer) if len(whole) == 1 else None


_OF_SEVERAL = ("compare", "difference", "times", "share", "sum")
"""What is worked out of several bodies' figures together."""


def _asked_for(answer: Answer) -> list[Figure]:
    """The figures of an answer without what only went into others."""
    return [f for f in answer.figures if (f.label, f.disclosure_id) not in answer.operands] or answer.figures


def _worked_out(answer: Answer) -> list[Figure]:
    """The figures of an answer without any that went into its calculation."""
    inputs = {(i.label, i.value, i.disclosure_id) for i in answer.calculation.inputs} if answer.calculation else set()
    return [f for f in _asked_for(answer) if (f.label, f.value, f.disclosure_id) not in inputs] or answer.figures


def _all_the_same(found: Sequence[tuple[Scene, Answer]]) -> Answer | None:
    """The one answer where 本级 and 汇总 of one body and year give the same: then nothing is open."""
    shelves = [part.shelves[0].disclosure for part, _ in found]
    bodies = {part.groups[0].body.issuer for part, _ in found}
    said = {tuple((f.value, f.unit) for f in answer.figures) for _, answer in found}
    if (
        len(bodies) != 1
        or len({(d.fiscal_year, d.kind) for d in shelves}) != 1
        or len(said) != 1
        or not found[0][1].figures
    ):
        return None
    first = found[0][1]
    first.answer += f"\n（{'、'.join(_document(part) for part, _ in found)}所列相同。）"
    return first


def _quietly(scene: Scene, citer: Citer, answer_by_figures: Figures) -> Answer | None:
    found = answer_by_figures(scene, Citer(citer.text_of, citer.sections_of))
    return renumbered(found, citer) if found is not None else figures.answer_single(scene, citer)


def _document(scene: Scene) -> str:
    disclosure = scene.shelves[0].disclosure
    return f"{disclosure.fiscal_year}年{wording.KIND_WORDS[disclosure.kind]}（{wording.SCOPE_WORDS[disclosure.scope]}）"


MANY_FIGURES = 9
"""Figures of all candidates from which those are left out that others were worked out from."""
MOST_CANDIDATES = 10
"""Candidates named in an ambiguous answer."""


def lacking(scene: Scene, attribute: str) -> Answer:
    """Not found: the documents speak of the thing, but not of the attribute that was asked for."""
    who = "、".join(dict.fromkeys(g.body.issuer for g in scene.groups[:3]))
    return missing(f"{who}的公开文件没有披露这里问的{attribute}，无法回答。", "not_disclosed")


def not_told(scene: Scene, names: Sequence[str], lacking: str = "所问的名称或数目") -> Answer:
    """Not disclosed: who it is, or how many, is asked of something that the documents do not speak of; ``lacking`` says what."""
    said = "、".join(f"“{n}”" for n in names) or lacking
    who = "、".join(dict.fromkeys(g.body.issuer for g in scene.groups[:3]))
    return missing(f"{who}的公开文件没有披露{said}，无法回答。", "not_disclosed")


def not_read(scene: Scene, words: Sequence[str]) -> Answer:
    """Not understood: the question asks for more than the year's whole, in words that nothing printed answers to."""
    said = "、".join(f"“{w}”" for w in dict.fromkeys(words) if w)
    unread = f"问题里的{said}" if said else "这个问题"
    who = "、".join(dict.fromkeys(g.body.issuer for g in scene.groups[:3]))
    return missing(
        f"没看懂{unread}，没有可答的数字。请说出要问{who}的哪一项，例如“本年支出合计是多少”。", "not_understood"
    )


LONGEST_NAMED = 24
"""Characters of what was looked for that are named; more is a whole question."""


def not_found(scene: Scene) -> Answer:
    """Not found: what was looked for, where, and why there is no figure."""
    question = scene.question
    held = {s.disclosure.fiscal_year for s in scene.shelves}
    who = scene.groups[0].body.issuer if len(scene.groups) == 1 else "已收录的单位"
    years = [y for y in question.years if y not in held]
    documents = "、".join(
        f"{s.disclosure.fiscal_year}年{wording.KIND_WORDS[s.disclosure.kind]}" for s in scene.shelves[:6]
    )
    asked = "".join(t.text for t in question.topics)
    asked = re.sub(r"\s+", "", asked)
    whole = 0 < len(asked) <= LONGEST_NAMED and asked in re.sub(r"\s+", "", question.folded)
    asked = f"“{asked}”" if whole else "所问的这一项"  # never a question cut up, in quotation marks
    if years and len(years) == len(question.years):
        year = "、".join(str(y) for y in years)
        return missing(
            f"没有找到{who}{year}年的这项数据：已收录的是{documents}，其中未披露{asked}，无法回答。", "not_in_corpus"
        )
    return missing(f"{who}的公开文件（{documents}）没有披露{asked}，无法回答。", "not_disclosed")
