"""元数据: whose disclosure, of which year, which kind and scope — from what it says of itself, not from its date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePath
from typing import Final, Literal

from corpus.disclosure import Kind, Scope
from corpus.problem import Problem, UnreadableError
from ingest.structure import named, names
from ingest.structure.lines import Line, Paragraph, bare
from ingest.structure.sections import rank_of

_ABOUT: Final = re.compile(
    r"(?P<before>.?)(?P<year>20\d\d)年(?:度)?(?P<between>[^，。；：,;:\d]{0,30}?)(?P<kind>预算|决算)"
)
_COMPARED: Final = frozenset("比与较和同占超从至到于")
_DATE: Final = re.compile(r"^(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?$")
_COUNT_OF_UNITS: Final = re.compile(
    r"下属(?:单位)?(\d+|[一二三四五六七八九十]+)?[个家](?:二级|基层|预算|下属|所属)*单位"
)
_COMPOSITION: Final = re.compile(r"单位构成|机构设置|所属单位|预算单位情况|机构情况")
_BELOW: Final = re.compile(r"下属|所属|预算单位|决算单位|编制范围|二级单位|基层单位")
_ITEM: Final = re.compile(r"^(?:\d{1,2}(?:[.．、)）]|(?=[一-龥]))|[（(](?:\d{1,2}|[一二三四五六七八九十]+)[)）]|[①-⑳])")
_LIST_HEAD: Final = re.compile(r"(?:序号|编号|(?:预算|决算|所属|下属)?单位(?:名称|编码|代码|性质)?|名称|性质|备注)+")
"""The head of a list of bodies in a table: 序号 | 单位名称."""
_LISTED: Final = re.compile(r"(?:包括|具体为|分别为|分别是|分别有|如下)[：:]?(.+)$")
_OWNED: Final = re.compile(r"^(?:[局委厅部会院办]属|所属|下属|直属)(?:的)?")
_NAMED_AND_COUNTED: Final = re.compile(
    r"(?:下属|下设|下辖|所属)(?:的)?([一-龥]{4,30}?)(?:等)?(?:\d+|[一二三四五六七八九十]+)个"
)
"""下属甲单位1个事业单位."""
_LABEL: Final = re.compile(r"(?:单位|部门|预算单位|预算部门|编制单位|填报单位)名称[：:]?|(?:预算|编制|填报)单位[：:]?")
_LONGEST_HEAD: Final = 16
_HEAD_LINES: Final = 40
_LONGEST_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Metadata:
    """元数据 of one disclosure; ``original_sha256`` and ``narrative`` come from the front matter of a record."""

    issuer: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    region: tuple[str, ...]
    year: int
    kind: Kind
    scope: Scope
    title: str
    published: str | None
    original_sha256: str | None = None
    narrative: Literal["original", "restated"] = "original"
    problems: tuple[Problem, ...] = ()


def learn(lines: Sequence[Line], paragraphs: Sequence[Paragraph], name: str) -> Metadata:
    """识别: metadata from the text. Raises UnreadableError where no disclosure can be recognised."""
    texts = [p.text for p in paragraphs]
    # Lines too: a table's own head (单位名称：…) is no paragraph where a table was read.
    printed = list(dict.fromkeys([*texts, *(cell for line in lines for cell in _cells(line))]))
    report = named.report_of([*printed[:_HEAD_LINES], PurePath(name).stem])
    if report is not None:
        return _of_report(report, printed, name)
    kind, year = _kind_and_year(texts, printed)
    kind, year = kind or named.kind_of(name), year or named.year_of(name)
    if kind is None or year is None:
        missing = "是预算还是决算" if kind is None else "所属年度"
        raise UnreadableError(f"{name}：看不出这是哪份部门预算或决算公开文件（缺少{missing}），未导入")
    issuer = names.issuer_of([*printed, *_heads(lines)])
    problems: tuple[Problem, ...] = ()
    if issuer is None:
        issuer = named.issuer_of(name) or PurePath(name).stem
        problems = (Problem("metadata", "文中没有写明公开单位的名称，暂以文件名代替"),)
    units = _units(paragraphs, issuer)
    title = _title(texts, issuer)
    book = _book(texts)
    scope = _scope(title, paragraphs, issuer, units, book)
    known = tuple(n for unit in units for n in (unit, *_unit_nicknames(unit, issuer, printed)))
    return Metadata(
        issuer=issuer,
        aliases=names.aliases_of(issuer, printed),
        units=tuple(dict.fromkeys(known)),
        region=names.region_of(issuer),
        year=year,
        kind=kind,
        scope=scope,
        title=title or _made_title(issuer, year, kind, scope, book),
        published=_published(texts),
        problems=problems,
    )


def _cells(line: Line) -> list[str]:
    return [cell for raw in line.text.split("\t") if (cell := bare(raw))]


def _heads(lines: Sequence[Line]) -> list[str]:
    """表头: a form's 部门名称 and the body in the cell beside it, as one saying, once however often it is printed."""
    pairs = (pair for line in lines for pair in pairwise(_cells(line)))
    return list(dict.fromkeys(f"{label.rstrip('：:')}：{name}" for label, name in pairs if _LABEL.fullmatch(label)))


