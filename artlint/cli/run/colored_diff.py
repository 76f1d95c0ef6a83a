"""A difference as a person at a terminal sees it: in colours, with what changed inside a line marked. A paragraph is one
line of hundreds of characters, in which nobody finds a lost space.
"""

from __future__ import annotations

from artlint.base.shown_text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

REMOVED, ADDED, HEAD, HUNK = "31", "32", "1", "36"
MARKED = "7"  # reversed, within a line
MAX_PIECES = 4000  # words, spaces and signs of a line that are compared: beyond, the line is shown as a whole
PIECE = r"\w+|\s+|[^\w\s]"


def seen(line: str) -> str:
    """A line of a difference in which nothing is hidden, and nothing that a terminal obeys."""
    return "\n".join(map(visible, line.split("\n")))


def painted(lines: Sequence[str]) -> Iterator[str]:
    """The lines of a unified difference of one file, in colours."""
    yield from (_paint(HEAD, line) for line in lines[:2])  # the names
    removed: list[str] = []
    added: list[str] = []
    for line in (*lines[2:], ""):
        if line.startswith("-"):
            if added:
                yield from _changed(removed, added)
            removed.append(line[1:])
        elif line.startswith("+"):
            added.append(line[1:])
        else:
            yield from _changed(removed, added)
            yield _paint(HUNK, line) if line.startswith("@@") else seen(line)


def _changed(removed: list[str], added: list[str]) -> Iterator[str]:
    """The lines that went and those that came in their places, marked where one stands for one; both lists are emptied."""
    pairs = [_marked(a, b) for a, b in zip(removed, added, strict=True)] if len(removed) == len(added) else []
    for n, line in enumerate(removed):
        yield _paint(REMOVED, "-" + line, pairs[n][0] if pairs else ())
    for n, line in enumerate(added):
        yield _paint(ADDED, "+" + line, pairs[n][1] if pairs else ())
    removed.clear()
    added.clear()


def _marked(old: str, new: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The stretches in which two lines differ, in each, from the sign in front of it on."""
    import re
    from difflib import SequenceMatcher
    from itertools import accumulate

    before, after = re.findall(PIECE, old), re.findall(PIECE, new)
    if max(len(before), len(after)) > MAX_PIECES:
        return [], []
    at_before, at_after = ([0, *accumulate(map(len, pieces))] for pieces in (before, after))
    changes = [c for c in SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if c[0] != "equal"]
    return (
        [(1 + at_before[a], 1 + at_before[b]) for _, a, b, _, _ in changes if a < b],
        [(1 + at_after[c], 1 + at_after[d]) for _, _, _, c, d in changes if c < d],
    )


def _paint(color: str, line: str, marked: Sequence[tuple[int, int]] = ()) -> str:
    """A line in a colour, its marked stretches reversed; its end stays outside."""
    text = line.rstrip("\n")
    out, at = f"\x1b[{color}m", 0
    for start, end in marked:
        end = min(end, len(text))
        if start < end:
            out += f"{seen(text[at:start])}\x1b[{MARKED}m{seen(text[start:end])}\x1b[27m"
            at = end
    return f"{out}{seen(text[at:])}\x1b[0m{line[len(text) :]}"
