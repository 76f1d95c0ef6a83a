"""The role of each block in an article: title, byline, heading, paragraph, list item, caption, reference, furniture.

Rules that ask “is the last paragraph complete?” must not look at a photo credit under it; this module is where
that is decided, once for all rules. Furniture is what the rules marked `marks: furniture` found; the engine
hands their spans over before the other rules run.
"""

from __future__ import annotations

import re

from artlint.model import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.article import Article, Block

# Marks that end a sentence, in the scripts that have one (Unicode's Sentence_Terminal, the common ones).
TERMINALS = ".!?…。！？｡؟۔।॥።፧፨։᙮᠃᠉‼⁇⁈⁉"
CLOSERS = "\"'”’»›)]}」』】〉》）］｝“‘*_"
BULLET = re.compile(r"(?:[-–—*+•·‣▪●○■□◦»›>]|\(?\d{1,3}[.)]|[a-zA-Z][.)])\s+\S")
BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|av|text|author|autor|автор)[:\s]\s*\S.{0,80}$"
    r"|(?:published|updated|posted|last (?:updated|modified)|veröffentlicht|publié|publicado|pubblicato|опубликовано)\b.{0,80}$",
    re.I,
)
CAPTION = re.compile(
    r"\(?(?:photo|image|picture|foto|bild|abbildung|fotografía|imagen|immagine|фото|source|quelle|credit)s?(?: credits?| caption| by)?\s*[:/©]"
    r"|(?:image|media) (?:caption|copyright|playback)\b|©|\(c\)\s",
    re.I,
)
REFERENCE = re.compile(r"\[\d{1,3}\]\s*\S|\^|\d{1,3}\.\s.*(?:https?://|doi\b|\(\d{4}\)|\b(?:19|20)\d\d\b)")
REFERENCES_HEADING = re.compile(
    r"(?:references|sources|notes|footnotes|citations|bibliography|works cited|quellen|literatur|einzelnachweise|sources? et notes"
    r"|références|notes et références|fuentes|referencias|bibliografía|fonti|note|bibliografia|źródła|przypisy|bronnen"
    r"|источники|примечания|литература|πηγές|参考文献|参考资料|출처|脚注)\s*:?$",
    re.I,
)


class Layout:
    """`roles[i]` is the role of block i. `title` is the title's block index or None; `body` the blocks of the
    article proper that are running text, in order: no title, byline, caption, reference or furniture."""

    def __init__(self, article: Article, furniture: tuple[Span, ...] = ()) -> None:
        self.blocks = article.blocks
        self.roles = ["paragraph"] * len(self.blocks)
        self._assign(furniture)
        self.title = next((i for i, role in enumerate(self.roles) if role == "title"), None)
        self.body = [b for b in self.blocks if self.roles[b.index] in ("paragraph", "list", "heading")]

    def prose(self) -> list[Block]:
        """The paragraphs of running text of the article proper."""
        return [b for b in self.blocks if self.roles[b.index] == "paragraph"]

    def _assign(self, furniture: tuple[Span, ...]) -> None:
        blocks, roles = self.blocks, self.roles
        references = False
        spans = sorted(furniture)
        at = 0
        for i, block in enumerate(blocks):
            while at < len(spans) and spans[at].end <= block.start:
                at += 1
            if block.fence:
                roles[i] = "code"
            elif at < len(spans) and spans[at].start <= block.start and block.end <= spans[at].end:
                roles[i] = "furniture"
            elif REFERENCES_HEADING.match(block.text):
                roles[i], references = "heading", True
            elif REFERENCE.match(block.text) or (references and not is_prose(block)):
                roles[i] = "reference"
            elif CAPTION.match(block.text) and len(block.text) < 300:
                roles[i] = "caption"
            elif BYLINE.match(block.text) and len(block.text) < 120 and not ends_sentence(block.text):
                roles[i] = "byline"
            elif BULLET.match(block.text):
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
    return len(text) <= 200 and block.words <= 30 and (text[-1] in "?!？！" or not ends_sentence(text)) and text[-1] not in ",;:、，"


def ends_sentence(text: str) -> bool:
    """Whether the text ends with a terminal mark, closing quotes and brackets aside."""
    core = text.rstrip().rstrip(CLOSERS + " \u00a0")
    return bool(core) and core[-1] in TERMINALS