def _of_report(report: named.Report, printed: Sequence[str], name: str) -> Metadata:
    """A whole government's report on its budgets: of the year that it plans, with the year before as executed."""
    issuer = f"{report.area}人民政府"
    compiler = names.issuer_of([PurePath(name).stem])
    aliases = (report.area, f"{report.area}政府", *((compiler,) if compiler and compiler.endswith("财政局") else ()))
    return Metadata(
        issuer=issuer,
        aliases=aliases,
        units=(),
        region=names.region_of(issuer),
        year=report.year,
        kind="budget",
        scope="consolidated",
        title=report.title,
        published=_published(printed[:_HEAD_LINES]),
    )


def _kind_and_year(texts: Sequence[str], printed: Sequence[str]) -> tuple[Kind | None, int | None]:
    """Votes of titles, headings, table titles and sentences; years that are only compared with do not vote."""
    years: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    for n, text in enumerate(printed):
        plain = text.replace("部门综合预算", "部门预算").replace("单位综合预算", "单位预算")
        for word in names.words("neutral"):
            plain = plain.replace(word, "")
        heading = (n < 8 and len(text) < 60) or rank_of(text) in ("part", "ordinal")
        title = len(text) < 50 and text.endswith(("表", "说明"))
        weight = 5 if heading else 2 if title else 1
        for kind in ("预算", "决算"):
            if kind in plain and (heading or title or n < len(texts)):
                kinds[kind] += weight * plain.count(kind)
        for match in _ABOUT.finditer(text):
            if match["before"] not in _COMPARED and "截至" not in match["between"]:
                years[int(match["year"])] += weight
    if not years:
        lone = [int(text) for text in printed[:_HEAD_LINES] if re.fullmatch(r"20[1-4]\d", text)]
        years.update(lone or (int(y) for text in texts for y in re.findall(r"(20\d\d)年(?:度)?(?!\d*月)", text)))
    year = max(years, key=lambda y: (years[y], y)) if years else None
    if not kinds:
        return None, year
    # A budget hardly speaks of 决算; a final account speaks of 预算 all the time.
    return ("final_accounts" if kinds["决算"] * 2 >= kinds["预算"] else "budget"), year


def _book(texts: Sequence[str]) -> str:
    """部门 or 单位: by which word the document calls its own book."""
    count = {
        word: sum(t.count(word + "预算") + t.count(word + "决算") for t in texts[:_HEAD_LINES])
        for word in ("部门", "单位")
    }
    return "单位" if count["单位"] > count["部门"] else "部门"


