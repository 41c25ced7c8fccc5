"""请模型拟计划: where the built-in choice is unsure, the plan that a model fills in is carried out, and taken if it leaves less open.

The model is sent the question and names (:mod:`qa.planner.candidates`); what comes back is executed and said by what executes
and says the built-in plans, with the same refusals. Whatever goes wrong, the built-in answer stands as it is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from corpus import terms
from qa.answer import Answer, Citer
from qa.answering import accounting, attributes, planned, refusal
from qa.evidence.execute import Executor
from qa.evidence.linking import Linker
from qa.finding import effort, labels
from qa.finding.effort import EffortSpentError
from qa.finding.scene import Scene, set_scene
from qa.library import Library
from qa.parsing.clauses import Clause
from qa.parsing.generate import Ask
from qa.parsing.grammars import Mention
from qa.parsing.mentions import mentions_of
from qa.plan.nodes import AnswerType, Read
from qa.planner.building import Root, roots_of
from qa.planner.candidates import MOST, choices_of
from qa.planner.form import PlanFormError, read, schema
from qa.retrieval.words import Words
from qa.understanding.question import Question

log = logging.getLogger(__name__)

Propose = Callable[[str, Sequence[str], dict[str, Any]], object]
"""A question, names spoken of before it, and the form to fill in, to what a model filled in; None where it did not."""
Told = Callable[[str], Answer | None]
"""A question of its own, put to the documents' words."""

UNSURE: Final = frozenset({"partial", "ambiguous", "not_found"})
NOT_MADE_OUT: Final = frozenset({"not_understood", "not_disclosed"})
"""Reasons behind which a question may stand that was not made out: what is not held, empty or unreadable is."""
_ASKS: Final[dict[AnswerType, str]] = {
    "reason": "增减变化的原因是什么", "who": "由谁负责", "when": "是什么时候", "where": "在哪里", "how": "是怎么做的", "what": "是什么",
}  # fmt: skip


@dataclass(frozen=True)
class Planner:
    """拟计划者 over a library: ``propose`` asks the model."""

    propose: Propose
    library: Library
    words: Words
    linker: Linker | None = None

    def better(
        self, asked: str, question: Question, answer: Answer, allowed: Sequence[str] | None, told: Told
    ) -> Answer:
        """The answer by the model's plan where the given one is unsure and this leaves less open; else the given one."""
        scene = self._scene(question, answer, allowed)
        if scene is None:
            return answer
        try:
            with effort.limited():
                other = self._planned(asked, scene, told)
                taken = other is not None and self._leaves_less(scene, answer, other)
        except EffortSpentError:
            return answer
        except PlanFormError as error:
            log.info("the model's plan was refused: %s", error)
            return answer
        except Exception:  # an edge: whatever a model makes of a question, the built-in answer stands
            log.exception("the model's plan could not be carried out; the answer stays as it was")
            return answer
        return other if taken and other is not None else answer

    def _scene(self, question: Question, answer: Answer, allowed: Sequence[str] | None) -> Scene | None:
        """The scene that a plan is to be made for; None where the answer is sure, or is a refusal that no plan may overrule."""
        if answer.status not in UNSURE or (answer.status == "not_found" and answer.reason not in NOT_MADE_OUT):
            return None
        if question.refusals:
            return None
        scene = labels.recognise(set_scene(question, self.library, allowed))
        if not 0 < len(scene.groups) <= MOST or refusal.is_open(scene):
            return None  # whom or which year is asked about no model can know
        return None if refusal.refuse(scene, self.library) is not None else scene

    def _planned(self, asked: str, scene: Scene, told: Told) -> Answer | None:
        mentions = mentions_of(scene, self.words)
        choices = choices_of(scene, mentions, self.linker)
        if not choices.names:
            return None
        question = scene.question
        before = [n.label for n in choices.names if n.thing and n.thing.end == 0] if question.carried else []
        reply = self.propose(asked, [*before, *(choices.bodies if question.carried else ())], schema(choices))
        if reply is None:
            return None
        roots = roots_of(read(reply, choices), scene, mentions, asked)
        return self._carried_out(scene, roots, told)

    def _carried_out(self, scene: Scene, roots: Sequence[Root], told: Told) -> Answer | None:
        """The answer to a plan, said and accounted for as one of our own; None where it finds nothing that was asked."""
        asks = [_ask(root, scene) for root in roots]
        own = tuple(a.clause.text for a in asks if a.reads)
        citer = Citer(self.library.text, self.library.sections)
        run = Executor(scene, self.linker)
        answer = planned.answer_planned(
            scene, asks, run, citer, lambda text: told(text) if own and text.endswith(own) else None
        )
        if answer is None or attributes.missing(scene.question, answer) is not None:
            return None
        taken = list(dict.fromkeys(t for root in roots for t in root.taken))
        left = [w for w in accounting.unaccounted(scene, answer, self.words) if not _is_said(w, taken)]
        if left and answer.plan is not None:
            answer.plan["unused"] = list(dict.fromkeys([*answer.plan["unused"], *left]))
        accounting.say(answer, unused=left)
        notes = [f"“{words}”按“{label}”理解" for words, label in taken]
        if notes:
            answer.answer = "\n".join([*(f"（{note}）" for note in notes), answer.answer])
            answer.status = "partial"  # what words mean was not printed: it is for the reader to say
        if answer.plan is not None:
            answer.plan["assumed"] = notes
        answer.planner = "model"
        return answer

    def _leaves_less(self, scene: Scene, answer: Answer, other: Answer) -> bool:
        """Whether a plan's answer is one, and leaves less of the question open than the built-in one."""
        if not other.citations or other.status not in {"answered", "partial"}:
            return False
        if answer.status != "partial" or other.status == "answered":
            return True
        left = {*accounting.unaccounted(scene, answer, self.words), *((answer.plan or {}).get("unused") or ())}
        return len((other.plan or {}).get("unused") or ()) < len(left)


def _is_said(word: str, taken: Sequence[tuple[str, str]]) -> bool:
    """Whether a word is part of words that were taken for a name, which is said."""
    bare = _bare(word)
    return any(bare in _bare(words) or _bare(words) in bare for words, _ in taken)


def _bare(words: str) -> str:
    return "".join(words.split()).lower()


def _ask(root: Root, scene: Scene) -> Ask:
    """A root as an ask with this one candidate, so that it is answered as every other plan is."""
    node, text = root.node, scene.question.folded
    if not isinstance(node, Read):
        return Ask(Clause(text, [Mention(root.start, root.end, "filler", "")]), ((node,),))
    issuer = scene.groups[node.who].body.issuer
    about = "".join(t.label or (terms.TERMS[t.concept].name if t.concept else "") for t in node.about)
    said = f"{issuer}{about}{_ASKS[node.asked]}"
    clause = Clause(said, [Mention(0, len(issuer), "body", issuer), Mention(len(issuer), len(said), "thing", about)])
    return Ask(clause, ((replace(node, text=said),),), node.asked)
