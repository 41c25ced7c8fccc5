"""外单位: a body that is called as the held ones are, of a region that none of them is of; it is not held, and none answers for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.language.lexicon import cues_at
from qa.understanding.roll import Roll
from qa.understanding.sounds import syllables

_FOREIGN = re.compile(
    r"(?<![一-鿿])(?![一-鿿]{0,2}[这那哪我咱你您他它贵本该某各几每全所有每个家是被把在从对按给给于里面中下属级类种年月前后上关请问看查说想了着过和与跟及只另其])"
    r"[一-鿿]{2,3}?(?=[区县市]?的?$)"
    r"|(?<![一-鿿])(?![一-鿿]{0,5}[这那哪我咱你您他各某几每全所本该的])[一-鿿]{3,6}(?=[区县市]的?$)"
)
"""Two or three characters that are no word of a question's grammar, or more that end as regions do, before a bare core."""


def foreign(text: str, cores: Sequence[int], roll: Roll, is_known: Callable[[str], bool]) -> list[re.Match[str]]:
    """A region that no body is of, before the place of a core without its region (别处的服务中心): that body is not held."""
    found = [m for at in cores if (m := _FOREIGN.search(text[:at])) is not None]
    found = [m for m in found if not any(end == len(m[0]) for at in range(2) for end, _, _ in cues_at(m[0], at))]
    return [m for m in found[:1] if not is_known(m[0]) and not _sounds_known(m[0], roll)]


def _sounds_known(name: str, roll: Roll) -> bool:
    """Whether a region that is held sounds like the name: then it is only misspelt."""
    return bool(roll.sounding(syllables(name), ()))
