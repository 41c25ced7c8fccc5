"""词索引: passages by the words that they hold, ranked by BM25: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both rank by the same formula with the same constants, so that an answer does not depend on the database.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from math import log
from typing import Any, Final

from sqlalchemy import Connection, String, bindparam, func, select, text

from corpus import schema

Cut = Callable[[str], str]
"""Cuts text into words separated by blanks, for the lexical index."""
K1: Final = 1.2
B: Final = 0.75
"""As FTS5 has them."""
ENOUGH: Final = 1_500
"""Passages that are scored where many hold a question's commonest words; rarer words choose which."""
FEW: Final = 16
"""Disclosures that are looked into one by one: each costs some milliseconds, all at once a scan of all that match."""
LONGEST: Final = 16_000
"""Positions that PostgreSQL keeps apart; passages have some 300 words."""
_TOKEN: Final = re.compile(r"[^\W_]+")


class LexicalIndex(ABC):
    """词索引 of one database. Written and asked within the caller's transaction."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut

    @abstractmethod
    def create(self, db: Connection) -> None:
        """Make its tables where they are missing."""

    @abstractmethod
    def put(self, db: Connection, owner: str, passages: Sequence[tuple[str, str]]) -> list[int | None]:
        """Take passages of one disclosure in, as (id, heading and text); the number of each, where they are numbered."""

    @abstractmethod
    def remove(self, db: Connection, owner: str) -> None:
        """Forget the passages of one disclosure, while they are in the store."""

    def words_in(self, _db: Connection, _owner: str) -> int:
        """How many words the passages of one disclosure have; none where the database counts them by itself."""
        return 0

    @abstractmethod
    def search(
        self, db: Connection, words: Sequence[str], owners: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """Passage ids by BM25 over words, best first, with scores (higher is better)."""


class Fts5(LexicalIndex):
    """词索引 of SQLite."""

    def create(self, db: Connection) -> None:
        """Make the virtual table."""
        columns = "id unindexed, disclosure_id unindexed, words"
        db.execute(text(f"create virtual table if not exists passage_words using fts5({columns})"))

    def put(self, db: Connection, owner: str, passages: Sequence[tuple[str, str]]) -> list[int | None]:
        """Number the passages after those that are there: FTS5 finds a row by its number alone."""
        last = db.execute(text("select coalesce(max(rowid), 0) from passage_words")).scalar_one()
        numbered: list[int | None] = [last + n for n in range(1, len(passages) + 1)]
        db.execute(
            text("insert into passage_words (rowid, id, disclosure_id, words) values (:number, :id, :owner, :words)"),
            [
                {"number": number, "id": i, "owner": owner, "words": self._cut(words)}
                for number, (i, words) in zip(numbered, passages, strict=True)
            ],
        )
        return numbered

    def remove(self, db: Connection, owner: str) -> None:
        """Delete by number; by disclosure it would be a scan of all passages."""
        held = schema.passage.c
        numbers = db.execute(select(held.number).where(held.disclosure_id == owner)).scalars().all()
        if numbers:
            db.execute(text("delete from passage_words where rowid = :number"), [{"number": n} for n in numbers])

    def search(
        self, db: Connection, words: Sequence[str], owners: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """FTS5's own bm25(). A few disclosures are looked into each by itself: their passages have numbers in a row."""
        quoted = " OR ".join('"' + w.replace('"', '""') + '"' for w in words if w.strip())
        if not quoted:
            return []
        if owners is None or len(owners) > FEW:
            return self._among(db, quoted, owners, limit)
        hits: list[tuple[float, int, str]] = []
        for owner in owners:
            hits += ((-row.score, row.rowid, row.id) for row in self._within(db, quoted, owner, limit))
        return [(passage, -score) for score, _, passage in sorted(hits)[:limit]]

    @staticmethod
    def _within(db: Connection, quoted: str, owner: str, limit: int) -> Sequence[Any]:
        held = schema.passage.c
        numbers = select(func.min(held.number), func.max(held.number)).where(held.disclosure_id == owner)
        first, last = db.execute(numbers).one()
        query = (
            "select rowid, id, -bm25(passage_words) as score from passage_words where passage_words match :words"
            " and rowid between :first and :last and disclosure_id = :owner order by score desc, rowid limit :limit"
        )
        values = {"words": quoted, "first": first, "last": last, "owner": owner, "limit": limit}
        return [] if first is None else db.execute(text(query), values).all()

    @staticmethod
    def _among(db: Connection, quoted: str, owners: Sequence[str] | None, limit: int) -> list[tuple[str, float]]:
        where, values = "passage_words match :words", {"words": quoted, "limit": limit}
        if owners is not None:
            names = [f"d{n}" for n in range(len(owners))]
            where += f" and disclosure_id in ({','.join(':' + n for n in names)})"
            values |= dict(zip(names, owners, strict=True))
        ranked = f"select id, -bm25(passage_words) as score from passage_words where {where}"  # noqa: S608
        query = text(ranked + " order by score desc, rowid limit :limit")
        return [(row.id, row.score) for row in db.execute(query, values)]


