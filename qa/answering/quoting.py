"""引述: words of a document read out with whose and where they are, and what may answer as well under its own heading."""

from __future__ import annotations

from qa import wording
from qa.answer import Citer
from qa.passages.told import Told


def read_out(words: Told, citer: Citer) -> str:
    """The words under their body, year and section, with their citations; ``also`` behind them."""
    marks = [citer.place(words.shelf.disclosure, p) for p in words.places]
    disclosure = words.shelf.disclosure
    where = f"（{' / '.join(words.section)}）" if words.section else ""
    cited = "".join(f"[{n}]" for n in dict.fromkeys(marks))
    said = "是的。" if words.affirmed else ""
    first = f"{said}{wording.who(disclosure)}{where}：\n" + "\n".join(words.lines) + cited
    return "\n".join((first, *(_may_answer(other, citer) for other in words.also)))


def _may_answer(words: Told, citer: Citer) -> str:
    """Words that may answer as well, under their own heading."""
    cited = "".join(f"[{citer.place(words.shelf.disclosure, p)}]" for p in words.places[:1])
    where = f"（{words.section[-1]}）" if words.section else ""
    return f"相近的原文{where}：" + "\n".join(words.lines) + cited
