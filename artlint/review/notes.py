"""Diagnostics as the page shows them: places in its own offsets, why, and what a fix would change."""

from __future__ import annotations

from artlint.base.shown_text import one_line, visible
from artlint.reporters.web import marks
from artlint.review.browser_text import Offsets
from artlint.review.rejections import key
from artlint.text.position import line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, Fix, Place, Span
    from artlint.ruleset.rule import RuleRecord

MAX_RELATED = 12  # places


def notes(text: str, diagnostics: Iterable[Diagnostic]) -> list[dict[str, Any]]:
    """The diagnostics of a text, in order of their places."""
    offsets, lines = Offsets(text), line_spans(text)
    return [_note(text, offsets, lines, d) for d in sorted(diagnostics, key=lambda d: (d.span, d.code))]


def identity(d: Diagnostic) -> str:
    """What a note goes by, among those of one text: equal faults are numbered."""
    return f"{d.rule} {d.fingerprint}"


def _note(text: str, offsets: Offsets, lines: Sequence[Span], d: Diagnostic) -> dict[str, Any]:
    marked = text[d.span.start : d.span.end]
    return {
        "id": identity(d),
        "key": key(d),
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
            for p in d.related[:MAX_RELATED]
            if not p.path and (p.start, p.end) != (d.start, d.end)  # the mark itself
        ],
        "fix": _fix(text, d.fix) if d.fix else None,
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


def _fix(text: str, fix: Fix) -> dict[str, Any]:
    """A fix, with what it changes in pieces: text, kind, and whether it names what cannot be seen."""
    changes, more = marks.changes(text, fix, visible)
    return {
        "title": one_line(fix.title),
        "safety": fix.safety,
        "changes": [{"before": change.before, "after": change.after} for change in changes],
        "more": more,
    }


def counts(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """How many there are of each severity, and how many have a safe fix."""
    out = {"error": 0, "warning": 0, "info": 0, "safe": 0}
    for d in diagnostics:
        out[d.severity] += 1
        out["safe"] += d.fix is not None and d.fix.safety == "safe"
    return out


def rules(records: Iterable[RuleRecord], names: Iterable[str]) -> dict[str, dict[str, str]]:
    """What is to be known of the rules with these names."""
    wanted = set(names)
    return {r.name: {"summary": r.summary.strip(), "why": " ".join(r.why.split())} for r in records if r.name in wanted}
