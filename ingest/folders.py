"""文件夹: the files of a folder to be taken in: none from outside it, none that is no file, names in any encoding."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_LONGEST: Final = 200


def inside(folder: Path, endings: Collection[str]) -> list[Path]:
    """The files of a folder and of those in it with one of the endings, in the order of their names.

    A link that leads out of the folder is not followed: whoever may put a file there may not thereby show others.
    """
    return sorted(_files(folder, folder.resolve(), endings), key=os.fsencode)


def _files(folder: Path, root: Path, endings: Collection[str]) -> Iterator[Path]:
    for above, _, names in os.walk(folder):  # follows no links to folders
        for name in names:
            path = Path(above, name)
            if path.suffix.lower() in endings and is_inside(path, root):
                yield path


def is_inside(path: Path, root: Path) -> bool:
    """Whether a path is a plain file that lies under a folder (given as it really is), wherever links lead."""
    try:
        return path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(root))
    except OSError:  # a link in a circle, a folder that is closed
        return False


def printable(name: str) -> str:
    """文件名 as it can be kept and shown: bytes that are no UTF-8 are read as GB 18030, signs that steer a screen left out.

    Names in GBK come out of archives that were packed under Windows.
    """
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            said = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        said = raw.decode("utf-8", errors="replace")
    shown = _CONTROL.sub("", said).strip() or "未命名"
    if len(shown) <= _LONGEST:
        return shown
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: _LONGEST - 12]}…{dot}{ending[-10:]}" if dot else shown[:_LONGEST]


def shown_path(path: Path) -> str:
    """A path as it can be shown: each of its names by itself, for they may be of different encodings."""
    return str(Path(*(part if part == path.anchor else printable(part) for part in path.parts)))