def _title(texts: Sequence[str], issuer: str) -> str | None:
    """标题: what stands on the cover, before the first heading; None where it does not name the year."""
    cover: list[str] = []
    for text in texts[:8]:
        if rank_of(text) or len(text) > _LONGEST_TITLE:
            break
        if not _DATE.match(text) and not text.endswith("目录"):
            cover.append(text)
    found = next(
        (n for n, text in enumerate(cover) if re.search(r"预算|决算", text) and re.search(r"20\d\d年", text)), None
    )
    if found is None:
        return None
    core = names.core_of(issuer)
    if core not in cover[found] and found and cover[found - 1].startswith(issuer):
        return cover[found - 1] + cover[found]
    return cover[found]


def _made_title(issuer: str, year: int, kind: Kind, scope: Scope, book: str) -> str:
    mark = "（本级）" if book == "单位" else "（汇总）" if scope == "consolidated" else ""
    return f"{issuer}{mark}{year}年{book}预算" if kind == "budget" else f"{issuer}{mark}{year}年度{book}决算"


def _published(texts: Sequence[str]) -> str | None:
    """公开日期: a date alone on a line of the cover."""
    for text in texts[:12]:
        if found := _DATE.match(text):
            year, month, day = found.groups()
            return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
    return None


def _scope(title: str | None, paragraphs: Sequence[Paragraph], issuer: str, units: Sequence[str], book: str) -> Scope:
    """口径: what the title says; else whether the composition names bodies below the issuer."""
    heads = " ".join(
        [title or "", *(p.text for p in paragraphs if rank_of(p.text) == "part"), *(p.text for p in paragraphs[:12])]
    )
    marked: Counter[str] = Counter()
    for mark in re.findall(r"[（(]([^（()）]{2,8})[)）]", heads):
        marked["consolidated"] += mark in names.words("consolidated")
        marked["unit"] += mark in names.words("unit")
    if marked["consolidated"] != marked["unit"]:
        return "consolidated" if marked["consolidated"] > marked["unit"] else "unit"
    if book == "单位" or re.search(rf"{re.escape(issuer)}(?:本级|机关|本部)20\d\d年", heads):
        return "unit"
    composition = "".join(p.text for p in paragraphs if any(_COMPOSITION.search(h) for h in p.section))
    composition = composition or "".join(p.text for p in paragraphs[:_HEAD_LINES])
    counted = _COUNT_OF_UNITS.search(composition)
    if counted and counted[1] and counted[1] != "0":
        return "consolidated"
    return "consolidated" if units else "unit"


def _units(paragraphs: Sequence[Paragraph], issuer: str) -> list[str]:
    """下属单位: the bodies that the composition lists, the issuer's own head office and inner offices left out."""
    found: list[str] = []
    listing = False
    for paragraph in paragraphs:
        opened = re.split(r"[。：:]", _ITEM.sub("", paragraph.text), maxsplit=1)[0]
        if not any(_COMPOSITION.search(h) for h in (*paragraph.section, opened if len(opened) < _LONGEST_HEAD else "")):
            listing = False
            continue
        if listing and _LIST_HEAD.fullmatch(re.sub(r"\s", "", paragraph.text)):
            continue
        item = names.trimmed(_ITEM.sub("", paragraph.text).rstrip("。；;，,"))
        if listing and (body := item if names.is_body(item) else _leading_body(item)):
            found.append(body)
            continue
        listing = False
        for sentence in paragraph.text.split("。"):
            if counted := _NAMED_AND_COUNTED.search(sentence):
                found += _bodies(counted[1])
            if (listed := _LISTED.search(sentence)) and _BELOW.search(sentence) and "内设" not in sentence:
                found += [body for piece in re.split(r"[、，,：:；;]", listed[1]) for body in _bodies(piece)]
                listing = not found or listing
        listing = listing or paragraph.text.endswith(("：", ":", "包括", "备注"))
    return list(dict.fromkeys(name for name in found if _is_below(name, issuer)))


