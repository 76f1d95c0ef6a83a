"""Patterns of paths, as in .gitignore: by pathspec, and in no more time than a run has."""

from __future__ import annotations

from artlint.base.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pathspec import GitIgnoreSpec

MANY_STARS = 4  # in a pattern: by then the time it takes may grow as the fourth power of a path's length
SECONDS = 1.0  # of the processor, for one path


def compiled(lines: Iterable[str], of: str) -> GitIgnoreSpec:
    """The patterns in these lines; `of` says where they stand, should one take too long."""
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines, backend="simple")
    for pattern in spec.patterns:
        if pattern.regex is not None and str(pattern.pattern).count("*") >= MANY_STARS:
            limited: Any = _Limited(pattern.regex.pattern, str(pattern.pattern), of)
            pattern.regex = limited
    return spec


def unclosed(pattern: str) -> bool:
    """Whether a pattern opens a set of characters that it does not close, so that it matches nothing."""
    at = 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 1
        elif pattern[at] == "[":
            at = pattern.find("]", at + 2)  # a bracket right behind the first belongs to the set
            if at < 0:
                return True
        at += 1
    return False


class _Limited:
    """A pattern with many stars, which is given up after a while."""

    def __init__(self, source: str, pattern: str, of: str) -> None:
        import regex

        self.pattern = source
        self._compiled, self._shown = regex.compile(source), f"{of}: the pattern “{pattern}”"

    def search(self, path: str) -> Any:
        """As a compiled pattern does. Raises ArtlintError where it takes too long."""
        try:
            return self._compiled.search(path, timeout=SECONDS)
        except TimeoutError:
            raise ArtlintError(
                f"{self._shown} takes too long on “{path}”\n  help: fewer * in it, or ** in the place of several"
            ) from None
