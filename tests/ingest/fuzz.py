"""变异: files of every kind torn, cut and spliced, each read by the whole line under limits on time and memory.

``python tests/ingest/fuzz.py KIND SECONDS SEED FOLDER`` prints what it did as one line of JSON. What ends in neither a
reading nor an UnreadableError is written to FOLDER with its trace; the case under way is ``FOLDER/current``.
"""

from __future__ import annotations

import faulthandler
import importlib
import io
import json
import logging
import random
import re
import resource
import signal
import sys
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import press
import reportlab.rl_config
from PIL import Image

from corpus.problem import UnreadableError
from ingest import load
from ingest.sources import extract as source
from ingest.sources import sandbox
from ingest.sources.original import Source

KINDS = ("pdf", "docx", "xlsx", "xls", "html", "text", "scan")
CPU = {"scan": 40.0}
"""Processor seconds that one small file may take; ten where nothing is said. Wall time would measure the neighbours."""
MEMORY = {"scan": sandbox.MEMORY}
"""Bytes of address space; two gigabytes where nothing is said, far more than a file of some kilobytes needs."""
STUCK = 180
LARGEST = 300_000
MOST_KEPT = 200
NUMBERS = (b"0", b"-1", b"1", b"7", b"65536", b"2147483648", b"99999999999999", b"1e308", b"-0.5", b"NaN", b"")
SMALL = """---
title: 云溪区测试中心2024年部门预算
---

# 第一部分 云溪区测试中心概况

## 一、主要职能

负责测试工作，并承担云溪区人民政府交办的其他事项。

# 第二部分 云溪区测试中心2024年部门预算表

**部门收支总表**

单位：万元

| 收入/项目 | 收入/预算数 | 支出/项目 | 支出/预算数 |
|---|---|---|---|
| 一、一般公共预算拨款收入 | 1,234.50 | 一、一般公共服务支出 | 1,234.50 |
| 本年收入合计 | 1,234.50 | 本年支出合计 | 1,234.50 |

**一般公共预算支出表**

单位：万元

| 科目编码 | 科目名称 | 合计 | 基本支出/小计 | 基本支出/人员经费 | 基本支出/公用经费 | 项目支出 |
|---|---|---|---|---|---|---|
|  | 合计 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 201 | 一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |
| 20199 | 其他一般公共服务支出 | 1,234.50 | 1,000.25 | 900.00 | 100.25 | 234.25 |

注：本表反映一般公共预算的支出安排。

# 第三部分 情况说明

云溪区测试中心2024年一般公共预算支出1234.50万元，比2023年增加34.50万元，增长2.88%，主要原因是人员增加。其中：
基本支出1000.25万元，占81.02%；项目支出234.25万元，占18.98%。
"""


class LateError(BaseException):
    """超时: raised by the clock; no reader catches it as an error of its own."""


def seeds(kind: str) -> list[bytes]:
    """样本: small real files of this kind."""
    printed = list(press.blocks(SMALL))
    if kind == "pdf":
        packed = press.pdf(printed)
        reportlab.rl_config.pageCompression = 0
        return [packed, press.pdf(printed), press.pdf(printed, rules="none")]
    if kind == "scan":
        picture = press.scans([printed[0], printed[-1]])[0].crop((100, 80, 1553, 480))
        return [*(saved(picture, form) for form in ("PNG", "JPEG", "TIFF")), press.scanned_pdf([picture])]
    if kind == "text":
        return [*texts(), SMALL.replace("title:", RECORD).encode()]
    made: dict[str, Callable[[], bytes]] = {
        "docx": lambda: press.word(printed),
        "xlsx": lambda: press.workbook(printed),
        "xls": (Path(__file__).parent / "small.xls").read_bytes,
        "html": lambda: press.page(printed),
    }
    return [made[kind]()]


RECORD = "issuer: 云溪区测试中心\nyear: 2024\nkind: budget\nscope: unit\ntitle:"


def saved(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form)
    return out.getvalue()


def texts() -> list[bytes]:
    """The text forms: as a PDF's text without lines, as rows with tabs, with a converter's marks."""
    printed = list(press.blocks(SMALL))
    found = []
    for gap in (" ", "\t", " | "):
        lines = []
        for block in printed:
            lines += [gap.join(row) for row in (block.heads, *block.rows)] if block.kind == "table" else [block.text]
        found.append("\n".join(lines).encode())
    return [*found, found[0].decode().encode("gb18030")]


