"""Conclusions by the articles that they are about, however many there are."""

from __future__ import annotations

import pickle
from itertools import groupby
from operator import itemgetter

from artlint.base.model import Fact
from artlint.checks.corpus.base import Conclusion

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

    Grouped = Iterator[list[Conclusion]]  # each about one article


class ConclusionStore:
    """Conclusions, to be asked for by article, or all of them in order of paths and records. They lie in a database
    without a name, of which SQLite holds a few megabytes and writes the rest to a temporary file."""

    def __init__(self, conclusions: Iterable[Conclusion]) -> None:
        self._database: sqlite3.Connection | None = None
        for number, conclusion in enumerate(conclusions):
            if self._database is None:  # mostly there are none
                self._database = _new_database()
            fact = conclusion.fact
            self._database.execute(
                "INSERT INTO found VALUES (?, ?, ?, ?)", (_name(fact.path), fact.record, number, packed(conclusion))
            )

    def __iter__(self) -> Grouped:
        return self._grouped("", ())

    def between(self, path: str, first: int, last: int) -> Grouped:
        """Those about the records from `first` to `last` of a file; a whole file is record 0."""
        return self._grouped("WHERE path = ? AND record BETWEEN ? AND ?", (_name(path), first, last))

    def _grouped(self, where: str, values: tuple[object, ...]) -> Grouped:
        if self._database is None:
            return
        rows = self._database.execute(f"SELECT path, record, content FROM found {where} ORDER BY 1, 2, number", values)
        for _, members in groupby(rows, itemgetter(0, 1)):
            yield [unpacked(content) for *_, content in members]


def _new_database() -> sqlite3.Connection:
    import sqlite3

    database = sqlite3.connect("")
    database.execute(
        "CREATE TABLE found (path BLOB, record INTEGER, number INTEGER, content BLOB, "
        "PRIMARY KEY (path, record, number)) WITHOUT ROWID"
    )
    return database


def _name(path: str) -> bytes:
    return path.encode("utf-8", "surrogatepass")


def packed(conclusion: Conclusion) -> bytes:
    """A conclusion as bytes, for the way to a file or another machine."""
    others = [(other.plain(), words) for other, words in conclusion.others]
    return pickle.dumps((conclusion.fact.plain(), dict(conclusion.args), others))


def unpacked(content: bytes) -> Conclusion:
    fact, args, others = pickle.loads(content)
    return Conclusion(Fact.from_plain(fact), args, [(Fact.from_plain(other), words) for other, words in others])
