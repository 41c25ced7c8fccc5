"""数据库: SQLite in the home folder or PostgreSQL by URL: opened, made or brought up to date, and locked.

Whoever opens a home makes its tables under a lock, so that two may start at once; a home written by an older
program is migrated, one by a newer program is refused.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, Index, create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError, OperationalError

from corpus import faults, schema, sqlite, talks
from corpus.keys import label_id
from corpus.lexical import Cut, LexicalIndex, lexical_index
from corpus.notebook import Notebook
from corpus.problem import StoreError

try:
    import fcntl
except ImportError:  # not on Windows; there threads alone take turns
    fcntl = None  # type: ignore[assignment]

T = TypeVar("T")
FIRST: Final = "0001"
"""The tables as they were before revisions were written down."""
ATTEMPTS: Final = 5


class Database:
    """数据库. Shared between threads; open one with :meth:`open`."""

    def __init__(
        self,
        engine: Engine,
        cut: Cut,
        folder: Path | None = None,
        *,
        read_only: bool = False,
        forgets: bool = False,
    ) -> None:
        self.engine = engine
        self.folder = folder
        self.read_only = read_only
        self.postgres = engine.dialect.name == "postgresql"
        self.lexical: LexicalIndex = lexical_index(engine.dialect.name, cut)
        self._threads: dict[str, threading.Lock] = {}
        try:
            if read_only:
                self._require_current()
            else:
                self._prepare(cut)
        except OperationalError as error:
            if not self.postgres and faults.told(error):
                raise  # of the disk: who opens a home may still read it
            raise StoreError(_unreachable(engine, error)) from None
        # Conversations: in a file of their own beside the corpus; on a server, tables among the others.
        forgets = forgets or read_only
        talking = engine if folder is None or forgets else talks.opened(folder, engine)
        self.notebook = Notebook(talking, forgets=forgets)

    @classmethod
    def open(cls, where: str | Path, cut: Cut = str, *, read_only: bool = False, forgets: bool = False) -> Database:
        """A folder (made if missing) or a database URL → the database, its tables as this program needs them.

        With ``read_only`` nothing is changed nor made; then, and where it ``forgets``, conversations are in memory.
        Raises StoreError where it is out of reach, its URL or driver is wrong, or a newer program has written it.
        """
        if isinstance(where, str) and "://" in where:
            return cls(_server(where), cut, read_only=read_only, forgets=forgets)
        folder = Path(where)
        return cls(sqlite.opened(folder, read_only=read_only), cut, folder, read_only=read_only, forgets=forgets)

    def complaint(self) -> str:
        """Why the database does not answer now, in one sentence; empty where it does."""
        try:
            with self.engine.connect() as db:
                db.execute(text("select 1"))
        except DBAPIError as error:
            return _unreachable(self.engine, error)
        return ""

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
        self.notebook.close()

    def settle(self) -> None:
        """Bring what SQLite has in its logs into the files."""
        for engine in (self.engine, self.notebook.engine):
            sqlite.checkpointed(engine)

    # -- transactions and locks --------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes: on SQLite it waits for other writers before it reads, so that none reads old."""
        with self.engine.begin() as db:
            if not self.postgres:
                db.exec_driver_sql("begin immediate")
            yield db

    def written(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` gives in a transaction of its own; again where another writer came in between."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.writing() as db:
                    return work(db)
            except (IntegrityError, OperationalError) as error:
                if attempt == ATTEMPTS or not (isinstance(error, IntegrityError) or "deadlock" in str(error)):
                    raise
        raise AssertionError("unreachable")

    @contextmanager
    def alone(self, what: str) -> Iterator[None]:
        """One at a time over all processes (and, on PostgreSQL, all machines): a second one waits. Not to be nested."""
        if self.postgres:
            key = {"key": label_id(what)}
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
                db.execute(text("select pg_advisory_lock(:key)"), key)
                try:
                    yield
                finally:
                    db.execute(text("select pg_advisory_unlock(:key)"), key)
            return
        with self._threads.setdefault(what, threading.Lock()), self._file_lock(what):
            yield

    @contextmanager
    def _file_lock(self, what: str) -> Iterator[None]:
        if fcntl is None or self.folder is None:
            yield
            return
        locks = self.folder / "locks"
        locks.mkdir(exist_ok=True)
        with (locks / what).open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield

    # -- tables --------------------------------------------------------------------------------------------

    def _prepare(self, cut: Cut) -> None:
        if self._is_current():
            return
        with self.alone("schema"):
            held = self._revision()
            if held is None:
                self._create()
            elif held != schema.REVISION:
                from corpus.migrations.steps import migrate  # noqa: PLC0415 - Alembic, where there is something to do

                migrate(self.engine, held, cut)
            self._index()

    def _is_current(self) -> bool:
        return self._revision() == schema.REVISION and not self._unlike()[0]

    def _unlike(self) -> tuple[list[Index], list[str]]:
        """Indexes of figures that are missing, and those there are that were given up. They change no answer, only its time."""
        with self.engine.connect() as db:
            held = {str(one["name"]) for one in inspect(db).get_indexes("fact")}
        missing = [index for index in schema.fact.indexes if index.name not in held]
        return missing, [name for name in schema.GIVEN_UP if name in held]

    def _index(self) -> None:
        """Have the indexes of today: no revision of its own, for a program of before reads a home with them as well."""
        missing, given_up = self._unlike()
        if missing or given_up:
            with self.writing() as db:
                for name in given_up:
                    db.execute(text(f"drop index if exists {name}"))
                for index in missing:
                    index.create(db)

    def _require_current(self) -> None:
        """Raise StoreError where the tables are not as this program reads them: it may not change them."""
        if self._revision() != schema.REVISION:
            raise StoreError(
                "这个库由另一版本的 mingzhang 写成，只读时不能升级：先以可写方式打开一次 (another version has written it: open it once for writing)"
            )

    def _revision(self) -> str | None:
        """Which revision the tables are of; None where there are none."""
        with self.engine.connect() as db:
            tables = set(inspect(db).get_table_names())
            if "alembic_version" in tables:
                return str(db.execute(text("select version_num from alembic_version")).scalar_one())
            return FIRST if "disclosure" in tables else None

    def _create(self) -> None:
        with self.writing() as db:  # in one transaction: one that looks meanwhile sees all tables, or none
            apart = () if self.folder is None else talks.TABLES
            schema.metadata.create_all(db, [t for t in schema.metadata.sorted_tables if t not in apart])
            self.lexical.create(db)
            db.execute(text("create table alembic_version (version_num varchar(32) not null primary key)"))
            db.execute(text("insert into alembic_version values (:revision)"), {"revision": schema.REVISION})
            db.execute(schema.state.insert().values(id=1, disclosures=0, passages=0, words=0, token=""))


def _server(url: str) -> Engine:
    """The engine of a database server; ``postgres://`` and ``postgresql://`` mean psycopg."""
    try:
        parsed = make_url(url)
        if parsed.drivername in {"postgres", "postgresql"}:
            parsed = parsed.set(drivername="postgresql+psycopg")
        arguments = {"connect_timeout": 10} if parsed.get_backend_name() == "postgresql" else {}
        return create_engine(
            parsed, pool_pre_ping=True, pool_size=10, max_overflow=40, connect_args=arguments, hide_parameters=True
        )
    except ModuleNotFoundError as error:
        raise StoreError(f"缺少数据库驱动 {error.name}：请 pip install 'mingzhang[postgres]'") from None
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise StoreError(
            "数据库地址写错了，应为 postgresql://用户:口令@主机:端口/库名 (the database URL cannot be used)"
        ) from None


def _unreachable(engine: Engine, error: DBAPIError) -> str:
    """One sentence; a server's reason, its first line, without the password that the URL may hold."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else "?"
    where = engine.url.render_as_string(hide_password=True)
    return f"打不开数据库 {where}：{reason} (the database cannot be opened)"
