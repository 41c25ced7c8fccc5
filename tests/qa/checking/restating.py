"""复述: facts of a store said again in everyday sentences, each with whether it is true.

A kind is a method that takes whether the sentence shall be true and gives the sentence, or None where the draw does
not fit. Nothing is written down but the ways of saying; bodies, items and figures are drawn from the store.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from numbers_said import formal, fraction, spoken

from corpus.disclosure import Disclosure, Fact
from corpus.store import Store
from corpus.terms import TERMS

_ORDINAL = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十]{1,4}[)）]?[、.．]|[(（]\d{1,2}[)）]|\d{1,2}[.．、])\s*"
)
_LEVEL = re.compile(r"[（(][类款项][）)]")
_BASES = {"budget": ("预算", "年初预算"), "final_accounts": ("决算", "支出决算")}
_UNITS = {"万元": Decimal(10_000), "元": Decimal(1), "亿元": Decimal(100_000_000)}
_SIDES = frozenset({"current_expenditure", "basic_expenditure", "project_expenditure", "three_public"})
_OFTEN_NIL = frozenset({"official_reception", "car_operation", "three_public", "office_expense", "official_cars"})
_PER_HEAD = frozenset({"basic_expenditure", "staff_funds", "office_funds", "current_expenditure"})
_STRANGERS = ("兰川市紫云区档案馆", "海州市林业局", "黑水县第一中学", "北岭市南山区总工会")
_NOT_DISCLOSED = ("无人机巡查经费", "绿化养护费", "课题研究费", "志愿者补助", "宣传片拍摄费", "网络直播费")


@dataclass(frozen=True)
class Item:
    """One plain amount of a disclosure, under the name that it is printed by."""

    fact: Fact
    disclosure: Disclosure
    name: str

    @property
    def yuan(self) -> Decimal:
        return self.fact.quantity.base

    @property
    def year(self) -> int:
        return self.fact.year

    @property
    def basis(self) -> str:
        return "预算" if self.fact.basis == "budget" else "决算"

    def beside(self, other: Item) -> bool:
        """Whether two items stand in one column of one table, a level apart from none other."""
        one, two = self.fact, other.fact
        same = one.table_id is not None and (one.table_id, one.column, one.basis) == (
            two.table_id,
            two.column,
            two.basis,
        )
        return same and one.row.split("/")[:-1] == two.row.split("/")[:-1] and one.concept != two.concept


def items_of(store: Store, disclosure: Disclosure) -> list[Item]:
    """Amounts of the disclosure's own year that it prints once or always alike, by term and basis."""
    by_key: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in store.facts(disclosure.id):
        plain = fact.measure == "amount" and not fact.subject and fact.quantity.unit_class.value == "money"
        if plain and fact.concept and fact.year == disclosure.fiscal_year and fact.basis in _BASES:
            by_key[fact.concept, fact.basis].append(fact)
    found = []
    for (concept, _), facts in by_key.items():
        whole = [f for f in facts if f.aspect is None]
        if len({f.quantity.base for f in facts}) == 1 and whole:
            leaf = _LEVEL.sub("", _ORDINAL.sub("", whole[0].row.split("/")[-1])).strip("“”")
            unnamed = leaf in {"合计", "总计", "小计", ""} or len(leaf) > 16 or leaf.startswith("中的")
            found.append(Item(whole[0], disclosure, TERMS[concept].name if unnamed else leaf))
    return [i for i in found if len(i.name) > 2]


