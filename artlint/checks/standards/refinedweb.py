"""`line-corrections`: RefinedWeb's corrections of lines, and what an article loses by them."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check, runs
from artlint.text.measures import line_stats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article

MAX_PLACES = 10  # related places of a finding
COUNTED = (
    "likes? shares? comments? retweets? reposts? quotes? bookmarks? upvotes? downvotes? downloads? views? followers? "
    "replies reply reactions? votes? members?"
).replace(" ", "|")
COUNTER = re.compile(rf"(?i)\W*\d[\d.,]*\s*[kmb]?\s+(?:{COUNTED})\W*")
SIGN_IN = re.compile(r"(?i)\W*(?:sign|log)[ -]?(?:in|out|up)\b")
READ_MORE = re.compile(r"(?i)\b(?:read|see|show|learn) more\W*$")
CART = re.compile(r"(?i)\b(?:\d+ )?items? in (?:your )?cart\b")
MAX_SHORT_WORDS = 10  # of a line in which the patterns are looked for

Corrections = dict[str, list[tuple[int, int]]]


def _upper(text: str) -> bool:
    """Whether a line is mainly in capitals. The paper gives no number; more than half of the characters is what DCLM's version asks for."""
    return 2 * sum(map(str.isupper, text)) > len(text)


def _numeric(text: str) -> bool:
    return text.isdigit()


def _counter(text: str) -> bool:
    return text[-1:].isdigit() is False and COUNTER.fullmatch(" ".join(text.split())) is not None


def _one_word(text: str) -> bool:
    return len(text.split(None, 1)) == 1


WHOLE: dict[str, Callable[[str], bool]] = {
    "upper-case": _upper,
    "numeric": _numeric,
    "counter": _counter,
    "one-word": _one_word,
}
PARTS = {"sign-in": SIGN_IN, "read-more": READ_MORE, "items-in-cart": CART}


def corrections(article: Article) -> Corrections:
    """The places that the corrections take from the article, by reason; a line that goes whole goes for the first one."""
    found: Corrections = {name: [] for name in (*WHOLE, *PARTS)}
    pieces = line_stats.of(article, "filled")
    for number, text in enumerate(pieces.texts):
        line = text.strip()
        short = len(line.split(None, MAX_SHORT_WORDS)) <= MAX_SHORT_WORDS
        if not short and not _upper(line):
            continue
        start = pieces.places()[number][0] + text.index(line)
        name = next((name for name, test in WHOLE.items() if test(line)), "")
        if name:
            found[name].append((start, start + len(line)))
        elif short:
            for name, pattern in PARTS.items():
                match = pattern.search(line) if name != "sign-in" else pattern.match(line)
                if match:
                    found[name].append((start + match.start(), start + match.end()))
    return found


class LineCorrections(Check):
    """Reports each run of lines that RefinedWeb deletes for one reason, each part of a short line that it deletes, or the
    article, on its first line, where that comes to too many of its words."""

    alone = True
    args = {
        "lines": "“1 line”, “3 lines”",
        "value": "the share of words that go",
        "bound": "“at most 0.05”",
        "places": "in how many places something goes",
    }

    class Options:
        corrects: Annotated[
            Literal[
                "upper-case", "numeric", "counter", "one-word", "sign-in", "read-more", "items-in-cart", "too-much"
            ],
            Meta(description="which correction, or the article that loses too much by all of them"),
        ]
        max: Annotated[float, Meta(description="for too-much: the share of words that may go")] = 0.05

    def run(self, article: Article) -> Iterator[Finding]:
        if not article.text or article.text.isspace():
            return
        found = article.view(corrections)
        if self.options.corrects == "too-much":
            yield from self._article(article, found)
            return
        text = article.text
        for run in runs(found[self.options.corrects], lambda one, other: not text[one[1] : other[0]].strip()):
            args = {"lines": plural(len(run), "line"), "value": "", "bound": "", "places": len(run)}
            yield Finding(Span(run[0][0], run[-1][1]), args)

    def _article(self, article: Article, found: Corrections) -> Iterator[Finding]:
        spans = sorted(span for group in found.values() for span in group)
        if not spans:
            return
        text = article.text
        share = sum(len(text[i:j].split()) for i, j in spans) / max(1, len(text.split()))
        if share > self.options.max:
            bound = f"at most {self.options.max:g}"
            yield Finding(
                line_stats.opening(article),
                {"lines": "", "value": f"{share:.3g}", "bound": bound, "places": len(spans)},
                tuple(Related(Span(i, j), f"“{quoted(text[i:j])}”") for i, j in spans[:MAX_PLACES]),
            )
