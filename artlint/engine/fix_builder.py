"""From a rule's `fix:` entry and one finding to a Fix: the edits that would fix it, not yet applied."""

from __future__ import annotations

from artlint.base.model import Edit, Fix, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from artlint.base.model import Finding
    from artlint.ruleset.entries import FixEntry
    from artlint.text.article import Article

TITLES = {
    "span": "Delete it",
    "passage": "Delete it",
    "block": "Delete these lines",
    "related": "Delete the marked places",
}


def build_fix(entry: FixEntry, finding: Finding, values: Mapping[str, object], article: Article) -> Fix | None:
    """The fix of one finding, or None where the finding lacks what its fix needs (an empty replacement)."""
    kind = entry.delete
    if finding.edits:
        edits = finding.edits
    elif kind == "related":
        edits = tuple(Edit(span, "") for span in _apart(r.span for r in finding.related))
    elif kind == "block":
        edits = tuple(Edit(span, "") for span in whole_lines(article, finding.covers or (finding.span,)))
    elif kind == "passage":
        edits = _without_passages(article, _apart(finding.covers or (finding.span,)))
    elif kind == "span":
        edits = _without_span(article, finding.span)
    else:
        text = str(entry.replace).format_map(values)
        if text == article.slice(finding.span):
            return None
        edits = (Edit(finding.span, text),)
    if not edits:
        return None
    title = entry.title or (TITLES[kind] if kind else f"Replace by “{edits[0].text}”")
    return Fix(title, edits, finding.safety or entry.safety)


def _without_passages(article: Article, spans: Iterable[Span]) -> tuple[Edit, ...]:
    """The edits that take stretches out. What stands before and after one in its line is then one space apart, or
    begins or ends the line as before; where nothing else stands in its lines, they go."""
    whole: list[Span] = []
    edits: list[Edit] = []
    for span in spans:
        start, end = _with_spaces(article, span)
        begins, ends = (
            article.text[start - 1 : start] in ("", "\n", "\r"),
            article.text[end : end + 1] in ("", "\n", "\r"),
        )
        if begins and ends:
            whole.append(span)
        elif begins:
            edits.append(Edit(Span(span.start, end), ""))
        else:
            edits.append(Edit(Span(start, end), "" if ends else " "))
    return (*(Edit(lines, "") for lines in whole_lines(article, whole)), *edits)


def _without_span(article: Article, span: Span) -> tuple[Edit, ...]:
    """The edits that take out a span and nothing else; where nothing else stands in its lines, they go."""
    start, end = _with_spaces(article, span)
    if article.text[start - 1 : start] in ("", "\n", "\r") and article.text[end : end + 1] in ("", "\n", "\r"):
        return tuple(Edit(lines, "") for lines in whole_lines(article, (span,)))
    return (Edit(_to_line_end(article, span), ""),)


def _with_spaces(article: Article, span: Span) -> Span:
    """The stretch with the white space around it in its lines."""
    text, start, end = article.text, span.start, span.end
    while start and text[start - 1].isspace() and text[start - 1] not in "\r\n":
        start -= 1
    while end < len(text) and text[end].isspace() and text[end] not in "\r\n":
        end += 1
    return Span(start, end)


def _to_line_end(article: Article, span: Span) -> Span:
    """The span, with the space before it where it ends its line: a fix leaves no trailing space."""
    start, text = span.start, article.text
    if text[span.end : span.end + 1] in ("", "\n", "\r"):
        while start and text[start - 1] in " \t":
            start -= 1
    return Span(start, span.end)


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Places in order, with those that overlap as one: the edits of a fix never touch the same characters."""
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start < out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        elif not out or span != out[-1]:
            out.append(span)
    return out


def whole_lines(article: Article, spans: Iterable[Span]) -> list[Span]:
    """The lines that `spans` touch, each run of them with one side of the empty lines around it.

    Whatever stood before stays as it was: every other line keeps its end, the file keeps (or keeps lacking) its
    final one, and paragraphs that were one empty line apart stay so.
    """
    lines, at, text = article.lines, article.positions.at, article.text
    runs: list[tuple[int, int]] = []  # first and last line, from 0
    for span in sorted(spans):
        first = min(at(span.start).row, len(lines)) - 1
        last = min(at(max(span.start, span.end - 1)).row, len(lines)) - 1
        if runs and not text[lines[runs[-1][1]].end : lines[first].start].strip():  # nothing stands between them
            first, end = runs.pop()
            last = max(last, end)
        runs.append((first, last))
    return [_with_gap(article, first, last) for first, last in runs]


def _with_gap(article: Article, first: int, last: int) -> Span:
    """Lines from `first` to `last`, with the empty lines above or below them."""
    lines, size = article.lines, len(article.text)

    def empty(i: int) -> bool:
        return not article.text[lines[i].start : lines[i].end].strip()

    def start(i: int) -> int:
        return lines[i].start if i < len(lines) else size

    after = last + 1
    if first == 0 or empty(first - 1):
        while after < len(lines) and empty(after):
            after += 1
    if after < len(lines):
        return Span(lines[first].start, lines[after].start)
    before = first - 1
    while before >= 0 and empty(before):
        before -= 1
    if before < 0:
        return Span(0, lines[last].end)
    if lines[last].end == size:  # without a line end: what is now the last line loses its own
        return Span(lines[before].end, size)
    return Span(start(before + 1), start(last + 1))
