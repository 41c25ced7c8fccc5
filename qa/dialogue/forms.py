"""形式: the last answer, or the one asked for, as a table, in one sentence or as a paragraph (做成表格, 一句话说明, 写一段新闻)."""

from __future__ import annotations

import re
from typing import Literal

from qa import wording
from qa.answer import Answer, Citer, Figure
from qa.dialogue import cues, pieces, references
from qa.dialogue.given import Given, givens
from qa.dialogue.memory import Memory
from qa.library import Library

Form = Literal["table", "sentence", "chart", "paragraph"]
_FORMS: tuple[Form, ...] = ("table", "chart", "sentence", "paragraph")


def only_form(text: str) -> Form | None:
    """The form that an utterance asks for where it asks for nothing else; None where it does not."""
    if (form := next((f for f in _FORMS if cues.is_all(text, f)), None)) is not None:
        return form
    rest, form = taken_out(text)
    pointed = references.read(rest) if form is not None else None  # 这两项列个表
    return (
        form if pointed is not None and pointed.kind == "group" and pointed.end - pointed.start == len(rest) else None
    )


def taken_out(text: str) -> tuple[str, Form | None]:
    """A question without the words that say in which form it is to be answered, and that form."""
    if (about := pieces.taken_out(text)) is not None:
        return about, "paragraph"
    for form in _FORMS:
        rest = cues.without(text, form)
        if rest != text:
            rest = cues.trimmed(rest)
            lists = form in _SHEETS and rest.endswith(("项目", "明细", "分项", "构成"))
            each = form in _SHEETS and _OF_EACH.search(rest) is not None
            return (f"{rest}有哪些" if lists else f"{rest}各是多少" if each else rest), form
    return text, None


_SHEETS = ("table", "chart")
_OF_EACH = re.compile(
    r"(?:[两二三四五六七八九十几\d]+|所有|全部|各|每)[个项笔类样家][^，,。？?]{1,12}(?:金额|数额|预算|决算|支出|经费|费用|钱|人数)$"
)
"""四个项目的金额: an amount of each of several."""


def again(text: str, memory: Memory, form: Form, citer: Citer, library: Library) -> Answer | None:
    """What was told last in the form that is asked for (这几项: in the last turns); None where nothing was told."""
    last = _told_together(memory, library) if form == "paragraph" or _SEVERAL.search(text) else []
    last = last if len(last) > 1 else _told_last(memory, library)
    if not last:
        return None
    if form == "paragraph":
        last = [g for g in last if g.finding.fact.basis != "computed"] or last
    figures = [g.finding.figure(citer) for g in last]
    if form == "sentence":
        words = "；".join(_said(f, g) for f, g in zip(figures, last, strict=True)) + "。"
        return Answer("answered", words, figures=figures, citations=citer.citations)
    if form == "paragraph":
        words = "\n".join(f"{_said(f, g, '为')}。" for f, g in zip(figures, last, strict=True))
        told = Answer("answered", words, figures=figures, citations=citer.citations)
        pieces.put(told)
        return told
    return Answer("answered", table(figures), figures=figures, citations=citer.citations)


def percent_first(text: str, answer: Answer) -> None:
    """Let the rate stand before the amount where it is the rate that is asked for (比上年多了几个点), alone where the printed one is."""
    if _RATE.search(text) is None or len(answer.figures) < 2:
        return
    rate = next((f for f in answer.figures if f.unit == "%"), None)
    lines = answer.answer.split("\n")
    line = next((x for x in lines if "%**" in x), None)
    if rate is None or line is None:
        return
    if references.PRINTED.search(text) and rate.basis != "computed":
        told = [x for x in lines if x is not line and x.startswith("注意")]
        answer.figures, answer.answer = [rate], "\n".join([line, *told])
    elif answer.figures[0].unit != "%":
        answer.figures = [rate, *(f for f in answer.figures if f is not rate)]
        answer.answer = "\n".join([line, *(x for x in lines if x is not line)])


_RATE = re.compile(r"(?:几|多少)个?(?:百分)?点|百分之(?:几|多少)|[增降涨跌]幅|[增降涨]率")


def put(answer: Answer, form: Form | None) -> None:
    """Put an answer into the form that was asked for; one without figures stays as it is."""
    if form is None or not answer.figures or answer.status not in {"answered", "partial"}:
        return
    if form == "sentence":
        answer.answer = next(line for line in answer.answer.split("\n") if line.strip())
        return
    if form == "paragraph":
        pieces.put(answer)
        return
    notes = [line for line in answer.answer.split("\n") if line.startswith(("注意", "没有查到", "（"))]
    answer.answer = "\n".join([table(answer.figures), *([""] if notes else []), *notes])


def _told_together(memory: Memory, library: Library) -> list[Given]:
    """The figures of the last turns that are of one kind, in the order in which they were told; a list told last by itself."""
    if len(listed := _told_last(memory, library)) > 1:
        return listed
    recent = [g for g in givens(memory.recent, library) if not g.beside]
    return [g for g in recent if g.quantity.unit_class is recent[-1].quantity.unit_class]


_SEVERAL = re.compile(r"[这那]些|[这那上刚]?(?:几|两|三|四|五)[项个样笔]|以上|上面|它们|刚才|前面")


def _told_last(memory: Memory, library: Library) -> list[Given]:
    """The set told last where the last figure is of it, else the figures of the last turn."""
    members, recent = givens(memory.members, library), givens(memory.recent, library)
    turn = max((g.turn for g in (*members, *recent)), default=0)
    listed = [g for g in members if g.turn == turn]
    return listed if len(listed) > 1 else [g for g in recent if g.turn == turn]


def table(figures: list[Figure]) -> str:
    """Figures as a Markdown table; columns that say the same of all rows are left to the words above it."""
    issuers = {f.issuer for f in figures}
    years = {f.fiscal_year for f in figures}
    several = len(issuers) > 1
    short = [f.label.split("·")[0] for f in figures]
    names = (
        short
        if len({*zip(short, (f.issuer for f in figures), (f.fiscal_year for f in figures), strict=True)})
        == len(figures)
        else [f.label for f in figures]
    )
    rows = [_row(f, name, several=several) for f, name in zip(figures, names, strict=True)]
    heads = [*(["单位"] if several else []), "项目", "年度", "数额", "计量单位", "出处"]
    lead = "" if several else f"{issuers.pop()}{f'{years.pop()}年' if len(years) == 1 else ''}：\n\n"
    lines = [_line(heads), _line(["---"] * len(heads)), *map(_line, rows)]
    return lead + "\n".join(lines)


def _row(figure: Figure, name: str, *, several: bool) -> list[str]:
    marks = "".join(f"[{n}]" for n in figure.citations)
    return [*([figure.issuer] if several else []), name, str(figure.fiscal_year), figure.value, figure.unit, marks]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(c.replace('|', '／') for c in cells)} |"


def _said(figure: Figure, given: Given, verb: str = " ") -> str:
    marks = "".join(f"[{n}]" for n in figure.citations)
    whose = wording.who(given.finding.disclosure, given.finding.fact.year)
    return f"{whose}{figure.label}{verb}**{wording.amount(given.quantity)}**{marks}"
