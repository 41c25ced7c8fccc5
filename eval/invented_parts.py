"""拟造文件的余部: project forms, the year's change, glossary and work of a made-up disclosure: the long tail of a real one.

The glossary is the same word for word everywhere, as in the genre.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from eval.invented import Accounts

AIMS = ("保障设备正常运转", "提高服务质量", "按时完成年度任务", "提升群众满意度", "规范业务流程", "健全管理制度")
ACTIONS = ("走访企业", "组织培训", "开展检查", "办理事项", "发布信息", "接待咨询", "采集数据", "举办活动")
COUNTERS = ("家", "次", "次", "件", "条", "人次", "条", "场")
REASONS = (
    "人员增加，基本支出随之增加",
    "厉行节约，压减一般性支出",
    "项目安排增加",
    "部分项目已完成，不再安排",
    "机构职能调整",
)
GLOSSARY = (
    ("财政拨款收入", "本级财政当年拨付的资金，包括一般公共预算和政府性基金预算两部分。"),
    ("基本支出", "保障机构正常运转、完成日常工作任务所需的人员支出和公用支出。"),
    ("项目支出", "在基本支出以外，为完成特定任务和事业发展目标安排的支出。"),
    ("“三公”经费", "出国（境）、公务用车与公务接待三类开支，由财政拨款支付。"),
    ("机关运行经费", "为保障运行用于购买货物和服务的资金，包括办公费、印刷费、邮电费、差旅费、水电费和日常维修费等。"),
    ("上年结转", "以前年度没有完成、转到本年按原用途继续使用的资金。"),
    ("事业收入", "事业单位做本行业务和辅助业务得到的收入。"),
    ("其他收入", "上述各项以外取得的收入，如利息收入、租金收入。"),
)
PIECES = ("设备维护", "材料印制", "委托服务", "人员劳务", "场地租赁")


def table(title: str, head: tuple[str, ...], rows: list[tuple[object, ...]], *, subject: str = "") -> str:
    """A table as the shipped records write it, in 万元; ``subject`` is the project that it is about."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join('' if c is None else str(c) for c in row)} |" for row in rows]
    about = f"项目：{subject}\n\n" if subject else ""
    return f"**{title}**\n\n{about}单位：万元\n\n" + "\n".join(lines)


def change(accounts: Accounts, dice: random.Random) -> Iterator[str]:
    """增减: by how much the whole grew, and why."""
    year, whole = accounts.year, accounts.total()
    grown = (whole * dice.randint(1, 20) / 100).quantize(Decimal("0.01"))
    share = (100 * grown / (whole - grown)).quantize(Decimal("0.01"))
    yield "## 六、收支增减情况"
    yield (
        f"{year}年收支总预算{whole}万元，比{year - 1}年预算增加{grown}万元，增长{share}%，"
        f"主要原因是{dice.choice(REASONS)}。"
    )


def glossary() -> Iterator[str]:
    """名词解释."""
    yield "# 第五部分 名词解释"
    yield from (f"（{n}）{word}：{meaning}" for n, (word, meaning) in zip("一二三四五六七八", GLOSSARY, strict=True))


def project_forms(projects: dict[str, Decimal], year: int, dice: random.Random) -> Iterator[str]:
    """One 绩效目标申报表 for each project: what it is, what it is spent on, what it should achieve."""
    yield "# 第四部分 项目支出绩效目标"
    for name, amount in projects.items():
        rows: list[tuple[object, ...]] = [
            ("项目名称", name),
            ("项目申请理由", f"为{dice.choice(AIMS)}，{dice.choice(AIMS)}。"),
            ("项目总预算", amount),
            ("项目当年预算", amount),
        ]
        yield table(f"{year}年项目支出绩效目标申报表", ("填报项目", "填报内容"), rows, subject=name)
        yield _grid(("项目支出明细", "金额"), _pieces(amount, dice))
        yield _grid(("一级指标", "二级指标", "三级指标", "指标值"), list(_indicators(dice)))


def _grid(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def _pieces(amount: Decimal, dice: random.Random) -> list[tuple[object, ...]]:
    shares = [dice.randint(1, 9) for _ in PIECES]
    parts = [(amount * share / sum(shares)).quantize(Decimal("0.01")) for share in shares]
    parts[0] += amount - sum(parts, Decimal())
    return [("合计", amount), *zip(PIECES, parts, strict=True)]


def _indicators(dice: random.Random) -> Iterator[tuple[object, ...]]:
    for action, counter in dice.sample(list(zip(ACTIONS, COUNTERS, strict=True)), 3):
        yield "产出指标", "数量指标", f"{action}数量", f"≥{dice.randint(3, 300)}{counter}"
    yield "产出指标", "质量指标", "任务完成率", "100%"
    yield "产出指标", "时效指标", "完成及时率", f"≥{dice.randint(90, 99)}%"
    yield "效益指标", "社会效益指标", dice.choice(AIMS), "有效"
    yield "满意度指标", "服务对象满意度指标", "服务对象满意度", f"≥{dice.randint(85, 98)}%"


def years_work(year: int, dice: random.Random) -> Iterator[str]:
    """年度重点工作: paragraphs with counts of their own."""
    yield f"# 第六部分 {year}年重点工作"
    for n in "一二三四五六七八":
        first, second = dice.sample(range(len(ACTIONS)), 2)
        yield f"## {n}、{dice.choice(AIMS)}"
        yield (
            f"全年{ACTIONS[first]}{dice.randint(10, 900)}{COUNTERS[first]}，"
            f"{ACTIONS[second]}{dice.randint(10, 900)}{COUNTERS[second]}。"
            f"围绕{dice.choice(AIMS)}的要求，完善制度和流程，明确责任分工，定期调度进展，年底对照目标逐项核查；"
            f"同时会同街道和相关部门，推动{dice.choice(AIMS)}，收到的意见建议{dice.randint(5, 99)}条均已答复。"
        )
