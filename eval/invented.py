"""拟造的公开文件: random budget trees of invented bodies as disclosures whose every figure is known.

A seed gives the same body, figures and print each time. The trees add up as real ones do (项 to 款 to 类 to 合计,
基本 + 项目, economic items to basic expenditure), so that a reader may use that. `eval.invented_print` prints
them in the text styles of the genre. Pure: no file, no clock, no corpus.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, Literal

from corpus.disclosure import Kind
from corpus.subject import subjects

Style = Literal["tabbed", "flattened", "record"]
"""文本样式: tab rows with shifted heads; lines whose blank cells are gone; pipe tables of the records that ship."""
Amounts = tuple[Decimal | None, ...]

_PLACES: Final = (
    "云溪", "青岚", "白露", "明泽", "松陵", "临湖", "望川", "东屏", "西岭", "南浦",
    "北桥", "石渡", "兰台", "竹溪", "平皋", "清源", "永安", "长宁", "和丰", "新渡",
)  # fmt: skip
_LEVELS: Final = ("区", "县", "市")
_BODIES: Final = (
    "档案保护中心", "公园养护中心", "科普活动中心", "种子检验站", "水文观测站", "渔业指导站", "交通事务中心", "就业服务中心",
    "文化艺术馆", "少年宫", "气象服务中心", "林木种苗站", "物业指导中心", "救助管理站", "体育训练中心", "图书借阅中心",
    "数据资源中心", "畜牧技术站", "不动产登记中心", "社区教育学院", "退役军人接待站", "卫生监督所", "城市照明中心", "招生考试中心",
)  # fmt: skip
_PROJECTS: Final = (
    "设备更新经费", "专项普查经费", "场馆维护经费", "业务培训经费", "宣传活动经费", "信息系统运维经费", "安全巡查经费",
    "标准化建设经费", "志愿服务经费", "便民服务点经费", "档案数字化经费", "应急物资储备经费", "课题调研经费", "技术推广经费",
)  # fmt: skip
_COMMON: Final = ("2080505", "2080506", "2101101", "2101102", "2210201", "2210203")
_STAFF: Final = (
    "30101", "30102", "30103", "30107", "30108", "30109", "30110", "30112", "30113", "30199", "30302", "30304", "30309",
)  # fmt: skip
_OFFICE: Final = (
    "30201", "30202", "30205", "30206", "30207", "30211", "30213", "30216", "30217", "30228", "30229", "30239", "30299",
    "31002",
)  # fmt: skip
_FUND_ITEM: Final = "2120899"


@dataclass(frozen=True, slots=True)
class Item:
    """项级科目 with its money in 万元: basic, project (both appropriated), own (事业收入, spent on projects), fund."""

    code: str
    basic: Decimal
    project: Decimal
    own: Decimal
    fund: Decimal

    @property
    def appropriated(self) -> Decimal:
        """一般公共预算财政拨款 of the item."""
        return self.basic + self.project

    @property
    def spent(self) -> Decimal:
        """全部资金 of the item."""
        return self.appropriated + self.own + self.fund


@dataclass(frozen=True, slots=True)
class Accounts:
    """账目 of one invented body for one year, in 万元; ``codes`` names every subject used."""

    issuer: str
    region: tuple[str, ...]
    year: int
    kind: Kind
    items: tuple[Item, ...]
    economic: tuple[tuple[str, Decimal], ...]
    projects: tuple[tuple[str, Decimal], ...]
    reception: Decimal
    cars: Decimal
    people: int

    def total(self, part: Callable[[Item], Decimal] = lambda i: i.spent) -> Decimal:
        """合计 of one kind of money over all items."""
        return sum((part(i) for i in self.items), Decimal(0))

    def staff(self) -> Decimal:
        """人员经费: economic 301 and 303."""
        return sum((v for c, v in self.economic if c[:3] in {"301", "303"}), Decimal(0))


@dataclass(frozen=True, slots=True)
class Line:
    """一行: code (None for 合计 and named rows), name, one amount a column (None prints blank)."""

    code: str | None
    name: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Block:
    """一栏组: what stands over its columns ("" for nothing), the columns, the lines."""

    over: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


Shape = Literal["codes", "sides", "triples", "single", "projects"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """一张表: canonical kind, title, shape, blocks side by side, and the words under an empty one."""

    kind: str
    title: str
    shape: Shape
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """一个数: what a reader must give back for one printed cell; ``over`` is what stands over its block."""

    kind: str
    code: str | None
    row: str
    over: str
    column: str
    value: Decimal


def figures(sheets: Iterable[Sheet]) -> list[Figure]:
    """全部数: the printed amounts of the sheets, zeros too, blanks not."""
    return [
        Figure(sheet.kind, line.code, line.name, block.over, column, value)
        for sheet in sheets
        for block in sheet.blocks
        for line in block.lines
        for column, value in zip(block.columns, line.amounts, strict=True)
        if value is not None
    ]


def draw(seed: int, kind: Kind | None = None) -> Accounts:
    """造账: the accounts of an invented body; ``kind`` is drawn too where it is None."""
    rng = random.Random(seed)  # noqa: S311 - no secret is drawn  # noqa: S311 - no secret is drawn
    place, level = rng.choice(_PLACES), rng.choice(_LEVELS)
    drawn: Kind = "budget" if rng.random() < 0.5 else "final_accounts"
    items = tuple(_item(code, rng) for code in _codes(rng))
    basic = sum((i.basic for i in items), Decimal(0))
    economic = _economic(basic, rng)
    spent = sum((i.project for i in items), Decimal(0))
    reception = next((v for c, v in economic if c == "30217"), Decimal(0))
    return Accounts(
        issuer=f"{place}{level}{rng.choice(_BODIES)}",
        region=(f"{place}{level}",),
        year=rng.randint(2019, 2025),
        kind=kind or drawn,
        items=items,
        economic=economic,
        projects=_projects(spent, rng),
        reception=reception,
        cars=_money(rng, 1, 900) if rng.random() < 0.5 else Decimal(0),
        people=rng.randint(5, 200),
    )


def _money(rng: random.Random, low: int, high: int) -> Decimal:
    """An amount of low..high hundredths times 10^0..2, so that small and large ones meet."""
    return Decimal(rng.randint(low, high) * rng.choice((1, 10, 100)) + rng.randint(0, 99)) / 100


@cache
def _own_items() -> tuple[str, ...]:
    """项 that a body may have as its own work."""
    shut = {"208", "210", "221", "212", "227", "230", "231", "232", "233"}
    return tuple(c for c in subjects() if len(c) == 7 and c[:3] not in shut and c[:5] in subjects())


def _codes(rng: random.Random) -> list[str]:
    first = rng.choice(_own_items())
    near = [c for c in _own_items() if c[:5] == first[:5] and c != first]
    beside = [c for c in _own_items() if c[:3] == first[:3] and c[:5] != first[:5]]
    chosen = {first, *rng.sample(near, min(len(near), rng.randint(0, 3)))}
    if beside and rng.random() < 0.4:
        chosen.add(rng.choice(beside))
    chosen |= {c for c in _COMMON if c in subjects() and rng.random() < 0.7}
    if rng.random() < 0.2 and _FUND_ITEM in subjects():
        chosen.add(_FUND_ITEM)
    return sorted(chosen)


def _item(code: str, rng: random.Random) -> Item:
    zero = Decimal(0)
    if code == _FUND_ITEM:
        return Item(code, zero, zero, zero, _money(rng, 1, 900))
    if code in _COMMON:
        return Item(code, _money(rng, 1, 900), zero, zero, zero)
    nature = rng.choice(("basic", "project", "both", "both"))
    basic = _money(rng, 1, 9000) if nature != "project" else zero
    project = _money(rng, 1, 9000) if nature != "basic" else zero
    own = _money(rng, 1, 900) if project and rng.random() < 0.25 else zero
    return Item(code, basic, project, own, zero)


def _split(whole: Decimal, count: int, rng: random.Random) -> list[Decimal]:
    """A sum cut into positive parts; fewer where there are not enough hundredths."""
    cents = int(whole * 100)
    count = min(count, cents)
    cuts = sorted(rng.sample(range(1, cents), count - 1)) if count > 1 else []
    return [Decimal(b - a) / 100 for a, b in zip([0, *cuts], [*cuts, cents], strict=True) if b > a]


def _economic(basic: Decimal, rng: random.Random) -> tuple[tuple[str, Decimal], ...]:
    if not basic:
        return ()
    codes = sorted([*rng.sample(_STAFF, rng.randint(4, 9)), *rng.sample(_OFFICE, rng.randint(3, 9))])
    parts = _split(basic, len(codes), rng)
    return tuple(sorted(zip(rng.sample(codes, len(parts)), parts, strict=True)))


def _projects(whole: Decimal, rng: random.Random) -> tuple[tuple[str, Decimal], ...]:
    if not whole:
        return ()
    names = rng.sample(_PROJECTS, rng.randint(1, 5))
    return tuple(zip(names, _split(whole, len(names), rng), strict=False))


def name_of(code: str) -> str:
    """科目名称 of a code."""
    return subjects()[code].name


def tree(leaves: Sequence[tuple[str, Amounts]]) -> list[Line]:
    """科目树: the lines of 项 (or economic 款) and of everything above them, in order of code."""
    sums: dict[str, list[Decimal | None]] = {}
    for code, amounts in leaves:
        for length in range(3, len(code) + 1, 2):
            held = sums.setdefault(code[:length], [None] * len(amounts))
            for i, value in enumerate(amounts):
                before = held[i]
                held[i] = before if value is None else value + (before or Decimal(0))
    return [Line(code, name_of(code), tuple(held)) for code, held in sorted(sums.items())]
