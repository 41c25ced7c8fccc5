"""旁引: what the documents print nearest to a question, read out beside an answer that leaves some of it open.

In: a scene and its answer. Out: the same answer with a few quoted stretches behind it; its figures and its status stay. Whoever asked
sees at once whether what is missing stands there in other words, and nobody takes a figure beside the point for the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from qa import wording
from qa.answer import Answer, Citer
from qa.finding.scene import Scene
from qa.library import Library, Shelf
from qa.passages.nearest import Rows, Stretch, nearest, rows_of
from qa.passages.statements import Page
from qa.understanding.question import Question

LEAD, LEAD_OF_NONE = "相近的原文：", "没有找到所问的；文件里与它最相近的原文（不一定是所问的）："
_LEFT_OPEN = ("没有用上", "没有查到", "没有答到", "没有全部答到", "没有披露", "缺另一个数")
"""How an answer says that it leaves words of the question open; that a year is not held is another matter."""
MOST_SHELVES = 4
"""Disclosures that are looked into."""
LONGEST_ANSWER = 900
"""Characters from which an answer has no room for more."""


def is_wanted(answer: Answer) -> bool:
    """Whether an answer leaves open something that may stand in the documents in other words.

    A refusal that cites a place (an empty table, a nought) is sure of itself.
    """
    said = answer.answer
    sure = bool(answer.citations) and answer.status == "not_found"
    if sure or said.startswith("没有："):
        return False
    if answer.status == "partial":
        left_open = any(words in said for words in _LEFT_OPEN)
    elif answer.status == "not_found":
        left_open = answer.reason in {"not_disclosed", "not_understood"}
    else:
        left_open = answer.status == "ambiguous"
    return left_open and len(answer.answer) < LONGEST_ANSWER


def add(
    scene: Scene,
    answer: Answer,
    citer: Citer,
    library: Library,
    page: Callable[[str], Page],
    near: Callable[[Question, Sequence[str]], Mapping[str, float]],
) -> None:
    """Read out what is printed nearest to the question behind the answer; nothing where nobody's documents are asked about."""
    shelves = _shelves(scene, answer)
    if not shelves:
        return

    def rows(shelf: Shelf) -> Rows:
        kept = shelf.kept("rows", 2)
        if "all" not in kept:
            kept["all"] = rows_of(shelf, library.tables(shelf.disclosure.id))
        found: Rows = kept["all"]
        return found

    by_meaning = near(scene.question, [s.disclosure.id for s in shelves])
    found = nearest(scene.question, shelves, page, rows, by_meaning, answer.answer)
    if not found:
        return
    several = len({s.disclosure.id for s in shelves}) > 1
    lines = [_said(one, citer.place(one.shelf.disclosure, one.place), several) for one in found]
    answer.answer = "\n".join((answer.answer, LEAD_OF_NONE if answer.status == "not_found" else LEAD, *lines))
    answer.citations = citer.citations


def _shelves(scene: Scene, answer: Answer) -> list[Shelf]:
    """The disclosures that the answer speaks of, else those that the question is about; none where that is anybody's."""
    if not scene.question.who.mentions and len(scene.groups) > 1 and not answer.citations:
        return []
    told = {c.disclosure_id for c in answer.citations}
    shelves = [s for s in scene.shelves if s.disclosure.id in told] or list(scene.shelves)
    return shelves[:MOST_SHELVES]


def _said(stretch: Stretch, mark: int, several: bool) -> str:
    """A stretch as a line: whose where several are spoken of, under which heading, what."""
    whose = wording.who(stretch.shelf.disclosure) if several else ""
    where = "，".join(part for part in (whose, stretch.heading) if part)
    stop = "" if stretch.said.endswith(("。", "；", "：", "！", "？")) else "。"
    return f"· {where}：{stretch.said}{stop}[{mark}]" if where else f"· {stretch.said}{stop}[{mark}]"
