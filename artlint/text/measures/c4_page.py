"""The lines of a page that C4 keeps, and those that it drops, each with the first reason for which it goes.

The order of the tests is that of C4's own code, which decides what the tests of the page see: a brace in a line that is
dropped anyway drops no page.
"""

from __future__ import annotations

from collections import namedtuple

from artlint.base.startup import cached_re as re
from artlint.text.measures import line_stats, sentence_count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.article import Article

CITATION = re.compile(r"\[\d*\]|\[edit\]|\[citation needed\]")
POLICY = ("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies")


class Page:
    """The numbers of lines that are dropped, by reason; of those that stop the page; and of those that are kept.

    `sentences` is how many the kept lines have, counted no further than needed.
    """

    __slots__ = ("dropped", "kept", "lines", "sentences")

    def __init__(self, found: line_stats.Pieces) -> None:
        self.lines = found
        self.dropped: dict[str, list[int]] = {
            "long-word": [], "no-end-mark": [], "few-words": [], "javascript": [], "policy": [],
            "lorem-ipsum": [], "curly-bracket": [],
        }  # fmt: skip
        self.kept: list[int] = []
        self.sentences = 0


def cleaned(text: str) -> str:
    """A line as C4 reads it: without the space around it, and then without citations."""
    line = text.strip()
    return CITATION.sub("", line) if "[" in line else line


class Tests(namedtuple("Tests", ("end_marks", "min_words", "max_word_length", "enough", "counted"))):
    """C4's tests under one set of numbers; a view of the article that rules with the same numbers share."""

    __slots__ = ()

    def __call__(self, article: Article) -> Page:
        page = Page(line_stats.of(article, "filled"))
        for number, text in enumerate(page.lines.texts):
            line = cleaned(text)
            reason = self.reason(text.strip(), line)
            if reason:
                page.dropped[reason].append(number)
                continue
            page.kept.append(number)
            if page.sentences < self.enough:
                page.sentences += sentence_count.count(line, self.enough - page.sentences)
        return page

    def reason(self, raw: str, line: str) -> str:
        """The first reason for which a line, with and without its citations, or its page is dropped; or nothing."""
        if len(raw) > self.max_word_length and max(map(len, raw.split())) > self.max_word_length:
            return "long-word"
        if not line.endswith(self.end_marks) or line.endswith("..."):
            return "no-end-mark"
        words = raw if self.counted == "all" else line
        if len(words.split(None, self.min_words)) < self.min_words:
            return "few-words"
        lowered = line.lower()
        if "lorem ipsum" in lowered:
            return "lorem-ipsum"
        if "javascript" in lowered:
            return "javascript"
        if "{" in line:
            return "curly-bracket"
        if ("use" in lowered or "policy" in lowered) and any([phrase in lowered for phrase in POLICY]):
            return "policy"
        return ""
