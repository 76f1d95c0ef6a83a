"""A rule: its entry as YAML has it, and what runs of it."""

from __future__ import annotations

import marshal
import os
import zlib

from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.checks.base import Check
    from artlint.checks.corpus.base import CorpusCheck


class Record(dict):
    """A rule's YAML entry as plain data, with `pack`, `origin`, `path` and `line`.

    What is large is no item of the dictionary, and is unpacked when it is asked for, each time anew: most runs ask for
    little, and once.
    """

    READ = ("needed", "prepared")  # by every run: the others are compressed

    def __missing__(self, key: str) -> Any:
        if key == "packed":
            raise KeyError(key)
        packed = self["packed"][key]
        return marshal.loads(packed if key in self.READ else zlib.decompress(packed))


class Rule:
    """A rule ready to run."""

    __slots__ = (
        "_check",
        "code",
        "fix",
        "formats",
        "languages",
        "marks",
        "message",
        "name",
        "part",
        "record",
        "severity",
        "subsumes",
    )

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record if isinstance(record, Record) else Record(record)
        self.name: str = record["name"]
        self.code: str = record["code"]
        self.severity: str = record["severity"]
        self.message: str = record["message"]
        self.fix: Mapping[str, Any] | None = record["fix"]
        self.part: str = record["part"]
        self.marks: str | None = record["marks"]
        self.subsumes: list[str] = record["subsumes"]
        self.languages: list[str] = record["languages"]
        self.formats: list[str] = record["formats"]
        self._check: Check | None = None

    @property
    def check(self) -> Check:
        if self._check is None:
            from artlint.checks.base import instantiate

            record = self.record
            options = record["options" if "options" in record else "needed"]
            self._check = instantiate(registry.check_class(record["check"]), options, record["prepared"])
        return self._check

    @property
    def corpus_check(self) -> CorpusCheck:
        """The check of a rule that looks across articles."""
        from artlint.checks.corpus.base import CorpusCheck

        check = self.check
        if not isinstance(check, CorpusCheck):
            raise TypeError(f"the rule “{self.name}” looks at one article at a time")
        return check

    def answers_to(self, selector: str) -> bool:
        """Whether a selector means this rule: ALL, its name, an alias, a code prefix, a tag or its pack."""
        r = self.record
        return (
            selector in ("ALL", self.name, r["pack"])
            or selector in r["aliases"]
            or selector in r["tags"]
            or (selector.isupper() and self.code.startswith(selector))
        )


def builtin_folder() -> str:
    """rules/ inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")
