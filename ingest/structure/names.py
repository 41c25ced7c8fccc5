"""单位名称: whose disclosure it is, its region, and the shorter names by which the document itself calls it."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

_COVER: Final = 6
"""Lines of a cover: a body that stands alone on one of them counts once, enough where nothing else names it."""
_AREA: Final = r"[一-龥]{2,4}?(?:省|自治区|市|自治州|州|盟|地区)"
_CITY: Final = re.compile(r"[一-龥]{2,4}?(?:市|自治州|州|盟|地区)")
_DISTRICT: Final = re.compile(r"[一-龥]{1,5}?(?:新区|开发区|高新区|区|县|旗)")
_LEVELS: Final = "省市区县州"
"""A name that begins so is short for one with its place: 省检察院."""
_ALSO: Final = re.compile(r"（([一-龥、]{3,20})）$")
"""A second name of the same body behind its first: 某研究院（某中心）."""
_SCOPE_TAIL: Final = re.compile(r"[（(](?:[^（()）]{1,8})[)）]$")
_NUMBERING: Final = re.compile(
    r"^(?:第[一二三四五六七八九十]+(?:部分|条)|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])"
)
_YEAR: Final = r"(?:20\d\d)年(?:度)?"
_BOOK: Final = r"(?:部门|单位|本级|汇总)?(?:综合)?(?:预算|决算)"
_NAME: Final = r"(?P<name>[一-龥（）()、·]{3,40}?)"
_SAYINGS: Final[tuple[tuple[int, re.Pattern[str]], ...]] = tuple(
    (weight, re.compile(pattern))
    for weight, pattern in (
        (
            10,
            rf"^(?:关于)?(?:公开|公布)?{_YEAR}{_NAME}(?:[（(][^（()）]{{2,8}}[)）])?{_BOOK}(?:公开|编制|情况|说明|表|草案|报告|及|$)",
        ),
        (10, rf"^(?:关于)?(?:公开|公布)?{_NAME}{_YEAR}{_BOOK}"),
        (6, rf"^{_NAME}(?:{_YEAR})?(?:部门|单位)?(?:概况|基本情况|基本概况|预算|决算)"),
        (6, rf"(?:纳入|编入|列入){_NAME}(?:{_YEAR})?{_BOOK}(?:编制)?范围"),
        (6, rf"(?:单位构成看|机构设置看)，?{_NAME}{_BOOK}"),
        (
            5,
            rf"(?:单位名称|部门名称|编制单位|编制部门|预算单位|预算部门|预算主管部门|部门|单位|填报单位)[：:]{_NAME}(?=$|[\s]|单位[：:]|金额|预算|资金|公开)",
        ),
        (4, rf"^部门名称{_NAME}$"),
        (3, rf"(?:^|。){_NAME}(?:现有|共有|总|核定)?(?:编制人?数?|编制|在职实有人数)共?有?\d"),
        (
            3,
            rf"(?:^|[。；]|[一二三四五六七八九十]、){_NAME}{_YEAR}(?:收入|支出|收支|一般公共预算|政府性基金|财政拨款|“三公”|机关运行|政府采购)",
        ),
        (3, rf"{_YEAR}{_NAME}(?:因公出国|机关运行经费|政府采购|采购支出|{_YEAR}|收入支出总计|收、支总计)"),
        (2, rf"[，,]{_NAME}共有车辆"),
        (2, rf"^{_NAME}(?:是|的)?主要(?:职能|职责)"),
    )
)


@cache
def words(key: str) -> tuple[str, ...]:
    """词表 of metadata.toml."""
    table = tomllib.loads(files("ingest.structure").joinpath("metadata.toml").read_text(encoding="utf-8"))
    return tuple(table[key])


def is_body(name: str) -> bool:
    """是否单位名称: ends like a public body and holds nothing that a name does not hold."""
    ends = _ALSO.sub("", name) if (also := _ALSO.search(name)) and also[1].endswith(words("bodies")) else name
    if not 4 <= len(name) <= 40 or not ends.endswith(words("bodies")) or name.count("（") != name.count("）"):
        return False
    if name.startswith(words("not_at_start")) and not name.startswith(words("begins_so")):
        return False
    return not any(word in name for word in words("not_in_names"))


def trimmed(name: str) -> str:
    """去口径: the name without （汇总）, （本级）, 本级 and the like."""
    name = name.strip()
    if not ((also := _ALSO.search(name)) and also[1].endswith(words("bodies"))):
        name = _SCOPE_TAIL.sub("", name)
    for tail in sorted(words("unit"), key=len, reverse=True):
        if name.endswith(tail) and is_body(name.removesuffix(tail)):
            return name.removesuffix(tail)
    return name


def issuer_of(texts: Sequence[str]) -> str | None:
    """公开主体: the body that the titles, headings and set phrases name most; with its city where that is printed."""
    votes: Counter[str] = Counter(trimmed(text) for text in texts[:_COVER] if is_body(trimmed(text)))
    for text in (_NUMBERING.sub("", text) for text in texts):
        for weight, pattern in _SAYINGS:
            for match in pattern.finditer(text):
                name = trimmed(match["name"])
                if is_body(name):
                    votes[name] += weight
    if not votes:
        return None
    total = {name: sum(n for other, n in votes.items() if _same(name, other)) for name in votes}
    best = max(total, key=lambda name: (total[name], len(name), name))
    return _with_area(best, texts)


def _same(longer: str, shorter: str) -> bool:
    """Whether the shorter name is the longer one without its region, or short for it (省检察院, 区财政局)."""
    if longer == shorter:
        return True
    if shorter[0] in _LEVELS and len(shorter) < len(longer) and shorter[-1] == longer[-1]:
        at = 0
        return all((at := longer.find(c, at) + 1) > 0 for c in shorter)
    area = longer.removesuffix(shorter)
    return area != longer and bool(re.fullmatch(r"(?:[一-龥]{2,7}(?:省|市|州|盟|区|县|旗))+|[一-龥]{2,4}", area))


def _with_area(name: str, texts: Iterable[str]) -> str:
    """The name with the city before it, where the document prints it so at least once at the edge of a phrase."""
    pattern = re.compile(rf"(?:^|[\s<《〈“：:，。（(])((?:{_AREA})+(?:[一-龥]{{1,4}}(?:区|县|旗))?{re.escape(name)})")
    found = Counter(m[1] for text in texts for m in pattern.finditer(text))
    return max(found, key=lambda full: (found[full], len(full), full)) if found else name


def region_of(issuer: str) -> tuple[str, ...]:
    """地区: province, city and district as they stand in the issuer's name, outermost first."""
    province = next((p for p in words("provinces") if issuer.startswith(p)), "")
    found, rest = [province] if province else [], issuer.removeprefix(province)
    for pattern in (_CITY, _DISTRICT):
        if (area := pattern.match(rest)) and len(rest) > area.end() + 1:
            found.append(area[0])
            rest = rest[area.end() :]
    return tuple(found)