def bent(data: bytes, rng: random.Random) -> bytes:
    """A file with some of its bytes flipped, lost, doubled, moved, or its numbers replaced."""
    torn = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        if not 0 < len(torn) < LARGEST:
            break
        at, long = rng.randrange(len(torn)), rng.choice((1, 4, 30, 300))
        match rng.randrange(7):
            case 0:
                torn[at] ^= 1 << rng.randrange(8)
            case 1:
                del torn[at : at + long]
            case 2:
                torn[at:at] = torn[at : at + long] * rng.choice((1, 1, 50))
            case 3:
                there = rng.randrange(len(torn))
                torn[at:at] = torn[there : there + long]
            case 4 | 5:
                numbers = list(re.finditer(rb"\d+(?:\.\d+)?", torn))
                if numbers:
                    chosen = rng.choice(numbers)
                    torn[chosen.start() : chosen.end()] = rng.choice(NUMBERS)
            case 6:
                torn[at : at + long] = rng.randbytes(long)
    return bytes(torn[: rng.randrange(len(torn) + 1)] if rng.random() < 0.1 else torn)


def spliced(data: bytes, rng: random.Random) -> bytes:
    """A package with parts bent, lost or exchanged, and elements of its XML lost, doubled, nested or moved."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _ in range(rng.choice((1, 1, 2, 4))):
        name, other = rng.choice(list(parts)), rng.choice(list(parts))
        name = rng.choice([name, *(n for n in parts if "document" in n or "sheet" in n)])
        match rng.randrange(8):
            case 0:
                parts[name] = bent(parts[name], rng)
            case 1:
                parts[name] = parts[other]
            case 2 if len(parts) > 1 and rng.random() < 0.3:
                del parts[name]
            case _:
                parts[name] = _elements(parts[name], parts[other], rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def _elements(xml: bytes, other: bytes, rng: random.Random) -> bytes:
    found = list(re.finditer(rb"<(\w[\w:]*)\b[^<>]*(?:/>|>(?:(?!<\1\b).)*?</\1>)", xml, re.DOTALL))
    if not found:
        return xml
    one, two = rng.choice(found), rng.choice(found)
    loan = rng.choice(list(re.finditer(rb"<\w[^<>]*/>", other)) or [one])[0]
    new = rng.choice(
        (b"", one[0] * 2, one[0] * 300, two[0], loan, b"<" + one[1] + b">" + two[0] + b"</" + one[1] + b">")
    )
    return xml[: one.start()] + new + xml[one.end() :]


def cases(kind: str, rng: random.Random) -> bytes:
    data = rng.choice(SEEDS)
    if data.startswith(b"PK") and rng.random() < 0.8:
        return spliced(data, rng)
    return bent(data, rng)


SEEDS: list[bytes] = []


def read_here(kind: str, data: bytes, name: str, **_: object) -> Source:
    """What the process apart does, in this one: the limits are this one's."""
    module, function = sandbox.READERS[kind]
    found = getattr(importlib.import_module(module), function)(data, name)
    assert isinstance(found, Source)
    return found


def tried(data: bytes) -> str:
    """How reading ends: "read", "refused", or what went wrong."""
    try:
        reading = load.read(data, "来件")
    except UnreadableError:
        return "refused"
    except MemoryError:
        return "too much memory"
    except (LateError, Exception):  # noqa: BLE001 - whatever it is, it is what is looked for
        return traceback.format_exc()
    ends = [place for fact in reading.facts for place in (fact.place, fact.context)]
    if any(not 0 <= place.start <= place.end <= len(reading.text) for place in ends):
        return "a place outside the text"
    return "read"


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise LateError


def main(kind: str, seconds: float, seed: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    SEEDS[:] = seeds(kind)
    source.sandbox.read = read_here  # type: ignore[assignment]
    rng, counts, slowest = random.Random(seed), Counter[str](), 0.0  # noqa: S311 - a test's choice
    assert all(tried(data) == "read" for data in SEEDS)
    limit = MEMORY.get(kind, 2 * 1024**3)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    signal.signal(signal.SIGPROF, _late)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = cases(kind, rng)
        (folder / "current").write_bytes(data)
        faulthandler.dump_traceback_later(STUCK, exit=True)
        signal.setitimer(signal.ITIMER_PROF, CPU.get(kind, 10.0))
        began = time.process_time()
        said = tried(data)
        signal.setitimer(signal.ITIMER_PROF, 0)
        slowest = max(slowest, time.process_time() - began)
        counts[said if said.startswith(("read", "refused")) else "wrong"] += 1
        if not said.startswith(("read", "refused")) and counts["wrong"] <= MOST_KEPT:
            (folder / f"wrong-{counts['wrong']:03d}").write_bytes(data)
            (folder / f"wrong-{counts['wrong']:03d}.txt").write_text(said, "utf-8")
        if "memory" in said:
            break  # what was allocated may stay so; the next file would be blamed
    faulthandler.cancel_dump_traceback_later()
    sys.stdout.write(json.dumps({"kind": kind, "slowest": round(slowest, 2), **counts}) + "\n")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
