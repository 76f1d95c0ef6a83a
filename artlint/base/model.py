"""The plain, frozen data that flows from a rule to a reporter.

Every offset is a count of Unicode code points into the article's text as it stands in the file, and every
span is half-open. Rows and columns count from 1; an end column is exclusive.
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Protocol

    class KnownFaults(Protocol):
        """What knows old faults: a baseline, or several."""

        def apply(self, result: Result) -> Result:
            """The result without what is known."""


SEVERITIES = ("info", "warning", "error")


class Span(NamedTuple):
    """A stretch of the text, `start` inclusive and `end` exclusive, in code points."""

    start: int
    end: int


class Position(NamedTuple):
    """A place as people name it: row and column, both from 1, the column in code points."""

    row: int
    column: int


class Edit(NamedTuple):
    """Replace what stands in `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that belong together: all of them apply or none.

    `safety` is `safe` (no character of the article proper is lost), `unsafe` (something that looks like
    boilerplate goes) or `suggestion` (a person must decide; never applied by `--fix`).
    """

    title: str
    edits: tuple[Edit, ...]
    safety: str


class Related(NamedTuple):
    """Another place that belongs to a finding, with a few words on why."""

    span: Span
    message: str


class Finding(NamedTuple):
    """What a check knows: where the fault is and the evidence for it.

    `args` fill the placeholders of the rule's message and fix. `covers` names the parts of `span` that this
    finding settles for the rules that it subsumes; None stands for all of it. `safety` makes the fix of this
    one finding less safe than its rule's. `edits` are those of its fix where a replacement of `span` is not enough.
    """

    span: Span
    args: Mapping[str, object] = {}
    related: tuple[Related, ...] = ()
    covers: tuple[Span, ...] | None = None
    safety: str = ""
    edits: tuple[Edit, ...] = ()


class FactSite(NamedTuple):
    """Where a diagnostic of a fact would stand, and what it would say of the place. `end_column` is exclusive.

    `text` is the excerpt that the rule's message quotes, empty where it quotes none; `suppressed` says whether a comment
    in the article, or another of its diagnostics, keeps the rule from reporting here.
    """

    start: int
    end: int
    row: int
    column: int
    end_row: int
    end_column: int
    fingerprint: str
    text: str
    suppressed: bool

    @property
    def first(self) -> Position:
        return Position(self.row, self.column)

    @property
    def last(self) -> Position:
        return Position(self.end_row, self.end_column)


class Fact(NamedTuple):
    """What a corpus rule notes of one article, for all facts of one key to be looked at together.

    `rule` tells the rule and its options apart (engine/corpus/collect.py). `path`, `record` (0 for a whole file) and
    `id` name the article, `data` is the check's own, `site` the place of a diagnostic; None where the fact is evidence
    only. A fact travels between processes and machines and lies in files: `plain` gives what is written there.
    """

    rule: str
    key: bytes
    path: str
    record: int
    id: str
    data: bytes = b""
    site: FactSite | None = None

    def plain(self) -> tuple[Any, ...]:
        """This fact as a tuple of plain values, which marshal can write."""
        return (*self[:-1], self.site and tuple(self.site))

    @staticmethod
    def from_plain(values: Sequence[Any]) -> Fact:
        """The fact that `plain` has made these values of."""
        *others, site = values
        return Fact._make((*others, site and FactSite._make(site)))


class Place(NamedTuple):
    """A related place as a reporter shows it. An empty `path` is the diagnostic's own."""

    start: Position
    end: Position
    message: str
    path: str = ""


class Diagnostic(NamedTuple):
    """What a user sees of a finding: the rule's name on it, and rows and columns beside the span.

    `fingerprint` identifies the fault by rule and content, so that it survives moved lines.
    """

    rule: str
    code: str
    severity: str
    path: str
    span: Span
    start: Position
    end: Position
    message: str
    related: tuple[Place, ...]
    fix: Fix | None
    fingerprint: str


class Result(NamedTuple):
    """One article's outcome. `notes` are remarks on the input (a guessed encoding), `problem` why it failed, `facts`
    what the corpus rules noted."""

    path: str
    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""
    notes: tuple[str, ...] = ()
    problem: str = ""
    facts: tuple[Fact, ...] = ()


class RecordPath(str):
    """The path of an article that is one record of a file: the file, the record's number in it from 1, and its id.

    As text it names all three, so that whatever shows or compares paths tells records apart.
    """

    file: str
    number: int
    id: str

    def __new__(cls, file: str, number: int, id: str = "") -> RecordPath:
        path = super().__new__(cls, f"{file}#{number} ({id})" if id else f"{file}#{number}")
        path.file, path.number, path.id = file, number, id
        return path

    def __reduce__(self) -> tuple[type[RecordPath], tuple[str, int, str]]:
        return type(self), (self.file, self.number, self.id)


def article_path(file: str, number: int | None, id: str | None) -> str:
    """The path of an article: that of a record where it has a number, or else the file's own."""
    return RecordPath(file, number, id or "") if number else file


def severity_rank(severity: str) -> int:
    """0 for info, 1 for warning, 2 for error."""
    return SEVERITIES.index(severity)
