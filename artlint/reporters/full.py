"""The form for people at a terminal: each diagnostic with the text that it speaks of.

Colours are written as plain ANSI codes, so that a run with a handful of findings loads no terminal library.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from artlint.base.model import Span
from artlint.base.shown_text import harmless, one_line, visible
from artlint.reporters.base import Reporter
from artlint.reporters.shape import last_row, place
from artlint.text.position import line_spans

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artlint.base.model import Diagnostic, Result

LINES_SHOWN = 4
RELATED_SHOWN = 5  # places with the same message; and messages
NARROWEST = 20  # cells that an excerpt gets even in a terminal that has no room for it
INDENT = " " * 4  # of the rows on which a long message goes on
KEPT_SPACE = "\u2007"  # stands for a space at which no row may end, until it is written
_BOLD, _BLUE = "1", "1;34"
_COLORS = {"error": "1;31", "warning": "1;33", "info": "1;36"}


class Full(Reporter):
    needs_text = True

    def article(self, result: Result) -> None:
        if result.diagnostics:
            size = len(result.text)
            lines = [*line_spans(result.text), Span(size, size)]  # a place may be the end of the text
            helped: set[str] = set()  # the rules whose help stands there already
            for d in result.diagnostics:
                rows = self._rows(d, result.text, lines, d.rule not in helped)
                self.out.write("\n".join(map(harmless, rows)) + "\n\n")
                helped.add(d.rule)

    def _paint(self, color: str, text: str) -> str:
        return f"\x1b[{color}m{text}\x1b[0m" if self.context.color else text

    def _rows(self, d: Diagnostic, text: str, lines: Sequence[Span], help_too: bool) -> Iterator[str]:
        last = last_row(d)
        gutter = len(str(last))
        yield from self._head(d)
        yield " " * gutter + self._paint(_BLUE, "-->") + f" {place(d.path, *d.start)}"
        margin = " " * (gutter + 1)
        if d.span.end <= len(text):  # of a record that passed long ago there is no text
            yield margin + self._paint(_BLUE, "|")
            yield from self._excerpt(d, text, lines, last, gutter)
        room = max(NARROWEST, self.context.width - len(margin))
        for label, note in self._remarks(d, help_too):
            first, *more = _wrapped(note, room - len(f"= {label}: "), room - len(INDENT))
            yield f"{margin}{self._paint(_BLUE, '=')} {self._paint(_BOLD, label + ':')} {first}".replace(
                KEPT_SPACE, " "
            )
            for row in more:
                yield f"{margin}{INDENT}{row}".replace(KEPT_SPACE, " ")

    def _head(self, d: Diagnostic) -> Iterator[str]:
        kind, name = f"{d.severity} {d.code}", f"{d.rule}:"
        taken, width = sum(map(_width, f"{kind} {name} ")), self.context.width
        first, *more = _wrapped(one_line(d.message), width - taken, max(NARROWEST, width - len(INDENT)))
        yield f"{self._paint(_COLORS[d.severity], kind)} {self._paint(_BOLD, name)} {first}".rstrip(" ")
        for row in more:
            yield INDENT + row

    def _excerpt(self, d: Diagnostic, text: str, lines: Sequence[Span], last: int, gutter: int) -> Iterator[str]:
        """One row with carets under the span; or several with a bar, as carets under whole lines would say nothing."""
        color, room = _COLORS[d.severity], self.context.width - gutter - 3
        rows = range(d.start.row, last + 1)
        if len(rows) == 1:
            excerpt, indent, carets = _underlined(text, lines[last - 1], d.span, max(NARROWEST, room))
            yield f"{self._paint(_BLUE, f'{last} |')} {excerpt}".rstrip(" ")
            margin = " " * (gutter + 1) + self._paint(_BLUE, "|")
            yield margin + " " * (indent + 1) + self._paint(color, "^" * carets)
            return
        for row in rows if len(rows) <= LINES_SHOWN else (*rows[: LINES_SHOWN - 1], 0, last):
            excerpt = _underlined(text, lines[row - 1], d.span, max(NARROWEST, room - 2))[0] if row else ""
            number = self._paint(_BLUE, f"{row or '…':>{gutter}} |")
            yield f"{number} {self._paint(color, '┃')} {excerpt}".rstrip(" ")

    def _remarks(self, d: Diagnostic, help_too: bool) -> Iterator[tuple[str, str]]:
        by_message: dict[str, list[str]] = {}
        for other in d.related:
            row, column = other.start
            where = place(other.path, row, column) if other.path not in ("", d.path) else f"{row}:{column}"
            by_message.setdefault(one_line(other.message), []).append(where)
        groups = [*by_message.items()]
        for message, places in groups[:RELATED_SHOWN]:
            more = f" … and {len(places) - RELATED_SHOWN} more" if len(places) > RELATED_SHOWN else ""
            yield "related", f"{', '.join(places[:RELATED_SHOWN])}{more}: {message}"
        if len(groups) > RELATED_SHOWN:
            yield "related", f"… and {sum(len(places) for _, places in groups[RELATED_SHOWN:])} more"
        if d.fix:
            yield f"fix ({d.fix.safety})", one_line(d.fix.title)
        rule = self.context.rules.get(d.rule)
        if rule and help_too:
            command = f"(artlint rule {d.rule})".replace(" ", KEPT_SPACE)  # in one row, to be copied
            yield "help", f"{one_line(rule.summary)} {command}"


@cache
def _width(char: str) -> int:
    """The terminal cells that a character takes, in the form in which it is shown."""
    shown = visible(char)
    if shown != char:
        return len(shown)
    # Hangul vowels and finals join the syllable before them, though they are letters.
    if unicodedata.category(char) in ("Mn", "Me") or char in "\u200c\u200d" or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _reach(text: str, at: int, stop: int, room: int) -> tuple[int, int]:
    """How far one comes from `at` towards `stop`, to either side, in `room` cells; and the cells left over."""
    step, behind = (1, 0) if at < stop else (-1, 1)
    while at != stop:
        wide = _width(text[at - behind])
        if wide > room:
            break
        room -= wide
        at += step
    return at, room


def _wrapped(text: str, first: int, room: int) -> list[str]:
    """A text of one line in rows of `room` cells, the first of `first`: broken at a space, or inside a longer word."""
    rows: list[str] = []
    here = first
    while (stop := _reach(text, 0, len(text), here)[0]) < len(text):
        at = text.rfind(" ", 0, stop + 1)
        if at < 0:
            at = stop if rows else 0  # the row of the head may have no room at all
        rows.append(text[:at].rstrip(" "))
        text, here = text[at:].lstrip(" "), room
    return [*rows, text]


def _window(text: str, line: Span, mark: Span, room: int) -> Span:
    """The part of a line to show in `room` cells: all, or the marked part with as much as fits around it.

    It looks at no more than what it shows: a scraped article can be one line of a million characters.
    """
    if _reach(text, line.start, line.end, room)[0] == line.end:
        return line
    high, room = _reach(text, mark.start, mark.end, room - 2)  # an ellipsis on either side
    low, spare = _reach(text, mark.start, line.start, room // 2)
    high, room = _reach(text, high, line.end, room - room // 2 + spare)
    low, _ = _reach(text, low, line.start, room)
    while low < mark.start and _width(text[low]) == 0:  # its letter was cut off: it would join the ellipsis
        low += 1
    return Span(low, high)


def _underlined(text: str, line: Span, span: Span, room: int) -> tuple[str, int, int]:
    """A line as it is shown, the cells before its carets, and the number of carets."""
    start = min(max(span.start, line.start), line.end)
    mark = Span(start, max(start, min(span.end, line.end)))
    if _reach(text, mark.start, mark.end, room - 2)[0] < mark.end:
        return _both_ends(text, line, mark, room, mark.end < span.end)
    part = _window(text, line, mark, room)
    ahead, behind = "…" * (part.start > line.start), "…" * (part.end < line.end)
    indent = len(ahead) + sum(map(_width, text[part.start : mark.start]))
    carets = sum(map(_width, text[mark.start : mark.end]))
    if not carets and mark.start < mark.end and indent:
        indent -= 1  # nothing but combining marks: point at the letter that carries them
    return ahead + visible(text[part.start : part.end]) + behind, indent, max(1, carets)


def _both_ends(text: str, line: Span, mark: Span, room: int, goes_on: bool) -> tuple[str, int, int]:
    """The same for a mark that does not fit: its beginning and its end, where a cut sentence stops."""
    ahead, behind = "…" * (mark.start > line.start), "…" * (goes_on or mark.end < line.end)
    room -= len(ahead) + len(behind) + 1
    low, left = _reach(text, mark.start, mark.end, room - room // 3)
    high, _ = _reach(text, mark.end, low, room // 3 + left)
    while high < mark.end and _width(text[high]) == 0:
        high += 1
    shown = f"{visible(text[mark.start : low])}…{visible(text[high : mark.end])}"
    carets = 1 + sum(map(_width, text[mark.start : low])) + sum(map(_width, text[high : mark.end]))
    return ahead + shown + behind, len(ahead), carets
