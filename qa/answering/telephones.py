"""电话: the office lines that a disclosure prints: for enquiries, or in the form of a project or of the whole body.

In: a question for a telephone number. Out: the numbers of its disclosures, each once with its place; several numbers of one body
are told together, and that they differ. Nobody's own number is among them: such are masked before anything is stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.disclosure import Place, Table
from qa import wording
from qa.answer import Answer, Citer, Conflict
from qa.answering import records, refusal
from qa.finding.projects import named, projects_of
from qa.finding.scene import Scene
from qa.library import Library, Shelf

_ASKED = re.compile(r"电话|号码|(?:打|拨)(?:给)?哪")
_OWN = re.compile(r"手机|个人|家里|私人|电话费|话费|电话机|身份证|车牌|文号|编号|账号")
_AMOUNT = re.compile(r"多少钱|花了|金额|支出|几[部台门]")
_PIECE = re.compile(r"[，,。；;？?！!\s]+")
_ASKS = re.compile(r"什么|啥|哪|谁|怎|如何|吗|多少|几|为何")
_PRINTED = re.compile(
    r"(?P<name>(?:公开|咨询|联系|监督|办公|举报|服务)*电话)[\s|:：]{1,8}(?P<number>(?:0\d{2,3}[-—－]?)?\d{7,8})(?!\d)"
)
MOST_DOCUMENTS = 3


@dataclass(frozen=True)
class Line:
    """一个电话: its number, under which name, of which form, where."""

    number: str
    name: str
    subject: str
    shelf: Shelf
    place: Place


def answer_telephone(scene: Scene, citer: Citer, library: Library) -> Answer | None:
    """The numbers printed, or that none is; None where the question asks for anything else."""
    text = scene.question.folded
    if not _ASKED.search(text) or _OWN.search(text) or _AMOUNT.search(text) or len(scene.shelves) > MOST_DOCUMENTS:
        return None
    if any(_ASKS.search(p) and not _ASKED.search(p) and not records.only_asks(p) for p in _PIECE.split(text)):
        return None
    lines = list[tuple[str, Line]]()
    for group, shelf in ((g, s) for g in scene.groups for s in g.shelves):
        tables = library.tables(shelf.disclosure.id)
        meant = {p.name for p in named(scene, shelf, projects_of(shelf, tables))}
        found = _lines_of(shelf, tables)
        of_project = [one for one in found if one.subject in meant]
        newest = shelf.disclosure.fiscal_year == max(s.disclosure.fiscal_year for s in group.shelves)
        told = of_project or (found if newest or scene.question.years else [])
        lines += [(group.body.issuer, one) for one in told]
    kept = list({(body, one.number): one for body, one in reversed(lines)}.values())[::-1]
    if not kept:
        return refusal.lacking(scene, "电话")
    said = [_said(one, citer) for one in kept]
    answer = Answer("answered", "\n".join(said), citations=citer.citations)
    several = len(kept) > 1 and len({body for body, _ in lines}) == 1
    if several and not any(one.subject and one.subject in text for one in kept):
        answer.answer += f"\n文件里印了 {len(kept)} 个不同的号码，各在上面所说的地方。"
        answer.conflicts = [Conflict("电话", ())]
    return answer


def _lines_of(shelf: Shelf, tables: Sequence[Table]) -> list[Line]:
    """The numbers in a disclosure's text, in order."""
    found = []
    for match in _PRINTED.finditer(shelf.text):
        start, end = match.span()
        inside = [t for t in tables if t.place.start <= start < t.place.end]
        after = [t for t in tables if 0 <= t.place.start - end < NEAR]
        table = next(iter((*inside, *after)), None)
        name = table.title if table is not None else ""
        subject = (table.subject or "") if table is not None else ""
        found.append(Line(match["number"], name or match["name"], subject, shelf, Place(start, end, _page(table))))
    return found


NEAR = 60
"""Characters between a number at a form's head and the form's first table."""


def _page(table: Table | None) -> int | None:
    return table.place.page if table is not None else None


def _said(line: Line, citer: Citer) -> str:
    of = f"{line.name}（{line.subject}）" if line.subject and line.subject not in line.name else line.name
    label = of if of.endswith("电话") else f"{of}上的电话"
    return (
        f"{wording.who(line.shelf.disclosure)}{label}：{line.number}[{citer.place(line.shelf.disclosure, line.place)}]"
    )
