"""What is installed is what was looked at: versions and hashes agree, and no licence binds those who use this."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BINDING = re.compile(r"(?<!L)GPL|AGPL|SSPL|Commons Clause|BUSL|Proprietary|NonCommercial", re.IGNORECASE)


def named(line: str) -> str:
    return re.sub(r"[-_.]+", "-", line).lower()


def pinned(lines: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        if match := re.match(r"([A-Za-z0-9][\w.\-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", line):
            found.setdefault(named(match[1]), set()).add(match[2])
    return found


LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def test_the_lock_names_the_versions_that_the_tests_run_with() -> None:
    constraints = pinned((ROOT / "constraints.txt").read_text("utf-8").splitlines())
    locked = pinned(LOCK.splitlines())
    assert {name: found for name, found in locked.items() if name in constraints and found != constraints[name]} == {}


def test_every_dependency_is_locked_with_its_hashes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {named(re.match(r"[\w.\-]+", one)[0]) for one in project["dependencies"]}
    assert wanted - pinned(LOCK.splitlines()).keys() == set(), "run make lock"
    parts = re.split(r"\n(?=[A-Za-z0-9])", LOCK.strip())
    assert [part.split("\n")[0] for part in parts if "--hash=sha256:" not in part] == []


def test_no_licence_of_a_part_binds_those_who_use_this() -> None:
    with (ROOT / "docs" / "licences.csv").open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert len(rows) > 100
    assert [row["Name"] for row in rows if BINDING.search(row["License"][:200])] == []
