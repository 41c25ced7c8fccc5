"""数量之问: which count a measure word asks for, where the thing is named like its money (几辆公车 is no 公务用车费)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.understanding.topics import Topic

_CARS = frozenset({"official_cars", "cars_owned", "cars_bought", "vehicles", "car_purchase"})
_BOUGHT = re.compile(r"买|购|采购|新增|添置|更新|更换|换")
"""A car bought is counted apart from those there are."""
STANDS_IN = {"cars_owned": "vehicles", "vehicles": "cars_owned"}
"""What is told, under its own name, where the asked count is printed nowhere."""


def meant(text: str, topics: Sequence[Topic], counter: str | None) -> tuple[Topic, ...]:
    """The topics of a clause with those that name cars as the count that is asked for (多少辆, 几台车)."""
    if counter not in {"辆", "台"} or any(t.concept == "cars_bought" for t in topics):
        return tuple(topics)
    concept = "cars_bought" if _BOUGHT.search(text) else None
    named = [t for t in topics if t.concept in _CARS]
    counts = [t for t in named if t.concept in STANDS_IN] or named[-1:]  # 公车的保有量 is one thing
    return tuple(_as_count(t, concept) if t in counts else t for t in topics if t in counts or t not in named)


_PRICED = re.compile(
    r"(?:单价|单位价值)(?:在|为)?\s*(?P<many>\d+|[一二两五]?[十百]+)\s*万元?(?:\(含\))?以(?P<side>[上下])(?:\(含\))?的?(?P<kind>通用|专用|大型)?设备"
)
_NUMBERS = {"十": 10, "二十": 20, "五十": 50, "百": 100, "一百": 100, "两百": 200, "二百": 200, "五百": 500}


def priced(text: str) -> Topic | None:
    """单价百万以上的设备: equipment named by its price, as documents print it; the amount is part of the name."""
    match = _PRICED.search(text)
    many = match and (match["many"] if match["many"].isdigit() else _NUMBERS.get(match["many"]))
    if not match or not many:
        return None
    name = f"单价{many}万元(含)以{match['side']}{match['kind'] or ''}设备"
    return Topic(name, match.start(), match.end())


def _as_count(topic: Topic, concept: str | None) -> Topic:
    owned = topic.concept if topic.concept in STANDS_IN else "cars_owned"
    return replace(topic, concept=concept or owned)


def stand_ins(topics: Sequence[Topic]) -> tuple[Topic, ...] | None:
    """The topics with each count replaced by the one that stands in for it; None where nothing stands in."""
    changed = tuple(replace(t, concept=STANDS_IN.get(t.concept or "", t.concept)) for t in topics)
    return changed if changed != tuple(topics) else None
