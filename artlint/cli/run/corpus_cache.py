"""What was concluded of a set of files, kept between runs: where none of them has changed, nobody needs their facts."""

from __future__ import annotations

import os
from hashlib import blake2b

from artlint.base.startup import disk_cache
from artlint.project.result_cache import diagnostic, environment, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic

    Keys = Mapping[str, bytes | None]  # of each file, what its facts depend on (see cache.py)
    Found = Sequence[tuple[str, Sequence[Diagnostic]]]

KEPT = 20  # sets of files, and environments


def recall(keys: Keys, rules: Iterable[str]) -> Found | None:
    """What followed from these files under these rules, by their identities; None where it is not known."""
    found = _stored().get(_digest(keys, rules))
    return None if found is None else [(path, [diagnostic(d, path) for d in known]) for path, known in found]


def remember(keys: Keys, rules: Iterable[str], found: Found) -> None:
    stored = _stored()
    name = _digest(keys, rules)
    stored.pop(name, None)
    stored[name] = [(path, [plain(d) for d in known]) for path, known in found]
    disk_cache.store(_file(), dict(list(stored.items())[-KEPT:]), KEPT)


def _digest(keys: Keys, rules: Iterable[str]) -> bytes:
    parts = [*sorted(rules), *(f"{path}\0{(key or b'').hex()}" for path, key in sorted(keys.items()))]
    return blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _stored() -> dict[bytes, Any]:
    found = disk_cache.load(_file())
    return found if isinstance(found, dict) else {}


def _file() -> str:
    return os.path.join(disk_cache.folder(), f"{environment()}.concluded")
