"""Text that is not artlint's own, as people may see it.

Scraped text, names of files and what a checkout configures are hostile: an escape sequence can rewrite a terminal, a
bidi control can reorder a line, and logs of CI servers obey lines that begin with `::` and what follows `##[`, `##vso[` or
`##teamcity[`.
So what people read passes through `visible` or `one_line` first, and what is printed through `harmless`.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re

# Half-open ranges of code points that a terminal obeys, or that nobody can see: C1 controls, soft hyphen, marks and
# overrides of direction, separators of lines, joiners of words, surrogates, annotations, tags. Not the zero-width
# (non-)joiner: Persian and emoji are spelt with them.
_HIDDEN = (
    (0x80, 0xA0), (0xAD, 0xAE), (0x61C, 0x61D), (0x180E, 0x180F), (0x200B, 0x200C), (0x200E, 0x2010),
    (0x2028, 0x202F), (0x2060, 0x2070), (0xD800, 0xE000), (0xFEFF, 0xFF00), (0xFFF9, 0xFFFC), (0xFFFE, 0x10000),
    (0xE0000, 0xE0080),
)  # fmt: skip


HELP = "\n  help: "  # before the remedy, in the text of an error


COMMAND = r"(##[A-Za-z]*)\["


class _Visible(dict[int, str]):
    """A table for str.translate that fills itself: what each code point is shown as."""

    def __missing__(self, code: int) -> str:
        if code < 0x20:
            shown = chr(0x2400 + code)
        elif code == 0x7F:
            shown = "␡"
        elif any(low <= code < high for low, high in _HIDDEN):
            shown = f"<U+{code:04X}>"
        else:
            shown = chr(code)
        self[code] = shown
        return shown


_TABLE = _Visible()


def visible(text: str) -> str:
    """`text` with a symbol in place of each control character, invisible character and lone surrogate."""
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """`text` on one line and with nothing hidden in it: for messages, titles and paths."""
    return visible(" ".join(filter(None, map(str.strip, text.splitlines()))))


def shown_path(path: str) -> str:
    """A path on one line, with `./` before a name that a log could take for a command."""
    shown = one_line(path)
    return f"./{shown}" if shown.startswith((":", "#")) else shown


def shown_problem(text: str) -> str:
    """The text of an error on one line, with its remedy on another where it has one."""
    return HELP.join(map(one_line, text.split(HELP, 1)))


def harmless(line: str) -> str:
    """A line of output in which a log finds no command; as many characters, but for `::` at its beginning."""
    if "##" in line:
        line = re.sub(COMMAND, lambda found: f"{found[1]}⟦", line)
    return line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line