def written(yuan: Decimal, unit: str = "万元", digits: int = 2) -> str:
    """An amount as it is printed, without zeros at its end."""
    text = format((yuan / _UNITS[unit]).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + unit


class Restating:
    """复述 over a store, drawn by a seed."""

    def __init__(self, store: Store, seed: int) -> None:
        self.draw = random.Random(seed)  # noqa: S311 - sentences of a test
        self.store = store
        self.disclosures = store.disclosures()
        self.items = {d.id: items_of(store, d) for d in self.disclosures}
        self.printed: dict[str, set[Decimal]] = defaultdict(set)
        for disclosure in self.disclosures:
            self.printed[disclosure.issuer] |= {f.quantity.base for f in store.facts(disclosure.id)}

    def kinds(self) -> dict[str, Callable[..., str | None]]:
        """The ways of saying that can be true or false, by name."""
        names = (
            "plain", "rounded", "bounded", "in_characters", "nothing", "summed", "summed_over_bodies", "grown", "changed",
            "more_than", "times", "share", "per_head", "wholly", "each_year", "respectively",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}

    # ---- draws

    def item(self, fits: Callable[[Item], bool] = lambda i: i.yuan > 0) -> Item:
        return self.draw.choice([i for items in self.items.values() for i in items if fits(i)])

    def who(self, item: Item) -> str:
        named = item.disclosure
        return named.issuer if "（" in named.issuer else self.draw.choice([named.issuer, *named.aliases[:2]])

    def false(self, item: Item, yuan: Decimal | None = None) -> Decimal:
        """An amount that the body prints nowhere."""
        true = item.yuan if yuan is None else yuan
        for _ in range(50):
            made = (true * self.draw.choice([Decimal(n) for n in ("1.1", "0.9", "1.37", "10", "0.1", "2.3")])).quantize(
                Decimal(100)
            )
            if made > 0 and made != true and made not in self.printed[item.disclosure.issuer]:
                return made
        return true * 7 + 100

    def said(self, item: Item, amount: str, *, of_year: bool = True) -> str:
        basis, year = self.draw.choice(_BASES[item.fact.basis][:1]), f"{item.year}年" if of_year else ""
        who, name = self.who(item), item.name
        ways = [
            f"{who}{year}{name}{basis}为{amount}。",
            f"{year}，{who}{name}{basis}{amount}。",
            f"据公开文件，{who}{year}的{name}{basis}是{amount}。",
            f"{who}公布了{year}{item.basis}。{name}{basis}达到{amount}。",
            f"翻看{who}的账本，{year}{name}{basis}共{amount}，与往年相比如何尚不清楚。",
        ]
        if item.fact.basis == "budget":
            ways += [f"{who}{year}预算安排{name}{amount}。", f"{who}{year}计划用于{name}的钱是{amount}。"]
        return self.draw.choice(ways)

    def pair(self, fits: Callable[[Item, Item], bool]) -> tuple[Item, Item] | None:
        one = self.item(lambda i: i.yuan > 10_000)
        others = [i for i in self.items[one.disclosure.id] if i.yuan > 10_000 and i.yuan != one.yuan and fits(one, i)]
        return (one, self.draw.choice(others)) if others else None

    def years(self) -> tuple[Item, Item] | None:
        """One thing of one body in two disclosures, the later first."""
        one = self.item(lambda i: i.yuan > 0 and i.fact.basis == i.disclosure.kind)
        earlier = [
            i for d in self.disclosures if d.issuer == one.disclosure.issuer and d.fiscal_year < one.year
            for i in self.items[d.id] if i.fact.concept == one.fact.concept and i.fact.basis == d.kind and 0 < i.yuan != one.yuan
        ]  # fmt: skip
        return (one, self.draw.choice(earlier)) if earlier else None

    # ---- kinds

    def plain(self, true: bool) -> str | None:
        item = self.item()
        yuan = item.yuan if true else self.false(item)
        return self.said(item, written(yuan, self.draw.choice(["万元", "万元", "元"]), 2 if yuan % 100 == 0 else 6))

    def rounded(self, true: bool) -> str | None:
        item = self.item(lambda i: i.yuan > 300_000)
        yuan = item.yuan if true else item.yuan * self.draw.choice([Decimal("1.4"), Decimal("0.6"), Decimal(2)])
        return self.said(item, self.draw.choice(["约", "大约", ""]) + written(yuan, digits=self.draw.choice([0, 1])))

    def bounded(self, true: bool) -> str | None:
        item = self.item(lambda i: i.yuan > 100_000)
        step = Decimal(10) ** (len(str(int(item.yuan))) - 2)
        low = item.yuan // step * step
        high = low + step
        if low == item.yuan:
            return None
        ways = [("超过", low), ("逾", low), ("不足", high), ("不到", high)] + [("近", high)] * (
            item.yuan > high * Decimal("0.92")
        )
        lies = [("超过", high * 2), ("逾", high * 2), ("不足", low / 2), ("不到", low / 2), ("近", high * 2)]
        word, yuan = self.draw.choice(ways if true else lies)
        return self.said(item, word + written(yuan))

    def in_characters(self, true: bool) -> str | None:
        item = self.item(lambda i: i.yuan > 0 and i.yuan % 10_000 == 0)
        yuan = int(item.yuan if true else item.yuan + 10_000 * self.draw.choice([1, 2, 3, 10]))
        ways = [
            f"{formal(yuan // 10_000)}万元整",
            f"{formal(yuan)}元整",
            f"{spoken(yuan // 10_000)}万元",
            f"人民币{formal(yuan)}元整",
        ]
        return self.said(item, self.draw.choice(ways))

    def nothing(self, true: bool) -> str | None:
        item = self.item((lambda i: i.yuan == 0) if true else (lambda i: i.yuan > 0 and i.fact.concept in _OFTEN_NIL))
        what = f"{self.who(item)}{item.year}年{item.name}{item.basis}"
        return what + self.draw.choice(["为零。", "是零。", "为0元。"])

    def summed(self, true: bool) -> str | None:
        pair = self.pair(Item.beside)
        if pair is None or any("合计" in i.name or "总计" in i.name for i in pair):
            return None
        one, other = pair
        total = one.yuan + other.yuan
        amount = written(total if true else self.false(one, total))
        names = f"{one.name}{self.draw.choice('、和与')}{other.name}"
        return self.draw.choice(
            [f"{self.who(one)}{one.year}年{names}合计{amount}。", f"{one.year}年{self.who(one)}{names}两项共{amount}。"]
        )

    def summed_over_bodies(self, true: bool) -> str | None:
        one = self.item()
        others = [
            i for d in self.disclosures if d.issuer.split("（")[0] != one.disclosure.issuer.split("（")[0]
            for i in self.items[d.id] if (i.fact.concept, i.year, i.fact.basis) == (one.fact.concept, one.year, one.fact.basis)
        ]  # fmt: skip
        if not others:
            return None
        other = self.draw.choice(others)
        total = one.yuan + other.yuan
        amount = written(total if true else self.false(one, total))
        return f"{one.disclosure.issuer}和{other.disclosure.issuer}{one.year}年{one.name}{one.basis}合计{amount}。"

    def grown(self, true: bool) -> str | None:
        if (pair := self.years()) is None:
            return None
        late, early = pair
        rate = (late.yuan - early.yuan) / early.yuan * 100
        rises = rate > 0 if true else rate < 0
        cent = format(abs(rate).quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
        verb = "增长" if rises else "下降"
        return self.draw.choice([
            f"{self.who(late)}{late.year}年{late.name}{late.basis}{written(late.yuan)}，比{early.year}年的{written(early.yuan)}{verb}{cent}%。",
            f"{self.who(late)}{late.year}年{late.name}{late.basis}比{early.year}年{early.basis}{verb}{cent}%。",
            f"{self.who(late)}{late.name}{early.year}年{early.basis}{written(early.yuan)}，{late.year}年{late.basis}{written(late.yuan)}，{verb}{cent}%。",
        ])  # fmt: skip

    def changed(self, true: bool) -> str | None:
        if (pair := self.years()) is None:
            return None
        late, early = pair
        rises = late.yuan > early.yuan if true else late.yuan < early.yuan
        verb = "增加" if rises else "减少"
        return f"{self.who(late)}{late.year}年{late.name}{late.basis}比{early.year}年{early.basis}{verb}{written(abs(late.yuan - early.yuan))}。"

    def more_than(self, true: bool) -> str | None:
        if (pair := self.pair(Item.beside)) is None:
            return None
        one, other = pair
        more = one.yuan > other.yuan if true else one.yuan < other.yuan
        return f"{self.who(one)}{one.year}年{one.basis}中，{one.name}比{other.name}{'多' if more else '少'}{written(abs(one.yuan - other.yuan))}。"

    def times(self, true: bool) -> str | None:
        if (pair := self.pair(Item.beside)) is None:
            return None
        low, high = sorted(pair, key=lambda i: i.yuan)
        times = high.yuan / low.yuan
        if not Decimal("1.2") < times < 500:
            return None
        stated = (times if true else times * 2 + 1).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{self.who(high)}{high.year}年{high.basis}中，{high.name}{self.draw.choice(['是', '相当于'])}{low.name}的{stated}倍。"

    def share(self, true: bool) -> str | None:
        part = self.item(lambda i: i.yuan > 0 and "收" not in i.name and "结" not in i.name and "总计" not in i.name)
        wholes = [
            i
            for i in self.items[part.disclosure.id]
            if i.fact.concept in _SIDES and i.fact.basis == part.fact.basis and i.yuan > part.yuan
        ]
        if not wholes:
            return None
        whole = self.draw.choice(wholes)
        share = part.yuan / whole.yuan * 100
        stated = share if true else share * 2 + 5
        if not Decimal("0.1") < stated < 100:
            return None
        said = self.draw.choice(
            [f"{stated.quantize(Decimal('0.01'), ROUND_HALF_UP)}%", fraction(stated, self.draw) if true else ""]
        )
        who = f"{self.who(part)}{part.year}年{part.basis}中，"
        return f"{who}{part.name}占{whole.name}的{said}。" if said else None

    def per_head(self, true: bool) -> str | None:
        item = self.item(lambda i: i.fact.concept in _PER_HEAD and i.yuan > 0)
        counts = {f.quantity.value for f in self.store.facts(item.disclosure.id) if f.concept == "serving_staff"}
        if len(counts) != 1 or not (count := counts.pop()):
            return None
        mean = item.yuan / count * (1 if true else self.draw.choice([Decimal("1.4"), Decimal("0.6")]))
        return f"{self.who(item)}{item.year}年在职人员人均{item.name}{written(mean)}。"

    def wholly(self, true: bool) -> str | None:
        whole = self.item(lambda i: i.fact.concept == "three_public" and i.yuan > 0)
        parts = [
            i for i in self.items[whole.disclosure.id]
            if i.fact.concept in {"official_reception", "official_cars", "overseas_travel"} and i.fact.basis == whole.fact.basis
            and (i.yuan == whole.yuan) == true
        ]  # fmt: skip
        who = f"{self.who(whole)}{whole.year}年“三公”经费{whole.basis}"
        return f"{who}{written(whole.yuan)}，全部用于{self.draw.choice(parts).name}。" if parts else None

    def each_year(self, true: bool) -> str | None:
        if (pair := self.years()) is None:
            return None
        late, early = pair
        second = written(early.yuan if true else self.false(early))
        return f"{self.who(late)}{late.year}年{late.name}{late.basis}{written(late.yuan)}，而{early.year}年{early.basis}是{second}。"

    def respectively(self, true: bool) -> str | None:
        if (pair := self.pair(Item.beside)) is None:
            return None
        one, other = pair
        second = written(other.yuan if true else self.false(other))
        return (
            f"{self.who(one)}{one.year}年{one.basis}里，{one.name}和{other.name}分别为{written(one.yuan)}和{second}。"
        )

    # ---- what no disclosure speaks of

    def of_nobody(self) -> str:
        item = self.item()
        return f"{self.draw.choice(_STRANGERS)}{item.year}年{item.name}为{written(item.yuan)}。"

    def of_no_year(self) -> str:
        item = self.item()
        return f"{self.who(item)}{item.year + self.draw.choice([-6, 5, 7])}年{item.name}为{written(self.false(item))}。"

    def of_nothing(self) -> str:
        item = self.item()
        return f"{self.who(item)}{item.year}年{self.draw.choice(_NOT_DISCLOSED)}为{written(self.false(item))}。"
