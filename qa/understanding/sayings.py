"""说法: a question in the words that disclosures know things by, where people say them in others.

A saying is rewritten before anything is understood: what is computed (相加 → 加起来), what money is spent on
(花在人身上的钱 → 人员经费), and figures that are asked for by no asking word (预算数报一下). The rules are data:
``sayings.toml``, then ``calculating.toml`` for what is worked out.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    found: list[tuple[re.Pattern[str], str]] = []
    for name in ("sayings.toml", "calculating.toml"):
        raw = tomllib.loads(files("qa.understanding").joinpath(name).read_text("utf-8"))
        words = {key: f"(?:{'|'.join(some)})" for key, some in raw.get("words", {}).items()}
        found += [(re.compile(_filled(rule["said"], words)), rule["meant"]) for rule in raw["rule"]]
    return tuple(found)


def _filled(said: str, words: dict[str, str]) -> str:
    """A rule with the words of each name that stands in it."""
    return re.sub(r"\{([a-z_]+)\}", lambda name: words[name[1]], said)


def official(text: str) -> str:
    """官话: the text (simplified, half-width) with each saying in its official words."""
    for said, meant in _rules():
        text = said.sub(meant, text)
    return _NAMED.sub(_asked, text)


_ITEM = r"(?![和与及、])[一-鿿]{1,6}?的[一-鿿]{1,3}?数(?:量|目)?"
_NAMED = re.compile(
    rf"(?P<items>{_ITEM}(?:[、和与及]|以及){_ITEM}(?:(?:[、和与及]|以及){_ITEM})*)(?:分别|各自?|都)(?:是|有|为)?(?:多少|几何?)"
)
"""Things named by their numbers one after the other (检查的企业数、参加的人次数各是多少)."""
_COUNTERS = {"企业": "家企业", "单位": "家单位", "商户": "户商户", "人次": "人次", "人": "人", "批次": "批次"}


def _asked(match: re.Match[str]) -> str:
    """Each thing with the number that is asked for, as one would ask for it alone (检查多少家企业,参加多少人次)."""
    return ",".join(_alone(item) for item in re.findall(_ITEM, match["items"]))


def _alone(item: str) -> str:
    verb, _, noun = re.sub(r"(?:家|户|起|件)?数(?:量|目)?$", "", item).rpartition("的")
    counter = _COUNTERS.get(noun)
    return f"{verb}多少{counter}" if counter else f"{verb}{noun}多少"
