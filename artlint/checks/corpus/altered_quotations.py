"""`altered-quotation`: the same words of somebody, told in two ways by two articles.

Quotations that share runs of words are laid side by side. Where nearly all of the words that both have are equal, and a few that
carry meaning are not, one of the two is no quotation any more. Names, numbers, spellings and small words may differ: editors put
them right. What both leave out at the ends does not count.

1. key: a run of words. Quotations that have it are compared; each that differs from an earlier one passes that on.
2. key: a quotation. It is reported once.
"""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from itertools import pairwise

from artlint.base.model import Fact, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.common import name_similarity
from artlint.checks.common.mentions import quotations
from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note, digest, order, shown, site_of
from artlint.text.line_model.features import FUNCTION_WORDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Annotated

    from msgspec import Meta

    from artlint.text.article import Article

RUNS = 8  # of a quotation's, by which it is found; by chance, and the same in all that have them
MAX_COMPARED = 24  # quotations with one run, of more the first and the last
MAX_CHARACTERS = 600  # of a quotation that are kept
MAX_SHOWN = 160
WORDS_AROUND = 3  # a change, in a message
MIN_CONTENT_LETTERS = 4
MIN_TELLING = 4  # equal words of so many letters, no small ones: what people say alike by chance has fewer
WORD = r"[^\W_]+(?:['’-][^\W_]+)*"
ELISION = r"\[|\.\.\.|…"


