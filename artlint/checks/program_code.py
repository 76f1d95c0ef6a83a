"""`program-code`: a stretch of a program, a style sheet or data of a page, taken for text.

Patterns know a piece of it; the stretch is what stands around the piece and is no prose either.
"""

from __future__ import annotations

from itertools import islice

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.checks.pattern import Pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import ClassVar

    from artlint.text.article import Article

CODE = (  # a word of code: signs that no word of prose holds
    r"[{}=\\]|[)\]\"'\d];|;\S|&&|\|\||\(\)|[a-z]\([\w\"'$]|\)\)|[\"'][)\],+]|\w\.\w+\(|\w\[[\w\"']|\$[A-Za-z_({]|<[\w/!]"
    r"|^(?:[)\]]+|//|/\*|\*/|-->|\?|===?|!==?|[+*]|(?:[.#@][\w-]+[,>{])|\w+:[\w#'\"-]+[;,}]|var|const|function|typeof|return)$"
)
COMMENT = r"^\s*(?://|/\*|\*/|-->|<!--)"  # a line beside code that is a remark in it
DECLARATION = r"^\s*[\w-]+\s*:\s*[^.!?]{1,80};\s*$"
MAX_GAP = 3  # words that are no code, between two that are
MAX_GAP_INSIDE = 12  # the same inside of brackets, where a text of the program may stand
MAX_EMPTY = 2  # lines between two of code
MAX_WORDS = 4000  # words around a piece that are looked at
LOOKED_UP = 1000  # characters at a time


class ProgramCode(Pattern):
    """Reports stretches of code around the places where the patterns match."""

    args: ClassVar[dict[str, str]] = {}

    class Options(Pattern.Options):
        """As for `pattern`, but code goes on over lines."""

        scope = "article"

    def run(self, article: Article) -> Iterable[Finding]:
        pieces = [finding.span for finding in self._findings(article)]
        stretches = [Finding(span) for span in _stretches(article, pieces) if not _is_announced(article, span)]
        return self._meant_by_nobody(article, stretches)


def _stretches(article: Article, pieces: list[Span]) -> Iterator[Span]:
    """The stretches of code around the pieces, those that touch as one."""
    run: Span | None = None
    for piece in sorted(pieces):
        if run and piece.end <= run.end:
            continue
        grown = _grown(article, piece)
        if run and not article.text[run.end : grown.start].strip():
            run = Span(run.start, max(run.end, grown.end))
        else:
            if run:
                yield run
            run = grown
    if run:
        yield run


def _is_announced(article: Article, span: Span) -> bool:
    """Whether code begins its line, and the line above it ends with a colon: an author shows it."""
    text, above = article.text, span.start
    while above and text[above - 1].isspace():
        above -= 1
    return "\n" in text[above : span.start] and text.endswith((":", "："), 0, above)


def _grown(article: Article, piece: Span) -> Span:
    """A piece with the code around it, on its line and on the lines above and below."""
    text, lines = article.text, article.lines
    first = article.positions.at(piece.start).row - 1
    last = article.positions.at(piece.end).row - 1
    open_brackets = _opened(text[piece.start : piece.end])
    start = piece.start - _reach(text, Span(lines[first].start, piece.start), -1, -open_brackets)
    end = piece.end + _reach(text, Span(piece.end, lines[last].end), 1, open_brackets)
    if not text[lines[first].start : start].strip():
        start = lines[_last_code_line(text, lines, first, -1)].start
    if not text[end : lines[last].end].strip():
        end = max(end, lines[_last_code_line(text, lines, last, 1)].end)
    stretch = text[start:end]
    return Span(start + len(stretch) - len(stretch.lstrip()), start + len(stretch.rstrip()))


def _last_code_line(text: str, lines: list[Span], at: int, step: int) -> int:
    """The last of the lines above (`step` -1) or below one that are code as well; empty lines may part two."""
    reached = at
    while 0 <= at + step < len(lines):
        at += step
        if _is_code_line(text, lines[at]):
            reached = at
        elif abs(at - reached) > MAX_EMPTY or text[lines[at].start : lines[at].end].strip():
            break
    return reached


def _opened(code: str) -> int:
    """How many brackets are opened and not closed."""
    return len(re.findall(r"[({\[]", code)) - len(re.findall(r"[)}\]]", code))


def _reach(text: str, rest: Span, step: int, depth: int) -> int:
    """How many characters of what stands beside a piece are code: of its end (`step` -1) or of its beginning.
    `depth` is the number of brackets that are open towards that side."""
    reached = gap = 0
    for start, end in islice(_words(text, rest, step), MAX_WORDS):
        word = text[start:end]
        if re.search(CODE, word):
            reached, gap = (rest.end - start if step < 0 else end - rest.start), 0
        else:
            gap += 1
        if gap > (MAX_GAP_INSIDE if depth > 0 else MAX_GAP):
            break
        depth += step * _opened(word)
    return reached


def _words(text: str, rest: Span, step: int) -> Iterator[tuple[int, int]]:
    """The places of the words of a part of the text, from its beginning or (`step` -1) from its end on, looked up a
    little at a time: a line may hold a whole article, and a few words are asked for."""
    words = re.compile(r"\S+")
    if step > 0:
        yield from (match.span() for match in words.finditer(text, rest.start, rest.end))
        return
    end, size = rest.end, LOOKED_UP
    while rest.start < end:
        start = max(rest.start, end - size)
        found = [match.span() for match in words.finditer(text, start, end)]
        is_cut = bool(found) and found[0][0] == start > rest.start  # the first word may begin farther up
        if is_cut and len(found) == 1:
            size *= 2
            continue
        yield from reversed(found[is_cut:])
        end = found[1][0] if is_cut else start


def _is_code_line(text: str, line: Span) -> bool:
    content = text[line.start : line.end]
    words = content.split()
    if not words:
        return False
    code = sum(re.search(CODE, word) is not None for word in words)
    return (
        2 * code >= len(words) or re.search(DECLARATION, content) is not None or re.search(COMMENT, content) is not None
    )
