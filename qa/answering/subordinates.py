"""所属单位: which bodies a disclosure covers, and which stand below its own: read out from where it lists them.

In: a question which or how many subordinate bodies (or internal offices) there are. Out: the words of the section that says it, with
its items; of several years' disclosures the newest, and of which year it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qa import wording
from qa.answer import Answer, Citer
from qa.finding.scene import Group, Scene
from qa.library import Shelf
from qa.passages.statements import Page, Statement

_BELOW = re.compile(
    r"下属|下辖|下设|所属|二级(?:预算)?单位|(?:下面|底下|下边|下头|手下|手底下|名下)[^，。？]{0,8}(?:单位|机构|部门|几家|哪几?家)"
    r"|(?:包括|包含|涵盖|含|纳入|汇总)了?(?:的)?(?:有)?(?:哪|几|多少)[些几]?[个家]?(?:预算)?(?:单位|机构)|由哪[些几]?[个家]?单位"
    r"|(?:哪[些几]|几|多少)[个家]?(?:预算)?单位[^，。？]{0,6}(?:组成|构成)"
)
_INSIDE = re.compile(r"内设|科室|处室|内部机构")
_ASKS = re.compile(r"哪|几|多少|什么|啥|谁|有没有|有无|列|名单|吗")
_OTHER = re.compile(
    r"钱|花|支出|收入|经费|拨款|资金|费用|多少人|几个人|在职|人数|编制(?!范围)|人均|比|最|负责|干什么|职责|车|房|预算(?:是|有|各)?多少|[多少几]+(?:万|元)|公开|满意|采购|项目"
)
_HEADS = re.compile(
    r"单位构成|内设机构|机构设置|机构构成|机构组成|单位组成|预算构成|决算构成|机构(?:及|和)|所属单位|机构编制|预算单位"
)
_SAYS = re.compile(r"下属|下设|下辖|所属|二级|单位|本级|组成")
LONGEST = 900
"""Characters that are read out."""


def answer_subordinates(scene: Scene, citer: Citer, page: Callable[[str], Page]) -> Answer | None:
    """The words that list what is asked for; None where the question is no such one, or nobody's document says it."""
    text = scene.question.folded
    inside = _INSIDE.search(text) is not None
    asked = (_BELOW.search(text) or inside) and _ASKS.search(text) and not _OTHER.search(text)
    if not asked or not scene.question.who.mentions or scene.question.language != "zh":
        return None
    found = [
        (shelf, told)
        for g in scene.groups
        if (shelf := _shelf(g)) and (told := _told(page(shelf.disclosure.id), inside=inside))
    ]
    if len(found) < len(scene.groups):
        return None
    lines = [line for shelf, told in found for line in _read_out(shelf, told, citer)]
    return Answer("answered", "\n".join(lines), citations=citer.citations) if lines else None


def _shelf(group: Group) -> Shelf | None:
    """The newest disclosure of a body, the one that covers its sub-units before its own alone."""
    return max(
        group.shelves, key=lambda s: (s.disclosure.fiscal_year, s.disclosure.scope == "consolidated"), default=None
    )


def _told(page: Page, *, inside: bool) -> list[Statement]:
    """The statements of the section that list what is asked for, from the first that speaks of it."""
    section = [s for s in page.statements if s.section and _HEADS.search(s.section[-1]) and not s.is_label]
    wanted = _INSIDE if inside else _SAYS
    first = next(
        (n for n, s in enumerate(section) if wanted.search(s.text) and (inside or not _INSIDE.search(s.text))), None
    )
    if first is None:
        return []
    kept = section[first:] if not inside else section[first : first + 1]
    return [s for s in kept if inside or not _INSIDE.search(s.text)]


def _read_out(shelf: Shelf, told: Sequence[Statement], citer: Citer) -> list[str]:
    lines, length = [f"{wording.who(shelf.disclosure)}（{told[0].section[-1]}）："], 0
    for statement in told:
        length += len(statement.text)
        if length > LONGEST:
            lines.append("……（其余见原文）")
            break
        lines.append(f"{statement.text}[{citer.place(shelf.disclosure, statement.place)}]")
    return lines
