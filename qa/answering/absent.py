"""未收录: bodies of which no document of the asked year is held: that is said of them, never that they disclose nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qa.answer import Answer
from qa.evidence.value import Value
from qa.finding.scene import Scene, holds_year
from qa.plan.nodes import Look, walk

MOST_NAMED = 4
"""Bodies that are named with the years held of them; of more it is said how many they are."""


def not_held(scene: Scene, issuers: Collection[str]) -> str:
    """One line that says of bodies that no document of the asked year is held of them, and which years are."""
    years = "、".join(map(str, scene.question.years))
    bodies = {g.body.issuer: g.body for g in scene.groups if g.body.issuer in issuers}
    held = {i: sorted({d.fiscal_year for d in b.disclosures}) for i, b in bodies.items()}
    named = [f"{i}（已收录{'、'.join(map(str, h))}年）" for i, h in held.items()]
    more = "等" if len(named) > MOST_NAMED else ""
    return f"另有 {len(named)} 家没有收录{years}年的文件：{'、'.join(named[:MOST_NAMED])}{more}。"


def told(answer: Answer, scene: Scene, issuers: Collection[str]) -> Answer:
    """The answer with what is said of bodies without a document of the asked year; it is then no whole one."""
    if issuers:
        answer.answer, answer.status = f"{answer.answer}\n{not_held(scene, issuers)}", "partial"
    return answer


def lacking(scene: Scene, values: Sequence[Value]) -> tuple[list[str], set[str]]:
    """What values that were not found lack, named with its body where several are asked; and bodies without such a document."""
    found, absent = list[str](), set[str]()
    for value in values:
        look = next((n for n in walk(value.node) if isinstance(n, Look)), None)
        group = scene.groups[look.who] if look is not None and len(scene.groups) > 1 else None
        if value.found:
            continue
        if group is not None and not holds_year(scene.question, group):
            absent.add(group.body.issuer)
            continue
        whose = f"{group.body.issuer}的" if group is not None and isinstance(value.node, Look) else ""
        found += [f"{whose}{m}" for m in value.missing if m]
    return found, absent
