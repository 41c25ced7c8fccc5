"""独问: a part of a question as a question of its own, which the documents' words are asked: whose, of when, about what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.answering.asides import said
from qa.evidence.value import Value
from qa.finding.scene import Scene
from qa.parsing.generate import Ask
from qa.plan.nodes import Look, walk


def only_member(stated: Sequence[Value]) -> str:
    """The name of the one member that was told last (少得最多的是哪一项，原因是什么); empty where there were several."""
    last = stated[-1] if stated else None
    return last.items[0].name if last is not None and len(last.items) == 1 else ""


def alone(scene: Scene, ask: Ask, member: str = "") -> str:
    """An ask as a question of its own: whose, of when, and about what where its clause does not say."""
    clause = ask.clause
    text = clause.text[clause.start : clause.end].strip(" 　和及")
    who = "、".join(g.body.issuer for g in scene.groups) if scene.question.who.mentions else ""
    year = "" if clause.of("year") or not scene.question.years else f"{scene.question.years[0]}年"
    if clause.of("body"):
        who = ""
    scope = {"unit": "（本级）", "consolidated": "（汇总）"}.get(scene.question.scope or "", "") if who else ""
    about = "" if clause.of("thing", "everyday", "unknown") else "、".join(said(a) for a in ask.about[-2:])
    if not about and not clause.of("thing", "everyday", "unknown"):
        about = member
    if not about and ask.reads and not any(t.exact for t in clause.things):
        about = "、".join(said(a) for a in ask.before[-1:])  # 卖地的收入有多少，安排去做什么了
    if not about and ask.candidates:
        looks = [n for r in ask.candidates[0] for n in walk(r) if isinstance(n, Look)]
        around = looks[0].within if looks else ()
        named = any(t.exact and t.name and not t.concept for t in around)
        about = f"{said(around)}这个项目" if named else said(around)
    if ask.reads == "reason" and about and len(text) <= BARE_WHY:
        return f"{who}{scope}{year}{about}增减变化的原因是什么"
    return f"{who}{scope}{year}{about}{text}"


def each_alone(scene: Scene, ask: Ask) -> Iterator[str]:
    """An attribute asked of several things, of each by itself (甲和乙的编码)."""
    who = scene.groups[0].body.issuer if scene.question.who.mentions else ""
    year = f"{scene.question.years[0]}年" if scene.question.years else ""
    wanted = "和".join(dict.fromkeys(m.value and ask.clause.text[m.start : m.end] for m in ask.clause.of("attribute")))
    for argument in ask.about:
        yield f"{who}{year}{said(argument)}的{wanted}是什么"


BARE_WHY = 4
"""Characters of a clause that asks why and says nothing of what (因为啥)."""
