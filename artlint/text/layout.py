"""The role of each block in an article: title, byline, heading, paragraph, list item, caption, reference, boilerplate.

Rules that ask “is the last paragraph complete?” must not look at a photo credit under it; this module is where
that is decided, once for all rules. Boilerplate is what the rules with `marks: furniture` found; the engine
hands their spans over before the other rules run.
"""

from __future__ import annotations

from artlint.base.model import Span
from artlint.text.sentence_marks import HEADING_END_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.blocks import Block

BULLETS = tuple(f"{c} " for c in "-–—*+•·‣▪●○■□◦»›>")
BYLINES = (
    "by ",
    "by: ",
    "von ",
    "par ",
    "por ",
    "door ",
    "av ",
    "text: ",
    "author: ",
    "autor: ",
    "autorin: ",
    "автор: ",
    "автор ",
)
DATELINES = ("published", "updated", "posted", "last updated", "last modified", "veröffentlicht", "publié", "publicado",
             "pubblicato", "опубликовано")  # fmt: skip
CREDITS = ("photo", "image", "picture", "foto", "bild", "abbildung", "fotografía", "imagen", "immagine", "фото", "source",
           "quelle", "credit")  # fmt: skip
REFERENCE_HEADINGS = frozenset((
    "references", "sources", "notes", "footnotes", "citations", "bibliography", "works cited", "quellen", "literatur",
    "einzelnachweise", "sources et notes", "références", "notes et références", "fuentes", "referencias", "bibliografía",
    "fonti", "note", "bibliografia", "źródła", "przypisy", "bronnen", "источники", "примечания", "литература", "πηγές",
    "参考文献", "参考资料", "출처", "脚注",
))  # fmt: skip

MAX_REFERENCE_HEADING_CHARACTERS = 100
MAX_CAPTION_CHARACTERS = 300
MAX_BYLINE_CHARACTERS = 120
MAX_DATELINE_CHARACTERS = 80
MAX_CREDIT_WORDS = 2  # before the colon of “Photo: …”
MIN_EMPTY_REFERENCE_CHARACTERS = 8  # of a line that has nothing but its numbers
MAX_HEADING_CHARACTERS, MAX_HEADING_WORDS = 200, 30
MIN_TITLE_WORDS = 2
TITLE_BLOCKS = 12  # the first ones, among which the title is looked for
MIN_SENTENCE_WORDS = 8  # of running text that ends as a sentence does
MIN_UNENDED_WORDS = 35  # of running text that does not


def is_bullet(text: str) -> bool:
    """Whether a line is an item of a list: “- so”, “• so”, “3. so”, “(b) so”."""
    if text.startswith(BULLETS):
        return True
    mark, _, rest = text[:6].partition(" ")
    core = mark.strip("().")
    return mark != core and bool(rest) and (core.isdigit() or (len(core) == 1 and core.isalpha()))


def is_byline(text: str) -> bool:
    """Whether a line names the author or the date of the article, and nothing else."""
    if len(text) > MAX_BYLINE_CHARACTERS or ends_sentence(text):
        return False
    lowered = text.lower()
    return lowered.startswith(BYLINES) or (lowered.startswith(DATELINES) and len(text) < MAX_DATELINE_CHARACTERS)


def is_caption(text: str) -> bool:
    """Whether a line is the credit or the legend of a picture: “Photo: …”, “(Image: …)”, “© …”."""
    if len(text) > MAX_CAPTION_CHARACTERS:
        return False
    lowered = text[:40].lower().lstrip("([")
    if lowered.startswith(("©", "image caption", "media caption", "image copyright", "media playback")):
        return True
    if lowered.startswith("c) "):  # “(c) Agency” is a credit, “(c) dismiss it” the third of a list
        return not text.lstrip("([")[3:4].islower()
    if not lowered.startswith(CREDITS):
        return False
    word = lowered.split(":", 1)[0].split("/", 1)[0].split("©", 1)[0]
    return len(word) < len(lowered) and len(word.split()) <= MAX_CREDIT_WORDS


def is_reference(text: str) -> bool:
    """Whether a line is an entry of a list of references: “[1] …”, “^ …”, “1. … 1987”."""
    if text[0] == "^":
        return True
    if text[0] == "[":
        number, _, rest = text[1:6].partition("]")
        return number.isdigit() and bool(rest.strip() or len(text) >= MIN_EMPTY_REFERENCE_CHARACTERS)
    number, dot, rest = text[:5].partition(". ")
    return bool(dot) and number.isdigit() and ("http" in text or "doi" in text or "(19" in text or "(20" in text)


def is_reference_heading(text: str) -> bool:
    """Whether a line is “References”, or the like in other languages."""
    return len(text) < MAX_REFERENCE_HEADING_CHARACTERS and text.lower().rstrip(" :") in REFERENCE_HEADINGS


class Layout:
    """`roles[i]` is the role of block i. `title` is the title's block index or None."""

    def __init__(self, blocks: list[Block], boilerplate: tuple[Span, ...] = ()) -> None:
        self.blocks = blocks
        self.roles = ["paragraph"] * len(self.blocks)
        self._assign(boilerplate)
        self._find_title()
        self.title = next((i for i, role in enumerate(self.roles) if role == "title"), None)

    def _assign(self, boilerplate: tuple[Span, ...]) -> None:
        roles = self.roles
        references = False  # whether the block stands under “References”
        spans = sorted(boilerplate)
        at = 0
        for i, block in enumerate(self.blocks):
            while at < len(spans) and spans[at].end <= block.start:
                at += 1
            if block.fence:
                roles[i] = "code"
            elif at < len(spans) and spans[at].start <= block.start and block.end <= spans[at].end:
                roles[i] = "boilerplate"
            elif is_reference_heading(block.text):
                roles[i], references = "heading", True
            elif is_reference(block.text) or (references and not is_prose(block)):
                roles[i] = "reference"
            else:
                roles[i] = _own_role(block)

    def _find_title(self) -> None:
        """The first heading before the second paragraph is the title, unless something follows that repeats."""
        seen = 0
        for i, block in enumerate(self.blocks[:TITLE_BLOCKS]):
            if self.roles[i] == "heading" and block.words >= MIN_TITLE_WORDS:
                self.roles[i] = "title"
                return
            seen += self.roles[i] in ("paragraph", "list")
            if seen > 1:
                return


def _own_role(block: Block) -> str:
    """The role of a block by its own text."""
    if is_caption(block.text):
        return "caption"
    if is_byline(block.text):
        return "byline"
    if is_bullet(block.text):
        return "list"
    return "heading" if is_heading_like(block) else "paragraph"


def is_prose(block: Block) -> bool:
    """Whether a block is a sentence or more of running text."""
    return block.words >= MIN_SENTENCE_WORDS and (ends_sentence(block.text) or block.words >= MIN_UNENDED_WORDS)


def ends_of_prose(blocks: Sequence[Block]) -> tuple[int, int]:
    """The index of the first and of the last block of running text; -1 where there is none."""
    first = next((b.index for b in blocks if is_prose(b)), -1)
    return first, next((b.index for b in reversed(blocks) if is_prose(b)), -1)


def is_heading_like(block: Block) -> bool:
    """Whether a block is short, and does not end as a sentence does."""
    text = block.text
    return (
        len(text) <= MAX_HEADING_CHARACTERS
        and block.words <= MAX_HEADING_WORDS
        and (text[-1] in HEADING_END_MARKS or not ends_sentence(text))
        and text[-1] not in ",;:、，"
    )
