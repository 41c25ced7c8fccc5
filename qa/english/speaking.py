"""英文答语: an answer to a question in English says in English all that is not printed; what is printed stays Chinese, with a gloss.

In: an answer as it is composed in Chinese. Out: the same answer with its text in English. A line that states a figure is said anew from
the figure itself (its item, body, year, basis, amount), so that it does not hang on how the Chinese is worded; a line that quotes a
document is quoted with the words that the tables know; the fixed phrases between them are in english.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

from corpus.disclosure import Fact
from corpus.language.english import CHINESE, table
from corpus.money import UnitClass, unit_class
from qa.answer import Answer, Figure, fact_label
from qa.english import naming, stating, suggestions
from qa.english.phrases import raw, worded_anew

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_BARE = re.compile(r"(?<![\d.])(-?\d[\d,]*(?:\.\d+)?)((?:亿|千|万)?元)(?![（(]\d)")
_MARKS = re.compile(r"(?:\[\d+\])+")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ITEM = re.compile(r"^(?P<number>\d+)\. (?P<name>[^：*]+)：")
_FORMULA = re.compile(
    r"[（(：](?:计算值[：，])?(?P<formula>(?:\([^()（）]*[−+][^()（）]*\) )?[^（()）：]*?[−+÷=][^（()）]*(?:[（(][^（()）]{1,6}[)）])?)[)）。]?"
)
_COMPARED = re.compile(r"^(?P<one>.+?)比(?P<other>.+?)(?P<way>多|少|高|低)\s?\*\*")
_SHARE = re.compile(r"(?:年)?(?P<part>[^年]+?)占(?P<whole>.+?)的?(?:比例)?(?:为)?\s?\*\*")
_HEAD = re.compile(r"^(?P<who>[^（]+?(?:（(?:汇总|本级)）)?)(?P<year>\d{4})年（(?P<where>.+)）：$")
_BULLET = re.compile(
    r"^- (?P<name>[^*：]+?) ?\*\*(?P<number>[\d,.]+)(?P<unit>[^*\d（]+)(?:（[^*]*）)?\*\*(?P<rest>.*)$"
)
_CHANGED = re.compile(r"（比上年(?P<way>增加|减少|增长|下降)(?P<number>[\d,.]+)(?P<unit>[^\[）]+)")
_MOVED = {"增加": "up", "增长": "up", "减少": "down", "下降": "down"}
_TOLD_AS = re.compile(r"^（“(?P<said>[^”]*)”按“(?P<name>[^”]*)”理解）$")


def speak(
    answer: Answer,
    unknown: Sequence[str] = (),
    about: Sequence[str] = (),
    respelt: Sequence[tuple[str, str]] = (),
) -> None:
    """Put an answer into English.

    ``unknown`` are words of the question that nothing accounts for, which are named; ``about`` the issuers asked about;
    ``respelt`` misspelt words and what they were taken for, which is said.
    """
    teller = _Teller(answer, about)
    lines = list(dict.fromkeys(said for line in answer.answer.split("\n") for said in teller.line(line)))
    lines[:0] = [f"(I read “{said}” as “{taken}”.)" for said, taken in respelt]
    if unknown and answer.status in {"answered", "partial"}:
        told = f"Words of the question that I did not understand: {', '.join(f'“{w}”' for w in unknown)}."
        lines.insert(next((at for at, said in enumerate(lines) if said.startswith(_NEAREST)), len(lines)), told)
        answer.status = "partial"
    answer.answer = "\n".join(_with_room(lines))
    answer.follow_ups = suggestions.questions(answer.follow_ups)
    answer.chart = suggestions.chart(answer.chart)


def _with_room(lines: Sequence[str]) -> list[str]:
    """The lines without those stretches read out beside the answer that would make it too long to read."""
    kept, room = [], MOST_CHARACTERS - sum(len(said) + 1 for said in lines if not said.startswith(_STRETCH))
    for said in lines:
        if said.startswith(_STRETCH):
            room -= len(said) + 1
            if room < 0:
                continue
        kept.append(said)
    return kept[:-1] if kept and kept[-1].startswith(_NEAREST) else kept


MOST_CHARACTERS = 1400
"""Characters up to which an answer has room for what is printed nearest."""


def label(fact: Fact) -> str:
    """名目 in English beside the printed one, where its concept is known: “basic expenditure (基本支出合计)”."""
    printed = fact_label(fact)
    if fact.concept is None or fact.subject or fact.concept.startswith("subject_"):
        return printed
    return f"{fact.concept.replace('_', ' ')} ({printed})"


class _Teller:
    """说英文者 of one answer: a body is named in full once, a figure said from what it is."""

    def __init__(self, answer: Answer, about: Sequence[str] = ()) -> None:
        self._answer = answer
        self._about = about
        self._named: set[str] = set()

    def line(self, line: str) -> Iterator[str]:
        """A line of the Chinese answer as the lines that say it."""
        if line.startswith(_STRETCH):
            yield f"{_STRETCH}{next(self._quoted(line.removeprefix(_STRETCH)))}"  # read out beside the answer
        elif line.startswith("|"):
            yield self._row(line)
        elif (said := self._of_figure(line) or self._of_form(line)) is not None:
            yield said
        elif line and self._is_quoted(line):
            yield from self._quoted(line)
        else:
            yield from self._otherwise(line)

    def _of_figure(self, line: str) -> str | None:
        """A line that says what words are taken for, or that states one figure; None where it does neither."""
        if (taken := _TOLD_AS.match(line)) is not None:
            return f"(I took “{naming.part(taken['said'])}” to mean {naming.item(taken['name'])}.)"
        bold = _BOLD.findall(line)
        alone = len(bold) == 1 and not line.startswith(("- ", "  ", "注意"))
        figure = self._figure_of(bold[0], line) if alone else None
        return self._told(line, figure) if figure is not None else None

    def _of_form(self, line: str) -> str | None:
        """A line of a form that answers have (a head, an item, a statement, a place, a title); None where it is of none."""
        if (head := _HEAD.match(line)) is not None:
            opening, closing = "[]" if "（" in head["where"] else "()"
            return f"{self._body(head['who'])}, document of {head['year']} {opening}{head['where']}{closing}:"
        if (item := _BULLET.match(line)) is not None:
            return self._bullet(item)
        if (held := stating.holding(line)) is not None:
            return f"- {naming.named(held[0])}: {held[1]}"
        if (told := stating.stated(line, self._issuers)) is not None:
            return self._stated(told)
        if (printed := _PLACE.match(line)) is not None:
            return f"- 《{printed['title']}》, {printed['where']}: {printed['quote']}"
        if (headed := _TITLE.match(line)) is not None:
            return f"{self._body(headed['who'])}, {headed['year']}:"
        return None

    def _otherwise(self, line: str) -> Iterator[str]:
        """A line of no known form: our own phrase worded anew, else words of a document."""
        said = worded_anew(line)
        own = said != line or _BOLD.search(line) or line.startswith(("- ", "  ", "注意"))
        if not own and CHINESE.search(line) and self._answer.citations:
            yield from self._quoted(line)
            return
        said = self._own(said)
        if said or not line:
            yield said

    def _row(self, line: str) -> str:
        """A row of a table: its heads and its first cell in English, the numbers as they stand."""
        heads: Mapping[str, str] = raw()["heads"]
        cells = [c.strip() for c in line.strip("|").split("|")]
        told = [heads.get(c, c) for c in cells]
        if cells and CHINESE.search(told[0]):
            told[0] = naming.named(cells[0])
        return f"| {' | '.join(told)} |"

    @property
    def _issuers(self) -> list[str]:
        """The bodies that a line may begin with."""
        return list(dict.fromkeys([*(f.issuer for f in self._figures), *self._about]))

    def _stated(self, told: stating.Stated) -> str:
        """A line that no figure of the answer stands behind, said from its parts."""
        of, marks = told.of, "".join(_MARKS.findall(told.rest))
        formula = _FORMULA.search(told.rest)
        worked = f" (computed: {_formula(formula['formula'])})" if formula else ""
        way = stating.WAYS.get(told.way, "= ")
        amount = naming.amount(told.number, told.unit)
        return (
            f"{self._body(of.issuer)}{of.when}: {self._label(of.item, '')} {way}**{amount}**{worked} {marks}".rstrip()
        )

    def _bullet(self, item: re.Match[str]) -> str:
        """An item of an overview: its name, its amount, and how it changed."""
        way = _CHANGED.search(item["rest"])
        changed = (
            f" ({_MOVED[way['way']]} {naming.amount(way['number'].replace(',', ''), way['unit'])} on the year before)"
            if way
            else ""
        )
        marks = "".join(_MARKS.findall(item["rest"]))
        return f"- {naming.item(item['name'])}: **{naming.amount(item['number'].replace(',', ''), item['unit'])}**{changed} {marks}".rstrip()

    def _figure_of(self, bold: str, line: str) -> Figure | None:
        """The figure whose number stands in bold, of several the one whose label the line holds."""
        numbers = {n.replace(",", "") for n in _NUMBER.findall(bold)}
        fits = [f for f in self._answer.figures if any(_shown_as(f.value, n) for n in numbers)]
        marks = set(map(int, re.findall(r"\[(\d+)\]", line)))
        named = [f for f in fits if f.label in line or f.label.split("·")[0] in line]
        cited = [f for f in named or fits if marks & set(f.citations)]
        return next(iter(cited or named or fits), None)

    def _told(self, line: str, figure: Figure) -> str:
        marks = "".join(_MARKS.findall(line))
        if (item := _ITEM.match(line)) is not None:
            beside = stating.beside(line)
            return f"{item['number']}. {naming.item(item['name'])}: **{naming.amount(figure.value, figure.unit)}**{beside} {marks}".rstrip()
        bound = next((b for b in ("≥", "≤", "&gt;", ">", "<", "约") if f"**{b}" in line), "").replace("约", "about ")
        amount = f"**{bound}{naming.amount(figure.value.lstrip('-'), figure.unit)}**"
        if figure.basis == "computed":
            return self._computed(line, figure, amount, marks)
        about = naming.item(figure.label)
        way = next((english for chinese, english in _WAYS if chinese in line), "")
        basis = (
            ""
            if figure.basis == "prior_year"
            or (unit_class(figure.unit.partition("/")[0]) is not UnitClass.MONEY and figure.basis != "target")
            else f" {table('english_glosses')['bases'][figure.basis]}"
        )
        scope = " (consolidated)" if figure.scope == "consolidated" and "汇总" in line else ""
        told = f"{self._who(figure)}{scope}, {figure.fiscal_year}{basis}: {about}"
        return f"{told} {way + ' ' if way else ''}{'' if way else '= '}{amount} {marks}".replace("  ", " ").rstrip()

    def _computed(self, line: str, figure: Figure, amount: str, marks: str) -> str:
        formula = _FORMULA.search(line)
        worked = f" (computed: {_formula(formula['formula'])})" if formula else ""
        if (sides := _COMPARED.match(line)) is not None:
            way = "more" if sides["way"] in "多高" else "less"
            return f"{self._side(sides['one'])} is {amount} {way} than {self._side(sides['other'])}{worked} {marks}".rstrip()
        lead = next((f"{english} " for chinese, english in _VERBS if line.startswith(chinese)), "")
        if lead:
            return f"{lead}{amount}{worked} {marks}".rstrip()
        if (share := _SHARE.search(line)) is not None:
            return f"{self._side(share['part'])} as a share of {self._side(share['whole'])}: {amount}{worked} {marks}".rstrip()
        whose = f"{self._who(figure)}, {figure.fiscal_year}: " if figure.issuer in line else ""
        return f"{whose}{self._label(figure.label, line)}: {amount}{worked} {marks}".rstrip()

    def _label(self, label: str, line: str) -> str:
        """What was computed: 平均每人…, N 项合计, or its label."""
        each = re.search(rf"平均每(?P<unit>{_units()})(?P<what>\d+ 项合计|[^\s*]+?)(?:为|$)", line or label)
        if each is not None:
            unit = (
                table("english_glosses")["units"]
                .get(each["unit"], each["unit"])
                .removesuffix("s")
                .replace("people", "person")
            )
            return f"{self._side(each['what'])} per {unit or 'head'}"
        several = re.search(r"(\d+) 项合计", line)
        return f"{several[1]} items together" if several else naming.item(label)

    def _side(self, chinese: str) -> str:
        """A side of a comparison: a body, a year's item, or an item."""
        bare = chinese.strip()
        if any(f.issuer == bare for f in self._figures):
            return self._body(bare)
        of = stating.dated(bare, self._issuers)
        if of.issuer:
            return f"{self._label(of.item, '')} of {self._body(of.issuer)}{of.when.replace(', ', ' in ')}"
        if of.year and of.stage:
            return f"{naming.item(of.item)} in the {of.when.lstrip(', ')}"
        if (several := re.fullmatch(r"(?:.*?年)?(\d+) 项合计", bare)) is not None:
            return f"the sum of the {several[1]}"
        dated = re.fullmatch(r"(\d{4})年(.+)", bare)
        return f"{naming.item(dated[2])} in {dated[1]}" if dated else naming.item(bare)

    @property
    def _figures(self) -> list[Figure]:
        inputs = self._answer.calculation.inputs if self._answer.calculation else ()
        return [*self._answer.figures, *inputs]

    def _who(self, figure: Figure) -> str:
        return self._body(figure.issuer)

    def _body(self, issuer: str) -> str:
        """A body in English, the printed name beside it the first time."""
        said = naming.body(issuer)
        first = issuer not in self._named
        self._named.add(issuer)
        return f"{said} ({issuer})" if first and said != issuer else said

    def _is_quoted(self, line: str) -> bool:
        """Whether most of a line is words of what it cites, or of any citation."""
        bare = _squeezed(_MARKS.sub("", line))
        return len(bare) >= SHORTEST_QUOTE and any(bare in _squeezed(c.quote) for c in self._answer.citations)

    def _quoted(self, line: str) -> Iterator[str]:
        marks = "".join(_MARKS.findall(line))
        words = _MARKS.sub("", line).strip()
        yield f"“{words}”{marks}{_glossed(words)}"

    def _own(self, said: str) -> str:
        """A line of our own words with its bodies named in English and its amounts in yuan; what it quotes stays."""
        if said.startswith(_QUOTING):
            return said + _glossed(said)
        if (also := _ALSO.match(said)) is not None:  # words of a document, as they are printed
            return f"{also['lead']}“{also['words']}”{also['marks']}{_glossed(also['words'])}"
        if (extreme := _EXTREME.match(said)) is not None:
            return f"{extreme['lead']}{naming.item(extreme['item'])}"
        if (differing := _DISAGREES.match(said)) is not None:
            return f"{self._amounts(differing['lead'])}{naming.item(differing['item'].replace(' ', ''))}: {self._places(differing['rest'])})."
        if (scoped := _SCOPED.match(said)) is not None:
            return scoped["lead"] + " ".join(self.line(scoped["rest"]))
        if (none := _NONE_PLANNED.match(said)) is not None:
            return (
                f"No: {self._body(none['who'])} planned no {naming.item(none['item'])} in {none['year']}; it is zero."
            )
        if (noted := _NOTED.match(said)) is not None:
            return f"{noted['lead']}{naming.item(noted['item'])}{self._amounts(noted['rest'])}"
        if (bullet := _SET_AGAINST.match(said)) is not None:
            return f"- {naming.item(bullet['item'].replace(' ', ''))}: {self._amounts(bullet['rest'])}"
        if (listed := _LISTED.match(said)) is not None:
            return f"{listed['lead']}{'; '.join(map(_named, re.split('[；、]', listed['items'])))}."
        if said.startswith(_DIFFERING):
            said = said.replace("，", "; ").replace("、", ", ")
        for issuer in sorted({f.issuer for f in self._figures} | self._named | set(self._about), key=len, reverse=True):
            said = said.replace(issuer, naming.body(issuer))
        return self._amounts(said)

    def _places(self, said: str) -> str:
        """Amounts that disagree, each with where it is printed."""
        said = said.replace("同表“", "“")
        told = [re.fullmatch(r"(?P<place>正文|“.+?”(?:“.+?”)?)为 ?(?P<amount>.+)", part) for part in said.split("，")]
        if not all(told):
            return self._amounts(said)
        return ", ".join(
            f"{self._amounts(m['amount'])} in {m['place'].replace('正文', 'the text').replace('”“', '”, “')}"
            for m in told
            if m
        )

    def _amounts(self, said: str) -> str:
        """The amounts of a line in yuan."""
        return _BARE.sub(lambda m: naming.amount(m[1].replace(",", ""), m[2]), _TWICE.sub(r"\1元", said))


