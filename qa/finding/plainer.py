"""直白: the same question without the words that ask in it and that no label of the disclosures carries.

People wrap what they ask about in verbs, adverbs and classifiers of their own (一年下来要摊到, 派出去, 折成). Where a
question finds nothing, its unknown words are looked at again: a noun that the disclosures do not print stays, for it
may be the very thing that they do not disclose; other kinds of words are taken out, and a noun that shortens a
printed name (台式机, 台式计算机) is written out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.language.lexicon import cues_at
from qa.library import Shelf, grams
from qa.retrieval.words import Words
from qa.understanding.question import Question

_NAMING = re.compile(r"^(?:n|vn|an|j|l|i|nz|eng|x|s|g|un)")
"""Tags of words that name things; all others (verbs, adverbs, classifiers, pronouns …) ask, link or colour."""
_BY = re.compile(r"(?:按照?|依照?|根据|依据|照)[^,，。；;？?\d]{2,16}(?:口径|来看|来算|说法)[,，]")
"""By which reckoning a figure is asked for: where nothing is found, the figure by any."""
_COUNTS_ON = re.compile(r"[了过]?(?:几|多少)")
_MEASURED = frozenset("量率额值数")
"""Syllables that make the name of something measured out of the verb before them."""
SHORTENED = 3
"""Characters from which a word may be a name shortened."""


def plainer(question: Question, shelves: Sequence[Shelf], words: Words) -> str | None:
    """The question's text with its unknown words taken out or written out; None where nothing changes."""
    known = frozenset[str]().union(*(s.rarity.keys() for s in shelves))
    names = sorted(frozenset[str]().union(*(s.names for s in shelves)), key=len)
    text = question.folded
    for topic in sorted(question.topics, key=lambda t: -t.start):
        if question.counter and _COUNTS_ON.match(text, topic.end):
            continue  # 更新几辆车: what befell what is counted tells it from what there is
        if any(end == topic.end and kind == "condition" for end, kind, _ in cues_at(text, topic.start)):
            continue  # 低于预算的: without its condition the set is another
        if topic.concept is None and topic.end > topic.start:
            end = topic.end + text.startswith("费用", topic.end - 1)
            text = text[: topic.start] + _said(words.tagged(text[topic.start : end]), known, names) + text[end:]
    text = _BY.sub(" ", text, count=1)
    return text if text != question.folded else None


def led(question: Question) -> str | None:
    """The question with what stands before its first colon (推文的任务量：…), where that was taken for a mere lead."""
    lead = re.match(r"\s*([^，,。：:]{2,12})[：:]", question.text)
    if lead is None or len(question.folded) - len(question.folded.lstrip()) < SHORTENED:
        return None
    return f"{lead[1]}，{question.text[lead.end() :]}"


def _said(tagged: Sequence[tuple[str, str]], known: frozenset[str], names: Sequence[str]) -> str:
    parts: list[str] = []
    for (word, tag), after in zip(tagged, [*(w for w, _ in tagged[1:]), ""], strict=True):
        joint = parts[-1][-1:] + word[0] if parts else ""
        if len(word) == 1 and len(joint) == 2 and joint in known:
            parts[-1] += word  # 政企, 通: a name that the dictionary of words takes apart
        elif tag != "m" and len(word) == 1 and after and word + after[0] in known:
            parts.append(f" {word}")
        elif len(word) > 1 and tag.startswith("v") and after in _MEASURED:
            parts.append(f" {word}")  # 阅读量: a verb made into a name, which the document may not disclose
        elif word in _MEASURED and parts and parts[-1].strip():
            parts[-1] += word
        elif grams(word) and grams(word) <= known:
            parts.append(word if joint in known or not parts else f" {word}")
        elif len(word) >= SHORTENED and (name := _written_out(word, names)):
            parts.append(name)
        else:
            names_it = len(word) > 1 if _NAMING.match(tag) else tag == "m" and len(word) >= SHORTENED  # 第三方
            parts.append(word if names_it else " ")
    return "".join(parts)


def _written_out(word: str, names: Sequence[str]) -> str | None:
    """The shortest printed name that the word shortens: the same first and last character, the others in order."""
    shape = re.compile(re.escape(word[0]) + "".join(f".*?{re.escape(c)}" for c in word[1:]) + "$")
    return next((n for n in names if len(n) <= 3 * len(word) and shape.match(n)), None)