def _bodies(piece: str) -> list[str]:
    """One listed piece: a name, or two names joined by 和."""
    piece = _OWNED.sub("", re.sub(r"\d+个.*$|(?:部门|单位)?[预决]算$", "", _ITEM.sub("", piece.strip())))
    piece = names.trimmed(piece)
    if "和" in piece and all(names.is_body(names.trimmed(part)) for part in piece.split("和")):
        return [names.trimmed(part) for part in piece.split("和")]
    return [piece] if names.is_body(piece) else []


def _leading_body(text: str) -> str | None:
    """The name at the head of a flattened table row (name, then a remark)."""
    for end in range(min(len(text), 36), 5, -1):
        if names.is_body(text[:end]) and re.match(r"预算|决算|（|[^一-龥]", text[end : end + 2]):
            return text[:end]
    return None


def _is_below(name: str, issuer: str) -> bool:
    return len(name) >= 5 and name != issuer and not issuer.endswith(name) and not name.endswith(issuer)


def _unit_nicknames(unit: str, issuer: str, printed: Sequence[str]) -> list[str]:
    own = names.core_of(unit)
    marked = [m[1] for text in printed for m in re.finditer(r"[（(]([一-龥]{2,8})[)）]", text)]
    inside = [m for m in marked if _is_short_of(m, unit)]
    region = "".join(names.region_of(issuer)[-1:])
    general = set(names.nicknames(region + names.core_of(issuer), printed))
    return [
        n
        for n in dict.fromkeys([*names.nicknames(region + own, printed), *inside])
        if n not in issuer and n not in general
    ]


def _is_short_of(short: str, name: str) -> bool:
    if (
        not 3 <= len(short) < len(name)
        or name.endswith(short)
        or not short.endswith(("办", "局", "中心", "所", "站", "委", "院", "队"))
    ):
        return False
    at = 0
    for c in short:
        at = name.find(c, at) + 1
        if at == 0:
            return False
    return True


def front_matter(lines: Sequence[Line]) -> tuple[dict[str, str], int]:
    """档案头: the keys between the two --- lines, and the index of the first line after them."""
    keys: dict[str, str] = {}
    written = next((n for n, line in enumerate(lines) if line.text.strip()), 0)
    for n in range(written + 1, len(lines)):
        text = lines[n].text.strip()
        if text == "---":
            return keys, n + 1
        key, colon, value = text.partition(":")
        if colon:
            keys[key.strip()] = value.strip().strip("\"'")
    return {}, 0


def from_front_matter(keys: dict[str, str], name: str) -> Metadata:
    """档案元数据: what the front matter of a shipped record says. Raises UnreadableError for a missing key."""
    try:
        year, kind, scope = int(keys["year"]), keys["kind"], keys["scope"]
        issuer = keys["issuer"]
    except (KeyError, ValueError) as error:
        raise UnreadableError(f"{name}：档案头缺少或写错 {error}，应有 issuer、year、kind、scope") from None
    if kind not in ("budget", "final_accounts") or scope not in ("unit", "consolidated"):
        raise UnreadableError(f"{name}：档案头的 kind 应为 budget 或 final_accounts，scope 应为 unit 或 consolidated")
    made = Metadata(
        issuer=issuer,
        aliases=_listed(keys.get("aliases", "")),
        units=_listed(keys.get("units", "")),
        region=_listed(keys.get("region", "")) or names.region_of(issuer),
        year=year,
        kind="budget" if kind == "budget" else "final_accounts",
        scope="unit" if scope == "unit" else "consolidated",
        title=keys.get("title") or "",
        published=keys.get("date") or None,
        original_sha256=keys.get("original_sha256") or None,
        narrative="restated" if keys.get("narrative") == "restated" else "original",
    )
    return made if made.title else replace(made, title=_made_title(issuer, year, made.kind, made.scope, "部门"))


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,，、;；]", value.strip("[]")) if part.strip())
