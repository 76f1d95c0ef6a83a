"""The errors that end a run with exit 2: each names the place and the remedy."""

from __future__ import annotations

from artlint.base.shown_text import one_line, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class ArtlintError(Exception):
    """Something is wrong with artlint's input, configuration or plugins; the text says what and where."""


class PlacedError(ArtlintError):
    """An error at a place in a file that a person wrote (a rule file, a configuration).

    `line` and `column` count from 1; 0 where the place is not known. `hint` is the remedy.
    """

    def __init__(self, path: str, line: int, column: int, message: str, *, source: str = "", hint: str = "") -> None:
        self.path, self.line, self.column, self.hint = path, line, column, hint
        self.message = message
        super().__init__(self._render(source))

    def __reduce__(self) -> tuple[object, ...]:
        """The message is made already: a worker process hands it to its parent as it is."""
        return _again, (type(self), self.__dict__, self.args)

    def _render(self, source: str) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        parts = [one_line(f"{place}: {self.message}")]
        lines = source.split("\n")
        if self.line and self.line <= len(lines):
            excerpt = lines[self.line - 1].rstrip("\r")[:160]
            if excerpt.strip():
                gutter = f"{self.line:>5} | "
                parts += [gutter + visible(excerpt), " " * (len(gutter) + max(0, self.column - 1)) + "^"]
        if self.hint:
            parts.append(f"  help: {one_line(self.hint)}")
        return "\n".join(parts)


def _again(cls: type[PlacedError], state: dict[str, object], args: tuple[object, ...]) -> PlacedError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


def nearest(word: str, known: Iterable[object]) -> str:
    """“did you mean” for a name that is not known, or an empty string."""
    from difflib import get_close_matches

    names = {str(k).lower(): str(k) for k in known}
    match = [names[m] for m in get_close_matches(word.lower(), names, n=1, cutoff=0.6)]
    return f"did you mean “{match[0]}”?" if match else ""