class AlteredQuotation(CorpusCheck):
    """Reports the wording that fewer articles have, or the later one."""

    args = {
        "here": "the passage that differs, as it is here",
        "there": "as it is there",
        "other": "an article that has it",
    }
    stages = 2

    class Options:
        least: Annotated[
            float,
            Meta(
                gt=0,
                le=1,
                description="the share of the words between the first and the last that both have which is equal",
            ),
        ] = 0.85
        most: Annotated[float, Meta(gt=0, le=1, description="and at most so much")] = 1.0
        min_equal: Annotated[int, Meta(ge=3, description="so many words are equal")] = 10
        min_changed: Annotated[int, Meta(ge=1, description="so many words that carry meaning differ")] = 1
        max_changed: Annotated[int, Meta(ge=1, description="and no more")] = 3
        run_words: Annotated[int, Meta(ge=3, le=12, description="words in a row by which quotations are found")] = 6
        min_words: Annotated[int, Meta(ge=6, description="shorter quotations are not compared")] = 8

    def collect(self, article: Article) -> Iterator[Note]:
        for block in article.blocks:
            if block.fence:
                continue
            found = quotations(article, block)
            for start, end in found.closed():
                text = found.text[start:end][:MAX_CHARACTERS].rstrip(",.;: ")
                words = _words(text)
                if len(words) < self.options.min_words or re.search(ELISION, text):
                    continue
                size = self.options.run_words
                runs = {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)}
                span = Span(block.start + start, block.start + start + len(text))
                for key in sorted(map(digest, runs))[:RUNS]:
                    yield Note(key, text.encode("utf-8", "replace"), span)

    def conclude(self, stage: int, key: bytes, facts: Sequence[Fact]) -> Iterable[Fact | Conclusion]:
        return self._altered(facts) if stage == 1 else self._told(facts)

    def _altered(self, facts: Sequence[Fact]) -> Iterator[Fact]:
        """Of the quotations with one run of words those that are altered, each with the wording of another in its data."""
        if len(set(map(_article, facts))) < 2:
            return
        facts = sorted(facts, key=order)
        facts = facts if len(facts) <= MAX_COMPARED else [*facts[: MAX_COMPARED // 2], *facts[-MAX_COMPARED // 2 :]]
        wordings: dict[tuple[str, ...], list[Fact]] = {}
        for fact in facts:
            wordings.setdefault(tuple(_words(fact.data.decode())), []).append(fact)
        listed = list(wordings.values())
        for n, these in enumerate(listed):
            for those in (*listed[:n], *listed[n + 1 :]):
                other = those[0]
                if not _is_minor(these, those):
                    continue
                own = [fact for fact in these if _article(fact) != _article(other)]
                passages = self._difference(these[0].data.decode(), other.data.decode()) if own else None
                if passages:
                    told = json.dumps([*passages, shown(other)]).encode()
                    for fact in own:
                        place = digest(f"{fact.path}\0{fact.record}\0{site_of(fact).start}")
                        yield fact._replace(key=place, data=told)
                    break

    def _told(self, facts: Sequence[Fact]) -> Iterator[Conclusion]:
        fact = min(facts, key=lambda f: f.data)
        here, there, other = json.loads(fact.data)
        yield Conclusion(fact, {"here": quoted(here, MAX_SHOWN), "there": quoted(there, MAX_SHOWN), "other": other})

    def _difference(self, here: str, there: str) -> tuple[str, str] | None:
        """The passages in which two quotations of the same words differ, each with the words around; None where they are not
        the same words, or do not differ in what carries meaning."""
        ours, theirs = list(re.finditer(WORD, here)), list(re.finditer(WORD, there))
        a, b = _words(here), _words(there)
        matcher = SequenceMatcher(None, a, b, autojunk=False)
        blocks = [m for m in matcher.get_matching_blocks() if m.size > 1]
        equal = [word for m in blocks for word in a[m.a : m.a + m.size]]
        telling = sum(len(w) >= MIN_CONTENT_LETTERS and w not in FUNCTION_WORDS for w in equal)
        if len(equal) < self.options.min_equal or telling < MIN_TELLING:
            return None
        first, last = blocks[0], blocks[-1]
        width = max(last.a + last.size - first.a, last.b + last.size - first.b)
        if not self.options.least <= len(equal) / width <= self.options.most:
            return None
        changes = []
        for one, two in pairwise(blocks):
            left, right = (one.a + one.size, two.a), (one.b + one.size, two.b)
            if _letters(ours, left) == _letters(theirs, right):
                continue  # “re open”, “reopen”
            contents = (
                _content([m.group() for m in ours[slice(*left)]]),
                _content([m.group() for m in theirs[slice(*right)]]),
            )
            if _mean_otherwise(*contents):
                changes.append((max(map(len, contents)), left, right))
        if not self.options.min_changed <= sum(n for n, _, _ in changes) <= self.options.max_changed:
            return None
        left, right = (changes[0][1][0], changes[-1][1][1]), (changes[0][2][0], changes[-1][2][1])
        return _around(here, ours, *left), _around(there, theirs, *right)


def _article(fact: Fact) -> tuple[str, int]:
    return fact.path, fact.record


def _is_minor(these: Sequence[Fact], those: Sequence[Fact]) -> bool:
    """Whether fewer articles have one wording than another, or as many, and later ones."""
    fewer = len(set(map(_article, these))) - len(set(map(_article, those)))
    return fewer < 0 or (fewer == 0 and order(these[0]) > order(those[0]))


def _letters(words: Sequence[re.Match[str]], place: tuple[int, int]) -> str:
    return "".join([m.group().lower() for m in words[slice(*place)]])


def _around(text: str, words: Sequence[re.Match[str]], first: int, last: int) -> str:
    """A passage of a quotation from one word to another, with a few words around."""
    start, end = max(0, first - WORDS_AROUND), min(len(words), last + WORDS_AROUND)
    return text[words[start].start() : words[end - 1].end()]


def _words(text: str) -> list[str]:
    return [w.lower().replace("’", "'") for w in re.findall(WORD, text)]


def _content(words: Sequence[str]) -> list[str]:
    """The words that carry meaning: no small words, names or numbers."""
    parts = [part for word in words for part in re.split("['’]", word)]
    return [w for w in parts if len(w) >= MIN_CONTENT_LETTERS and w.islower() and w not in FUNCTION_WORDS]


def _mean_otherwise(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the words that carry meaning, which stand in each other's place, are others, and no other forms of the same.
    Where one side has none, something was left out or put in, as whoever shortens does."""
    stems = {name_similarity.plain(w)[:MIN_CONTENT_LETTERS] for w in theirs}
    return bool(theirs) and any(name_similarity.plain(w)[:MIN_CONTENT_LETTERS] not in stems for w in ours)
