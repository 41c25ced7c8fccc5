"""Small budget trees are printed flattened, blanks dropped and lines wrapped, and read back cell for cell."""

from __future__ import annotations

import random
from decimal import Decimal

from flat_paper import Node, amount, lines_of, printed_head, printed_row
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.money import Quantity
from ingest.tables.flattened.read import read_flattened

_HEAD = ["总计", "基本支出", "项目支出", "上缴上级支出", "事业单位经营支出"]
_NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010302": "一般行政管理事务",
    "2010350": "事业运行",
    "20113": "商贸事务",
    "2011350": "事业运行",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "2080506": "机关事业单位职业年金缴费支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "2210203": "购房补贴",
}
_LEAVES = [c for c in _NAMES if len(c) == 7]
_cents = st.integers(min_value=0, max_value=99_999).map(lambda n: Decimal(n) / 100)


def tree(leaves: dict[str, tuple[Decimal, ...]]) -> Node:
    root = Node("", "合计", (Decimal(0),) * 4)
    nodes = {"": root}
    for code, parts in sorted(leaves.items()):
        for size in (3, 5, 7):
            key = code[:size]
            if key not in nodes:
                nodes[key] = Node(key, _NAMES[key], (Decimal(0),) * 4)
                above = "" if size == 3 else key[: size - 2]
                nodes[above].children.append(nodes[key])
        for size in (0, 3, 5, 7):
            node = nodes[code[:size]]
            node.parts = tuple(a + b for a, b in zip(node.parts, parts, strict=True))
    return root


def document(root: Node, rng: random.Random, *, full: bool) -> str:
    rows = ["2031 年支出预算总表", "单位：云溪区测试中心 单位：万元", *printed_head(_HEAD, rng)]
    printed = [v for v in (root.total, *root.parts) if v]
    rows.append("合计 " + " ".join(amount(v) for v in printed))
    for child in root.children:
        for node in child.walk():
            rows += printed_row(node, rng)
    totals = zip(_HEAD[1:], root.parts, strict=True)
    evidence = [f"{name}{value}万元，用于日常。" for name, value in totals if value] if full else []
    between = "\n\n" if rng.random() < 0.5 else "\n"
    return between.join(["第二部分 说明", *evidence, "第三部分 表", *rows])


@settings(max_examples=60)
@given(
    leaves=st.dictionaries(
        st.sampled_from(_LEAVES), st.tuples(_cents, _cents, st.just(Decimal(0)), _cents), min_size=1, max_size=6
    ),
    seed=st.integers(0, 10**6),
)
def test_a_flattened_tree_is_read_back_cell_for_cell(leaves: dict[str, tuple[Decimal, ...]], seed: int) -> None:
    leaves = {code: parts for code, parts in leaves.items() if any(parts)}
    if not leaves:
        return
    root = tree(leaves)
    text = document(root, random.Random(seed), full=True)  # noqa: S311
    ((table,), problems) = read_flattened(lines_of(text), "d")
    assert table.kind == "B03"
    assert table.unit == "万元"
    assert table.columns == tuple(_HEAD)
    expected = {(n.code or None): (n.total, *n.parts) for n in root.walk()}
    assert {row.code for row in table.rows} == set(expected)
    seen = 0
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell.value, Quantity):
                seen += 1
                assert cell.value.value == expected[row.code][cell.column], (row.code, table.columns[cell.column])
                assert text[cell.place.start : cell.place.end] == cell.text
    printed = sum(bool(v) for parts in expected.values() for v in parts)
    assert seen == printed or any(p.kind == "ambiguous_column" for p in problems)


@settings(max_examples=40)
@given(
    leaves=st.dictionaries(st.sampled_from(_LEAVES), st.tuples(_cents, _cents, _cents, _cents), min_size=1, max_size=5),
    seed=st.integers(0, 10**6),
)
def test_without_evidence_a_column_is_right_or_left_out(leaves: dict[str, tuple[Decimal, ...]], seed: int) -> None:
    leaves = {code: parts for code, parts in leaves.items() if any(parts)}
    if not leaves:
        return
    root = tree(leaves)
    text = document(root, random.Random(seed), full=False)  # noqa: S311
    ((table,), problems) = read_flattened(lines_of(text), "d")
    expected = {(n.code or None): (n.total, *n.parts) for n in root.walk()}
    seen = 0
    for row in table.rows:
        for cell in row.cells:
            if isinstance(cell.value, Quantity):
                seen += 1
                assert cell.value.value == expected[row.code][cell.column]
    missing = sum(bool(v) for parts in expected.values() for v in parts) - seen
    assert missing == 0 or any(p.kind == "ambiguous_column" for p in problems)
