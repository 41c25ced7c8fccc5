"""说出: a value of a plan as lines, figures and a calculation; the only place where what was computed is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.money import Quantity
from qa import wording
from qa.answer import Answer, Figure
from qa.answering.figures import Composer, caution
from qa.answering.kept import called
from qa.answering.naming import (
    gap_named,
    label_of,
    moving_of,
    name_of,
    names_apart,
    quantity_of,
    sides_of,
    told_as,
    who_of,
)
from qa.evidence.value import Item, Value
from qa.finding.finding import Finding
from qa.plan import arithmetic
from qa.plan.arithmetic import Computed
from qa.plan.nodes import Apply, Look, Members, Node

MOST_LISTED = 30
"""Members of a set that are told one by one; how many more there are is said."""
FEW = 2
"""Parts of a sum up to which they are told where the sum is itself an operand."""
MANY = 6
"""Operands from which they are told in the formula alone."""


class Realiser:
    """说话人: states values one after the other with a :class:`Composer`; a figure once."""

    def __init__(self, pen: Composer) -> None:
        self.pen = pen
        self._told: set[str] = set()
        self._ranked: set[tuple[str, str, str]] = set()
        self._worked_out: set[Node] = set()
        self._sets: dict[Members, list[str]] = {}

    def state_all(self, values: Sequence[Value]) -> None:
        """Say every value that was found."""
        for value in values:
            if value.found:
                self.state(value)

    def state(self, value: Value) -> None:
        """Say a value, and first what its words were taken for; one that has been said is not said again."""
        if value.node in self._worked_out:
            return
        for note in (n for v in (value, *value.parts) for n in v.notes if n.startswith("“")):
            if f"（{note}）" not in self.pen.lines:
                self.pen.lines.append(f"（{note}）")
        node = value.node
        self._worked_out.add(node)
        if isinstance(node, Members):
            self._set(value, node)
        elif isinstance(node, Apply):
            self._applied(value, node)
        elif value.computed is not None:
            self._computed(value, f"{value.label}")
            if isinstance(node, Look) and node.counter and value.parts:
                self._count([p.finding for p in value.parts if p.finding is not None], node.counter)
            for number, part in enumerate(value.parts, 1):
                self._row(number, part)
        elif value.finding is not None:
            self._figure(value.finding)

    def _row(self, number: int, part: Value) -> None:
        """One of several rows that bear a name, told from the others by what stands above it and in its cells."""
        if part.finding is not None and part.finding.fact.id not in self._told:
            self._told.add(part.finding.fact.id)
            self.pen.figures.append(part.finding.figure(self.pen.citer))
            path = " / ".join(part.finding.fact.row.split("/"))
            marks = self._marks([part.finding])
            self.pen.lines.append(f"{number}. {path}：**{wording.amount(part.finding.quantity)}**{marks}")

    def _figure(self, finding: Finding) -> None:
        if finding.fact.id not in self._told:
            self._told.add(finding.fact.id)
            self.pen.state(finding)

    def _marks(self, findings: Sequence[Finding]) -> str:
        return "".join(f"[{n}]" for n in dict.fromkeys(n for f in findings for n in f.cite(self.pen.citer)))

    def _compute(self, computed: Computed, operands: Sequence[Finding], label: str) -> None:
        self.pen.compute(computed, operands, label)

    def _computed(self, value: Value, label: str) -> None:
        """A computed figure with its formula, and the operands where they are few."""
        assert value.computed is not None  # noqa: S101 - asked for by its callers
        self._compute(value.computed, value.operands, label)
        shown, marks = wording.amount(quantity_of(value.computed)), self._marks(value.operands)
        self.pen.lines.append(
            f"{who_of(value.operands)}{label}为 **{shown}**（计算值：{value.computed.formula}）{marks}"
        )

    def _applied(self, value: Value, node: Apply) -> None:
        match node.op:
            case "SUM":
                self._sum(value)
            case "DIFFERENCE":
                self._difference(value)
            case "CHANGE":
                self._change(value)
            case "GROWTH" if len(node.args) == 1:
                self._change(value)
            case "ARGMAX" | "ARGMIN" | "SECOND":
                self._extreme(value, node)
            case "SHARE":
                self._share(value)
            case "LIST" | "SORT":
                ranked = sorted(value.parts, key=lambda p: -(p.quantity.base if p.quantity else 0))
                for part in ranked if node.op == "SORT" else value.parts:
                    self.state(part)
            case _:
                self._computed(value, label_of(value))
                self._operands(value)

    def _operands(self, value: Value) -> None:
        """What a calculation rests on, where it is little: figures that are worked out, then printed ones."""
        summed = [p for p in value.parts if p.computed is not None and len(p.operands) > FEW]
        for part in value.parts:
            if part.computed is not None and part.operands and part.node not in self._worked_out:
                self.state(part) if part not in summed else self._summed(part)
        if summed:  # its formula tells the parts of a long sum
            for part in value.parts:
                if part.finding is not None:
                    self._figure(part.finding)
        elif len(value.operands) <= MANY:
            for finding in value.operands:
                self._figure(finding)

    def _summed(self, value: Value) -> None:
        """A long sum that something else is worked out from: its parts are told by its formula alone."""
        assert value.computed is not None  # noqa: S101 - asked for by its caller
        self._worked_out.add(value.node)
        self._compute(value.computed, value.operands, "合计")
        self.pen.lines.append(
            f"{who_of(value.operands)}{name_of(value)} **{wording.amount(quantity_of(value.computed))}**（计算值：{value.computed.formula}）。"
        )

    def _sum(self, value: Value) -> None:
        if value.computed is None:
            for part in value.parts:
                self.state(part)
            return
        self._compute(value.computed, value.operands, "合计")
        self.pen.lines.append(
            f"{who_of(value.operands)}{name_of(value)} **{wording.amount(quantity_of(value.computed))}**（计算值：{value.computed.formula}）。"
        )
        if not (isinstance(value.node, Apply) and isinstance(value.node.args[0], Members)):  # a set is listed by itself
            self._operands(value)

    def _share(self, value: Value) -> None:
        if value.computed is None and value.finding is None:  # of each member of a set
            for part in value.parts:
                self._computed(part, part.label)
            return
        if value.computed is None:
            assert value.finding is not None  # noqa: S101 - a share is printed or computed
            self._figure(value.finding)
            return
        self._computed(value, name_of(value))
        self._operands(value)

    def _difference(self, value: Value) -> None:
        assert value.computed is not None  # noqa: S101 - a difference is computed
        one, other = value.parts
        gap = Quantity(abs(value.computed.quantity.value), value.computed.quantity.unit)
        self._compute(Computed(gap, value.computed.formula, value.computed.rounding), value.operands, value.label)
        names = names_apart(one, other)
        word = "多" if value.computed.quantity.value > 0 else "少"
        said = (
            f"{names[0]}比{names[1]}{word} **{wording.amount(gap)}**"
            if gap.value
            else f"{names[0]}与{names[1]}一样，相差 **0**"
        )
        lead = who_of(value.operands) if value.operands else ""
        self.pen.lines.append(f"{lead}{said}（计算值：{value.computed.formula}）{self._marks(value.operands)}")
        self._operands(value)
        if "caution" in value.notes:
            caution(self.pen, value.operands)

    def _change(self, value: Value) -> None:
        for part in value.parts:
            if part.computed is not None and f"{part.label}{part.computed.formula}" not in self._told:
                self._told.add(f"{part.label}{part.computed.formula}")
                if part.label in {"增减额", "增减率"}:
                    self._gap(part.computed, part.operands, part.label)
                else:
                    self._compute(part.computed, part.operands, part.label)
                    self.pen.lines.append(
                        f"按此推算，{part.label}为 **{wording.amount(quantity_of(part.computed))}**（{part.computed.formula}）。"
                    )
            elif part.finding is not None:
                self._figure(part.finding)
        self._reason(value)

    def _gap(self, computed: Computed, operands: Sequence[Finding], label: str) -> None:
        """增减: which way, how far, and how that is worked out; nought is no increase."""
        gap = arithmetic.absolute(computed)
        self._compute(Computed(gap, computed.formula, computed.rounding), operands, label)
        if not gap.value:
            said = "没有变化（持平），相差" if label == "增减额" else "增减率"
        else:
            rose, fell = {"增减额": ("增加", "减少"), "增减率": ("增长", "下降")}[label]
            said = rose if computed.quantity.value > 0 else fell
        self.pen.lines.append(f"{said} **{wording.amount(gap)}**（计算值：{computed.formula}）。")

    def _reason(self, value: Value) -> None:
        for part in value.parts:
            if part.finding is not None and part.finding.fact.reason is not None:
                mark = self.pen.citer.place(part.finding.disclosure, part.finding.fact.reason)
                quote = "".join(self.pen.citer.citations[mark - 1].quote.split())
                self.pen.lines.append(f"原文说明：{quote}[{mark}]")
                return

    def _extreme(self, value: Value, node: Apply) -> None:
        best = value.finding
        word = {"ARGMAX": "最高", "SECOND": "第二高"}.get(node.op, "最低")
        tied = [
            p
            for p in value.parts
            if p.quantity is not None and value.quantity is not None and p.quantity.base == value.quantity.base
        ]
        issuers = {p.facts[0].disclosure.issuer for p in value.parts if p.facts}
        of_bodies = len(issuers) > 1
        names = "、".join(
            dict.fromkeys(p.facts[0].disclosure.issuer if of_bodies and p.facts else moving_of(p) for p in tied)
        )
        if ("best", node.op, names) in self._ranked:
            return
        self._ranked.add(("best", node.op, names))
        lead = "单看数字，" if "caution" in value.notes else ""
        tie = "并列" if "、" in names else ""
        years = {p.facts[0].fact.year for p in value.parts if p.facts}
        moved = all(moving_of(p) != name_of(p) for p in value.parts)
        if (
            len(years) == len(value.parts)
            and not of_bodies
            and not moved
            and len({name_of(p) for p in value.parts}) == 1
        ):
            names = "、".join(f"{p.facts[0].fact.year}年" for p in tied)
            if len(tied) == len(value.parts):
                self.pen.lines.append(f"没有哪一年{word}，{len(tied)} 年都一样：")
                return
            tie = "并列" if len(tied) > 1 else ""
            self.pen.lines.append(f"{tie}{word}的是{names}（{len(value.parts)} 年中）：")
        else:
            self.pen.lines.append(f"{lead}{tie}{'变动最大' if moved else word}的是{names}（{len(value.parts)} 项中）：")
        if best is not None:
            self._figure(best)
        elif value.computed is not None:
            self._computed(value, value.label)
        if "caution" in value.notes:
            caution(self.pen, [f for p in value.parts for f in p.facts])

    def _set(self, value: Value, node: Members) -> None:
        items = value.items
        bare = replace(node, also=None, beside=())
        self._unsay(self._sets.get(bare, []))  # said again with what was asked beside it
        from_here = len(self.pen.lines)
        issuer = items[0].finding
        head = f"{wording.who(issuer.disclosure, issuer.fact.year)}"
        if node.order and node.most:
            word = "最高" if node.order < 0 else "最低"
            if len(items) > node.most:
                word = f"并列{word}"
            if node.only:
                word = f"第{node.most}{'高' if node.order < 0 else '低'}"
            if node.by_gap:
                word = gap_named(items[0], node)
            but = f"除{node.without}外" if node.without else ""
            self.pen.lines.append(f"{head}{but}{word}的 {len(items)} 项：")
        else:
            self.pen.lines.append(f"{head}{called(node)}共 {len(items)} 项：")
        if node.keep is not None and not (node.order and node.most):
            self._count([i.finding for i in items], node.unit)
        for number, item in enumerate(items[:MOST_LISTED], 1):
            self._item(number, item)
        if len(items) > MOST_LISTED:
            self.pen.lines.append(f"……其余 {len(items) - MOST_LISTED} 项见原文。")
        whole = [i.finding for i in items]
        if (
            len(items) > 2
            and not node.order
            and not node.by_gap
            and whole[0].fact.measure == "amount"
            and len({f.quantity.unit for f in whole}) == 1
        ):
            total = arithmetic.total([f.quantity for f in whole])
            self.pen.lines.append(f"合计 **{wording.amount(total.quantity)}**。")
        self._sets[bare] = self.pen.lines[from_here:]

    def _unsay(self, lines: Sequence[str]) -> None:
        """Take lines back that stand one after the other."""
        at = next((n for n in range(len(self.pen.lines)) if self.pen.lines[n : n + len(lines)] == lines), 0)
        del self.pen.lines[at : at + len(lines)]

    def _count(self, found: Sequence[Finding], unit: str) -> None:
        """How many they are, as a figure."""
        first = found[0]
        marks = tuple(dict.fromkeys(n for f in found[:MOST_LISTED] for n in f.cite(self.pen.citer)))
        d = first.disclosure
        self.pen.figures.append(
            Figure("个数", str(len(found)), unit or "个", d.id, d.issuer, first.fact.year, "computed", d.scope, marks)
        )

    def _item(self, number: int, item: Item) -> None:
        if item.finding.fact.id not in self._told:
            self._told.add(item.finding.fact.id)
            self.pen.figures.append(item.finding.figure(self.pen.citer))
        if item.gap is not None:
            gap = arithmetic.absolute(item.gap)
            self._compute(Computed(gap, item.gap.formula, item.gap.rounding), (item.finding, *item.beside), "差额")
            verb = "多" if item.gap.quantity.value > 0 else "少"
            marks = self._marks((item.finding, *item.beside))
            one, other = sides_of(item)
            said = f"{verb} **{wording.amount(gap)}**（计算值：{item.gap.formula}）" if gap.value else "持平"
            self.pen.lines.append(
                f"{number}. {item.name}：{one} {wording.amount(item.quantity)}，{other} {wording.amount(item.beside[0].quantity)}，"
                f"{said}{self._printed(item)}{marks}"
            )
            return
        if item.moved:
            self.pen.lines.append(
                f"{number}. {item.name}：**{wording.amount(item.quantity)}**{self._printed(item)}{self._marks((item.finding,))}"
            )
            return
        beside = "，".join(f"{told_as(f)} {wording.amount(f.quantity)}" for f in item.beside)
        self.pen.figures += [f.figure(self.pen.citer) for f in item.beside]
        marks = self._marks((item.finding, *item.beside))
        self.pen.lines.append(
            f"{number}. {item.name}：**{wording.amount(item.quantity)}**{f'（{beside}）' if beside else ''}{marks}"
        )

    def _printed(self, item: Item) -> str:
        """The change against another year that is printed of a member, as it is worded."""
        self.pen.figures += [f.figure(self.pen.citer) for f in item.moved]
        said = (f"{f.fact.column}{wording.amount(f.quantity) if f.fact.direction else '持平'}" for f in item.moved)
        return "".join(f"，{s}{self._marks((f,))}" for s, f in zip(said, item.moved, strict=True))

    def answer(self) -> Answer:
        """What has been said so far."""
        return self.pen.answer()
