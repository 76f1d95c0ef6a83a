"""The words of an article, by one of three ways to split them, and what is counted of them."""

from __future__ import annotations

from collections import Counter
from statistics import median

from artlint.base.startup import cached_re as re
from artlint.text.measures.character_sets import MARKS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from artlint.text.article import Article

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Words:
    """The words of one text in order, and tables of them that are made when they are asked for."""

    __slots__ = ("_again", "_all", "_counted", "_counts", "_odd", "_spans", "text")

    def __init__(self, text: str, words: list[str]) -> None:
        self.text, self._all = text, words
        self._counts: Counter[str] | None = None
        self._counted: tuple[int, int] | None = None
        self._again: dict[str, int] | None = None
        self._odd: list[str] | None = None
        self._spans: list[tuple[int, int]] = []

    def __len__(self) -> int:
        return len(self._all)

    @property
    def all(self) -> list[str]:
        return self._all

    @property
    def counts(self) -> Counter[str]:
        """How often each word stands, in the order in which they first do."""
        if self._counts is None:
            self._counts = Counter(self._all)
        return self._counts

    @property
    def again(self) -> dict[str, int]:
        """The words that stand more than once, and how often."""
        if self._again is None:
            self._again = {word: times for word, times in self.counts.items() if times > 1}
        return self._again

    @property
    def characters(self) -> int:
        return sum(map(len, self._all))

    @property
    def odd(self) -> list[str]:
        """The different words that hold more than letters."""
        if self._odd is None:
            self._odd = [word for word in self.counts if not word.isalpha()]
        return self._odd

    @property
    def counted(self) -> tuple[int, int]:
        """How many of the words are more than marks, and how many characters those have."""
        if self._counted is None:
            marks, counts = MARKS.issuperset, self.counts
            number, size = len(self._all), self.characters
            for word in self.odd:
                if marks(word):
                    number, size = number - counts[word], size - counts[word] * len(word)
            self._counted = number, size
        return self._counted

    @property
    def alphabetic(self) -> int:
        """How many words hold a letter."""
        return len(self._all) - sum([self.counts[word] for word in self.odd if not any(map(str.isalpha, word))])

    @property
    def median(self) -> float:
        return float(median(map(len, self._all))) if self._all else 0.0

    def spans(self, until: int) -> list[tuple[int, int]]:
        """Where the first so many words stand: they come in order, and nothing that is like one stands between two."""
        spans, find = self._spans, self.text.find
        at = spans[-1][1] if spans else 0
        for word in self._all[len(spans) : until]:
            start = find(word, at)
            if start < 0:  # words from outside, of another text
                start = at
            else:
                at = start + len(word)
            spans.append((start, at))
        return spans


def _given(article: Article, split: Callable[[str], list[str]]) -> Words:
    """The words that came with the article (`words` in its meta), as another program split them, or by `split`."""
    given = article.meta.get("words")
    if given is None:
        return Words(article.text, split(article.text))
    exact = not set(map(type, given)) - {str}  # spaCy's and NumPy's strings have methods of their own
    return Words(article.text, list(given) if exact else [str(word) for word in given])


def by_spaces(article: Article) -> Words:
    """The words as runs between white space."""
    return _given(article, str.split)


def by_letters(article: Article) -> Words:
    """Runs of letters and digits, with apostrophes and hyphens inside: no marks."""
    return _given(article, WORD.findall)


def by_marks(article: Article) -> Words:
    """Words and marks, each on its own, as spaCy has them (see tokenizer.py)."""
    from artlint.text.measures.tokenizer import tokens

    return _given(article, tokens)


SPLITS: dict[str, Callable[[Article], Words]] = {"spaces": by_spaces, "letters": by_letters, "marks": by_marks}


def of(article: Article, split: str) -> Words:
    """The article's words, split as a rule's option says."""
    return article.view(SPLITS[split])
