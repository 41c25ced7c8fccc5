"""指代: what 这个项目 and 它 stand for in a conversation, spelt out before the question is understood."""

from __future__ import annotations

import re

from corpus.disclosure import Fact

_THIS = re.compile(
    r"(?:^|(?<=[,，。？?；;\s那就则在把对跟从看]))(?:"
    r"(?:这|该|那|本|此)一?(?:个|项|笔)?(?:项目|专项(?:经费|资金)?|经费|工作)(?!里|中的?哪|们)的?|它的?(?!们))"
)
_WHOLE = re.compile(r"^(?:合计|总计|小计|支出总计|收入总计|年度财政资金总额|总分)?$")


def spelt_out(question: str, last: Fact | None) -> str:
    """The question with the project (or line) spoken of last in place of 这个项目, 该项目, 它."""
    name = spoken_of(last)
    return _THIS.sub(name, question, count=1) if name else question


def spoken_of(last: Fact | None) -> str:
    """The project that a figure belongs to, else the line that it stands in; empty where that is only a total."""
    if last is None:
        return ""
    name = last.subject or last.row.split("/")[-1]
    return "" if _WHOLE.match(name) else name
