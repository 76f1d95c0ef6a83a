"""Where in a configuration or rule file a cursor is, from the lines above it: a document that is being written is seldom
valid YAML."""

from __future__ import annotations

import re

LINE = re.compile(r"(?P<lead>(?: |- )*)(?:(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*')(?P<colon>:)(?=\s|$))?(?P<rest>.*)")
COMMENT = re.compile(r"(?:^|\s)#.*$")
VERBATIM = re.compile(r"\s*[|>][-+0-9]*\s*$")


class Cursor:
    """Where in a document an offset is: the `path` of the keys above it, those beside it, and whether a value is wanted
    there. `entry` are the plain values of the rule that it is in; `has_colon` says whether the key has one already."""

    def __init__(self, text: str, at: int) -> None:
        start = text.rfind("\n", 0, at) + 1
        outline = _Outline()
        for line in text[:start].split("\n"):
            outline.read(line.rstrip("\r"))
        match = _read(text[start:at])
        outline.enter(match)
        after = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
        self.in_comment = bool(COMMENT.search(text[start:at]))
        self.siblings = set(outline.beside.get(outline.path, {}))
        self.entry = outline.entry()
        self.has_colon = bool(re.match(r"[\w.-]*\s*:", after))
        self.wants_value = bool(match["colon"]) and not after.strip()
        self.path = outline.path
        if match["key"] and match["colon"]:
            self.path = (*self.path, _unquoted(match["key"]))
            if match["rest"].lstrip().startswith("["):
                self.path, self.wants_value = (*self.path, "[]"), True


class _Outline:
    """The keys above a line, by their indentation, and the entries beside each of them that stand before the line.

    The way to a key is the keys above it; “[]” stands for an item of a list.
    """

    def __init__(self) -> None:
        self.beside: dict[tuple[str, ...], dict[str, str]] = {}
        self._stack: list[tuple[int, str]] = []  # column and key
        self._verbatim = -1  # the column of the key whose text goes on over lines

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(key for _, key in self._stack)

    def read(self, line: str) -> None:
        """Take in a whole line."""
        content = line.lstrip(" ")
        in_text = self._verbatim >= 0 and len(line) - len(content) > self._verbatim
        if not content or content.startswith("#") or in_text:
            return
        match = _read(line)
        column = self.enter(match)
        self._verbatim = -1
        if match["key"]:
            key = _unquoted(match["key"])
            self.beside.setdefault(self.path, {})[key] = COMMENT.sub("", match["rest"]).strip()
            self._stack.append((column, key))
            if VERBATIM.match(match["rest"]):
                self._verbatim = column

    def enter(self, match: re.Match[str]) -> int:
        """Leave what ends before this line and enter the lists that it opens; the column of what stands in it."""
        lead = match["lead"]
        first = len(lead) - len(lead.lstrip(" ")) if "-" in lead else len(lead)
        while self._stack and self._ends_before(first, lead):
            self._stack.pop()
        self._stack += [(n, "[]") for n, char in enumerate(lead) if char == "-"]
        if "-" in lead:  # what stood in the item before this one is no neighbour
            path = self.path
            for known in [k for k in self.beside if k[: len(path)] == path]:
                del self.beside[known]
        return len(lead)

    def _ends_before(self, first: int, lead: str) -> bool:
        """Whether the innermost key ends before a line whose first character stands in column `first`."""
        column, key = self._stack[-1]
        is_item = lead[first : first + 1] == "-" and key != "[]"  # a list may stand as far left as its key
        return column > first or (column == first and not is_item)

    def entry(self) -> dict[str, str]:
        """The values of the innermost mapping that has a check: a rule."""
        path = self.path
        above = [self.beside.get(path[:n], {}) for n in range(len(path), 0, -1)]
        return next((values for values in above if "check" in values), {})


def _read(line: str) -> re.Match[str]:
    match = LINE.match(line)
    assert match
    return match


def _unquoted(key: str) -> str:
    return key.strip("\"'")
