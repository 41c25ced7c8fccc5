"""Texts of 20,000 characters are checked in little processor time; eleven disclosures.

One thing said over and over, and things that are never the same twice: amounts, things, bodies and years drawn at random.
``MINGZHANG_CHECKS`` is how many of those, ``MINGZHANG_SEED`` what they are drawn from.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Sequence

import pytest

from corpus.terms import TERMS
from qa.checking.check import NOT_REACHED, Checker
from qa.library import Library

LENGTH = 20_000
MOST = 2.0
"""Processor seconds."""
SHORT = 5_000
COUNT = int(os.environ.get("MINGZHANG_CHECKS", "24"))
SEED = os.environ.get("MINGZHANG_SEED", "1")
UNITS = (
    "1万元", "1-2万元", "1万元，", "1%、", "1.23万元。", "办公费1万元、", "项目支出比基本支出多", "基本支出、",
    "类款项", "2022年", "比上年增长1%，", "其中：", "占比", "1万元占2万元的50%。", "江汉区企业服务中心",
    "江汉区企业服务中心2022年办公费6万元。", "区", "（", "“", "一百二十三万", "1,", "1至", "和",
    "增加1万元，下降2%，", "基本支出1万元，项目支出2万元，其中人员经费3万元。",
    "某单位2021年预算1万元，决算2万元；", "\n", "1万元\n", "3个项目共5万元，", "九成用于办公费，",
    "水费、电费共3万元，", "人均1元，", "同比+1.5%／", "①1万元②", "1万元以上2万元以下", "年", "支出", "a1 ", "0",
)  # fmt: skip


@pytest.fixture(scope="module")
def checker(eleven) -> Checker:
    library = Library(eleven)
    library.refresh()
    found = Checker(library)
    found.check("办公费6万元。")
    return found


@pytest.mark.parametrize("unit", UNITS)
def test_a_long_text_is_checked_soon(checker, unit, capsys):
    text = "江汉区企业服务中心2022年预算：" + unit * LENGTH
    short, long = spent(checker, text[:SHORT]), spent(checker, text[:LENGTH])
    if long > MOST:
        long = min(long, spent(checker, text[:LENGTH]))  # what the machine did meanwhile does not count
    with capsys.disabled():
        sys.stdout.write(f"\ncheck {unit[:20]!r}: {short:.2f} s, {long:.2f} s")
    assert long <= MOST


def sayings(bodies: Sequence[str], dice: random.Random) -> list[Callable[[], str]]:
    """Kinds of sentences, each a new one whenever it is asked for."""
    names = [term.name for term in TERMS.values()]

    def n() -> str:
        return str(dice.randint(1, 99_999) / 100)

    def t() -> str:
        return dice.choice(names)

    def who() -> str:
        return dice.choice(bodies)

    def year() -> int:
        return dice.randint(2018, 2026)

    return [
        lambda: f"{t()}{n()}万元、", lambda: f"{n()}万元，", lambda: f"{t()}比{t()}多{n()}万元，", lambda: f"比上年增长{n()}%，",
        lambda: f"{who()}{year()}年{t()}{n()}万元。", lambda: f"{t()}、{t()}和{t()}合计{n()}万元，", lambda: f"占{t()}的{n()}%，",
        lambda: f"其中{t()}{n()}万元，", lambda: f"{t()}为{n()}元。", lambda: f"两家合计{t()}{n()}万元，", lambda: f"人均{t()}{n()}元，",
        lambda: f"{who()}和{who()}{t()}分别为{n()}万元和{n()}万元，", lambda: f"完成预算的{n()}%。", lambda: f"{dice.randint(1, 99)}个{t()}，",
        lambda: f"{t()}从{n()}万元降到{n()}万元，", lambda: f"{who()}{year()}年{t()}比{who()}多{n()}万元，", lambda: f"{t()}约{n()}万元，",
        lambda: f"其中{dice.randint(1, 99)}个项目执行率不足{dice.randint(1, 99)}%，", lambda: f"{year()}年和{year()}年{t()}合计{n()}万元，",
        lambda: f"{t()}占{t()}的比重超过{n()}%；", lambda: f"没有{t()}，", lambda: f"{t()}与上年持平，", lambda: f"{year()}年{t()}{n()}万元，",
        lambda: f"{who()}本级{t()}决算{n()}万元，比预算增加{n()}万元。", lambda: f"{t()}增长{n()}倍，", lambda: f"{t()}得分{n()}分，",
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(COUNT))
def test_a_text_that_says_nothing_twice_is_checked_soon(checker, number, capsys):
    dice = random.Random(f"{SEED} {number}")  # noqa: S311 - a test's choice
    bodies = [body.issuer for body in checker.library.bodies]
    kinds = dice.sample(sayings(bodies, dice), dice.choice((1, 1, 2, 4)))
    text = dice.choice(("", f"{bodies[0]}2022年预算："))
    while len(text) < LENGTH:
        text += dice.choice(kinds)()
    long = spent(checker, text[:LENGTH])
    if long > MOST:
        long = min(long, spent(checker, text[:LENGTH]))
    with capsys.disabled():
        sys.stdout.write(f"\ncheck {number} {text[40:70]!r}: {long:.2f} s")
    assert long <= MOST


def test_what_is_not_reached_is_told(checker):
    dice = random.Random(SEED)  # noqa: S311 - a test's choice
    bodies = [body.issuer for body in checker.library.bodies]
    say = sayings(bodies, dice)[11]
    reasons = [f.reason for f in checker.check("".join(say() for _ in range(400))).findings]
    assert NOT_REACHED.reason in reasons
    assert reasons.index(NOT_REACHED.reason) > 100, "what is read first is checked"


def spent(checker: Checker, text: str) -> float:
    began = time.process_time()
    checker.check(text)
    return time.process_time() - began
