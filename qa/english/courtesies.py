"""英文客套: courtesy, what is said of the answer before, and what is held, each where it is all that is said."""

from __future__ import annotations

from collections.abc import Sequence

from qa.english.clauses import clauses_of
from qa.english.mentions import Said

_COURTESY = {"greeting": "你好", "thanks": "谢谢", "goodbye": "再见", "help": "你能做什么"}


def courtesy(said: Sequence[Said]) -> str | None:
    """The courtesy that is all that is said."""
    told = [s for s in said if s.kind not in {"silent", "mark", "again"}]
    if (
        said
        and said[0].is_a("courtesy", "greeting")
        and not any(c.asks for c in clauses_of(said))
        and not any(s.bodies for s in said)
    ):
        return _COURTESY["greeting"]
    if (held := _holdings(said, told)) is not None:
        return held
    words = {s.value for s in told if s.kind == "courtesy"}
    if told and all(s.kind == "courtesy" for s in told):
        return _COURTESY.get(min(words))
    return None


FORMS = {"table": "做成表格", "chart": "画个图", "sentence": "一句话说明", "paragraph": "写成一段话"}
_SAYINGS = {"printed": "原文在哪", "sure": "确定吗", **FORMS}
"""What is said of the answer before, and how Chinese says it."""


def saying(said: Sequence[Said]) -> str | None:
    """What is said of the answer before, where that is all (where is it printed, as a table)."""
    told = [s for s in said if s.kind not in {"silent", "mark", "again", "courtesy", "preposition", "relative"}]
    return _SAYINGS.get(told[0].value) if len(told) == 1 and told[0].kind == "saying" else None


_DOCUMENTS = frozenset({"document", "documents", "files", "disclosures", "reports", "budgets"})
_BODIES = frozenset(
    ("bodies", "units", "organisations", "organizations", "institutions", "agencies", "departments", "entities", "authorities", "offices",
     "places", "public bodies")
)  # fmt: skip
_HELD = frozenset({"you", "your", "there", "held", "collection", "available", "database", "covered", "here", "on file"})


def _holdings(said: Sequence[Said], told: Sequence[Said]) -> str | None:
    """What is held, where that is all that is asked (which bodies are there, what documents do you have)."""
    asked = any(s.is_a("question", "which", "what", "list", "who", "how_much") or s.kind == "members" for s in told)
    if not asked or any(
        s.kind not in {"question", "basis", "members", "preposition", "courtesy", "document"} for s in told
    ):
        return None
    texts = {word for s in said for word in s.text.lower().split()}
    if texts & _DOCUMENTS:
        return "收录了哪些文件"
    named = texts & _BODIES or (any(s.is_a("question", "who") for s in told) and texts & {"cover", "covered"})
    return "收录了哪些单位" if named and texts & _HELD else None
