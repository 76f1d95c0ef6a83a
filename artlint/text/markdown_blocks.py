"""Blocks of a Markdown file: what a reader reads, without front matter, fences and comments.

Only what rules need is told apart. Markdown's own line is drawn where a line break inside a paragraph is a space.
"""

from __future__ import annotations

from artlint.base.model import Span
from artlint.base.spans import inside
from artlint.base.startup import cached_re as re
from artlint.text.blocks import stripped
from artlint.text.markdown_code import Indentation
from artlint.text.markdown_comments import comments

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.blocks import Group

FENCE = re.compile(r"(`{3,}|~{3,})")
STARTER = re.compile(r"#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||<!--|(?:[-*_]\s*){3,}$|=+$|-+$")
MARKER = r"(?:#{1,6}|[-*+>]|\d{1,9}[.)])\s+"  # what stands before the words of a heading, a list item or a quotation


def groups(text: str, lines: Sequence[Span]) -> list[Group]:
    """The groups of lines that are blocks, as `blocks.unwrapped` gives them."""
    reader = _Reader(text)
    for number, span in enumerate(lines, 1):
        at, line = stripped(text, span)
        if reader.skips_front_matter(number, line):
            continue
        if not reader.reads_code(number, at, line) and not reader.reads_indented_code(number, at, line, span.start):
            reader.read(number, at, line)
    reader.end_group()
    return reader.groups


class _Reader:
    """Reads a Markdown file line by line. `groups` are those that are complete."""

    def __init__(self, text: str) -> None:
        self.groups: list[Group] = []
        self._comments = comments(text)
        self._group: list[tuple[int, str]] = []  # that is being read, and the number of its first line
        self._first = 0
        self._fence = ""  # that opened the code that is being read
        self._front = False  # whether the front matter is being read
        self._text, self._indentation = text, Indentation()

    def end_group(self) -> None:
        if self._group:
            self.groups.append((self._first, self._group, False))
            self._group = []

    def skips_front_matter(self, number: int, line: str) -> bool:
        """Whether a line belongs to the front matter, which begins the file and ends with the same mark."""
        if number == 1:
            self._front = line == "---"
            return self._front
        inside = self._front
        if inside:
            self._front = line not in ("---", "...")
        return inside

    def reads_code(self, number: int, at: int, line: str) -> bool:
        """Whether a line is a fence or stands between two; each line of code is a block."""
        opening = FENCE.match(line)
        if not self._fence and not opening:
            return False
        self.end_group()
        if not self._fence:
            self._fence = opening.group(1) if opening else ""
        elif line.startswith(self._fence) and not line.strip(self._fence[0]):
            self._fence = ""
        elif line:
            self.groups.append((number, [(at, line)], True))
        return True

    def reads_indented_code(self, number: int, at: int, line: str, start: int) -> bool:
        """Whether a line, which begins at `start`, is code for its indentation; such a line is a block as well."""
        if self._group and line:
            self._indentation.reads_text(line, self._text[start:at])
            return False
        is_code = self._indentation.reads_code(line, self._text[start:at])
        if is_code:
            self.groups.append((number, [(at, line)], True))
        return is_code

    def read(self, number: int, at: int, line: str) -> None:
        """Add a line to its group, without the marker before it."""
        hidden = inside(Span(at, at + len(line)), self._comments)
        if not line or hidden or STARTER.match(line):
            self.end_group()
        if not line or hidden:
            return
        marker = re.match(MARKER, line)
        if marker:
            at, line = at + marker.end(), line[marker.end() :].rstrip("# ") or line[marker.end() :]
        if not line:
            return
        if not self._group:
            self._first = number
        self._group.append((at, line))
        if marker and marker.group()[0] == "#":
            self.end_group()
