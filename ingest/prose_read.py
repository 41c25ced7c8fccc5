"""读段: one paragraph to drafts: each quantity with its row path, measure, phase, year and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from corpus.disclosure import Basis, Disclosure, Measure
from corpus.money import Quantity, UnitClass
from ingest import prose_words as words
from ingest.prose_concepts import concept_of, project_of, resolve
from ingest.prose_draft import Draft, Reason
from ingest.prose_phrase import Phrase, read_phrase, strip_back, strip_front
from ingest.prose_scope import Items, Path, Scope, heading_noun
from ingest.prose_silence import Silence, Unchanged, find_silences, find_unchanged
from ingest.prose_split import Mention, mentions

_BOTH_SIDES: Final = re.compile(r"收(?:入)?[、,和与及]?支(?:出)?(?=总|决算总|预算总|合计|$)")
_MOVES: Final = frozenset({"change", "growth"})
_WEIGHT: Final = re.compile(r"^\(?$")


@dataclass(slots=True)
class _Time:
    year: int | None = None
    asof: bool = False


class Reader:
    """读段器 of one paragraph. ``text`` is its matching copy; ``items`` the stack of its section, which is updated."""

    def __init__(self, text: str, items: Items, disclosure: Disclosure, reasons: Sequence[Reason]) -> None:
        self.text = text
        self.items = items
        self.disclosure = disclosure
        self.reasons = reasons
        self.names = _names(disclosure)
        self.drafts: list[Draft] = []
        self.time = _Time()
        self.head_at = -1
        self.marked = False
        self.start = 0
        self.scope = self._open_scope()

    def read(self) -> list[Draft]:
        """The paragraph's drafts, in printed order."""
        found = mentions(self.text, self.start)
        spans = [(m.start, m.end) for m in found]
        explained = [(r.start, r.end) for r in self.reasons]
        unchanged = find_unchanged(self.text, explained)
        taken = spans + explained + [(u.start, u.end) for u in unchanged]
        silences = find_silences(self.text, taken)
        events: list[Mention | Silence | Unchanged] = [*found, *silences, *unchanged]
        events.sort(key=lambda e: e.start)
        at = self.start
        for event in events:
            at = self._event(event, at)
        self.items.close(self.text.rstrip(), self.scope.current, marked=self.marked)
        return self.drafts

    # ---- the paragraph's head

    def _open_scope(self) -> Scope:
        match = words.ORDINAL.match(self.text)
        base: Path = ()
        head = ""
        subject = self._section_subject()
        if match and match.lastgroup:
            self.marked, self.start, self.head_at = True, match.end(), match.end()
            head = self._head(self.text[match.end() :])
            base = self.items.push(match.lastgroup, head)
            subject = self._head_subject(self.text[match.end() :]) or subject
        elif self.items.top:
            head, base = self.items.top.head, self.items.top.opens
            subject = self.items.top.subject or subject
            base = base or (self.items.top.path[:-1] if self.items.top.path else ())
        else:
            base = self.items.loose
        if self.items.top and self.marked:
            self.items.top.subject = subject or self.items.top.subject
            subject = self.items.top.subject
        self.subject = subject
        if not head:
            head = self._section_head()
        top = (*base, head) if head and head not in base else base
        return Scope(base, top, top)

    def _head(self, rest: str) -> str:
        """The noun of a list item: the words before its first mark or figure."""
        first = re.split(r"[。:,;?!]|\d", rest, maxsplit=1)[0]
        noun = strip_back(strip_front(words.TIME.sub("", first), self.names))
        noun = noun.rstrip("(")
        return noun if 2 <= len(noun) <= 40 else ""

    def _section_head(self) -> str:
        if not self.items.section:
            return ""
        heading = self.items.section[-1]
        noun = heading_noun(heading)
        return strip_front(words.TIME.sub("", noun), self.names) or noun

    def _section_subject(self) -> str | None:
        for heading in reversed(self.items.section):
            match = words.PROJECT_HEADING.search(words.TIME.sub("", words.ORDINAL.sub("", heading)))
            name = match and (match["quoted"] or match["name"])
            if name and not words.NO_PROJECT.search(name):
                return str(name)
        return None

    def _head_subject(self, rest: str) -> str | None:
        first = re.split(r"[。:,;?!]", rest, maxsplit=1)[0]
        match = words.PROJECT_HEADING.search(words.TIME.sub("", first))
        name = match and (match["quoted"] or match["name"])
        return str(name) if name and not words.NO_PROJECT.search(name) else None

    # ---- events

    def _event(self, event: Mention | Silence | Unchanged, at: int) -> int:
        between = self.text[at : event.start]
        if isinstance(event, Mention):
            self._mention(event, between)
            return event.end + len(event.trail)
        self.scope.pass_text(between, project_next=False)
        if isinstance(event, Silence):
            self._silence(event)
        else:
            self._standstill(event)
        return event.end

    def _mention(self, mention: Mention, between: str) -> None:
        lead, opened = self._split_lead(mention)
        phrase = read_phrase(lead, mention.quantity, self.names)
        phrase = self._with_trail(phrase, mention)
        parents = [concept_of(p) for p in self.scope.frames[-1].parent] if self.scope.frames else []
        money = mention.quantity.unit_class is UnitClass.MONEY
        project = project_of(phrase.noun, parents, money=money) if phrase.noun else None
        self._pass(between, project_next=project is not None)
        self._clock(between, phrase)
        if opened is not None:
            self._open_frame(opened, mention)
            parents = [concept_of(p) for p in self.scope.frames[-1].parent]
            project = project_of(phrase.noun, parents, money=money) if phrase.noun else None
        path, subject = self._path(phrase, mention, project)
        self._emit(mention, phrase, path, subject)

    def _pass(self, between: str, *, project_next: bool) -> None:
        if re.search(r"[。!?]", between):
            self.time = _Time(self.time.year, self.time.asof) if self.time.asof else _Time()
        self.scope.pass_text(between, project_next=project_next)

    def _split_lead(self, mention: Mention) -> tuple[str, str | None]:
        """The lead after the last word that opens a list, and the words before that word (None: no list opens)."""
        gap = self.text[mention.gap : mention.start]
        opens = list(words.OPENS.finditer(gap))
        if not opens:
            return mention.lead, None
        last = opens[-1]
        before = re.split(r"[。;,:(]", gap[: last.start()])[-1]
        after = gap[last.end() :]
        lead = mention.lead if len(mention.lead) < len(after) else after
        return lead.lstrip(":"), before

    def _open_frame(self, before: str, mention: Mention) -> None:
        noun = strip_back(strip_front(words.COMPARE.sub("", words.TIME.sub("", before)), self.names))
        gap = self.text[mention.gap : mention.start]
        inside = gap.rfind("(") > gap.rfind(")") and "其中" in gap[gap.rfind("(") :]
        parent = self.scope.current
        if 2 <= len(noun) <= 30 and (concept_of(noun) or noun in {"收入", "支出"}):
            parent = self.scope.name(noun) if concept_of(noun) else (*self.scope.base, noun)
        lasting = "用于" in gap and concept_of(parent[-1] if parent else "") == "project_expenditure"
        self.scope.open(parent, colon=bool(re.search(r":[^:]*$", gap)), inside=inside, lasting=lasting)

    def _with_trail(self, phrase: Phrase, mention: Mention) -> Phrase:
        if not mention.trail:
            return phrase
        if mention.quantity.unit_class is UnitClass.MONEY:
            return replace(phrase, noun=mention.trail)
        return replace(phrase, noun=phrase.noun + mention.trail)

    def _clock(self, between: str, phrase: Phrase) -> None:
        """The year of the clause: its own, else the last one said in the sentence."""
        bare = words.COMPARE.sub("", between)
        if found := list(words.TIME.finditer(bare)):
            self.time = _Time(int(found[-1]["year"]), bool(words.AS_OF.search(found[-1][0])))
        if phrase.prior:
            self.time = _Time(self.disclosure.fiscal_year - 1)

    def _path(self, phrase: Phrase, mention: Mention, project: str | None) -> tuple[Path, str | None]:
        if phrase.indicator and self.items.top:
            return (self.items.top.head or self._section_head(),), self.subject
        if phrase.indicator:
            return (self._section_head(),), self.subject
        if not phrase.noun:
            return self.scope.current or self.scope.top or (self._section_head() or "金额",), self.subject
        if project:
            self.subject = project
            noun = project
        else:
            noun = phrase.noun
            self._leave_project(noun)
        return self.scope.name(noun), self.subject

    def _leave_project(self, noun: str) -> None:
        """A term of the whole body's accounts ends what was said of a project in the running sentence."""
        if self.subject and not self._is_items_subject() and concept_of(noun):
            self.subject = None

    def _is_items_subject(self) -> bool:
        fixed = self._section_subject() or (self.items.top.subject if self.items.top else None)
        return self.subject == fixed

    # ---- drafts

    def _emit(self, mention: Mention, phrase: Phrase, path: Path, subject: str | None) -> None:
        measure, column = phrase.measure, phrase.column
        if _WEIGHT.match(mention.lead) and mention.quantity.unit == "分":
            measure, column = "target", "分值"
        year = self.time.year or self.disclosure.fiscal_year
        if phrase.whole and len(path) == 1 and phrase.whole not in path:
            path = (strip_front(words.TIME.sub("", phrase.whole), self.names), *path)
        draft = Draft(
            mention.quantity,
            mention.start,
            mention.end,
            path,
            measure,
            self._basis(phrase, year, measure),
            year,
            column,
            self._direction(phrase, mention.quantity),
            subject=subject,
            head_at=self.head_at,
            asof=self.time.asof,
        )
        self._add(draft)

    def _direction(self, phrase: Phrase, quantity: Quantity) -> int | None:
        if phrase.measure not in _MOVES or phrase.direction is None:
            return None
        if quantity.value == 0:
            return 0
        return -phrase.direction if quantity.value < 0 else phrase.direction

    def _basis(self, phrase: Phrase, year: int, measure: Measure) -> Basis:
        if measure == "target":
            return "target"
        if year < self.disclosure.fiscal_year and not self.time.asof:
            return "prior_year"
        if phrase.basis and measure not in {"share", "completion", *_MOVES}:
            evaluated = self.subject is not None and phrase.basis == "budget"
            full_year = evaluated and "年初" not in phrase.column and self.disclosure.kind == "final_accounts"
            return "adjusted_budget" if full_year else phrase.basis
        if phrase.basis and measure in _MOVES:
            return phrase.basis
        return self.disclosure.kind

    def _add(self, draft: Draft) -> None:
        """Add a draft; what is said of 收、支 together is said of each."""
        draft.group = draft.path
        for side in self._sides(draft):
            side.concept, side.aspect = resolve(side.path) if side.path else (None, None)
            bodily = side.subject is not None and side.path[-1:] == (side.subject,)
            if bodily and side.concept is None and side.quantity.unit_class is not UnitClass.COUNT:
                side.concept = "project_expenditure"
            self.drafts.append(side)

    def _sides(self, draft: Draft) -> Iterator[Draft]:
        leaf = draft.path[-1] if draft.path else ""
        match = _BOTH_SIDES.search(leaf)
        if not match:
            yield draft
            return
        for side in ("收入", "支出"):
            whole = leaf[: match.start()] + side + (leaf[match.end() :] or "总计")
            yield replace(draft, path=(*draft.path[:-1], whole), tag="r" if side == "收入" else "e")

    def _silence(self, silence: Silence) -> None:
        self._clock(self.text[silence.start : silence.end], Phrase("", "amount"))
        year = self.time.year or self.disclosure.fiscal_year
        basis: Basis = "prior_year" if year < self.disclosure.fiscal_year else self.disclosure.kind
        quantity = Quantity(Decimal(0), "万元", "无")
        draft = Draft(quantity, silence.start, silence.end, (silence.noun,), "amount", basis, year, tag=silence.concept)
        self._add(draft)
        draft.concept = draft.concept or silence.concept
        self.scope.current = self.scope.top = (silence.noun,)

    def _standstill(self, event: Unchanged) -> None:
        quantity = Quantity(Decimal(0), "万元", self.text[event.start : event.end])
        phrase = read_phrase(event.lead + "增加", quantity, self.names)
        self._clock(event.lead, phrase)
        path = self.scope.name(phrase.noun) if phrase.noun else self.scope.current or self.scope.top
        if not path:
            return
        year = self.time.year or self.disclosure.fiscal_year
        column = f"比{phrase.base}" if phrase.base else ""
        self._add(
            Draft(
                quantity, event.start, event.end, path, "change", self._basis(phrase, year, "change"), year,
                column, 0, subject=self.subject, head_at=self.head_at,
            )
        )


def _names(disclosure: Disclosure) -> tuple[str, ...]:
    found = {disclosure.issuer, *disclosure.aliases, *disclosure.units}
    return tuple(sorted((n for n in found if len(n) > 3), key=len, reverse=True))
