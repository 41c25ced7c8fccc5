"""仿真文件: disclosures of invented bodies in the style of the shipped records, as many as wanted, for measuring speed.

Every table adds up, the narrative says what the tables print, and the glossary is the same word for word everywhere,
as in the genre. The same number and seed give the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path

from eval.synthetic_forms import project_forms, table, years_work

DISTRICTS = (
    "云溪", "清泉", "南浦", "北川", "东岭", "西津", "松原", "柳河", "金沙", "石桥",
    "龙湾", "凤台", "望江", "平湖", "白露", "青禾", "长亭", "新渡", "双塔", "四明",
)  # fmt: skip
BODIES = ("检测中心", "统计局", "档案馆", "图书馆", "水务局", "园林局", "气象局", "民政局", "司法局", "审计局")
YEARS = (2019, 2020, 2021, 2022, 2023)
CENT = Decimal("0.01")

FUNCTIONS = (
    ("201", "一般公共服务支出", (("2010301", "行政运行"), ("2010302", "一般行政管理事务"), ("2010350", "事业运行"))),
    ("208", "社会保障和就业支出", (("2080502", "事业单位离退休"), ("2080505", "机关事业单位基本养老保险缴费支出"))),
    ("210", "卫生健康支出", (("2101102", "事业单位医疗"), ("2101103", "公务员医疗补助"))),
    ("221", "住房保障支出", (("2210201", "住房公积金"), ("2210202", "提租补贴"), ("2210203", "购房补贴"))),
)
STAFF = (("30101", "基本工资"), ("30102", "津贴补贴"), ("30107", "绩效工资"), ("30110", "职工基本医疗保险缴费"),
         ("30113", "住房公积金"))  # fmt: skip
OFFICE = (("30201", "办公费"), ("30202", "印刷费"), ("30205", "水费"), ("30206", "电费"), ("30207", "邮电费"),
          ("30211", "差旅费"), ("30216", "培训费"), ("30228", "工会经费"))  # fmt: skip
PROJECTS = ("信息化运行维护经费", "安全生产工作经费", "宣传培训经费", "设备购置经费", "档案整理经费", "法律顾问经费",
            "课题研究经费", "便民服务经费")  # fmt: skip
REASONS = (
    "人员增加，基本支出随之增加",
    "厉行节约，压减一般性支出",
    "项目安排增加",
    "部分项目已完成，不再安排",
    "机构职能调整",
)
DUTIES = ("拟订本区相关工作规划并组织实施", "负责设备设施的日常管理和维护", "承担数据的采集、整理和发布", "指导街道开展相关业务",
          "受理群众咨询和投诉", "组织业务培训和宣传", "完成上级交办的其他工作")  # fmt: skip
GLOSSARY = (
    ("财政拨款收入", "本级财政当年拨付的资金，包括一般公共预算和政府性基金预算两部分。"),
    ("基本支出", "保障机构正常运转、完成日常工作任务所需的人员支出和公用支出。"),
    ("项目支出", "在基本支出以外，为完成特定任务和事业发展目标安排的支出。"),
    ("“三公”经费", "出国（境）、公务用车与公务接待三类开支，由财政拨款支付。"),
    ("机关运行经费", "为保障运行用于购买货物和服务的资金，包括办公费、印刷费、邮电费、差旅费、水电费和日常维修费等。"),
    ("上年结转", "以前年度没有完成、转到本年按原用途继续使用的资金。"),
    ("事业收入", "事业单位开展专业业务活动及其辅助活动取得的收入。"),
    ("其他收入", "上述各项以外取得的收入，如利息收入、租金收入。"),
)


@dataclass(frozen=True, slots=True)
class Synthetic:
    """一份仿真文件: its file name, its text, and questions with the value that answers each (万元)."""

    name: str
    text: str
    issuer: str
    year: int
    asked: tuple[tuple[str, str], ...]


class _Budget:
    """The figures of one invented body in one year."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.staff = {row: self._amount(5, 400) for row in STAFF}
        self.office = {row: self._amount(1, 40) for row in OFFICE}
        self.projects = {name: self._amount(3, 200) for name in dice.sample(PROJECTS, 4)}
        self.base = _sum(self.staff.values()) + _sum(self.office.values())
        self.total = self.base + _sum(self.projects.values())
        self.functions = self._split()
        self.reception, self.cars = self._amount(0, 3), self._amount(0, 9)
        self.change = self._amount(1, 90)

    def _amount(self, low: int, high: int) -> Decimal:
        return Decimal(self.dice.randint(low * 100, high * 100)) * CENT

    def _split(self) -> dict[tuple[str, str], Decimal]:
        """The whole basic expenditure over the items of the functional classes; projects fall to the second."""
        items = [item for _, _, items in FUNCTIONS for item in items]
        shares = [self.dice.randint(2, 20) for _ in items]
        parts = [(self.base * share / sum(shares)).quantize(CENT) for share in shares]
        parts[0] += self.base - _sum(parts)
        return dict(zip(items, parts, strict=True))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal())


