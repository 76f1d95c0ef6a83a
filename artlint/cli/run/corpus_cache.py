"""What was concluded of a set of files, kept between runs: where none of them has changed, nobody needs their facts."""

from __future__ import annotations

from artlint.project.cache_store import CacheStore
from artlint.project.result_cache import diagnostic, hash_of, plain, prefix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from artlint.base.model import Diagnostic

    Keys = Mapping[str, bytes | None]  # of each file, what its facts depend on (see result_cache.py)
    Found = Sequence[tuple[str, Sequence[Diagnostic]]]


def recall(store: CacheStore, keys: Keys, rules: Iterable[str]) -> Found | None:
    """What followed from these files under these rules, by their identities; None where it is not known."""
    key = _key(keys, rules)
    found = store.read([key]).get(key)
    return None if found is None else [(path, [diagnostic(d, path) for d in known]) for path, known in found]


def remember(keys: Keys, rules: Iterable[str], found: Found) -> None:
    """Keep what follows from these files under these rules."""
    store = CacheStore()
    store.put(_key(keys, rules), [(path, [plain(d) for d in known]) for path, known in found])
    store.close()


def _key(keys: Keys, rules: Iterable[str]) -> bytes:
    parts = [*sorted(rules), *(f"{path}\0{(key or b'').hex()}" for path, key in sorted(keys.items()))]
    return prefix("conclusions") + hash_of("\n".join(parts))
