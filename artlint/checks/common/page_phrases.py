"""How phrases of the page are written in rules, and what is made of them: patterns, by the letters they begin with."""

from __future__ import annotations

import marshal

from artlint.base.startup import cached_re as re
from artlint.checks.base import OptionError
from artlint.checks.common.phrases import parts_of
from artlint.text.segments import KEY_LENGTH, UPPER, small

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from re import Match

    from artlint.text.article import Article

PLACEHOLDERS = {
    "n": r"\d[\d.,\u00a0 ]*",
    "name": rf"(?:[{UPPER}@#\d][\w.'’&@-]*)(?:[ \u00a0](?:[{UPPER}@#\d&][\w.'’&@-]*|de|of|the|von|van|di|da|el|al)){{0,5}}",
    "any": r"[^.!?\n]{1,80}?",
}
MAX_HEAD = 30  # characters of its beginning, by which a phrase is looked up
COLON = r"[ \u00a0]?[:：]"


class Phrases:
    """The phrases of a rule, from what `prepare_phrases` made of them."""

    def __init__(self, prepared: Mapping[str, bytes]) -> None:
        self._packed = prepared
        self._unpacked: dict[str, tuple[tuple[str, ...], list[str]]] = {}  # by key, heads and patterns

    def places(self, article: Article) -> list[tuple[int, int, str]]:
        """Where one may stand, in the order of the text: the index of the block, the place in its text, the key."""
        openings, (lines, wide) = article.openings, article.view(_plain_lines)
        found = []
        for key in self._packed.keys() & openings.keys():
            if key not in self._unpacked:
                self._unpacked[key] = marshal.loads(self._packed[key])
            heads = self._unpacked[key][0]
            for index, at in openings[key]:
                line = lines[index]
                if line.startswith(heads, at) or (index in wide and _following(line, at).startswith(heads)):
                    found.append((index, at, key))
        found.sort()
        return found

    def matches(self, text: str, at: int, key: str) -> Iterator[Match[str]]:
        """The matches of the phrases with this key that stand at a place of a text, one of `places`."""
        following = _following(text[at : at + 2 * MAX_HEAD].lower(), 0)
        for head, source in zip(*self._unpacked[key], strict=True):
            match = re.compile(source).match(text, at) if following.startswith(head) else None
            if match:
                yield match


def _following(line: str, at: int) -> str:
    """What stands at a place of a line in small letters, with single spaces."""
    return " ".join(line[at : at + 2 * MAX_HEAD].split())


def _plain_lines(article: Article) -> tuple[list[str], set[int]]:
    """The texts of the blocks in small letters, white space a plain space, each character in its place; and which of them
    have more than one space between two words."""
    lines: list[str] = []
    for block in article.blocks:
        line = small(block.text)
        lines.append(line if line.isascii() and "\t" not in line else re.sub(r"\s", " ", line))
    return lines, {i for i, line in enumerate(lines) if "  " in line}


def prepare_phrases(phrases: Mapping[str, list[str]], path: tuple[str | int, ...]) -> dict[str, bytes]:
    """By the first small letters, for openings: of each phrase the beginning that has no placeholder and no colon, in
    small letters and with single spaces, and the pattern of the whole. Those of a key are packed, since an article
    asks for few. Raises OptionError for a placeholder that nobody knows, or for a phrase that begins with one."""
    out: dict[str, set[tuple[str, str]]] = {}
    for language, entries in phrases.items():
        for i, entry in enumerate(entries):
            here, phrase = (*path, language, i), entry.strip()
            parts = parts_of(phrase, here)
            if len(parts[0]) < KEY_LENGTH:
                raise OptionError(here, f"a phrase must begin with {KEY_LENGTH} characters of its own")
            head = " ".join(re.split("[:：'’ʼ]", parts[0].lower())[0].split())[:MAX_HEAD]
            out.setdefault(phrase[:KEY_LENGTH].lower(), set()).add((head, _pattern(phrase, parts)))
    return {
        key: marshal.dumps((tuple(head for head, _ in sorted(pairs)), [source for _, source in sorted(pairs)]))
        for key, pairs in sorted(out.items())
    }


def _pattern(phrase: str, parts: list[str]) -> str:
    source = "".join(PLACEHOLDERS[part] if n % 2 else _words(part) for n, part in enumerate(parts))
    if phrase[-1].isalnum() and not _is_unspaced(phrase[-1]):
        source += r"(?!\w)"
    return source if "".join(parts[::2]).isupper() else f"(?i){source}"


def _words(text: str) -> str:
    """A part of a phrase as a pattern: any white space between words, either apostrophe, a colon of either width."""
    out = []
    for word in re.split(r"\s+", text):
        escaped = re.escape(word)
        escaped = re.sub("['’]", lambda _: "['’ʼ]", escaped)
        out.append(re.sub("[:：]", lambda _: COLON, escaped))
    return r"[\s\u00a0]+".join(out)


def _is_unspaced(character: str) -> bool:
    return bool(re.match("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]", character))
