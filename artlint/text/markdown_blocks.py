"""Blocks of a Markdown file: what a reader reads, without front matter, fences and comments.

Only what rules need is told apart. Markdown's own line is drawn where a line break inside a paragraph is a space.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.blocks import stripped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.base.model import Span

FENCE = re.compile(r"(`{3,}|~{3,})")
STARTER = re.compile(r"#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|>|\||<!--|(?:[-*_]\s*){3,}$|=+$|-+$")
COMMENT = re.compile(r"<!--.*?-->", re.S)


def groups(text: str, lines: Sequence[Span]) -> list[tuple[int, list[tuple[int, str]], bool]]:
    """As `blocks.unwrapped`: (number of the first line, its stripped lines, is code)."""
    out: list[tuple[int, list[tuple[int, str]], bool]] = []
    comments = [m.span() for m in COMMENT.finditer(text)]
    group: list[tuple[int, str]] = []
    first, fence, front = 0, "", False
    for number, span in enumerate(lines, 1):
        at, line = stripped(text, span)
        if number == 1 and line == "---":
            front = True
            continue
        if front:
            front = line not in ("---", "...")
            continue
        opening = FENCE.match(line)
        if fence or opening:
            if group:
                out.append((first, group, False))
                group = []
            if fence:
                if line.startswith(fence) and not line.strip(fence[0]):
                    fence = ""
                elif line:
                    out.append((number, [(at, line)], True))
            elif opening:
                fence = opening.group(1)
            continue
        hidden = any(a <= at and at + len(line) <= b for a, b in comments)
        starts = not line or hidden or STARTER.match(line)
        if starts and group:
            out.append((first, group, False))
            group = []
        if line and not hidden:
            mark = re.match(r"(?:#{1,6}|[-*+>]|\d{1,9}[.)])\s+", line)
            if mark:
                at, line = at + mark.end(), line[mark.end() :].rstrip("# ") or line[mark.end() :]
            if not line:
                continue
            if not group:
                first = number
            group.append((at, line))
            if mark and mark.group()[0] == "#":
                out.append((first, group, False))
                group = []
    if group:
        out.append((first, group, False))
    return out
