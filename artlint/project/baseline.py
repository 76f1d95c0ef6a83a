"""A file of known diagnostics: what is in it is suppressed, and an entry is reported once it suppresses nothing."""

from __future__ import annotations

import os
from itertools import chain, cycle

from artlint.base import regular_file
from artlint.base.errors import ArtlintError
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from artlint.base.model import Result

VERSION = 1
NUMBERED = r"#\d+(?: (\(.*\)))?\Z"  # a record as older baselines name it, by its number


class BaselineEntry(NamedTuple):
    """A known diagnostic; the line and the message are for people who read the file."""

    rule: str
    fingerprint: str
    line: int
    message: str


class Baseline:
    """Known diagnostics by file and fingerprint. A fingerprint is made of the rule and the marked characters: moved
    lines stay suppressed, another fault in the same place does not. Records are known by their ids; those of a file that have
    none share what is known of them. `not_run` tells for a path which rules did not run:
    their entries are neither stale nor replaced."""

    def __init__(self, path: str, not_run: Callable[[str], Collection[str]] = lambda path: ()) -> None:
        self.path, self._not_run = path, not_run
        self._entries: dict[str, dict[str, BaselineEntry]] = {}
        self._used: set[tuple[str, str]] = set()
        self._checked: set[str] = set()
        self._read: set[str] = set()  # the files of records

    @classmethod
    def load(cls, path: str, not_run: Callable[[str], Collection[str]] = lambda path: ()) -> Baseline:
        """The baseline in a file. Raises ArtlintError where it is missing or is no baseline."""
        import json

        baseline = cls(path, not_run)
        try:
            data = json.loads(regular_file.read(path, regular_file.MAX_BASELINE_BYTES))
            if data["version"] != VERSION:
                raise ArtlintError(
                    f"{path}: a baseline of version {data['version']}, which this artlint does not know\n"
                    "  help: write it again with “artlint baseline”"
                )
            folder = os.path.dirname(os.path.abspath(path))
            for name, entries in data["files"].items():
                known = [BaselineEntry(e["rule"], e["fingerprint"], e["line"], e["message"]) for e in entries]
                if not all(map(isinstance, chain.from_iterable(known), cycle((str, str, int, str)))):
                    raise TypeError
                key = name if os.path.exists(os.path.join(folder, name)) else re.sub(NUMBERED, r"#\1", name)
                baseline._entries.setdefault(key, {}).update((entry.fingerprint, entry) for entry in known)
        except OSError as error:
            raise ArtlintError(
                f"{path}: cannot read the baseline: {error.strerror}\n  help: “artlint baseline PATH” writes one"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ArtlintError(
                f"{path}{place}: not a baseline of artlint's\n  help: write it again with “artlint baseline”"
            ) from None
        return baseline

    def _key(self, path: str) -> str:
        file: str = getattr(path, "file", path)
        if file is not path:  # a record is known by its id, wherever it stands in the file
            id_: str = getattr(path, "id", "")
            return f"{self._key(file)}#({id_})" if id_ else f"{self._key(file)}#"
        return os.path.relpath(os.path.abspath(path), os.path.dirname(os.path.abspath(self.path))).replace(os.sep, "/")

    def apply(self, result: Result) -> Result:
        """The result without what the baseline knows."""
        key = self._key(result.path)
        known = self._entries.get(key, {})
        if hasattr(result.path, "file"):
            self._read.add(self._key(result.path.file))
        if known:  # of millions of records, only those are to be remembered that can have stale entries
            self._checked.add(key)
        left = []
        for d in result.diagnostics:
            entry = known.get(d.fingerprint)
            if entry is not None and entry.rule == d.rule:
                self._used.add((key, d.fingerprint))
            else:
                left.append(d)
        return result._replace(diagnostics=tuple(left))

    @property
    def met(self) -> int:
        """How many entries have matched a diagnostic."""
        return len(self._used)

    def stale(self) -> list[tuple[str, BaselineEntry]]:
        """The entries that matched nothing in a file that was checked, or whose file is gone, each with its key."""
        folder = os.path.dirname(os.path.abspath(self.path))
        out = []
        for key, entries in sorted(self._entries.items()):
            file = os.path.join(folder, key if os.path.exists(os.path.join(folder, key)) else _file(key))
            left = [entry for entry in entries.values() if (key, entry.fingerprint) not in self._used]
            gone = _file(key) != key and _file(key) in self._read  # a record that is not in its file any more
            if left and (gone or key in self._checked or not os.path.exists(file)):
                not_run = self._not_run(file)
                out += [(key, entry) for entry in left if entry.rule not in not_run]
        return out

    def prune(self) -> int:
        """Drop the stale entries; how many there were."""
        stale = self.stale()
        for key, entry in stale:
            del self._entries[key][entry.fingerprint]
        return len(stale)

    def take(self, results: Iterable[Result]) -> int:
        """Replace the entries of these files, for the rules that ran, by their diagnostics; how many there are."""
        results = list(results)
        keys = {self._key(result.path): result.path for result in results}
        read = {_file(key): path for key, path in keys.items() if _file(key) != key}
        keys |= {key: read[_file(key)] for key in self._entries if _file(key) in read}  # of records that are gone
        for key, path in keys.items():
            not_run = self._not_run(path)
            self._entries[key] = {f: e for f, e in self._entries.get(key, {}).items() if e.rule in not_run}
        for result in results:
            self.add(result)
        return sum(len(result.diagnostics) for result in results)

    def add(self, result: Result) -> None:
        """Know the diagnostics of a result too."""
        entries = self._entries.setdefault(self._key(result.path), {})
        for d in result.diagnostics:
            entries[d.fingerprint] = BaselineEntry(d.rule, d.fingerprint, d.start.row, d.message)

    def dump(self) -> str:
        """The file's content: sorted, so that a diff shows what changed."""
        import json

        files = {
            key: [e._asdict() for e in sorted(entries.values(), key=lambda e: (e.line, e.rule, e.fingerprint))]
            for key, entries in sorted(self._entries.items())
            if entries
        }
        return json.dumps({"version": VERSION, "files": files}, indent=1, ensure_ascii=False) + "\n"


def _file(key: str) -> str:
    """The file of a key: of “corpus.jsonl#(id)” and of “corpus.jsonl#”, corpus.jsonl."""
    if key.endswith(")") and "#(" in key:
        return key[: key.index("#(")]
    return key.removesuffix("#")
