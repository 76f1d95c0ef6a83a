"""`assistant`: sentences of a chat assistant that were pasted with the text it wrote.

What an assistant says of its work is made of few parts (“Certainly! Here is” + a “revised version”; “If you want, I
can” + “shorten it”), and people say most of it as well. So the evidence adds up: some forms are an assistant's
wherever they begin a sentence, others only at the head of an article, and a wish or a farewell only beside these.
"""

from __future__ import annotations

from bisect import bisect_right, insort

from artlint.base.model import Finding
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.speech import CERTAIN, HEAD, LanguageForms, Speech, prepare_speech
from artlint.text.layout import is_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

BREAK = (  # the end of a sentence, or a colon; initials, times and addresses have none
    r"[.!?…؟।۔](?<!\b[A-ZÀ-ÞА-Я].)[.!?…؟।۔]*[\"'”’»)\]*_]*(?:\s+(?![a-zß-öø-ÿ])|(?=[A-ZÀ-ÞА-Я])|$)"
    r"|[。！？]+[」』”’）]*\s*|[:：](?<![\d:].)(?!\S{0,200}[/:])[*_]*\s*"
)
DIALOGUE = r"[—–-]\s?(?=\S)|>"  # a line of a dialogue, or of a quotation in mail
LABEL = r"(?:\*\*)?([^\s:：.,!?]{1,20}(?: [^\s:：.,!?]{1,20}){0,3})(?:\*\*)?\s?[:：](?:\*\*)?\s"
BULLET = r"[-*•·–]\s|\d{1,2}[.)]\s"
MAX_LEAD = 4  # signs before an opening
MAX_ASSENT = 25  # characters: “Certainly!” is a sentence of its own, and what follows belongs to it
MIN_LABELS = 3  # lines that begin with a label, in an interview


class Hit(NamedTuple):
    """A form of an assistant's, with its sentence (places in the block's text), how much it proves, and its own place."""

    block: int
    start: int
    end: int
    weight: int
    kind: str
    at: int = 0


class Assistant(Check):
    """Reports sentences that only a chat assistant says: of the text that it wrote, of itself, or to whom asked for it.
    What stands in quotation marks, a dialogue or a list of examples, or in an article about assistants, is quoted."""

    only_prepared = ("languages",)

    class Options:
        languages: Annotated[
            dict[str, LanguageForms],
            Meta(
                description="by language code, lists of phrases (`certain`, `head`, `weak` …) and of beginnings of words"
            ),
        ]
        anywhere: Annotated[
            list[str], Meta(description="regular expressions of what counts in the middle of a sentence as well")
        ] = []
        buttons: Annotated[list[str], Meta(description="labels of an assistant's page, as they are written there")] = []
        about: Annotated[
            list[str], Meta(description="words (or beginnings, with *) of articles that are about assistants")
        ] = []

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        from artlint.checks.common.regex_analysis import required

        return {**prepare_speech(options["languages"]), "anywhere": [required(p) for p in options["anywhere"]]}

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._speech = Speech(prepared)

    def run(self, article: Article) -> Iterator[Finding]:
        hits = [*self._spoken(article), *self._anywhere(article), *self._labels(article)]
        if not hits:
            return
        hits = [h for h in sorted(hits) if not _is_shown(article, h)]
        last = article.blocks[-1].index
        certain = [h for h in hits if h.weight == CERTAIN or (h.weight == HEAD and _is_at_edge(article, h))]
        if not certain:
            return
        near = {last, *(c.block + n for c in certain for n in (-1, 0, 1))}
        hits = [h for h in hits if h.block in near]
        for block, start, end in _joined(article, self._not_discussed(article, hits)):
            yield Finding(block.span(start, end))

    def _spoken(self, article: Article) -> Iterator[Hit]:
        """The sentences that begin as those of an assistant."""
        for block in article.blocks:
            if block.fence:
                continue
            for start, after_colon in _starts(block.text, self._speech):
                found = self._speech.judge(block.text, start)
                if found is None:
                    continue
                weight, kind = found
                if after_colon and (weight != CERTAIN or not re.match(LABEL, block.text[:start] + " ")):
                    continue
                yield Hit(block.index, start, _end(block.text, start, kind), weight, kind, start)

    def _anywhere(self, article: Article) -> Iterator[Hit]:
        """The sentences that hold what counts everywhere in them."""
        known: dict[int, list[tuple[int, int]]] = {}  # the sentences that were found, of each block
        for pattern, needed in zip(self.options.anywhere, self.prepared["anywhere"], strict=True):
            if not all(any(word in article.lowered for word in words) for words in needed):
                continue
            compiled = re.compile(pattern, re.I)
            for block in article.blocks:
                breaks: list[int] | None = None
                for match in () if block.fence else compiled.finditer(block.text):
                    at, sentences = match.start(), known.setdefault(block.index, [])
                    before = bisect_right(sentences, (at, len(block.text))) - 1
                    if before >= 0 and at < sentences[before][1]:
                        continue
                    if breaks is None:
                        breaks = [0, *(found.end() for found in re.finditer(BREAK, block.text))]
                    start = at if match.group()[0].isupper() else breaks[bisect_right(breaks, at) - 1]
                    end = _end(block.text, match.end(), "self")
                    insort(sentences, (start, end))
                    yield Hit(block.index, start, end, CERTAIN, "self", at)

    def _labels(self, article: Article) -> Iterator[Hit]:
        """The labels of buttons and the small print of an assistant's page, where a sentence begins and ends."""
        for label in self.options.buttons:
            for block in article.blocks if label in article.text else ():
                for match in re.finditer(rf"(?<![^\s.!?…]){re.escape(label)}\.?(?=\s*$|\s+[A-Z])", block.text):
                    if not block.text[max(0, match.start() - 9) : match.start()].rstrip()[-1:].isalnum():
                        yield Hit(block.index, *match.span(), CERTAIN, "label", match.start())

    def _not_discussed(self, article: Article, hits: list[Hit]) -> list[Hit]:
        """The hits, without those that an article about assistants shows."""
        if not self.options.about:
            return hits
        from artlint.checks.common.mentions import speaks_of, words_about

        blocks = article.blocks
        spans = [blocks[h.block].span(h.start, h.end) for h in hits]
        spoken = speaks_of(article, words_about(self.options.about), spans)
        return [h for h, is_subject in zip(hits, spoken, strict=True) if not is_subject]


