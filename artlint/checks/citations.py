"""`citations`: markers such as [3], ¹², [note 2] or (see Figure 1) that point to something that is not there."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.checks.base import Check
from artlint.checks.common.quotation_marks import signs
from artlint.checks.common.reference_markers import (
    NOUNS,
    NUMBER,
    SUPERSCRIPT,
    Marker,
    bracketed_figures,
    citation_markers,
    may_name_figures,
    mentioned_figures,
    plain_digits,
)
from artlint.text.folding import counted
from artlint.text.layout import REFERENCE_HEADINGS, is_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Marked = list[tuple[Block, list[Marker]]]

PICTURE_OR_TABLE = r"!\[|<(?:img|table|figure)\b|\|.*\||\S\t+\S"  # what they leave in a text that keeps them
ENTRY = r"(?:\[\d{1,3}\]|\^|\d{1,3}[.)])\s*\S"
WORK = r"\b(?:19|20)\d\d ?; ?\d{1,4} ?[:(]|\bdoi\b|\bAccessed \d|\bet al\.[^.]{3,200}\.[^.]{2,80}\b(?:19|20)\d\d"
MAX_SEPARATE_BLOCKS = 3  # with markers: more of them are one finding
MAX_SHOWN_MARKERS = 6  # in a message
KEY_LETTERS = 3  # of “Figure” and “Fig.”, which are one


class Citations(Check):
    """Reports each block that holds markers, each marker as a related place, where nothing resolves them; one
    finding for the article where more than three blocks do."""

    args = {"markers": "the markers", "count": "how many", "what": "“1 citation marker”, “3 citation markers”"}

    class Options:
        min_markers: Annotated[
            int, Meta(ge=1, description="fewer markers than this, where they might be something else, are not reported")
        ] = 2
        kind: Annotated[
            Literal["citations", "figures"],
            Meta(description="markers of sources and notes, or references to figures and tables"),
        ] = "citations"

    def may_match(self, article: Article) -> bool:
        text = article.text
        if self.options.kind == "figures":
            lowered = article.lowered
            return may_name_figures(lowered) and (
                re.search(r"[(（][^()（）\d]{2,40}\d", text) is not None or re.search(NOUNS, lowered) is not None
            )
        return "[" in text or "［" in text or re.search(SUPERSCRIPT, article.view(signs)) is not None

    def run(self, article: Article) -> Iterator[Finding]:
        if self.options.kind == "figures":
            found, one = _figures(article), "reference"
        else:
            found, one = self._orphans(article), "citation marker"
        if len(found) > MAX_SEPARATE_BLOCKS:
            yield _finding(found, one)
        else:
            for entry in found:
                yield _finding([entry], one)

    def _orphans(self, article: Article) -> Marked:
        """The markers that nothing resolves, a block at a time."""
        found: Marked = []
        for block in article.blocks:
            if not block.fence and (markers := citation_markers(block.text)) and not re.match(ENTRY, block.text):
                found.append((block, markers))
        if not found:
            return []
        targets = _targets(article, found)
        open_: Marked = []
        for block, markers in found:
            left = [m for m in markers if any(target not in targets for target in m.targets)]
            if left:
                open_.append((block, left))
        if _are_entries(open_) or _has_loose_list(article, found):
            return []
        sure = any(m.kind != "loose" for _, markers in open_ for m in markers)
        # Those that the list resolves are company, too.
        return open_ if sure or len(_pointed_to(found)) >= self.options.min_markers else []


def _are_entries(left: Marked) -> bool:
    """Whether the markers are the numbers of a list of references that was glued together: “… done. [1] See Alder (2019) …
    [2] …”, each once, in order, and each opening an entry."""
    if len(left) != 1:
        return False
    block, markers = left[0]
    numbers = [target for m in markers for target in m.targets]
    if len(numbers) < 2 or numbers != [str(n) for n in range(1, len(numbers) + 1)]:
        return False
    opens = all(
        re.match(r"\s*[^\W\d_]", block.text[m.end :]) and re.search(r"[.!?”»)]\s*$", block.text[: m.start])
        for m in markers
    )
    ends = [*(m.start for m in markers[1:]), len(block.text)]
    return opens and all(
        re.search(r"https?://|\((?:19|20)\d\d\)", block.text[m.end : end]) for m, end in zip(markers, ends, strict=True)
    )


def _has_loose_list(article: Article, found: Marked) -> bool:
    """Whether a late paragraph holds at least as many works as the markers count, without numbers of their own."""
    numbers = [int(target) for target in _pointed_to(found) if target.isdigit()]
    late = article.blocks[found[-1][0].index + 1 :]
    works = max((len(re.findall(WORK, block.text)) for block in late), default=0)
    return bool(numbers) and works >= max(2, min(max(numbers), len(numbers)))


def _pointed_to(found: Marked) -> set[str]:
    return {target for _, markers in found for m in markers for target in m.targets}


def _targets(article: Article, found: Marked) -> set[str]:
    """The names of the entries of a list of references, wherever it stands.

    “[3] …” and “^ …” are entries; “3. …” is one only after the last marker, since it might be a list in the text.
    """
    targets: set[str] = set()
    last = found[-1][0].index
    for block, role in zip(article.blocks, article.layout.roles, strict=True):
        text = block.text
        if text[0] in "[［":
            if re.match(r"[\[［]\d{1,3}[\]］]", text):
                targets.update(str(int(n)) for n in re.findall(r"[\[［](\d{1,3})[\]］]", text))
            m = re.match(r"\[[^\]]{1,12}\]", text)
            if m:
                targets.add(m.group().lower())
        elif text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            targets.add(plain_digits(re.match(r"[⁰¹²³⁴-⁹]+", text).group()))  # type: ignore[union-attr]
        elif block.index > last and (m := re.match(r"\(?(\d{1,3}|[a-z])[.):\s]\s?\S", text)):
            targets.update((m.group(1), f"[{m.group(1)}]"))
        if block.index > last and (text[0] == "^" or (role == "heading" and _opens_list(block, article.blocks))):
            return targets | _pointed_to(found)  # a list without numbers of its own
    return targets


def _opens_list(block: Block, blocks: list[Block]) -> bool:
    """Whether a block is “References” over entries that have no numbers."""
    if block.text.lower().rstrip(" :") not in REFERENCE_HEADINGS or block is blocks[-1]:
        return False
    return not re.match(rf"[\[［(]?\d{{1,3}}[\]］.)]|{SUPERSCRIPT}", blocks[block.index + 1].text)


def _figures(article: Article) -> Marked:
    """References such as “(see Figure 2)”, “Figure 2 shows” and “see the table below” to what is not there.

    A caption of that number is enough, and for what has no number any line that a table or a caption may have left.
    """
    found = _references(article)
    if not found:
        return []
    captions = _captions(article, found)
    left = [(block, [m for m in markers if _key(m.targets[0]) not in captions]) for block, markers in found]
    return [(block, markers) for block, markers in left if markers]


def _references(article: Article) -> Marked:
    """The blocks that refer to figures, and their references in order. Where the article has kept a picture or a table,
    a sentence may speak of that, and only references in brackets count."""
    blocks = [b for b in article.blocks if not b.fence and may_name_figures(b.text.lower())]
    if not blocks:
        return []
    in_sentences = not re.search(PICTURE_OR_TABLE, article.text)
    found: Marked = []
    for block in blocks:
        markers = [*bracketed_figures(block.text)]
        taken = {place for m in markers for place in range(m.start, m.end)}
        if in_sentences:
            markers += [m for m in mentioned_figures(block.text) if m.start not in taken]
        if markers:
            found.append((block, sorted(markers)))
    return found


def _captions(article: Article, found: Marked) -> set[str]:
    """The keys of the captions that the article has: of lines that begin with “Figure 2”, and no key at all where there
    is a line that may be a caption or a row without a number."""
    openings = [re.match(r"\W{0,3}[^\W\d_]{1,10}\.?\s?\d{1,2}", b.text) for b in article.blocks]
    times = counted([_key(m.targets[0]) for _, markers in found for m in markers])
    first = [(block.index, markers[0]) for block, markers in found]
    # “Figure 1 shows …” is no caption.
    sentences = {i for i, m in first if m.start == 0 and times[_key(m.targets[0])] == 1}
    captions = {_key(m.group()) for i, m in enumerate(openings) if m and i not in sentences}
    if _has_rows(article):
        captions.add("")
    return captions


def _has_rows(article: Article) -> bool:
    """Whether the article has a caption, or two lines in a row that may be of a table: a title is above the text."""
    roles = article.layout.roles
    start = next((i for i, block in enumerate(article.blocks) if is_prose(block)), 0)
    loose = [role in ("heading", "list", "reference") for role in roles]
    return "caption" in roles or any(loose[i] and loose[i + 1] for i in range(start, len(roles) - 1))


def _key(caption: str) -> str:
    """The key that a caption shares with the references to it: “Fig. 2”, “Figure 2” and “FIGURE 2:” have the same. Without
    a number it is empty."""
    if not re.search(r"\d", caption):
        return ""
    letters = re.sub(r"[\W\d_]+", "", caption).lower()
    return letters[:KEY_LETTERS] + re.sub(r"\D+", "", caption)


def _finding(found: Marked, one: str) -> Finding:
    block, markers = found[0]
    names = [name for b, ms in found for m in ms for name in _names(b.text, m)]
    different = sorted(dict.fromkeys(names), key=lambda name: int(re.sub(r"\D.*", "", name[1:]) or 0))
    start, end = markers[0].start, markers[-1].end
    start += len(block.text[start:end]) - len(block.text[start:end].lstrip())
    return Finding(
        Span(block.offset(start), block.span(start, end).end),
        {"markers": ", ".join(different[:MAX_SHOWN_MARKERS]), "count": len(names), "what": plural(len(names), one)},
        tuple(Related(b.span(i, j), f"a {one}") for b, ms in found for m in ms for i, j in _places(b.text, m)),
    )


def _names(text: str, marker: Marker) -> list[str]:
    """The markers as they stand; “[3][1]” are two."""
    piece = text[marker.start : marker.end]
    if marker.kind in ("closing", "loose"):
        return re.findall(NUMBER, piece)
    return marker.targets if marker.kind in ("figure", "mention") else [piece]


def _places(text: str, marker: Marker) -> Iterator[tuple[int, int]]:
    """Each bracket of a marker, with the space or the comma before it, which go with it."""
    start, end = marker.start, marker.end
    if marker.kind == "mention":
        return
    at = start - 1 if start and text[start - 1] == " " else start
    if marker.kind in ("closing", "loose"):
        for m in re.finditer(NUMBER, text[start:end]):
            yield at, start + m.end()
            at = start + m.end()
    else:
        yield at, end
