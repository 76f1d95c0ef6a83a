"""A rule: its entry as it was loaded from YAML, and what runs of it."""

from __future__ import annotations

import marshal
import os
import zlib

from artlint.ruleset.entries import Entry, Example, FixEntry
from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from artlint.checks.base import Check
    from artlint.checks.corpus.base import CorpusCheck
    from artlint.ruleset.entries import RuleEntry

    Checked = tuple[dict[str, Any], Any]  # options with all defaults, and what their check prepares from them
else:
    RuleEntry = Entry  # whose keys type checkers are to know; its defaults would hide what is packed


class RuleRecord(RuleEntry):
    """The entry of a rule, with what was made of it when it was loaded.

    `pack` is the name of its file without the ending, `origin` who supplies it, `path` and `line` are its place,
    `corpus` says whether it looks across articles, `alone`, `asked_last` and `needs_source` are those of its check (see
    checks/base.py), and `prepared` is what that has prepared from the options.

    What is large is no attribute of its own but lies in `packed`, and is unpacked when it is asked for, each time anew:
    most runs ask for little, and once. `run_options` are the options without those that only `prepare` reads.
    """

    pack: str
    origin: str
    path: str
    line: int
    corpus: bool
    alone: bool
    asked_last: bool
    needs_source: bool
    prepared: Any
    run_options: dict[str, Any]
    packed: dict[str, bytes]

    UNCOMPRESSED = ("run_options", "prepared")  # since every run reads them

    @classmethod
    def from_plain(cls, values: Mapping[str, Any]) -> RuleRecord:
        """A record from its plain form, as `entries.plain` gives it."""
        fix, examples = values["fix"], values["examples"]
        return cls({**values, "fix": fix and FixEntry(fix), "examples": [Example(e) for e in examples]})

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            packed = vars(self).get("packed", {}).get(name)
            if packed is None:
                raise AttributeError(f"a rule has no {name}")
            return marshal.loads(packed if name in self.UNCOMPRESSED else zlib.decompress(packed))

    @property
    def state(self) -> str:
        """How the rule runs where nobody has said anything about it: “preview”, with its severity, or “off”."""
        return "preview" if self.status == "preview" else self.severity if self.default else "off"

    @property
    def check_options(self) -> dict[str, Any]:
        """The options that the check is to have."""
        return self.options if "options" in vars(self) else self.run_options

    def replace(self, **values: Any) -> RuleRecord:
        """The record with other values in the place of its own."""
        return RuleRecord({**vars(self), **values})

    def with_options(self, checked: Checked) -> RuleRecord:
        """The record with other options."""
        return self.replace(options=checked[0], prepared=checked[1])

    def matches_selector(self, selector: str) -> bool:
        """Whether a selector means this rule: ALL, its name, an alias, a code prefix, a tag or its pack."""
        return (
            selector in ("ALL", self.name, self.pack)
            or selector in self.aliases
            or selector in self.tags
            or (selector.isupper() and self.code.startswith(selector))
        )


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

    def __init__(self, record: RuleRecord) -> None:
        self.record = record
        self.name: str = record.name
        self.code: str = record.code
        self.severity: str = record.severity
        self.message: str = record.message
        self.fix: FixEntry | None = record.fix
        self.part: str = record.part
        self.marks: str | None = record.marks
        self.subsumes: list[str] = record.subsumes
        self.languages: list[str] = record.languages
        self.formats: Sequence[str] = record.formats
        self._check: Check | None = None

    @property
    def check(self) -> Check:
        if self._check is None:
            from artlint.checks.base import instantiate

            record = self.record
            self._check = instantiate(registry.check_class(record.check), record.check_options, record.prepared)
        return self._check

    @property
    def corpus_check(self) -> CorpusCheck:
        """The check of a rule that looks across articles."""
        from artlint.checks.corpus.base import CorpusCheck

        check = self.check
        if not isinstance(check, CorpusCheck):
            raise TypeError(f"the rule “{self.name}” looks at one article at a time")
        return check

    def matches_selector(self, selector: str) -> bool:
        """Whether a selector means this rule."""
        return self.record.matches_selector(selector)

    def may_settle(self, other: Rule) -> bool:
        """Whether another rule is among those it `subsumes`. ALL leaves out what measures the whole text by itself: a
        filter drops an error page too."""
        return any(other.matches_selector(s) and not (s == "ALL" and other.record.alone) for s in self.subsumes)


def builtin_folder() -> str:
    """rules/ inside the installed package, or beside it in a checkout."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(package, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(package), "rules")
