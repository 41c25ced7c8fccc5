"""读段: one paragraph to drafts: each quantity with its row path, measure, phase, year and subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, TypeAlias

from corpus.disclosure import Basis, Disclosure, Measure
from corpus.money import Quantity, UnitClass
from ingest.prose import words
from ingest.prose.clause import CLAUSE_HEAD, clause_noun, measured, relative, used_for
from ingest.prose.concepts import aspect_of, concept_of, in_post, is_account, project_of, resolve, source_of
from ingest.prose.draft import Draft, Reason
from ingest.prose.head import body_names, open_paragraph
from ingest.prose.phrase import Phrase, read_phrase, strip_back, strip_front
from ingest.prose.scope import Items, Kept, Path, Scope, levels
from ingest.prose.silence import Silence, Unchanged, find_silences, find_unchanged
from ingest.prose.split import Mention, adds_up, mentions

_BOTH_SIDES: Final = re.compile(r"收(?:入)?[、,和与及]?支(?:出)?(?=(?:决算|预算)?(?:总|$)|合计)")
_NAMED: Final = 4
_MOVES: Final = frozenset({"change", "growth"})
_AND: Final = re.compile(r"[、和及与,]")
_LISTED: Final = re.compile(r"[;。]|等[,)]")
_LONGEST: Final = 60
_Event: TypeAlias = Mention | Silence | Unchanged


@dataclass(frozen=True, slots=True)
class _Time:
    """The year last said in the sentence; ``asof`` are the words of a date of state (截至…)."""

    year: int | None = None
    asof: str = ""


class Reader:
    """读段器 of one paragraph. ``text`` is its matching copy; ``items`` the stack of its section, which is updated."""

    def __init__(self, text: str, items: Items, disclosure: Disclosure, reasons: Sequence[Reason]) -> None:
        self.text = text
        self.items = items
        self.disclosure = disclosure
        self.reasons = reasons
        self.names = body_names(disclosure)
        self.drafts: list[Draft] = []
        self.time = _Time()
        self.source = ""
        self.base = ""
        self.present = False
        self.queue: list[str] = []
        self.kept: tuple[Kept, str | None] | None = None
        self.head = open_paragraph(text, items, self.names)
        self.subject = self.head.subject
        within = self.head.noun and self.head.noun not in self.head.base
        named = levels(self.head.noun)
        top = (*(p for p in self.head.base if p not in named), *named) if within else self.head.base
        self.scope = Scope(self.head.base, top, top)

    def read(self) -> list[Draft]:
        """The paragraph's drafts, in printed order."""
        found = mentions(self.text, self.head.start)
        explained = [(r.start, r.end) for r in self.reasons]
        unchanged = find_unchanged(self.text, explained)
        taken = [*((m.start, m.end) for m in found), *((u.start, u.end) for u in unchanged), *explained]
        events: list[_Event] = [*found, *unchanged, *find_silences(self.text, taken)]
        at = self.head.start
        events.sort(key=lambda event: event.start)
        for event in events:
            self._step_out(event.start)
            self._pass(self.text[at : event.start], event)
            at = event.end + (len(event.trail) if isinstance(event, Mention) else 0)
        self._step_out(len(self.text))
        self.items.close(self.text.rstrip(), self.scope, marked=self.head.marked)
        return self.drafts

    def _step_out(self, at: int) -> None:
        """Figures inside an explanation do not govern what follows it."""
        inside = next((r for r in self.reasons if r.start <= at < r.end), None)
        if inside and self.kept is None:
            self.kept = (self.scope.keep(), self.subject)
        elif not inside and self.kept is not None:
            self.scope.restore(self.kept[0])
            self.subject, self.kept = self.kept[1], None

    def _pass(self, between: str, event: _Event) -> None:
        if re.search(r"[。!?]", between):
            self.time = self.time if self.time.asof else _Time()
            self.source, self.base, self.present = "", "", False
        if isinstance(event, Mention):
            self._mention(event, between)
            return
        self.scope.pass_text(between, project_next=False)
        if isinstance(event, Silence):
            self._silence(event)
        else:
            self._standstill(event)

    # ---- quantities

    def _mention(self, mention: Mention, between: str) -> None:
        lead, opened = self._split_lead(mention)
        phrase = self._with_trail(read_phrase(lead, mention.quantity, self.names), mention)
        phrase = self._shared(phrase, mention)
        self._open_total(between, mention)
        self.scope.pass_text(between, project_next=self._project(phrase, mention.quantity) is not None)
        self._clock(between, phrase)
        if opened is not None:
            self._open_frame(opened, mention)
        path = self._path(phrase, mention.quantity, mention)
        if any(len(part) > _LONGEST for part in path):
            return
        self._emit(mention, phrase, path)

    def _split_lead(self, mention: Mention) -> tuple[str, str | None]:
        """The lead after the last word that opens a list, and the words before that word (None: no list opens)."""
        gap = self.text[mention.gap : mention.start]
        opens = list(words.OPENS.finditer(gap))
        if not opens:
            return mention.lead, None
        if _LISTED.search(gap[opens[-1].end() :]):
            return mention.lead, None
        before = CLAUSE_HEAD.split(gap[: opens[-1].start()])[-1]
        after = gap[opens[-1].end() :]
        return min(mention.lead, after, key=len).lstrip(":"), before

    def _open_total(self, between: str, mention: Mention) -> None:
        """总额100万元：货物60万元、服务40万元: what follows a colon is part of the amount before it, if it adds up to it."""
        last = self.drafts[-1] if self.drafts else None
        follows = last is not None and last.end == mention.gap and between.startswith(":") and last.measure == "amount"
        if last is not None and follows and adds_up(self.text, mention.gap, last.quantity):
            self.scope.open_total(last.path, last.basis)

    def _open_frame(self, before: str, mention: Mention) -> None:
        noun = strip_back(strip_front(words.COMPARE.sub("", words.TIME.sub("", before)), self.names))
        gap = self.text[mention.gap : mention.start]
        inside = gap.rfind("(") > gap.rfind(")")
        parent = self.scope.current
        if concept_of(noun) and 2 <= len(noun) <= 30:
            parent = self.scope.name(noun)
        lasting = "用于" in gap and concept_of(parent[-1] if parent else "") == "project_expenditure"
        basis = self.drafts[-1].basis if self.drafts and self.drafts[-1].measure == "amount" else None
        self.scope.open(parent, basis, gap, inside=inside, lasting=lasting)

    def _with_trail(self, phrase: Phrase, mention: Mention) -> Phrase:
        if not mention.trail:
            return phrase
        if mention.quantity.unit_class is UnitClass.MONEY:
            return replace(phrase, noun=mention.trail)
        return replace(phrase, noun=phrase.noun + mention.trail)

    def _clock(self, between: str, phrase: Phrase) -> None:
        """The year of the clause: its own, else the last one said in the sentence."""
        bare = words.COMPARE.sub("", between)
        if compared := list(words.COMPARE.finditer(between)):
            self.base = compared[-1]["base"]
        if found := list(words.TIME.finditer(bare)):
            state = found[-1][0] if words.AS_OF.search(found[-1][0]) else ""
            self.time = _Time(int(found[-1]["year"]), state)
        if phrase.prior:
            self.time = _Time(self.disclosure.fiscal_year - 1)

    def _project(self, phrase: Phrase, quantity: Quantity) -> tuple[str, str] | None:
        under = self.scope.frames[-1].parent if self.scope.frames else self.scope.base
        if self.kept:
            under = (*under, *self.kept[0][0])
        under_projects = any(concept_of(p) == "project_expenditure" for p in under)
        money = quantity.unit_class is UnitClass.MONEY
        return project_of(phrase.noun, under_projects=under_projects, money=money) if phrase.noun else None

    def _path(self, phrase: Phrase, quantity: Quantity, mention: Mention | None = None) -> Path:
        if phrase.indicator or phrase.weight:
            return (self.head.topic or phrase.column or words.FALLBACK,)
        posted = in_post(self.scope.current, mention.lead) if mention and not concept_of(phrase.noun) else ""
        noun = (
            posted or phrase.noun or self._topic_noun(phrase, quantity) or clause_noun(self.text, mention, self.names)
        )
        noun = noun or self._other_side(phrase) or used_for(self.text, mention)
        if noun in {"涉及", "涉及项目"} and quantity.unit_class is UnitClass.MONEY:
            noun, phrase = "涉及资金", replace(phrase, noun="涉及资金")
        if concept_of(noun) in words.WHOLES and self._is_headed(mention):
            noun = ""
        leaf = self.scope.current[-1] if self.scope.current else ""
        if phrase.measure in _MOVES and len(noun) >= _NAMED and leaf.endswith(noun) and words.FUND.match(leaf):
            noun = leaf  # what 财政拨款支出 falls by, after the 一般公共预算财政拨款支出 of the clause before
        if found := self._project(phrase, quantity):
            self.subject, rest = found
            noun = rest if rest and not words.GENERIC.match(rest) else self.subject
        elif noun and (said := relative(self.text, mention, self.names)):
            return (noun, said + noun)
        elif noun:
            self._leave_project(noun)
        if not noun and words.SIDES.match(phrase.topic) and self.scope.frames:
            return self.scope.whole() or self._fallback(phrase, quantity)
        if not noun and self._is_of_project(phrase):
            return (str(self.subject),)
        if not noun:
            return self.scope.inherit(phrase.basis) or self._fallback(phrase, quantity)
        if mention and (whole := measured(self.text, mention, noun, self.drafts)):
            return (whole, noun)
        return self.scope.name(self._with_source(noun))

    def _other_side(self, phrase: Phrase) -> str:
        """支出决算 said after an amount of 收入 is of the other side."""
        leaf = self.scope.current[-1] if self.scope.current else ""
        if not leaf.endswith("收入") or self.head.noun:
            return ""
        if phrase.topic == "支出" and phrase.measure == "amount":
            return leaf.removesuffix("收入") + "支出"
        return "支出决算" if phrase.column.startswith("支出") else ""

    def _topic_noun(self, phrase: Phrase, quantity: Quantity) -> str:
        """What a general word stands for: 项目预算资金 are the body's 项目支出, 支出预算 the budget's 支出."""
        if (
            phrase.topic in words.TWO
            and phrase.basis == "budget"
            and (words.BOOK.fullmatch(self.head.noun) or (not self.drafts and words.PARTED.search(self.text)))
        ):
            return phrase.topic + "预算"
        side = phrase.column[:2] if phrase.column.endswith("决算") else phrase.topic
        if side in words.TWO and phrase.measure == "amount" and _BOTH_SIDES.search(self.head.noun):
            return f"{side}总计"  # one side's amount under a heading of both
        if phrase.topic == "项目" and self.subject is None:
            return "项目支出" if quantity.unit_class is UnitClass.MONEY else "项目"
        last = self.drafts[-1] if self.drafts else None
        if phrase.topic in {"资金", "金额", "经费"} and last and last.measure == "count" and not self.scope.frames:
            return "涉及资金"
        return ""

    def _is_of_project(self, phrase: Phrase) -> bool:
        """A phase of the running project (全年预算数为) after a clause on its score."""
        if self.subject is None or not (phrase.basis or phrase.measure == "completion"):
            return False
        leaf = self.scope.current[-1] if self.scope.current else ""
        return leaf != self.subject and not is_account(leaf)

    def _is_headed(self, mention: Mention | None) -> bool:
        """Right after its head and a colon (普通教育（款）：2023年支出合计 5 万元) a total is the head's."""
        if mention is None or not self.head.noun or self.drafts:
            return False
        return self.text[: mention.start - len(mention.lead)].rstrip().endswith(":")

    def _shared(self, phrase: Phrase, mention: Mention) -> Phrase:
        """分别为: the parts of the noun phrase one by one, for this quantity and for those that follow it."""
        if self.queue and not phrase.noun and not phrase.topic:
            return replace(phrase, noun=self.queue.pop(0))
        parts = [p for p in _AND.split(phrase.noun) if p] if "分别" in mention.lead else []
        self.queue = [self._completed(p, parts[-1]) for p in parts[1:]]
        return replace(phrase, noun=self._completed(parts[0], parts[-1])) if len(parts) > 1 else phrase

    def _completed(self, part: str, last: str) -> str:
        """货物 in 货物、工程、服务采购金额 is 货物采购金额."""
        if part == last or concept_of(part):
            return part
        endings = (last[at:] for at in range(1, len(last)))
        return next((part + ending for ending in endings if concept_of(part + ending)), part)

    def _fallback(self, phrase: Phrase, quantity: Quantity) -> Path:
        """What an amount belongs to where nothing is named: the project, else the body's expenditure."""
        if self.subject:
            return (self.subject,)
        if not phrase.bodily or quantity.unit_class is UnitClass.COUNT:
            topic = self.head.topic or phrase.column
            return tuple(dict.fromkeys(part for part in (topic, phrase.topic) if part)) or (quantity.unit,)
        path = ("收入" if "收入" in phrase.column else words.FALLBACK,)
        self.scope.current = path
        if not self.scope.frames:
            self.scope.top = path
        return path

    def _with_source(self, noun: str) -> str:
        """年末结转和结余 after 政府性基金预算财政拨款年初结转和结余 is of the same source."""
        if source := source_of(noun):
            self.source = source
        elif self.source and words.CONTINUES.match(noun) and concept_of(noun) in words.WHOLES:
            return self.source + noun
        return noun

    def _leave_project(self, noun: str) -> None:
        """A term of the whole body's accounts ends what was said of a project in the running sentence."""
        if self.subject != self.head.subject and is_account(noun):
            self.subject = self.head.subject

    # ---- drafts

    def _emit(self, mention: Mention, phrase: Phrase, path: Path) -> None:
        year = phrase.year or self.time.year or self.disclosure.fiscal_year
        if phrase.measure in _MOVES and phrase.year is None and self.present:
            year = self.disclosure.fiscal_year
        if phrase.whole and (len(path) == 1 or phrase.noun):
            whole = strip_front(words.TIME.sub("", phrase.whole), self.names)
            path = path if whole in path or words.GENERIC.match(whole) else (whole, path[-1])
        self.present = self.present or (phrase.measure == "amount" and year == self.disclosure.fiscal_year)
        self._add(
            Draft(
                mention.quantity,
                mention.start,
                mention.end,
                path,
                phrase.measure,
                self._basis(phrase, year, phrase.measure),
                year,
                self._column(phrase),
                self._direction(phrase, mention.quantity),
                subject=self.subject,
                head_at=self.head.start if self.head.marked else -1,
            )
        )

    def _column(self, phrase: Phrase) -> str:
        if phrase.measure == "count":
            return phrase.column or self.time.asof
        if phrase.measure in _MOVES and self.base and not phrase.base:
            return f"比{self.base}{phrase.column}"
        return phrase.column

    def _direction(self, phrase: Phrase, quantity: Quantity) -> int | None:
        if phrase.measure not in _MOVES or phrase.direction is None:
            return None
        if quantity.value == 0:
            return 0
        if phrase.direction == 0:
            return None  # 增加（减少） left undecided before an amount
        return -phrase.direction if quantity.value < 0 else phrase.direction

    def _basis(self, phrase: Phrase, year: int, measure: Measure) -> Basis:
        if measure == "target":
            return "target"
        if year < self.disclosure.fiscal_year and not self.time.asof:
            return "prior_year"
        if measure in {"share", "completion"}:
            return self.disclosure.kind
        said = phrase.basis or (self.scope.basis if measure == "amount" else None)
        if phrase.basis == "budget" and "年初" not in phrase.column and self._is_evaluation():
            return "adjusted_budget"
        return said or self.disclosure.kind

    def _is_evaluation(self) -> bool:
        """A self-evaluation's 预算数 is the 全年预算数 unless it says 年初."""
        if self.disclosure.kind != "final_accounts":
            return False
        return self.subject is not None or any(words.EVALUATION.search(heading) for heading in self.items.section)

    def _add(self, draft: Draft) -> None:
        """Add a draft; what is said of 收、支 together is said of each."""
        draft.group = draft.path
        for side in self._sides(draft):
            concept, aspect = resolve(self._counted(side), side.quantity.unit)
            bodily = side.subject is not None and side.path[-1] == side.subject
            if bodily and side.quantity.unit_class is not UnitClass.COUNT:
                concept, aspect = "project_expenditure", None
            side.aspect = aspect_of(side.path[-1], side.concept) if side.concept else aspect
            side.concept = side.concept or concept
            self.drafts.append(side)

    def _counted(self, draft: Draft) -> Path:
        """What a count is read with: 来宾120人次 under 公务接待费."""
        if draft.quantity.unit_class is UnitClass.COUNT and self.head.noun and self.head.noun not in draft.path:
            return (self.head.noun, *draft.path)
        return draft.path

    def _sides(self, draft: Draft) -> Iterator[Draft]:
        leaf = draft.path[-1]
        match = _BOTH_SIDES.search(leaf)
        if not match:
            above = tuple(part for part in draft.path[:-1] if not _BOTH_SIDES.search(part))
            yield replace(draft, path=(*above, leaf))
            return
        for side, concept in words.COMPOSED["total_balance_sheet"].items():
            whole = leaf[: match.start()] + side + (leaf[match.end() :] or "总计")
            yield replace(draft, path=(*draft.path[:-1], whole), tag=concept, concept=concept)

    def _silence(self, silence: Silence) -> None:
        self._clock(self.text[silence.start : silence.end], Phrase("", "amount"))
        year = self.time.year or self.disclosure.fiscal_year
        basis: Basis = "prior_year" if year < self.disclosure.fiscal_year else self.disclosure.kind
        quantity = Quantity(Decimal(0), "万元", "无")
        path = (silence.noun,)
        draft = Draft(quantity, silence.start, silence.end, path, "amount", basis, year, concept=silence.concept)
        draft.tag = silence.concept
        self._add(draft)
        self.scope.current = self.scope.top = path

    def _standstill(self, event: Unchanged) -> None:
        quantity = Quantity(Decimal(0), "万元", self.text[event.start : event.end])
        phrase = read_phrase(event.lead + "增加", quantity, self.names)
        self._clock(event.lead, phrase)
        path = self._path(phrase, quantity)
        if not path or len(path[-1]) > _LONGEST:
            return
        year = self.time.year or self.disclosure.fiscal_year
        basis = self._basis(phrase, year, "change")
        column = f"比{phrase.base}" if phrase.base else ""
        draft = Draft(quantity, event.start, event.end, path, "change", basis, year, column, 0, subject=self.subject)
        draft.head_at = self.head.start if self.head.marked else -1
        self._add(draft)