_LISTED = re.compile(r"^(?P<lead>Not found: |Held: |(?:.*\. )?Bodies held: )(?P<items>.+?)\.$")
_TWICE = re.compile(r"(\d[\d,]*(?:\.\d+)?)元（[\d,.]+万元）")
_QUOTING = ("The document says", "The document only", "The reason that", "In the original")
_ALSO = re.compile(r"^(?P<lead>What may answer as well \(.+?\): )(?P<words>.+?)(?P<marks>(?:\[\d+\])*)。?$")
_EXTREME = re.compile(r"^(?P<lead>The (?:largest|smallest) \(of \d+\): )(?P<item>[^*]+)$")
_DISAGREES = re.compile(r"^(?P<lead>Note: elsewhere .*disagrees with itself \()(?P<item>[^：()]+)：(?P<rest>.+)\)\.$")
_PLACE = re.compile(r"^- 《(?P<title>[^》]+)》(?P<where>[^：]*)：(?P<quote>“.*)$")
_TITLE = re.compile(r"^(?P<who>[^（：]+?)(?:（(?:汇总|本级)）)?(?P<year>\d{4})年：$")
_SCOPED = re.compile(r"^(?P<lead>- \d{4} (?:budget|final accounts) \((?:unit|consolidated)\): )(?P<rest>.*[一-鿿].*)$")
_NONE_PLANNED = re.compile(
    r"^No: (?P<who>\S+?)(?:（(?:汇总|本级)）)? planned no (?P<item>.+?) in (?P<year>\d{4}); it is zero.*$"
)
_NOTED = re.compile(r"^(?P<lead>Note: in the document )(?P<item>[一-鿿]\S*)(?P<rest> is .*)$")
_SET_AGAINST = re.compile(r"^- (?P<item>[^:*“]*[一-鿿][^:*“]*): (?P<rest>.*(?:“|execution rate|in the text).*)$")
_DIFFERING = "Note that they differ in basis or scope"
_STRETCH, _NEAREST = "· ", "Printed nearest to "
SHORTEST_QUOTE = 6
_WAYS = (("增加 ", "up"), ("增长 ", "up"), ("减少 ", "down"), ("下降 ", "down"))
_VERBS = (("增加", "Up"), ("增长", "Up by"), ("减少", "Down"), ("下降", "Down by"))


