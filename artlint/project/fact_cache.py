"""Facts kept between runs: before a commit few articles are new, and the others are compared with them all the same."""

from __future__ import annotations

import os

from artlint.base.model import Fact
from artlint.project.result_cache import digest, prefix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artlint.project.cache_store import CacheStore


class FactCache:
    """The facts of files by the digests of what they depend on, and by folder, which stands for an article's source."""

    def __init__(self, store: CacheStore) -> None:
        self._store, self._prefix = store, prefix("facts")

    def find(self, keys: Mapping[str, bytes]) -> set[str]:
        """The paths of those files, of these by their keys, whose facts are known."""
        places = {path: self._at(key, path) for path, key in keys.items()}
        known = self._store.find(set(places.values()))
        return {path for path, place in places.items() if place in known}

    def get(self, key: bytes, path: str) -> tuple[Fact, ...] | None:
        """The facts of a file of this path; None where they are not known."""
        place = self._at(key, path)
        plain = self._store.read([place]).get(place)
        return None if plain is None else tuple([Fact.from_plain((*fact[:2], path, *fact[2:])) for fact in plain])

    def put(self, key: bytes, path: str, facts: Sequence[Fact]) -> None:
        plain = [fact.plain() for fact in facts]
        # without the path, since the same text may lie elsewhere next time
        self._store.put(self._at(key, path), [(*fact[:2], *fact[3:]) for fact in plain])

    def save(self) -> None:
        """Write what is new. To be called last."""
        self._store.close()

    def _at(self, key: bytes, path: str) -> bytes:
        return self._prefix + digest(os.path.dirname(path).encode("utf-8", "surrogatepass"), key)
