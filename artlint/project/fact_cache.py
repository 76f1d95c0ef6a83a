"""Facts kept between runs, by the digest of the bytes they were made from (see cache.py): before a commit few articles
are new, and the others are compared with them all the same.

A database, since it may be large and few of it is asked for; losing it costs time alone.
"""

from __future__ import annotations

import marshal
import os
import sqlite3

from artlint.base.model import Fact
from artlint.base.startup import disk_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 2_000_000_000  # bytes of the file: a larger one is begun anew


class KeptFacts:
    """Facts by digest. `environment` names what else they depend on (see cache.py)."""

    def __init__(self, environment: str) -> None:
        self._database: sqlite3.Connection | None = None
        path = os.path.join(disk_cache.folder(), f"{environment}.facts")
        try:
            os.makedirs(disk_cache.folder(), exist_ok=True)
            self._forget_others(path)
            self._database = sqlite3.connect(path, timeout=1)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = OFF")  # what a crash loses is made again
            self._database.execute("CREATE TABLE IF NOT EXISTS facts (key BLOB PRIMARY KEY, facts BLOB) WITHOUT ROWID")
        except (OSError, sqlite3.Error):
            self._database = None

    @staticmethod
    def _forget_others(path: str) -> None:
        for name in os.listdir(disk_cache.folder()):
            other = os.path.join(disk_cache.folder(), name)
            if name.endswith(".facts") and (other != path or os.path.getsize(other) > MOST):
                os.unlink(other)

    def has(self, key: bytes, path: str) -> bool:
        try:
            found = self._database and self._database.execute("SELECT 1 FROM facts WHERE key = ?", (_at(key, path),))
            return bool(found and found.fetchone())
        except sqlite3.Error:
            return False

    def get(self, key: bytes, path: str) -> tuple[Fact, ...] | None:
        """The facts of a file of this path; None where they are not known."""
        try:
            if self._database is None:
                return None
            row = self._database.execute("SELECT facts FROM facts WHERE key = ?", (_at(key, path),)).fetchone()
            return row and tuple(Fact._make((*fact[:2], path, *fact[2:])) for fact in marshal.loads(row[0]))
        except (sqlite3.Error, ValueError, EOFError, TypeError):
            return None

    def put(self, key: bytes, path: str, facts: Sequence[Fact]) -> None:
        if self._database is None:
            return
        plain = [(*fact[:2], *fact[3:]) for fact in facts]  # the same text may lie elsewhere next time
        try:
            self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_at(key, path), marshal.dumps(plain)))
        except sqlite3.Error:  # the disk is full, or another run has it
            self._database = None

    def save(self) -> None:
        try:
            if self._database is not None:
                self._database.commit()
                self._database.close()
        except sqlite3.Error:
            pass
        self._database = None


def _at(key: bytes, path: str) -> bytes:
    """The key of a file's facts, in which the folder stands for the source of the article."""
    return key + os.path.dirname(path).encode("utf-8", "surrogatepass")


def kept_facts() -> KeptFacts:
    """What is kept under this version of artlint, its plugins and libraries."""
    from artlint.project.result_cache import environment

    return KeptFacts(environment())
