"""Diagnostics as the page shows them: places in its own offsets, why, and what a fix would change."""

from __future__ import annotations

from artlint.position import line_spans
from artlint.reporters.shape import one_line, visible
from artlint.review.shown import Offsets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from artlint.model import Diagnostic, Edit, Fix, Place, Span

AROUND = 40  # characters shown on either side of a change
LONGEST = 260  # characters shown of what goes or comes
CHANGES = 3  # shown of a fix that changes many places
RELATED = 12  # places


def notes(text: str, diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The diagnostics of a text, in order of their places."""
    offsets, lines = Offsets(text), line_spans(text)
    return [_note(text, offsets, lines, d) for d in sorted(diagnostics, key=lambda d: (d.span, d.code))]


def identity(d: Diagnostic) -> str:
    """What a note goes by: as long as the marked characters stay, so does it."""
    return f"{d.rule} {d.fingerprint}"


def _note(text: str, offsets: Offsets, lines: Sequence[Span], d: Diagnostic) -> dict[str, Any]:
    marked = text[d.span.start : d.span.end]
    return {
        "id": identity(d),
        "rule": d.rule,
        "code": d.code,
        "severity": d.severity,
        "message": one_line(d.message),
        "line": d.start.row,
        "start": offsets.at(d.span.start),
        "end": offsets.at(d.span.end),
        "wide": "\n" in marked.strip() or "\r" in marked.strip(),
        "unseen": bool(marked) and not any(c.isprintable() and not c.isspace() for c in marked),
        "related": [
            _related(offsets, lines, p)
            for p in d.related[:RELATED]
            if not p.path and (p.start, p.end) != (d.start, d.end)  # the mark itself
        ],
        "fix": _fix(text, offsets, d.fix) if d.fix else None,
    }


def _related(offsets: Offsets, lines: Sequence[Span], place: Place) -> dict[str, Any]:
    start, end = (
        lines[p.row - 1].start + p.column - 1 if p.row <= len(lines) else lines[-1].end
        for p in (place.start, place.end)
    )
    return {
        "message": one_line(place.message),
        "line": place.start.row,
        "start": offsets.at(start),
        "end": offsets.at(end),
    }


def _fix(text: str, offsets: Offsets, fix: Fix) -> dict[str, Any]:
    edits = sorted(fix.edits)
    return {
        "title": one_line(fix.title),
        "safety": fix.safety,
        "edits": [[offsets.at(e.span.start), offsets.at(e.span.end), e.text] for e in edits],
        "changes": [_change(text, e) for e in edits[:CHANGES]],
        "more": max(0, len(edits) - CHANGES),
    }


def _change(text: str, edit: Edit) -> dict[str, str]:
    """What stands before a change in its line, what goes, what comes, and what stands after it."""
    start, end = edit.span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    before = before.replace("\r", "\n").rpartition("\n")[2]
    after = after.replace("\r", "\n").partition("\n")[0]
    return {
        "before": ("…" if len(before) == AROUND else "") + visible(before),
        "old": _short(text[start:end]),
        "new": _short(edit.text),
        "after": visible(after) + ("…" if len(after) == AROUND else ""),
    }


def _short(text: str) -> str:
    """A text with nothing hidden in it, without empty lines, and of a long one its beginning and its end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    inner = [visible(line) for i, line in enumerate(lines) if line.strip() or i in (0, len(lines) - 1)]
    shown = "\n".join(inner) if text.strip("\r\n") else "⏎" * text.count("\n")
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 80]} […] {shown[-80:]}"


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many there are of each severity, and how many have a safe fix."""
    out = {"error": 0, "warning": 0, "info": 0, "safe": 0}
    for d in diagnostics:
        out[d.severity] += 1
        out["safe"] += d.fix is not None and d.fix.safety == "safe"
    return out


def rules(records: Iterable[Mapping[str, Any]], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What is to be known of the rules with these names."""
    wanted = set(names)
    return {
        r["name"]: {"summary": r["summary"].strip(), "why": " ".join(r["why"].split())}
        for r in records
        if r["name"] in wanted
    }