def _starts(text: str, speech: Speech) -> Iterator[tuple[int, bool]]:
    """Where a sentence begins that may be an assistant's, and whether it follows a colon."""
    at, after_colon = 0, False
    for match in re.finditer(BREAK, text):
        if speech.may_begin(text, at):
            yield at, after_colon
        at, after_colon = match.end(), match.group()[0] in ":："
    if at < len(text) and speech.may_begin(text, at):
        yield at, after_colon


def _end(text: str, start: int, kind: str) -> int:
    """The end of the sentence; an opening ends at its colon as well."""
    for match in re.compile(BREAK).finditer(text, start):
        end = match.start() + len(match.group().rstrip())
        if match.group()[0] in ":：":
            if kind in ("opening", "head"):
                return end
        elif kind != "opening" or end - start > MAX_ASSENT:
            return end
    return len(text)


def _is_at_edge(article: Article, hit: Hit) -> bool:
    """Whether a hit is the beginning of the article or of what stands under its title, or the article's last line."""
    blocks = article.blocks
    if hit.start >= MAX_LEAD:
        return False
    if not hit.block or (hit.block == 1 and not is_prose(blocks[0])):
        return True
    return hit.block == len(blocks) - 1 and not blocks[-1].text[hit.end :].strip()


def _is_shown(article: Article, hit: Hit) -> bool:
    """Whether an author shows the sentence: in quotation marks, a dialogue, an interview or a list of examples."""
    from artlint.checks.common.mentions import quotations

    blocks = article.blocks
    block = blocks[hit.block]
    text = article.text[block.start : block.end]
    if re.match(DIALOGUE, text) or quotations(article, block).around(block.offset(hit.at) - block.start):
        return True
    if re.match(LABEL, block.text) and article.view(_is_interview):
        return True
    return bool(re.match(BULLET, text)) and _is_in_list(blocks, hit.block)


def _is_interview(article: Article) -> bool:
    """Whether several lines begin with somebody's name and a colon, for views."""
    labels = [m.group(1) for b in article.blocks if (m := re.match(LABEL, b.text[:100]))]
    return len(labels) >= MIN_LABELS or len(set(labels)) < len(labels)


def _is_in_list(blocks: list[Block], at: int) -> bool:
    """Whether a bullet stands in a list under a line that ends with a colon."""
    while at and re.match(BULLET, blocks[at].text):
        at -= 1
    return blocks[at].text.rstrip("*_ ").endswith((":", "："))


def _joined(article: Article, hits: list[Hit]) -> Iterator[tuple[Block, int, int]]:
    """The stretches that the hits fill, those that follow one another as one; an offer that ends the article goes on to
    the end of its paragraph."""
    blocks, run = article.blocks, None
    for hit in sorted(hits):
        block = blocks[hit.block]
        start, end = hit.start, hit.end
        if hit.kind == "offer" and block is blocks[-1]:
            end = len(block.text)
        if run and run[0] is block and not block.text[run[2] : start].strip():
            run = block, run[1], max(run[2], end)
        else:
            if run:
                yield run
            run = block, start, end
    if run:
        yield run
