"""`program-code`: a stretch of a program, a style sheet or data of a page, taken for text.

Patterns know a piece of it; the stretch is what stands around the piece and is no prose either.
"""

from __future__ import annotations

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
    before = article.text[: span.start]
    above = before.rstrip()
    return "\n" in before[len(above) :] and above.endswith((":", "："))


def _grown(article: Article, piece: Span) -> Span:
    """A piece with the code around it, on its line and on the lines above and below."""
    text, lines = article.text, article.lines
    first = article.positions.at(piece.start).row - 1
    last = article.positions.at(piece.end).row - 1
    open_brackets = _opened(text[piece.start : piece.end])
    start = piece.start - _reach(text[lines[first].start : piece.start], -1, -open_brackets)
    end = piece.end + _reach(text[piece.end : lines[last].end], 1, open_brackets)
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


def _reach(rest: str, step: int, depth: int) -> int:
    """How many characters of what stands beside a piece are code: of its end (`step` -1) or of its beginning.
    `depth` is the number of brackets that are open towards that side."""
    reached = gap = 0
    words = list(re.finditer(r"\S+", rest))[::step][:MAX_WORDS]
    for word in words:
        if re.search(CODE, word.group()):
            reached, gap = (len(rest) - word.start() if step < 0 else word.end()), 0
        else:
            gap += 1
        if gap > (MAX_GAP_INSIDE if depth > 0 else MAX_GAP):
            break
        depth += step * _opened(word.group())
    return reached


def _is_code_line(text: str, line: Span) -> bool:
    content = text[line.start : line.end]
    words = content.split()
    if not words:
        return False
    code = sum(re.search(CODE, word) is not None for word in words)
    return (
        2 * code >= len(words) or re.search(DECLARATION, content) is not None or re.search(COMMENT, content) is not None
    )
