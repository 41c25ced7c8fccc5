"""Texts of 20,000 characters, each one thing said over and over, are checked in little processor time; eleven disclosures."""

from __future__ import annotations

import sys
import time

import pytest

from qa.checking.check import Checker
from qa.library import Library

LENGTH = 20_000
MOST = 2.0
"""Processor seconds."""
SHORT = 5_000
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


def spent(checker: Checker, text: str) -> float:
    began = time.process_time()
    checker.check(text)
    return time.process_time() - began