def disclosures(count: int, seed: int = 0) -> Iterator[Synthetic]:
    """``count`` disclosures, at most one for each body and year. Raises ValueError where there are not so many."""
    every = list(product(YEARS, BODIES, DISTRICTS))
    if count > len(every):
        raise ValueError(f"there are only {len(every)} invented bodies and years")
    for year, body, district in every[:count]:
        yield _disclosure(f"{district}区{body}", f"{district}区", year, random.Random(f"{seed} {district}{body}{year}"))  # noqa: S311 - not for secrets


def write(count: int, folder: Path, seed: int = 0) -> list[Synthetic]:
    """Write them as files into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(disclosures(count, seed))
    for one in found:
        (folder / one.name).write_text(one.text, "utf-8")
    return found


def _disclosure(issuer: str, district: str, year: int, dice: random.Random) -> Synthetic:
    budget = _Budget(dice)
    parts = [
        _front(issuer, district, year),
        _about(issuer, budget),
        *_tables(issuer, year, budget),
        *_narrative(year, budget),
        "# 第四部分 名词解释",
        *(f"（{n}）{word}：{meaning}" for n, (word, meaning) in zip("一二三四五六七八", GLOSSARY, strict=True)),
        *years_work(year, dice),
    ]
    return Synthetic(f"{issuer}-{year}.md", "\n\n".join(parts) + "\n", issuer, year, _asked(issuer, year, budget))


def _asked(issuer: str, year: int, budget: _Budget) -> tuple[tuple[str, str], ...]:
    named = [("支出预算", budget.total), ("基本支出", budget.base)]
    named += [(name, amount) for (_, name), amount in budget.office.items()] + list(budget.projects.items())
    return tuple((f"{issuer}{year}年{name}是多少？", str(amount)) for name, amount in named)


def _front(issuer: str, district: str, year: int) -> str:
    keys = {
        "issuer": issuer, "aliases": issuer.replace("区", ""), "region": district, "year": year, "kind": "budget",
        "scope": "unit", "title": f"{issuer}{year}年部门预算", "date": "", "narrative": "restated",
    }  # fmt: skip
    return "\n".join(["---", *(f"{key}: {value}" for key, value in keys.items()), "---"])


def _about(issuer: str, budget: _Budget) -> str:
    duties = budget.dice.sample(DUTIES, 5)
    people = budget.dice.randint(12, 60)
    listed = "\n\n".join(f"（{n}）{duty}。" for n, duty in zip("一二三四五", duties, strict=True))
    return (
        f"# 第一部分 {issuer}概况\n\n## 一、主要职能\n\n{listed}\n\n## 二、人员构成\n\n"
        f"编制人数{people}人，在职实有人数{people - budget.dice.randint(0, 6)}人，退休人员{budget.dice.randint(0, 40)}人。"
    )


def _tables(issuer: str, year: int, budget: _Budget) -> Iterator[str]:
    yield f"# 第二部分 {issuer}{year}年部门预算表"
    projects = _sum(budget.projects.values())
    classes: list[tuple[object, ...]] = [("", "合计", budget.total, budget.base, projects)]
    for code, name, items in FUNCTIONS:
        within = sum((budget.functions[item] for item in items), Decimal())
        extra = projects if code == "201" else Decimal()
        classes.append((code, name, within + extra, within, extra or None))
        for item in items:
            more = projects if item[0] == "2010302" else Decimal()
            classes.append((*item, budget.functions[item] + more, budget.functions[item], more or None))
    whole = [("一、一般公共预算财政拨款收入", budget.total, name, row[2])
             for (_, name, _), row in zip(FUNCTIONS, [r for r in classes if len(str(r[0])) == 3], strict=True)]  # fmt: skip
    income: list[tuple[object, ...]] = [whole[0], *(("", None, *row[2:]) for row in whole[1:])]
    income += [
        ("本年收入合计", budget.total, "本年支出合计", budget.total),
        ("收入总计", budget.total, "支出总计", budget.total),
    ]
    yield table(f"表1 {year}年收支预算总表", ("收入/项目", "收入/预算数", "支出/项目", "支出/预算数"), income)
    received: list[tuple[object, ...]] = [(*row[:3], row[2]) for row in classes]
    yield table(f"表2 {year}年收入预算总表", ("科目编码", "科目名称", "合计", "一般公共预算财政拨款收入"), received)
    for title in (f"表3 {year}年支出预算总表", f"表4 {year}年一般公共预算支出表"):
        yield table(title, ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), classes)
    staff, office = _sum(budget.staff.values()), _sum(budget.office.values())
    basic: list[tuple[object, ...]] = [
        ("", "合计", budget.base, staff, office),
        ("301", "工资福利支出", staff, staff, None),
    ]
    basic += [(*row, amount, amount, None) for row, amount in budget.staff.items()]
    basic += [("302", "商品和服务支出", office, None, office)]
    basic += [(*row, amount, None, amount) for row, amount in budget.office.items()]
    head = ("科目编码", "科目名称", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费")
    yield table(f"表5 {year}年一般公共预算基本支出表", head, basic)
    three = ("“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费/小计", "公务用车购置及运行费/公务用车购置费",
             "公务用车购置及运行费/公务用车运行费", "公务接待费")  # fmt: skip
    cars = budget.cars
    yield table(
        f"表6 {year}年“三公”经费支出表",
        three,
        [(cars + budget.reception, "0.00", cars, "0.00", cars, budget.reception)],
    )
    listed: list[tuple[object, ...]] = [("合计", projects), *budget.projects.items()]
    yield table(f"表7 {year}年项目支出表", ("项目名称", "合计"), listed)
    yield from project_forms(budget.projects, year, budget.dice)


def _narrative(year: int, budget: _Budget) -> Iterator[str]:
    projects = _sum(budget.projects.values())
    share = (100 * budget.base / budget.total).quantize(CENT)
    before = budget.total - budget.change
    growth = (100 * budget.change / before).quantize(CENT)
    staff, office = _sum(budget.staff.values()), _sum(budget.office.values())
    dice = budget.dice
    yield f"# 第三部分 {year}年部门预算情况说明"
    yield "## 一、收支预算总体安排情况"
    yield (
        f"{year}年收支总预算{budget.total}万元，比{year - 1}年预算增加{budget.change}万元，增长{growth}%，"
        f"主要原因是{dice.choice(REASONS)}。"
    )
    yield f"{year}年预算支出{budget.total}万元，其中：基本支出{budget.base}万元，占{share}%；项目支出{projects}万元，占{100 - share}%。"
    yield "## 二、一般公共预算基本支出安排情况"
    yield f"{year}年一般公共预算基本支出{budget.base}万元。其中：人员经费{staff}万元，公用经费{office}万元。"
    yield "## 三、项目支出安排情况"
    for n, (name, amount) in enumerate(budget.projects.items(), 1):
        yield f"{n}. {name}{amount}万元，主要用于{dice.choice(DUTIES)}，{dice.choice(DUTIES)}。"
    yield "## 四、“三公”经费预算情况"
    yield (
        f"{year}年安排“三公”经费预算{budget.cars + budget.reception}万元，与上年预算持平。其中：因公出国（境）费0万元；"
        f"公务用车运行维护费{budget.cars}万元；公务接待费{budget.reception}万元。"
    )
    yield "## 五、政府性基金预算支出情况\n\n本单位没有政府性基金预算安排的支出。"
