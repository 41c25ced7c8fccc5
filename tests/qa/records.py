"""The head of a record of an invented body, as a shipped record has it; what it says stands below it."""

from __future__ import annotations

KINDS = {"budget": "预算", "final_accounts": "决算"}


def record(said: str, *, year: int = 2023, kind: str = "final_accounts") -> str:
    """A disclosure of 丹溪区测试中心 that says this."""
    return f"""---
issuer: 兰川市丹溪区测试中心
aliases: 丹溪区测试中心, 丹溪测试中心
region: 澜江省, 兰川市, 丹溪区
year: {year}
kind: {kind}
scope: unit
title: {year}年度兰川市丹溪区测试中心部门{KINDS[kind]}
narrative: restated
---
{said}"""
