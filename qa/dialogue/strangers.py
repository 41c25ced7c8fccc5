"""生人: a place or body named in a follow-up of which nothing is held: refused as in a first question, never answered for another."""

from __future__ import annotations

import re
from dataclasses import replace

from corpus import terms
from qa.answer import Answer
from qa.dialogue.memory import Memory
from qa.library import Library
from qa.understanding.question import Question

_LEAD = r"^(?:那么?|换成?|换作|再看看?|还有|和|跟|比)?"
_TAIL = r"(?:的|那边|那里|那儿|方面)?(?:呢|怎么样|如何|是多少|有多少|多少|吗)?[？?。！!\s]*$"
_PLACE = re.compile(
    rf"{_LEAD}(?P<name>(?![全本各我该这那哪每几两某贵同其])[一-鿿]{{1,6}}(?<![地社园校辖小片灾景库城])(?:区|县|市|省|镇|乡|街道)){_TAIL}"
)
_LIKEWISE = re.compile(rf"{_LEAD}(?P<name>[一-鿿]{{2,6}}?)的?呢[？?。！!\s]*$")


def marked(question: Question, library: Library) -> Question:
    """The question with a place that no body is of noted as unknown; as it is where none is named."""
    if question.who.mentions or question.who.unknown or question.language != "zh":
        return question
    found = _PLACE.search(question.folded)
    if found is None or any(found["name"] in r for b in library.bodies for r in (*b.regions, *b.disclosures[0].region)):
        return question
    return replace(question, who=replace(question.who, unknown=(found["name"],)))


def named_in_short(text: str, memory: Memory, library: Library) -> str:
    """某某呢 with the one body's full name where it is a part of that name; of several, of the one of the same region as the last."""
    found = _LIKEWISE.search(text)
    if found is None or terms.find_terms(found["name"]):
        return text
    alike = [b for b in library.bodies if found["name"] in b.issuer]
    last = next((b for b in library.bodies if b.issuer in memory.bodies), None)
    if len(alike) > 1 and last is not None:
        alike = [b for b in alike if b.regions[:1] == last.regions[:1] and b.issuer != last.issuer] or alike
    return text.replace(found["name"], alike[0].issuer, 1) if len(alike) == 1 else text


def member_named(text: str, memory: Memory) -> str:
    """公众号那个 with the name of the one member of the set told last that holds the words; as it is where none or several do."""
    found = _NICKNAMED.match(text)
    names = dict.fromkeys(str(m["label"]).split("·")[0] for m in memory.members)
    alike = [n for n in names if found is not None and found["name"] in n and n != found["name"]]
    if found is None or len(alike) != 1:
        return text
    return f"{alike[0]}{text[found.end() :]}"


_NICKNAMED = re.compile(
    r"^(?:那么?|还有)?(?P<name>[一-鿿]{2,6}?)的?(?:那|这)(?:个|项|笔|块)(?:项目|经费)?的?(?=[一-鿿，,？?])"
)


def named_before(text: str, memory: Memory, library: Library) -> str:
    """比某地2024年的 with the full name of the one body of that place that was spoken of in this conversation (比某江的多多少)."""
    found = _AGAINST.search(text)
    spoken = {LEVEL.sub("", r["issuer"]) for r in memory.recent if "issuer" in r}
    alike = [
        b for b in library.bodies if found is not None and b.issuer in spoken and b.issuer.startswith(found["name"])
    ]
    if found is None or len(alike) != 1 or alike[0].issuer in memory.bodies:
        return text
    return f"{text[: found.start('name')]}{alike[0].issuer}{text[found.end('name') :]}"


LEVEL = re.compile(r"[（(](?:汇总|本级)[）)]$")
_AGAINST = re.compile(
    r"(?:^|[，, ])(?:那么?|这)?(?:比|跟|和|与)(?P<name>[一-鿿]{2,4}?)(?:省|市|区|县)?(?=(?:20\d\d|\d\d)年|的|比|多|少|高|低|差)"
)


def told(question: Question, answer: Answer) -> Answer:
    """A refusal of 某某呢 that says what it may have meant: neither a body that is held, nor a thing that the documents print."""
    found = _LIKEWISE.search(question.folded)
    if answer.status != "not_found" or found is None or answer.reason != "not_disclosed" or question.concepts:
        return answer
    name = found["name"]
    answer.answer = f"没有找到“{name}”：已收录的单位里没有它，{answer.answer.split('的公开文件')[0]}的文件里也没有这一项，无法回答。"
    return answer
