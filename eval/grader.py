"""阅卷模型, optional: a language model grades answers in words; how far it agrees with the rules is reported beside it.

Off unless a model is named. The rules stay the measure: a model's grade never decides whether the gate opens. The one
door of the evaluation to LangChain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from eval.gold import WORD_KINDS, Question
from eval.records import Record
from eval.statistics import kappa

PROMPT = """你在批改一份问答测验。只看“作答”是否说出了“标准答案”的全部要点，且没有说错；措辞不同不算错。
只回一个词：对 或 错。

问题：{question}
标准答案：{gold}
原文依据：{evidence}
作答：{answer}
"""
_RIGHT = re.compile(r"^\W*(?:对|正确|right|correct|yes)", re.IGNORECASE)
_WRONG = re.compile(r"^\W*(?:错|不对|不正确|wrong|incorrect|no)", re.IGNORECASE)

Grade = Callable[[str], str]
"""A prompt to what the model says."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """一致程度 of model and rules over ``n`` graded answers: share of equal verdicts, Cohen's kappa, who was stricter."""

    n: int
    agreed: float
    kappa: float
    only_rules: int
    only_model: int
    unclear: int


def grader(model: str, url: str = "") -> Grade:
    """A model of LangChain's ``init_chat_model`` by name (``openai:gpt-…``), at its own address where one is given."""
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - for those who configured one

    more: dict[str, Any] = {"base_url": url} if url else {}
    chat = init_chat_model(model, temperature=0, **more)
    return lambda prompt: str(chat.invoke(prompt).text)


def graded(records: Iterable[Record], gold: Mapping[str, Any], grade: Grade) -> list[Record]:
    """The records, those answered in words with the model's grade in ``detail``: 1, 0, or none where it was unclear."""
    return [_graded(record, gold.get(record.key), grade) for record in records]


def _graded(record: Record, item: object, grade: Grade) -> Record:
    answered = bool(record.answer.get("answer")) and record.kind in WORD_KINDS
    if not isinstance(item, Question) or not answered or "asked_model" in record.detail:
        return record
    evidence = "；".join(e.quote for e in item.evidence)
    wanted = item.answer or "；".join(group[0] for group in item.must_include)
    said = grade(PROMPT.format(question=item.question, gold=wanted, evidence=evidence, answer=record.answer["answer"]))
    detail = record.detail | {"asked_model": 1.0}
    if _WRONG.search(said):
        return replace(record, detail=detail | {"model": 0.0})
    return replace(record, detail=detail | ({"model": 1.0} if _RIGHT.search(said) else {}))


def agreement(records: Iterable[Record]) -> Agreement | None:
    """How model and rules agree; None where nothing was graded."""
    asked = [r for r in records if "asked_model" in r.detail]
    pairs = [(r.right, r.detail["model"] == 1.0) for r in asked if "model" in r.detail]
    if not pairs:
        return None
    return Agreement(
        n=len(pairs),
        agreed=sum(rule == model for rule, model in pairs) / len(pairs),
        kappa=kappa(pairs),
        only_rules=sum(rule and not model for rule, model in pairs),
        only_model=sum(model and not rule for rule, model in pairs),
        unclear=len(asked) - len(pairs),
    )
