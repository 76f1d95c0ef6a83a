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

HEADING = 100  # characters: no heading of a list of references is longer
LONGEST = 300  # nor is anything else that is not running text


def is_bullet(text: str) -> bool:
    """“- so”, “• so”, “3. so”, “(b) so”."""
    if text.startswith(BULLETS):
        return True
    mark, _, rest = text[:6].partition(" ")
    core = mark.strip("().")
    return mark != core and bool(rest) and (core.isdigit() or (len(core) == 1 and core.isalpha()))


def is_byline(text: str) -> bool:
    """Author or date of the article, alone on a line."""
    if len(text) > 120 or ends_sentence(text):
        return False
    lowered = text.lower()
    return lowered.startswith(BYLINES) or (lowered.startswith(DATELINES) and len(text) < 80)


def is_caption(text: str) -> bool:
    """The credit or the legend of a picture: “Photo: …”, “(Image: …)”, “© …”."""
    if len(text) > LONGEST:
        return False
    lowered = text[:40].lower().lstrip("([")
    if lowered.startswith(("©", "image caption", "media caption", "image copyright", "media playback")):
        return True
    if lowered.startswith("c) "):  # “(c) Agency” is a credit, “(c) dismiss it” the third of a list
        return not text.lstrip("([")[3:4].islower()
    if not lowered.startswith(CREDITS):
        return False
    word = lowered.split(":", 1)[0].split("/", 1)[0].split("©", 1)[0]
    return len(word) < len(lowered) and len(word.split()) <= 2


def is_reference(text: str) -> bool:
    """An entry of a list of references: “[1] …”, “^ …”, “1. … 1987”."""
    if text[0] == "^":
        return True
    if text[0] == "[":
        number, _, rest = text[1:6].partition("]")
        return number.isdigit() and bool(rest.strip() or len(text) > 7)
    number, dot, rest = text[:5].partition(". ")
    return bool(dot) and number.isdigit() and ("http" in text or "doi" in text or "(19" in text or "(20" in text)


class Layout:
    """`roles[i]` is the role of block i. `title` is the title's block index or None."""

    def __init__(self, blocks: list[Block], boilerplate: tuple[Span, ...] = ()) -> None:
        self.blocks = blocks
        self.roles = ["paragraph"] * len(self.blocks)
        self._assign(boilerplate)
        self.title = next((i for i, role in enumerate(self.roles) if role == "title"), None)

    def _assign(self, boilerplate: tuple[Span, ...]) -> None:
        blocks, roles = self.blocks, self.roles
        references = False
        spans = sorted(boilerplate)
        at = 0
        for i, block in enumerate(blocks):
            while at < len(spans) and spans[at].end <= block.start:
                at += 1
            if block.fence:
                roles[i] = "code"
            elif at < len(spans) and spans[at].start <= block.start and block.end <= spans[at].end:
                roles[i] = "boilerplate"
            else:
                text = block.text
                if len(text) < HEADING and text.lower().rstrip(" :") in REFERENCE_HEADINGS:
                    roles[i], references = "heading", True
                elif is_reference(text) or (references and not is_prose(block)):
                    roles[i] = "reference"
                elif len(text) > LONGEST:
                    roles[i] = "list" if is_bullet(text) else "paragraph"
                elif is_caption(text):
                    roles[i] = "caption"
                elif is_byline(text):
                    roles[i] = "byline"
                elif is_bullet(text):
                    roles[i] = "list"
                elif is_heading_like(block):
                    roles[i] = "heading"
        self._find_title()

    def _find_title(self) -> None:
        """The first heading before the second paragraph is the title, unless something follows that repeats."""
        seen = 0
        for i, block in enumerate(self.blocks[:12]):
            if self.roles[i] == "heading" and block.words >= 2:
                self.roles[i] = "title"
                return
            seen += self.roles[i] in ("paragraph", "list")
            if seen > 1:
                return


def is_prose(block: Block) -> bool:
    """A sentence or more of running text."""
    return block.words >= 8 and (ends_sentence(block.text) or block.words >= 35)


def is_heading_like(block: Block) -> bool:
    """Short, and not ended as a sentence is."""
    text = block.text
    return (
        len(text) <= 200
        and block.words <= 30
        and (text[-1] in HEADING_END_MARKS or not ends_sentence(text))
        and text[-1] not in ",;:、，"
    )
