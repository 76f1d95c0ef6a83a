"""Results kept between runs: what the same bytes gave under the same rules is not worked out again.

One file for each set of rules, in the folder of the snapshots; a damaged or foreign one counts as none. It is written
beside and renamed, so two runs at once cost each other entries, never a wrong one.
"""

from __future__ import annotations

import os
from hashlib import blake2b

from artlint.base.model import Diagnostic, Edit, Fix, Place, Position, Result, Span
from artlint.base.startup import disk_cache
from artlint.ruleset.plugins import registry
from artlint.text import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from artlint.ruleset.selection import Ruleset

MOST = 400_000  # entries of one file; one of an article without a fault takes some hundred bytes of memory
KEPT = 20  # files
LIBRARIES = ("charset-normalizer", "ftfy", "pycld2", "rapidfuzz", "regex", "rensa", "textstat")


class Cache:
    """Results by digest (see `digest`). `save` keeps what this run has asked for or added, and what there is room for."""

    def __init__(self) -> None:
        self._path = os.path.join(disk_cache.folder(), f"{environment()}.results")
        old = disk_cache.load(self._path)
        self._old: dict[bytes, Any] = old if isinstance(old, dict) else {}
        self._used: dict[bytes, Any] = {}

    def __contains__(self, key: bytes) -> bool:
        return key in self._used or key in self._old

    def get(self, key: bytes, path: str) -> Result | None:
        """The result of a file of this path, without its text; None where it is not known."""
        entry = self._used.get(key) or self._old.get(key)
        if entry is None:
            return None
        self._used[key] = entry
        notes, found = entry
        return Result(path, tuple(diagnostic(d, path) for d in found), "", notes)

    def put(self, key: bytes, result: Result) -> None:
        self._used[key] = result.notes, tuple(plain(d) for d in result.diagnostics)

    def save(self) -> None:
        """Write what is new."""
        if self._used.keys() <= self._old.keys():
            return
        room = max(0, MOST - len(self._used))
        rest = [item for item in self._old.items() if item[0] not in self._used][:room]
        disk_cache.store(self._path, {**self._used, **dict(rest)}, KEPT)


def digest(data: bytes, rules: bytes) -> bytes:
    """What a result depends on: a file's bytes, and `rules_digest`."""
    return blake2b(data, digest_size=16, key=rules).digest()


def rules_digest(ruleset: Ruleset, *settings: object) -> bytes:
    """The rules that hold for a file, with all their options, and what else decides on its result."""
    records = [
        [r.record for r in rules]
        for rules in (ruleset.rules, ruleset.evidence, ruleset.internal.values(), ruleset.corpus)
    ]
    return _hash(repr((records, settings)))


def environment() -> str:
    """A name for artlint itself, its data, its plugins, and the libraries that have a say in a result."""
    from importlib.metadata import version

    parts = [disk_cache.signature(), registry.stamp(), *(f"{name} {version(name)}" for name in LIBRARIES)]
    parts += disk_cache.listing(resources.folder(), ("",))
    return _hash("\n".join(parts)).hex()


def _hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def plain(value: Any) -> Any:
    """Tuples with names as tuples, which is what marshal takes."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def diagnostic(plain: Any, path: str) -> Diagnostic:
    rule, code, severity, _, span, start, end, message, related, fix, fingerprint = plain
    return Diagnostic(
        rule, code, severity, path, Span(*span), Position(*start), Position(*end), message,
        tuple(Place(Position(*a), Position(*b), text, where) for a, b, text, where in related),
        fix and Fix(fix[0], tuple(Edit(Span(*at), text) for at, text in fix[1]), fix[2]),
        fingerprint,
    )  # fmt: skip
