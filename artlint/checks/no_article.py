"""`no-article`: a text that is no article at all: an error page, a wall before the article, a list of links or of the
first lines of other articles.
"""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check
from artlint.checks.common.page_phrases import Phrases, prepare_phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

MAX_WALL = 1500  # characters: an error page says no more
MIN_TEASERS = 4  # blocks that break off
MIN_TEASER_SHARE = 0.85  # of all longer blocks
MIN_TEASER_WORDS = 12
MIN_PAGE_SHARE = 0.9  # of the characters: lines that are likely the page's
MIN_LIKELY = 0.6  # how likely each of them must be
MIN_PAGE_LINES = 6  # so many of them: a short note is no page
STYLE = r"(?:\.\.\.|…)\s+\w.*\w.*(?:\.\.\.|…)"  # an author who likes such marks
HEADLINE = r"\s?[:：–—-]\s"  # “Access denied: how the harbour lost its key”
CUT = r"[\w,;](?:\.{3,4}|…)[\])]?\s*(?:\S+(?: \S+){0,2}\s?[»›>→]*)?$"  # also before “Read more”


class NoArticle(Check):
    """Reports the whole text, once."""

    args = {"what": "what it is instead, as words"}
    only_prepared = ("phrases",)

    class Options:
        phrases: Annotated[
            dict[str, list[str]],
            Meta(description="what pages print instead of an article, by language; a phrase begins a sentence"),
        ]

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        return prepare_phrases(options["phrases"], ("phrases",))

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._phrases = Phrases(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks = article.blocks
        if not blocks:
            return
        what = self._wall(article) or _teasers(article) or _page(article)
        if what:
            yield Finding(Span(blocks[0].start, blocks[-1].end), {"what": what})

    def _wall(self, article: Article) -> str:
        """An error page, or what stands before an article, as words."""
        if sum(len(b.text) for b in article.blocks) > MAX_WALL:
            return ""
        for index, at, key in self._phrases.places(article.openings):
            text = article.blocks[index].text
            for match in self._phrases.matches(text, at, key):
                if not re.match(HEADLINE, text[match.end() : match.end() + 3]):
                    return f"a page that says “{quoted(match.group())}”"
        return ""


def _teasers(article: Article) -> str:
    """The first lines of several other articles, as words."""
    longer = [b for b in article.blocks if b.words >= MIN_TEASER_WORDS]
    cut = sum(re.search(CUT, b.text) is not None and not re.search(STYLE, b.text) for b in longer)
    return (
        f"the first lines of {cut} other articles"
        if cut >= MIN_TEASERS and cut >= MIN_TEASER_SHARE * len(longer)
        else ""
    )


def _page(article: Article) -> str:
    """Parts of a page and nothing else, as words."""
    from artlint.text.line_model.model import probabilities, seen, skipped

    segments, lines = article.segments, article.view(seen)
    if len(segments) < MIN_PAGE_LINES or any(map(skipped, lines)):
        return ""
    chances = probabilities(article)
    total = sum(len(s.text) for s in segments)
    of_page = sum(len(s.text) for s, chance in zip(segments, chances, strict=True) if chance >= MIN_LIKELY)
    return "lines of a page, and no sentence of an article" if of_page >= MIN_PAGE_SHARE * total else ""
