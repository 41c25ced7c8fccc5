"""释义: what a term means where nobody is named: the best entry of any glossary, else our own dictionary's, said to be ours."""

from __future__ import annotations

from collections.abc import Callable

from corpus import terms
from qa.answer import Answer, Citer
from qa.answering import quoting
from qa.finding.scene import Scene
from qa.passages import told
from qa.passages.statements import Page
from qa.understanding.question import Question

GLOSSARIES = 30
"""Glossaries that are looked into where nobody is named: they repeat each other."""


def define(scene: Scene, citer: Citer, page: Callable[[str], Page]) -> Answer | None:
    """名词解释 where nobody is named: the best entry of any glossary, and whose it is; None where none has one."""
    question = scene.question
    if question.who.mentions or question.years or not told.asks_meaning(question):
        return None
    best: told.Told | None = None
    for shelf in scene.shelves[:GLOSSARIES]:
        found = told.define(question, shelf, page(shelf.disclosure.id))
        if found is not None and found.explained > (best.explained if best else told.SURELY_DEFINED):
            best = found
    if best is None:
        return _by_dictionary(question)
    words = f"各家公开文件的名词解释大多相同，这里引自：\n{quoting.read_out(best, citer)}"
    return Answer("answered", words, citations=citer.citations)


def _by_dictionary(question: Question) -> Answer | None:
    """What our own dictionary says of a term that no glossary explains, said to be ours; None where it does not know it."""
    if len(question.topics) != 1 or not question.concepts or not question.does("definition"):
        return None
    term = terms.TERMS[question.concepts[0]]
    if not term.definition:
        return None
    words = f"已收录文件的名词解释里没有“{term.name}”。一般的意思（本系统词典，不是文件原文）：{term.definition}"
    return Answer("partial", words)
