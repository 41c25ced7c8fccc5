"""接续: an utterance that goes on from what was said: a member of the set, a calculation on figures, the last answer again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer import Answer, Citer, leaf
from qa.answering.figures import Composer
from qa.answering.realise import Realiser
from qa.dialogue import again, conversation, picking, references, sides
from qa.dialogue.memory import Memory
from qa.dialogue.reckoning import Reckoner
from qa.dialogue.references import Reference
from qa.dialogue.utterance import Utterance
from qa.evidence.execute import Executor
from qa.evidence.linking import Linker
from qa.finding.scene import Scene
from qa.library import Library
from qa.parsing.grammars import Mention
from qa.parsing.mentions import mentions_of
from qa.plan.nodes import Look, Members, as_dict
from qa.retrieval.words import Words
from qa.understanding.topics import blank


@dataclass(frozen=True)
class Continued:
    """所续: the answer, or the utterance in other words, with what it points to named, to be asked again.

    ``of_member`` is what is asked of a member of a set, “{}” in its place: 第二个呢 asks it of another.
    ``content`` says in full what was asked, without whom and when.
    """

    answer: Answer | None = None
    text: str = ""
    of_member: str = ""
    content: str = ""


@dataclass(frozen=True)
class Continuer:
    """接续者 over a library."""

    library: Library
    words: Words
    linker: Linker | None

    def go_on(self, scene: Scene, memory: Memory, citer: Citer) -> Continued | None:
        """What an utterance says of what was said before; None where it stands by itself."""
        if conversation.of_everybody(scene.question):
            return None
        if not memory.recent and not memory.members:  # 这俩加起来, after turns that told no figure
            lost = self._reckoner(self._said(scene), scene, memory).unclear() if scene.question.carried else None
            return Continued(lost) if lost is not None else None
        if any(m.value == "VACANT" for m in self._mentions(scene)):
            return None  # of the bodies, by plan
        said = self._said(scene)
        ref = said.ref
        if (repeated := again.once_more(scene, memory, said, citer, self.library)) is not None:
            return Continued(repeated)
        citer.clear()
        ends = {"TOP", "BOTTOM"} <= references.ends_in(scene.question.folded)
        if ends or conversation.among_bodies(scene.question):
            answer = self._reckoner(
                replace(said, text=scene.question.folded, ref=None, mentions=self._mentions(scene)), scene, memory
            ).answer(citer)
            if answer is not None:
                return Continued(answer)
        if len(several := references.ordinals(scene.question.folded)) > 1:
            return self._of_several(said, several, scene, memory, citer)
        if ref is None and (every := picking.told_again(said.text, memory, self.library)) is not None:
            return Continued(picking.tell(every, citer))
        if ref is not None and ref.kind in {"ordinal", "extreme", "rest"}:
            return self._of_set(said, ref, scene, memory, citer)
        if scene.question.does("location", "definition", "reason"):
            return None
        reckoner = self._reckoner(said, scene, memory)
        answer = reckoner.answer(citer)
        return Continued(answer, content=reckoner.content) if answer is not None else None

    def _said(self, scene: Scene) -> Utterance:
        text = scene.question.folded
        ref = references.read(text)
        if ref is not None:
            text = blank(text, [(ref.start, ref.end)])
        bare = replace(scene, question=replace(scene.question, folded=text))
        said = Utterance(text, scene.question.folded, self._mentions(bare), ref)
        if ref is not None and ref.kind == "group" and len(said.named(0, ref.start)) > 1:
            return replace(said, ref=None)  # 甲、乙和丙这三项: what is named, not what was told
        return said

    def _mentions(self, scene: Scene) -> tuple[Mention, ...]:
        return mentions_of(scene, self.words)

    def _reckoner(self, said: Utterance, scene: Scene, memory: Memory) -> Reckoner:
        return Reckoner(said, scene, memory, self.library, Executor(scene, self.linker))

    def _of_set(self, said: Utterance, ref: Reference, scene: Scene, memory: Memory, citer: Citer) -> Continued | None:
        """A member of the set spoken of: told, reckoned with, or named in what is asked of it."""
        if (moved := picking.by_move(ref, memory.ranked)) is not None and len(scene.groups) == 1:
            return self._moved(moved, scene, citer)
        text = scene.question.folded.replace("{", "").replace("}", "")
        alone = picking.only_picks_member(said.text)
        without = self._left_out(said, scene) if "LESS" in said.operators else []
        if (end := references.left_out(scene.question.folded)) is not None and ref.kind == "rest":
            ends = picking.picked(end, memory, scene, self.library)
            without = [g.name for g in ends.members] if ends is not None else without
        cue = said.clause.first("operator", "SHARE")  # 最大的占项目支出几成: what is named behind is the whole
        named = said.named(0, cue.start + 1 if cue is not None and cue.start >= ref.end else None)
        if ref.kind == "extreme" and named and not alone and not without:
            return None  # the largest of what is named now
        found = picking.picked(ref, memory, scene, self.library, without, alone=alone)
        if found is None:
            words = scene.question.folded[ref.start : ref.end]
            lost = ref.kind != "extreme" and scene.question.carried and not said.named()
            return Continued(Answer("ambiguous", f"没弄清“{words}”指什么，请说出它的名称。")) if lost else None
        if found.members and said.operators & _RECKONED:
            answer = self._reckoner(said, scene, memory).answer(citer, found.members)
            if answer is not None and answer.status != "ambiguous":
                lead = picking.tell(found, citer)
                answer = picking.together(lead, answer)
                picking.keep(found, memory)
                return Continued(answer)
            citer.clear()
        form = f"{text[: ref.start]}{{}}{text[ref.end :]}" if not alone else memory.of_member
        pointed = ref.kind == "ordinal" or (ref.pointed and not alone)
        if pointed and form and len(found.members) == 1:
            picking.keep(found, memory)
            return Continued(text=references.of_use(form).format(found.members[0].name), of_member=form)
        lone = ref.kind == "rest" and len(found.members) == 1 and "SUM" in said.operators
        if not alone and not lone and not (without and ref.kind == "extreme"):
            return None
        picking.keep(found, memory)
        return Continued(picking.tell(found, citer))

    def _moved(self, node: Members, scene: Scene, citer: Citer) -> Continued | None:
        """The member of a place in the order of how far each is from another year; None where there is none of that place."""
        group = scene.groups[0]
        held = tuple(self.library.shelf(d.id) for d in group.body.disclosures)
        whole = replace(scene, groups=(replace(group, shelves=held),))
        value = Executor(whole, self.linker).value(node)
        if not value.items:
            return None
        speaker = Realiser(Composer(citer))
        speaker.state(value)
        answer = speaker.answer()
        answer.plan = {"roots": [as_dict(node)], "assumed": [], "unused": []}
        return Continued(answer)

    def _of_several(
        self, said: Utterance, several: Sequence[Reference], scene: Scene, memory: Memory, citer: Citer
    ) -> Continued | None:
        """Several members of the set spoken of by their places, told or reckoned with (第一个和第三个差多少)."""
        each = [picking.picked(ref, memory, scene, self.library) for ref in several]
        if not all(found is not None and found.members for found in each):
            return Continued(Answer("ambiguous", "没弄清指的是哪几项，请说出它们的名称。"))
        members = tuple(g for found in each if found is not None for g in found.members)
        text = blank(said.whole, [(ref.start, ref.end) for ref in several])
        rest = replace(scene, question=replace(scene.question, folded=text))
        said = Utterance(text, said.whole, self._mentions(rest), several[0])
        told = picking.tell(picking.Picked(members, None), citer)
        if not said.operators & _RECKONED:
            return Continued(told)
        reckoner = self._reckoner(said, scene, memory)
        apart = [found.members for found in each if found is not None]
        citer.clear()
        if len(apart) == PAIR:
            node = sides.set_against(reckoner.of, said.operators, apart[0], apart[1])
            if node is not None and (answer := reckoner.tell(node, citer)) is not None:
                return Continued(answer)
            citer.clear()
        told = picking.tell(picking.Picked(members, None), citer)
        answer = reckoner.answer(citer, members)
        return Continued(picking.together(told, answer) if answer is not None else told)

    def _left_out(self, said: Utterance, scene: Scene) -> list[str]:
        """What is named as left out (除了房租): in the words said, and as the line that they denote is printed."""
        run, found = Executor(scene, self.linker), [t.label for a in said.named() for t in a]
        for argument in said.named() if len(scene.groups) == 1 else ():
            value = run.value(Look(argument, (), 0, None, money=True))
            found += [leaf(value.finding.fact.row)] if value.finding is not None else []
        return found


PAIR = 2
_RECKONED = frozenset({"SHARE", "PERCENT", "SUM", "DIFFERENCE", "COMPARE", "TIMES", "PER"})