class TextSearch(LexicalIndex):
    """词索引 of PostgreSQL. Vectors are made here, of jieba's words: no parser of the server's cuts them again."""

    def __init__(self, cut: Cut) -> None:
        super().__init__(cut)
        self._spread: dict[str, tuple[int, int]] = {}  # word → (passages that hold it, of how many when it was counted)

    def create(self, db: Connection) -> None:
        """Make the table and its indexes."""
        columns = (
            "id varchar(48) primary key, disclosure_id varchar(32) not null, length integer not null, words tsvector"
        )
        for statement in (
            f"create table if not exists passage_words ({columns} not null)",
            "create index if not exists passage_words_owner on passage_words (disclosure_id)",
            "create index if not exists passage_words_words on passage_words using gin (words)",
        ):
            db.execute(text(statement))

    def put(self, db: Connection, owner: str, passages: Sequence[tuple[str, str]]) -> list[int | None]:
        """Take words in with their positions."""
        cut = [(i, _tokens(self._cut(words))) for i, words in passages]
        rows = [{"id": i, "owner": owner, "length": len(t), "words": _vector(t)} for i, t in cut]
        insert = "insert into passage_words (id, disclosure_id, length, words)"
        db.execute(text(f"{insert} values (:id, :owner, :length, cast(:words as tsvector))"), rows)
        return [None] * len(passages)

    def remove(self, db: Connection, owner: str) -> None:
        """Delete."""
        db.execute(text("delete from passage_words where disclosure_id = :owner"), {"owner": owner})

    def words_in(self, db: Connection, owner: str) -> int:
        """Counted: the length of passages is part of the formula."""
        total = "select coalesce(sum(length), 0) from passage_words where disclosure_id = :owner"
        return int(db.execute(text(total), {"owner": owner}).scalar_one())

    def search(
        self, db: Connection, words: Sequence[str], owners: Sequence[str] | None, limit: int
    ) -> list[tuple[str, float]]:
        """BM25 over the passages that GIN finds; the rarest words choose which, all words are scored."""
        asked = list(dict.fromkeys(token for word in words for token in _tokens(word)))
        held = db.execute(select(schema.state.c.passages, schema.state.c.words)).first()
        if not asked or held is None or not held.passages:
            return []
        spread = {word: self._passages_with(db, word, held.passages) for word in asked}
        known = sorted((w for w in asked if spread[w]), key=lambda w: spread[w])
        if not known:
            return []
        chosen = known if owners is not None else _choosing(known, spread)
        narrowed = "" if owners is None else " and disclosure_id in :owners"
        query = text(_BM25.format(narrowed=narrowed))
        values: dict[str, Any] = {
            "chosen": " | ".join(map(_quoted, chosen)),
            "words": known,
            "weights": [_weight(held.passages, spread[w]) for w in known],
            "mean": max(held.words / held.passages, 1.0),
            "k1": K1, "b": B, "limit": limit,
        }  # fmt: skip
        if owners is not None:
            query = query.bindparams(bindparam("owners", type_=String, expanding=True))
            values["owners"] = list(owners)
        return [(row.id, row.score) for row in db.execute(query, values)]

    def _passages_with(self, db: Connection, word: str, passages: int) -> int:
        """How many passages hold a word; counted again when the store has grown or shrunk by a fiftieth."""
        found, of = self._spread.get(word, (0, 0))
        if abs(passages - of) * 50 > of:
            query = text("select count(*) from passage_words where words @@ cast(:word as tsquery)")
            found = int(db.execute(query, {"word": _quoted(word)}).scalar_one())
            self._spread[word] = found, passages
        return found


def lexical_index(dialect: str, cut: Cut) -> LexicalIndex:
    """The index that a database of this kind has."""
    return TextSearch(cut) if dialect == "postgresql" else Fts5(cut)


_BM25: Final = """
with asked as (select * from unnest(cast(:words as text[]), cast(:weights as float8[])) as a (word, weight)),
found as (select id, length, words from passage_words where words @@ cast(:chosen as tsquery){narrowed})
select found.id, sum(asked.weight * (cardinality(held.positions) * (:k1 + 1))
    / (cardinality(held.positions) + :k1 * (1 - :b + :b * found.length / :mean))) as score
from found cross join lateral unnest(found.words) as held (lexeme, positions, weights)
join asked on asked.word = held.lexeme
group by found.id order by score desc, found.id limit :limit
"""


def _choosing(rarest: Sequence[str], spread: dict[str, int]) -> list[str]:
    """The rarest words, until enough passages hold one of them."""
    chosen, reached = [], 0
    for word in rarest:
        chosen.append(word)
        reached += spread[word]
        if reached >= ENOUGH:
            break
    return chosen


def _weight(passages: int, holding: int) -> float:
    """The inverse document frequency as FTS5 has it."""
    weight = log((passages - holding + 0.5) / (holding + 0.5))
    return weight if weight > 0 else 1e-6


def _tokens(words: str) -> list[str]:
    """Words as FTS5 takes them: runs of letters and digits."""
    return _TOKEN.findall(words.lower())


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(tokens: Sequence[str]) -> str:
    """Words with their positions, as PostgreSQL writes a tsvector."""
    places: dict[str, list[int]] = {}
    for n, token in enumerate(tokens[:LONGEST], 1):
        places.setdefault(token, []).append(n)
    return " ".join(f"{_quoted(word)}:{','.join(map(str, held[:255]))}" for word, held in places.items())
