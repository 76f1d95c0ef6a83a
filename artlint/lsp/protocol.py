"""Diagnostics, hovers and code actions as the protocol has them."""

from __future__ import annotations

import os
from difflib import SequenceMatcher

from lsprotocol import types

from artlint.base.errors import ArtlintError, PlacedError
from artlint.base.model import RecordPath, Span
from artlint.engine import fixer
from artlint.lsp.documents import uri_of
from artlint.ruleset import rule_pages
from artlint.text.position import line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, Place
    from artlint.lsp.documents import Document
    from artlint.ruleset.rule import RuleRecord

SEVERITY = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
FIX_ALL = "source.fixAll.artlint"
BASELINE = "artlint.baseline"  # the command: arguments are the document's URI, and fingerprints
MAX_RELATED = 20  # places that are sent with a diagnostic: of a thousand nobody looks at each
MAX_COMPARED_LINES = 5_000  # lines of a text that are compared one by one with those of the fixed text


def diagnostic(d: Diagnostic, document: Document) -> types.Diagnostic:
    return types.Diagnostic(
        range=document.range(d.span),
        message=d.message,
        severity=SEVERITY[d.severity],
        code=d.code,
        source="artlint",
        data={"rule": d.rule, "fingerprint": d.fingerprint},
        related_information=[_related(r, document) for r in d.related[:MAX_RELATED]] or None,
    )


def _related(place: Place, document: Document) -> types.DiagnosticRelatedInformation:
    path = getattr(place.path, "file", place.path)
    if not path or path == document.path:
        location = types.Location(document.uri, document.between(place.start, place.end))
    else:  # of another file the lines are known, and not what stands in them
        row = place.start.row - 1 if not isinstance(place.path, RecordPath) else place.path.number - 1
        location = types.Location(uri_of(path), types.Range(types.Position(row, 0), types.Position(row, 0)))
    return types.DiagnosticRelatedInformation(location, place.message)


def problem(error: ArtlintError, document: Document) -> types.Diagnostic:
    """An error in a file that a person writes. One without a place, or in another file, is of the first line."""
    row, column, message = 1, 1, str(error)
    if isinstance(error, PlacedError) and os.path.abspath(error.path) == os.path.abspath(document.path):
        row, column = max(1, error.line), max(1, error.column)
        message = error.message + (f"\n{error.hint}" if error.hint else "")
    start = document.positions.offset(row, column)
    word = document.text[start:].split("\n", 1)[0].split(" ")[0].rstrip("\r,:]}")
    range_ = document.range(Span(start, start + max(1, len(word))))
    return types.Diagnostic(range_, message, types.DiagnosticSeverity.Error, source="artlint")


def hover(
    found: Sequence[Diagnostic], document: Document, at: int, records: Mapping[str, RuleRecord]
) -> types.Hover | None:
    """The pages of the rules that speak of a place."""
    here = [d for d in found if d.span.start <= at <= d.span.end and d.rule in records]
    if not here:
        return None
    shown = dict.fromkeys(d.rule for d in here)
    value = "\n\n---\n\n".join(rule_pages.page(records[rule]) for rule in shown)
    span = Span(min(d.span.start for d in here), max(d.span.end for d in here))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, value), document.range(span))


def actions(
    found: Sequence[Diagnostic], document: Document, params: types.CodeActionParams
) -> Iterator[types.CodeAction]:
    """What can be done about a range: each fix, and to let the baseline know of it."""
    if not asked(params, types.CodeActionKind.QuickFix, unasked=True):
        return
    span = document.span(params.range)
    here = [d for d in found if d.span.start <= span.end and span.start <= d.span.end]
    for d in here:
        if d.fix:
            yield _fix(d, document)
    for d in here if document.is_file else ():
        yield types.CodeAction(
            f"Leave it: put {d.rule} here into the baseline",
            types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic(d, document)],
            command=types.Command("Put it into the baseline", BASELINE, arguments=[document.uri, d.fingerprint]),
        )


def fix_all(document: Document) -> types.CodeAction:
    """To apply all safe fixes. Its edit is worked out when it is chosen: that takes several checks of all the text."""
    return types.CodeAction("Fix all safe faults", FIX_ALL, data=document.uri)


def asked(params: types.CodeActionParams, kind: str, *, unasked: bool) -> bool:
    """Whether actions of a kind are wanted; `unasked`, where the client names none."""
    wanted = params.context.only
    return unasked if not wanted else any(kind == w or kind.startswith(f"{w}.") for w in map(_word, wanted))


def _word(kind: Any) -> str:
    return str(getattr(kind, "value", kind))


def _fix(d: Diagnostic, document: Document) -> types.CodeAction:
    assert d.fix is not None
    careful = {"safe": "", "unsafe": " (look at it: unsafe)", "suggestion": " (a suggestion)"}[d.fix.safety]
    return types.CodeAction(
        f"{d.fix.title}{careful}",
        types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(d, document)],
        is_preferred=d.fix.safety == "safe",
        edit=edit(document, [types.TextEdit(document.range(e.span), e.text) for e in d.fix.edits]),
    )


def edit(document: Document, edits: Sequence[types.TextEdit]) -> types.WorkspaceEdit:
    name = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(name, list(edits))])


def all_safe(document: Document, lint: Callable[[str], Sequence[Diagnostic]]) -> list[types.TextEdit]:
    """The edits that apply all safe fixes, and what these make possible in turn. Raises ArtlintError."""
    old = document.text
    new, _, _ = fixer.fix_text(old, lint, ("safe",))
    if new == old:
        return []
    return [types.TextEdit(document.range(span), text) for span, text in differences(old, new)]


def differences(old: str, new: str) -> Iterator[tuple[Span, str]]:
    """What has to be replaced to make one text of the other: whole lines, so that marks and cursors elsewhere stay."""
    a, b = line_spans(old), line_spans(new)
    first = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if _line(old, x) != _line(new, y)), None)
    if first is None or len(a) - first > MAX_COMPARED_LINES:
        start = a[first].start if first is not None else min(len(old), len(new))
        yield Span(start, len(old)), new[start:]
        return
    left = [_whole(old, a, n) for n in range(first, len(a))]
    right = [_whole(new, b, n) for n in range(first, len(b))]
    ends = [*(s.start for s in a[first:]), len(old)]
    for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Span(ends[i], ends[j]), "".join(right[k:m])


def _line(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _whole(text: str, lines: Sequence[Span], n: int) -> str:
    """A line with its end."""
    return text[lines[n].start : lines[n + 1].start if n + 1 < len(lines) else len(text)]