def core_of(issuer: str) -> str:
    """核心名: the name without its region (企业服务中心)."""
    rest = issuer
    for area in region_of(issuer):
        rest = rest.removeprefix(area)
    return rest


def aliases_of(issuer: str, texts: Sequence[str]) -> tuple[str, ...]:
    """别名, most specific first: with district, without 区, printed short forms, and the core name where printed."""
    region, core = region_of(issuer), core_of(issuer)
    whole = "\n".join(texts)
    shorts = [short for short in (*nicknames(core, texts), *_declared(texts)) if short != core]
    if not shorts and (initials := _initials(core)):
        shorts = [initials]
    shorts = list(dict.fromkeys([*_plainer(core), *shorts]))
    found: list[str] = []
    if region:
        place = region[-1]
        stem = _stem(place)
        found += ["".join(region[n:]) + core for n in range(1, len(region))]
        found += [stem + core, *(place + short for short in shorts), *(stem + short for short in shorts)]
        found += [stem + short.removesuffix("中心") for short in shorts if short.endswith("中心") and len(short) > 3]
        found += [place[-1] + form for form in (core, *shorts) if place[-1] + form in whole]
    found += shorts
    found += nicknames(region[-1] + core, texts) if region else []
    found += [core] if region else []
    return tuple(dict.fromkeys(name for name in found if name != issuer and len(name) >= 3))


def _stem(place: str) -> str:
    """江苏省 → 江苏; 名 of two characters stay whole."""
    for tail in ("自治区", "省", "市", "区", "县", "旗"):
        if place.endswith(tail) and len(place) - len(tail) >= 2:
            return place.removesuffix(tail)
    return place


def _plainer(core: str) -> list[str]:
    """人民政府某街道办事处 → 某街道办事处, 某街道; 人民检察院 → 检察院: the official prefix and suffix left out."""
    plain = core.removeprefix("人民政府") if len(core) > 6 else core
    plain = plain.removeprefix("人民") if plain.startswith("人民") and len(plain) <= 5 else plain
    street = plain.removesuffix("办事处") if plain.endswith("街道办事处") else plain
    return [form for form in dict.fromkeys([plain, street]) if form != core]


def nicknames(name: str, texts: Sequence[str]) -> list[str]:
    """简称 printed in the text: shorter words of the name's own characters in order (企服中心), commonest first."""
    body = next((b for b in words("bodies") if name.endswith(b)), name[-1:])
    heads = {
        body,
        "办" if body == "办公室" else body,
        "街道" if "街道" in body else body,
        "院" if body.endswith("院") else body,
    }
    found: Counter[str] = Counter()
    for head in heads:
        for text in texts:
            for match in re.finditer(re.escape(head), text):
                if (short := _back_from(name, head, text, match.end())) and short != name:
                    found[short] += 1
    return [short for short, _ in sorted(found.items(), key=lambda item: (-item[1], -len(item[0]), item[0]))][:4]


def _back_from(name: str, head: str, text: str, end: int) -> str | None:
    """The longest run of text before ``end`` whose characters come in this order in the name, but not as its tail."""
    start, limit = end - len(head), name.rfind(head)
    while start > 0 and (at := name.rfind(text[start - 1], 0, limit)) >= 0:
        start, limit = start - 1, at
    short = text[start:end]
    before = text[start - 1] if start else ""
    if (
        not len(head) + (1 if short[0] in "区县市省" else 2) <= len(short) < len(name)
        or short in name
        or re.search(r"[（）()、]", short)
        or (head == "中心" and text.startswith(("工作", "任务"), end))  # 中心工作 is no centre's name
    ):
        return None
    # Within a longer word the run is chance, unless it begins where the name or one of its areas begins.
    return short if not re.match(r"[一-龥]", before) or short[0] in (name[0], "区", "县", "市", "省") else None


def _declared(texts: Sequence[str]) -> list[str]:
    """以下简称: short names that the document declares for itself."""
    pattern = re.compile(r"(?:以下|下)?简称[：:]?[“\"《]?([一-龥]{2,12}?)[”\"》）)]")
    found = [m[1] for text in texts[:200] for m in pattern.finditer(text)]
    return [name for name in found if name.endswith(words("bodies"))][:2]


def _initials(core: str) -> str | None:
    """企业服务中心 → 企服中心: the first character of each word of two, where the name is two such words and a head."""
    head = next((b for b in words("bodies") if core.endswith(b)), "")
    body = core.removesuffix(head)
    if len(body) != 4 or len(head) < 2:
        return None
    return body[0] + body[2] + head
