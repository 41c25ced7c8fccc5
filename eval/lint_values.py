"""可核的字: what can be checked of a line's words by reckoning alone: formulas, personal data, stretches copied."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

from eval.judge import squeeze

LONGEST_RUN = 24
"""Characters in a row, white space aside, that may not be taken over from a disclosure which is not ours to ship."""

_SIGNS = str.maketrans("×÷−–（）＋－＝，", "*/--()+-=,")
_FORMULA = re.compile(
    r"(?<![0-9A-Za-z.*/+(-])([\d.,+\-*/()\s%]*\d[\d.,)%]*)\s*(?:=|≈)\s*(-?\d[\d,]*(?:\.\d+)?)\s*(%|％|个?百分点)?"
)
_OPERATIONS: Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_RESULT = re.compile(r"[=≈]\s*-?(\d[\d,]*(?:\.\d+)?)")
_WAN, _ROUNDED = Decimal(10_000), Decimal("0.006")
_RELATIVE, _POINTS = Decimal("0.0005"), Decimal("0.06")


def wrong_formulas(note: str) -> Iterator[str]:
    """Formulas of a note (``12.3+4.5=16.8万元``) that do not come to what they say; what is no plain sum is passed over.

    A result is right within half its last digit or 0.05 %, a rate within 0.06 points, as answers are judged.
    """
    for found in _FORMULA.finditer(note.translate(_SIGNS)):
        said, stated = found.group(1).strip(), Decimal(found.group(2).replace(",", ""))
        if not re.search(r"\d\)?\s*[-+*/]", said):
            continue
        result = reckoned(said)
        if result is not None and not _agree(result, stated, is_rate=bool(found.group(3))):
            yield f"{said} = {result.quantize(Decimal('0.0001'))}, not {stated}"


def reckoned(said: str) -> Decimal | None:
    """What a formula of numbers, brackets and four operations comes to; None where it is none, or divides by nothing."""
    try:
        tree = ast.parse(re.sub(r"(\d(?:\.\d+)?)%", r"\1", said).replace(",", "").strip(), mode="eval")
        return _reckon(tree.body, said)
    except (SyntaxError, ValueError, InvalidOperation, DivisionByZero):
        return None


def _reckon(node: ast.expr, said: str) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return Decimal(str(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_reckon(node.operand, said)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        return _OPERATIONS[type(node.op)](_reckon(node.left, said), _reckon(node.right, said))
    raise ValueError(said)


def numbers_in(text: str) -> frozenset[Decimal]:
    """Every number that a text prints, thousands separators aside."""
    return frozenset(Decimal(found.replace(",", "")).normalize() for found in _NUMBER.findall(text))


def is_accounted_for(value: Decimal, printed: Collection[Decimal], note: str) -> bool:
    """Whether a figure is printed, in its unit or in one ten thousand times larger or smaller, or worked out in the note."""
    size = abs(value)
    if not size or any(scaled.normalize() in printed for scaled in (size, size * _WAN, size / _WAN)):
        return True
    results = [Decimal(found.replace(",", "")) for found in _RESULT.findall(note.translate(_SIGNS))]
    rounded = any((one / _WAN).quantize(size) == size for one in printed if one > size)
    return rounded or any(
        abs(abs(one) - scaled) <= max(scaled * _RELATIVE, _ROUNDED)
        for one in results
        for scaled in (size, size * _WAN, size / _WAN)
    )


def _agree(result: Decimal, stated: Decimal, *, is_rate: bool) -> bool:
    exponent = stated.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    tolerance = max(half, abs(result) * _RELATIVE, _POINTS if is_rate else Decimal(0))
    scales = (1, 100) if is_rate else (1,)
    return any(abs(abs(result * scale) - abs(stated)) <= tolerance for scale in scales)


# -- personal data --------------------------------------------------------------------------------------------

_NUMBERS = re.compile(r"(?<![0-9A-Za-z.])(?:1[3-9]\d(?:[ -]?\d{4}){2}|[1-9]\d{5}(?:19|20)\d{9}[\dXx])(?![0-9A-Za-z])")
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_ROLE = (
    "联系人|联络人|负责人|责任人|填报人|填表人|经办人|审核人|复核人|制表人|姓名|法定代表人|法人代表|局长|院长|校长|主任|书记|检察长|处长|"
    "科长|会计|出纳"
)
_LABELLED = re.compile(rf"(?:{_ROLE})\s*[:：]\s*([{_SURNAMES}][一-鿿]{{1,2}})(?![一-鿿])")
_ADDRESSED = re.compile(rf"(?<![一-鿿])(?!谢谢)([{_SURNAMES}][一-鿿]{{0,2}}(?:先生|女士|同志))")
"""Somebody addressed by name; “谢谢同志” addresses nobody by name, though 谢 is a surname too."""


def personal_data(text: str) -> list[str]:
    """What kind of personal data a text holds: a number of a person, or a person's name; never the data itself."""
    found = ["a mobile or identity number"] if _NUMBERS.search(text) else []
    return [*found, "a person's name"] if _LABELLED.search(text) or _ADDRESSED.search(text) else found


def copied(text: str, source: str) -> int:
    """How long the longest stretch is that a text shares with a squeezed source, 0 below the length allowed."""
    flat, longest = squeeze(text), 0
    for start in range(len(flat) - LONGEST_RUN + 1):
        length = max(longest + 1, LONGEST_RUN)
        while start + length <= len(flat) and flat[start : start + length] in source:
            longest, length = length, length + 1
    return longest
