"""去年、前年: years counted from the latest document that is held of the body named, where no turn has said a year."""

from __future__ import annotations

from dataclasses import replace

from qa.answer import Answer
from qa.understanding import phrases
from qa.understanding.question import Question


def dated(question: Question) -> Question:
    """The question with the year that 去年 means of a body of which documents of several years are held; else as it is.

    With one document the year is counted from that, wherever the question is answered; a change (比去年) has its own reading.
    """
    bodies = question.who.bodies
    if question.carried or question.years or len(question.relative) != 1 or len(bodies) != 1:
        return question
    if question.does("change", "growth", "difference", "reason") or question.relative[0] >= 0:
        return question
    held = {d.fiscal_year for d in bodies[0].disclosures}
    year = max(held, default=0) + question.relative[0]
    if len(held) < 2 or year not in held or any(w in question.folded for w in "比较"):
        return question
    return replace(question, years=(year,), relative=())


def told(asked: Question, question: Question, answer: Answer) -> Answer:
    """The answer with what 去年 was taken for."""
    if question.years == asked.years or not answer.figures:
        return answer
    said = next(iter(phrases.present("relative_year", asked.folded).values()), None)
    if said is not None:
        words = asked.folded[said[0] : said[1]]
        answer.answer = f"（“{words}”按已收录的最近一份文件往前数，即{question.years[0]}年）\n{answer.answer}"
    return answer
