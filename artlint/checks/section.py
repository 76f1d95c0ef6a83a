"""`section`: a heading, named as a phrase, and what belongs under it."""

from __future__ import annotations

from artlint.base.model import Finding, Span
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check
from artlint.checks.common import phrases
from artlint.text import folding
from artlint.text.layout import is_prose
from artlint.text.sentence_marks import HEADING_END_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block


MAX_HEADLINE_WORDS = 30


class Section(Check):
    """Reports a heading together with its lines as one finding."""

    args = {
        "heading": "the heading",
        "count": "how many lines stand under it",
        "what": "heading and count, as words",
        "belongs": "“belongs”, or “belong”",
    }
    only_prepared = ("headings",)

    class Options:
        headings: Annotated[
            dict[str, list[str]], Meta(description="phrases by language code; each must be a whole line")
        ]
        extent: Annotated[
            Literal["headlines", "rest"],
            Meta(description="what belongs under the heading: lines that are no sentences, or the rest of the article"),
        ] = "headlines"
        max_lines: Annotated[int, Meta(ge=1, description="at most so many lines under the heading, for headlines")] = 30
        min_lines: Annotated[int, Meta(ge=0, description="report only with so many lines under the heading")] = 0
        after: Annotated[float, Meta(ge=0, le=1, description="only below this share of the article's characters")] = 0.0

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        every = phrases.prepare(options["headings"], ("headings",))
        open_ = {code: [p for p in known if "{" in p] for code, known in options["headings"].items()}
        return {"every": every, "open": phrases.prepare(open_, ("headings",))}

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._listed = phrases.Listed(prepared["every"])
        self._open = phrases.Phrases(prepared["open"])  # “More from …”: what follows must show that it is no title

    def may_match(self, article: Article) -> bool:
        return self._listed.may_be_in(article)

    def run(self, article: Article) -> Iterator[Finding]:
        blocks, done = article.segments, 0
        for heading, first, after in self._listed.places(article):
            if first < done or heading.start < self.options.after * len(article.text):
                continue
            last = len(blocks) if self.options.extent == "rest" else self._headlines(blocks, after)
            under = last - after
            if under < self.options.min_lines or self._is_subheading(article, heading, first, after, under):
                continue
            done = last
            name = f"“{quoted(heading.text)}”"
            what = f"{name} and the {plural(under, 'line')} under it" if under else name
            belongs = "belong" if under else "belongs"
            args = {"heading": quoted(heading.text), "count": under, "what": what, "belongs": belongs}
            yield Finding(Span(heading.start, blocks[last - 1].end), args)

    def _is_subheading(self, article: Article, heading: Block, first: int, after: int, lines: int) -> bool:
        """Whether a heading is the article's own: “Related” right above a paragraph heads it, and so may “More in Common”,
        which may even be the title."""
        is_title = _is_title(article, heading) and not any(map(is_prose, article.segments[:first]))
        if self._open.match(heading.text) and (not lines or is_title):
            return True
        return not lines and " " not in heading.text and _prose_follows(article.segments, after)

    def _headlines(self, blocks: list[Block], start: int) -> int:
        """The index after the last headline. Headlines are short, are no sentences, and stand equally far apart;
        the title of this article is none of them (it opens a second copy of the article)."""
        gap, i = None, start
        title = folding.fold(blocks[0].text)
        while i < len(blocks) and i - start < self.options.max_lines:
            block = blocks[i]
            distance = block.first - blocks[i - 1].last if i > start else None
            if gap is not None and distance != gap:
                break
            if (
                block.words > MAX_HEADLINE_WORDS
                or ends_sentence(block.text.rstrip(HEADING_END_MARKS))
                or folding.fold(block.text) == title
                or self._listed.phrases.match(block.text)
            ):
                break
            gap, i = distance, i + 1
        return i


def _is_title(article: Article, segment: Block) -> bool:
    title = article.layout.title
    return title is not None and article.blocks[title].start == segment.start


def _prose_follows(blocks: list[Block], i: int) -> bool:
    return i < len(blocks) and is_prose(blocks[i])
