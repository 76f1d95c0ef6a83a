"""Results kept between runs: what the same bytes gave under the same rules is not worked out again."""

from __future__ import annotations

from hashlib import blake2b

from artlint.base.model import Diagnostic, Edit, Fix, Place, Position, Result, Span
from artlint.base.startup import disk_cache
from artlint.ruleset.plugins import registry
from artlint.text import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from artlint.project.cache_store import CacheStore
    from artlint.ruleset.selection import Ruleset

LIBRARIES = ("charset-normalizer", "ftfy", "pycld2", "rapidfuzz", "regex", "rensa", "textstat")

_library_versions: list[str] = []  # looked up once, which takes longer than all the rest of `environment`


class ResultCache:
    """The results of files by their digests (see `digest`). Those of `keys`, as far as they are known, are read at once."""

    def __init__(self, store: CacheStore, keys: Iterable[bytes]) -> None:
        self._store, self._prefix = store, prefix("result")
        self._known = store.read({self._prefix + key for key in keys})

    def __contains__(self, key: bytes) -> bool:
        return self._prefix + key in self._known

    def get(self, key: bytes, path: str) -> Result | None:
        """The result of a file of this path, without its text; None where it is not known."""
        entry = self._known.get(self._prefix + key)
        if entry is None:
            return None
        notes, found = entry
        return Result(path, tuple(diagnostic(d, path) for d in found), "", notes)

    def put(self, key: bytes, result: Result) -> None:
        self._store.put(self._prefix + key, (result.notes, tuple(plain(d) for d in result.diagnostics)))


def digest(data: bytes, rules: bytes, source: str = "") -> bytes:
    """What a result depends on: a file's bytes, `rules_digest`, and the text that it was made from."""
    made = blake2b(data, digest_size=16, key=rules)
    if source:
        made.update(blake2b(source.encode("utf-8", "surrogatepass"), digest_size=16).digest())
    return made.digest()


def rules_digest(ruleset: Ruleset, *settings: object) -> bytes:
    """The rules that hold for a file, with all their options, and what else decides on its result."""
    records = [
        [r.record for r in rules]
        for rules in (ruleset.rules, ruleset.evidence, ruleset.notices.values(), ruleset.corpus)
    ]
    return hash_of(repr((records, settings)))


def environment() -> str:
    """A name for artlint itself, its data, its plugins, and the libraries that have a say in a result."""
    if not _library_versions:
        from importlib.metadata import version

        _library_versions.extend(f"{name} {version(name)}" for name in LIBRARIES)
    parts = [disk_cache.signature(), registry.version_key(), *_library_versions]
    parts += disk_cache.listing(resources.folder(), ("",))
    return hash_of("\n".join(parts)).hex()


def prefix(kind: str) -> bytes:
    """What the keys of entries of one kind, made in this environment, begin with in the store."""
    return hash_of(f"{kind} {environment()}")[:8]


def hash_of(text: str) -> bytes:
    """Sixteen bytes that stand for a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def plain(value: Any) -> Any:
    """Tuples with names as tuples, which is what marshal takes."""
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


def diagnostic(plain: Any, path: str) -> Diagnostic:
    """The diagnostic of a file of this path that `plain` was made of."""
    rule, code, severity, _, span, start, end, message, related, fix, fingerprint = plain
    return Diagnostic(
        rule, code, severity, path, Span(*span), Position(*start), Position(*end), message,
        tuple(Place(Position(*a), Position(*b), text, where) for a, b, text, where in related),
        fix and Fix(fix[0], tuple(Edit(Span(*at), text) for at, text in fix[1]), fix[2]),
        fingerprint,
    )  # fmt: skip
