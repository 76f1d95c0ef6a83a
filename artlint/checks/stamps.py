"""`stamps`: lines of date and time that stand again and again in one article: the heads of reader comments.

Two such lines are the same stamp when only their numbers, months, days and names differ.
"""

from __future__ import annotations

import re

from artlint.checks.base import Check
from artlint.checks.titles import LOG
from artlint.layout import DATELINES
from artlint.model import Finding, Related, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.article import Article, Block

CLOCK = r"(?<![\d.:])\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?![\d.:])"
WORD = r"[^\W\d_]{2,}"


class Stamps(Check):
    """Reports the lines that repeat a stamp, all together."""

    args = {
        "first": "the line of the first stamp",
        "lines": "“line 12”, or “line 12 and 3 more”",
        "count": "how many stamps repeat others, and one",
    }

    class Options:
        months: Annotated[dict[str, list[str]], Meta(description="how the names of months begin, by language code")]
        ago: Annotated[
            dict[str, list[str]],
            Meta(description="“{n} hours ago”, by language code; {n} is a number, {unit} any word"),
        ]
        min_characters: Annotated[int, Meta(ge=1, description="a stamp has at least so many characters")] = 25
        max_characters: Annotated[int, Meta(ge=1, description="and at most so many")] = 90
        max_words: Annotated[int, Meta(ge=0, description="beside date and time at most so many words")] = 8

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        """Two patterns: a date, and a time that has gone by."""
        stems = sorted({re.escape(m.lower()) for months in options["months"].values() for m in months})
        month = rf"(?:{'|'.join(stems)})[^\W\d_]*"
        date = (
            rf"(?<!\d)(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}} ?[年년] ?\d{{1,2}} ?[月월] ?\d{{1,2}} ?[日일]"
            rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?(?: de)?[ -]{month}\.?(?:,? (?:de )?\d{{4}})?"
            rf"|{month}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)(?!\d)"
        )
        phrases = sorted({p.lower() for ago in options["ago"].values() for p in ago})
        ago = "|".join(re.escape(p).replace(r"\{n\}", r"\d+").replace(r"\{unit\}", r"\w+") for p in phrases)
        return {"date": date, "ago": rf"(?<!\w)(?:{ago})(?!\w)"}

    def run(self, article: Article) -> Iterator[Finding]:
        forms: dict[str, list[Block]] = {}
        for block in article.blocks:
            form = self._form(block.text)
            if form:
                forms.setdefault(form, []).append(block)
        again = [b for blocks in forms.values() for b in blocks[1:]]
        if again:
            first, second = _closest(max(forms.values(), key=len))  # the most frequent form stands for all
            more = f" and {len(again) - 1} more" if len(again) > 1 else ""
            args = {"first": first.first, "lines": f"line {second.first}{more}", "count": len(again) + 1}
            covers = tuple(Span(b.start, b.end) for b in sorted(again, key=lambda b: b.index))
            related = (Related(Span(first.start, first.end), "the first of them"),)
            yield Finding(Span(second.start, second.end), args, related, covers)

    def _form(self, text: str) -> str:
        """What the stamps of one kind have in common; nothing where the line is no stamp."""
        if not self.options.min_characters <= len(text) <= self.options.max_characters:
            return ""
        if not any(map(str.isdigit, text)) or re.search(LOG, text):
            return ""
        lowered = text.lower()
        if re.search(CLOCK, text):
            rest, times = re.subn(self.prepared["date"], " ", lowered)
            kind = "at"
        else:
            rest, times = re.subn(self.prepared["ago"], " ", lowered)
            kind = "ago"
        words = re.findall(WORD, rest)
        if not times or len(words) > self.options.max_words:
            return ""
        label = next((d for d in DATELINES if lowered.startswith(d)), "")
        small = set(re.findall(WORD, text))  # as they are written: what has a capital is a name
        return " ".join([kind, label, *(w for w in words if w in small)])


def _closest(stamps: list[Block]) -> tuple[Block, Block]:
    """Two of these stamps: such as differ in numbers only, where there are any, for they show best what is meant."""
    seen: dict[str, Block] = {}
    for block in stamps:
        core = re.sub(r"[\d\W]+", " ", block.text.lower())
        if core in seen:
            return seen[core], block
        seen[core] = block
    return stamps[0], stamps[1]
