"""`c4`: the lines and pages that the filters of the Colossal Clean Crawled Corpus drop."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check, runs
from artlint.text.measures import line_stats, sentence_count
from artlint.text.measures.c4_page import CITATION, Tests, cleaned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.measures.c4_page import Page

MAX_PLACES = 10  # related places of a finding
LINES = ("no-end-mark", "few-words", "long-word", "javascript", "policy")


class C4(Check):
    """Reports each run of lines that C4 drops for one reason (a line goes for the first of them), or the article, on its
    first line, with the lines that C4 drops it for."""

    alone = True
    args = {
        "lines": "“1 line”, “3 lines”",
        "count": "how many sentences are left, or how many places there are",
        "least": "how many sentences a page must have",
        "word": "the word that drops the page",
    }

    class Options:
        drops: Annotated[
            Literal[
                "no-end-mark",
                "few-words",
                "long-word",
                "javascript",
                "policy",
                "lorem-ipsum",
                "curly-bracket",
                "bad-word",
                "few-sentences",
                "repeated-span",
            ],
            Meta(description="which of C4's tests"),
        ]
        end_marks: Annotated[list[str], Meta(description="a line that ends with none of these is dropped")] = [
            ".",
            "?",
            "!",
            '"',
        ]
        min_words: Annotated[int, Meta(description="a line of fewer words is dropped")] = 5
        count_words: Annotated[
            Literal["text", "all"],
            Meta(description="of a line without its citations (“[1]”, “[edit]”), or of all of it"),
        ] = "text"
        max_word_length: Annotated[int, Meta(description="a line with a longer word is dropped")] = 1000
        min_sentences: Annotated[int, Meta(description="so many sentences must be left of a page")] = 3
        bad_words: Annotated[list[str], Meta(description="words that drop the page, in small letters")] = []

    def run(self, article: Article) -> Iterator[Finding]:
        o = self.options
        if o.drops == "curly-bracket" and "{" not in article.text:
            return iter(())
        tests = Tests(tuple(o.end_marks), o.min_words, o.max_word_length, o.min_sentences, o.count_words)
        page: Page = article.view(tests)  # type: ignore[arg-type]
        if o.drops in LINES:
            return self._lines(article, page)
        if o.drops == "few-sentences":
            return self._few(article, page)
        if o.drops == "repeated-span":
            return self._repeated(article, page)
        return self._page(article, page)

    def _lines(self, article: Article, page: Page) -> Iterator[Finding]:
        numbers = page.dropped[self.options.drops]
        places = page.lines.places() if numbers else ()
        for run in runs(numbers, lambda one, other: other == one + 1):
            span = Span(places[run[0]][0], places[run[-1]][1])
            yield Finding(span, {**self.empty, "lines": plural(len(run), "line")})

    empty = {"lines": "", "count": 0, "least": 0, "word": ""}

    def _page(self, article: Article, page: Page) -> Iterator[Finding]:
        if self.options.drops == "bad-word":
            yield from self._bad(article, page)
            return
        numbers = page.dropped[self.options.drops]
        if numbers:
            yield self._article(article, page, numbers, count=len(numbers))

    def _bad(self, article: Article, page: Page) -> Iterator[Finding]:
        if not self.options.bad_words:
            return
        words = "|".join(map(re.escape, self.options.bad_words))
        pattern = re.compile(f"[^a-z]({words})[^a-z]")
        found = [(n, m[1]) for n in page.kept if (m := pattern.search(cleaned(page.lines.texts[n]).lower()))]
        if found:
            yield self._article(article, page, [n for n, _ in found], count=len(found), word=found[0][1])

    def _few(self, article: Article, page: Page) -> Iterator[Finding]:
        if page.sentences < self.options.min_sentences:
            count = f"{page.sentences} sentence{'s' * (page.sentences != 1)}"
            yield self._article(article, page, page.kept, count=count, least=self.options.min_sentences)

    def _article(self, article: Article, page: Page, numbers: Sequence[int], **args: object) -> Finding:
        places = page.lines.places() if numbers else ()
        return Finding(
            line_stats.opening(article),
            {**self.empty, "lines": plural(len(numbers), "line"), **args},
            tuple(Related(Span(*places[n]), f"“{quoted(page.lines.texts[n])}”") for n in numbers[:MAX_PLACES]),
        )

    def _repeated(self, article: Article, page: Page) -> Iterator[Finding]:
        """Later copies of three sentences in a row, of the lines that are kept."""
        places, texts = page.lines.places() if page.kept else (), page.lines.texts
        cut: list[tuple[int, int]] = []
        for n in page.kept:
            start = places[n][0]
            blanked = CITATION.sub(lambda m: " " * len(m[0]), texts[n])
            ends = [*sentence_count.begun_after_end(blanked), len(texts[n])]
            cut += [(start + i, start + j) for i, j in zip([0, *ends[:-1]], ends, strict=True)]
        folded = [" ".join(CITATION.sub("", article.text[i:j]).split()).lower() for i, j in cut]
        seen: dict[tuple[str, ...], int] = {}
        until = 0
        for k in range(len(cut) - 2):
            first = seen.setdefault(tuple(folded[k : k + 3]), k)
            if first < k and k >= until:
                until = k + 3
                span = Span(cut[k][0], cut[k + 2][1])
                earlier = Span(cut[first][0], cut[first + 2][1])
                yield Finding(span, self.empty, (Related(earlier, "these sentences stand here first"),))
