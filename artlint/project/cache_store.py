"""What runs keep of the files they have checked: plain data by key, in one SQLite file that several runs may share.

A run reads the entries of its own files, by key, and writes what is new in one short transaction at its end (in several
when there is much of it); between these it holds no lock. The file lies in a folder that nobody else may enter. Losing
it costs time alone: a file that is locked counts as empty for this run, one that is damaged is begun anew, and each entry
has a checksum. It is cleared out by the rule of all that artlint keeps (base/startup/disk_cache.py).
"""

from __future__ import annotations

import os
import sqlite3
from time import time

from artlint.base.startup import disk_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

MAX_BYTES = 2_000_000_000  # of all entries; of an article, its facts take about five thousand
MAX_UNWRITTEN = 32_000_000  # bytes in memory: beyond, they are written before the run's end
MAX_KEYS = 500  # in one query
TIMEOUT = 2.0  # seconds: no run holds the file for longer
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)  # the last: of other columns
TABLE = (  # `used` before `data`, which may go on in other pages: those need not be read for the day of the last use
    "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, used INTEGER NOT NULL, data BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS by_use ON entries (used)",
)


class CacheStore:
    """Entries by key, each with the day of its last use. The file is opened when it is first asked for something."""

    def __init__(self) -> None:
        self._database: sqlite3.Connection | None = None
        self._usable = True
        self._today = int(time()) // disk_cache.DAY
        self._new: dict[bytes, bytes] = {}
        self._new_bytes = 0
        self._used: list[bytes] = []

    def find(self, keys: Collection[bytes]) -> set[bytes]:
        """Which of these keys have entries, without reading them."""
        return {key for key, _ in self._select("key, used", keys)}

    def read(self, keys: Collection[bytes]) -> dict[bytes, Any]:
        """The entries of these keys, as far as there are any."""
        entries = {key: disk_cache.unpack(stored) for key, _, stored in self._select("key, used, data", keys)}
        return {key: data for key, data in entries.items() if data is not None}

    def put(self, key: bytes, data: Any) -> None:
        """Keep plain data under this key."""
        try:
            self._new[key] = packed = disk_cache.pack(data)
        except ValueError:  # no plain data after all, such as a plugin's own kind of text
            return
        self._new_bytes += len(packed)
        if self._new_bytes > MAX_UNWRITTEN:
            self._write()

    def close(self) -> None:
        """Write what is new, and clear out."""
        if self._new or self._used:
            self._write()
        if self._database is not None:
            self._database.close()
        self._database = None

    def _select(self, columns: str, keys: Collection[bytes]) -> Iterator[tuple[Any, ...]]:
        """These columns of the entries of these keys, of which the second is the day of the last use."""
        wanted = sorted(keys)
        for start in range(0, len(wanted), MAX_KEYS):
            part = wanted[start : start + MAX_KEYS]
            query = f"SELECT {columns} FROM entries WHERE key IN ({','.join('?' * len(part))})"
            for row in self._fetch(query, part):
                if row[1] < self._today:
                    self._used.append(row[0])
                yield row

    def _fetch(self, query: str, values: list[bytes]) -> list[tuple[Any, ...]]:
        database = self._opened()
        if database is None:
            return []
        try:
            return database.execute(query, values).fetchall()  # all at once: what is half read is locked
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _write(self) -> None:
        """Write new entries and days of use. What cannot be written is forgotten: the next run works it out again."""
        new, used, today = self._new, self._used, self._today
        self._new, self._new_bytes, self._used = {}, 0, []
        database = self._opened()
        if database is None:
            return
        try:
            database.execute("BEGIN IMMEDIATE")
            rows = [(key, today, new[key]) for key in sorted(new)]  # what is read together stands together
            database.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
            database.executemany("UPDATE entries SET used = ? WHERE key = ?", [(today, key) for key in used])
            _clear_out(database, today)
            database.execute("COMMIT")
        except sqlite3.Error as error:
            self._give_up(error)

    def _opened(self) -> sqlite3.Connection | None:
        """The open file; None where there is none to be had."""
        if self._database is None and self._usable:
            try:
                self._database = _connect(_path())
            except OSError:
                self._usable = False
            except sqlite3.Error as error:
                self._give_up(error)
        return self._database

    def _give_up(self, error: sqlite3.Error) -> None:
        """Do without the file for the rest of the run, or without what is in it, where it is damaged."""
        if self._database is not None:
            self._database.close()
        self._database = None
        self._usable = self._usable and _is_damage(error) and _removed(_path())


def _path() -> str:
    """Where the file is: in a folder of its own, which nobody else can have put something into. Raises OSError."""
    if not disk_cache.folder():
        raise FileNotFoundError
    folder = os.path.join(disk_cache.folder(), "results")
    os.makedirs(disk_cache.folder(), 0o700, exist_ok=True)
    os.makedirs(folder, 0o700, exist_ok=True)
    if not disk_cache.is_ours(os.lstat(folder)):
        raise PermissionError
    return os.path.join(folder, "results.sqlite3")


def _connect(path: str) -> sqlite3.Connection:
    """The file, made where there is none. Raises OSError and sqlite3.Error."""
    if os.path.exists(path) and not disk_cache.is_ours(os.stat(path)):
        _removed(path)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # SQLite would make it as the umask allows
    database = sqlite3.connect(path, timeout=TIMEOUT, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")  # what is lost when the machine stops is made again
    for statement in TABLE:
        database.execute(statement)
    return database


def _is_damage(error: sqlite3.Error) -> bool:
    """Whether it is the file's content that is wrong, and not that it is locked, the disk is full, and so on."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGED


def _removed(path: str) -> bool:
    """Remove the file; its journal before it, which would be taken for that of the next one. Whether that was possible."""
    try:
        for name in (f"{path}-journal", path):
            if os.path.exists(name):
                os.unlink(name)
    except OSError:
        return False
    return True


def _clear_out(database: sqlite3.Connection, today: int) -> None:
    """Remove the entries that no run has used for MAX_DAYS and, beyond MAX_BYTES, those that were used longest ago."""
    database.execute("DELETE FROM entries WHERE used < ?", (today - disk_cache.MAX_DAYS,))
    (count,) = database.execute("SELECT count(*) FROM entries").fetchone() if _bytes(database) > MAX_BYTES else (0,)
    oldest = "SELECT rowid FROM entries ORDER BY used LIMIT ?"
    while count and _bytes(database) > MAX_BYTES:  # an eighth at a time, so that not every run has to
        count -= database.execute(f"DELETE FROM entries WHERE rowid IN ({oldest})", (count // 8 + 1,)).rowcount


def _bytes(database: sqlite3.Connection) -> int:
    """The bytes of the pages that are in use; removed entries leave theirs to new ones."""
    sizes = [database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")]
    return int((sizes[0] - sizes[1]) * sizes[2])