def _named(chinese: str) -> str:
    """A body, a body's document or an item of a list in English."""
    document = re.fullmatch(r"(?P<who>.+?)(?:（(?P<scope>汇总|本级)）)?(?P<year>\d{4})年?", chinese.strip())
    if document is None or naming.body(document["who"]) == document["who"]:
        return naming.named(chinese)
    scope = {"汇总": " (consolidated)", "本级": " (head office)"}.get(document["scope"] or "", "")
    return f"{naming.named(document['who'])}{scope} {document['year']}"


def _shown_as(value: str, number: str) -> bool:
    """Whether a figure is shown by a number, be it rounded."""
    shown, exact = Decimal(number), abs(Decimal(value))
    return shown == exact or (shown != 0 and round(exact, max(0, -int(shown.as_tuple().exponent))) == shown)


@cache
def _units() -> str:
    """The units that a line may share something among, the longest first."""
    return "|".join(sorted(map(re.escape, table("english_glosses")["units"]), key=len, reverse=True)) + r"|\S{1,3}?"


def _formula(chinese: str) -> str:
    """A formula with its unit in English."""
    unit = re.sub(r"[（(]([^（()）]{1,6})[)）]$", r" \1", chinese).strip().rstrip("。")
    return re.sub(r"\s*=\s*-?[\d,.]+%?(?: [^\s=]{1,6})?$", "", unit)  # its result stands before it


def _glossed(words: str) -> str:
    said = naming.gloss(words)
    return f" [in short: {said}]" if said else ""


def _squeezed(text: str) -> str:
    return "".join(text.split())
