"""Which blocks of an article may be taken for copies when they stand there twice.

What belongs to the page stands under every picture; entries of a list, turns of a conversation and the signatures of
posts are of one form by nature: that they recur is no fault, or that of another rule.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.common.legitimate_repeats import MIN_COPY_CHARACTERS
from artlint.text.layout import is_bullet
from artlint.text.segments import UPPER
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.article import Article
    from artlint.text.blocks import Block

PAGE_ROLES = frozenset(("boilerplate", "caption", "byline", "reference"))
ENTRY = (
    r"\[?\(?\d{1,3}[\].)]\s|[\u2022\u2023\u25a0-\u25ff\u203b\u30fb*]|図"
    r"|(?:[^\W\d]+\.? \d{1,2}|\d{1,2}\.? [^\W\d]+|\d\d?[./-]\d\d?)(?:,? \d{4})?(?: [-–—]|:)\s"
)
LABEL = r"[^:：.!?\n]{1,40}(?::\s+|：\s*)(?=[^\s“”„«‘'\"])"  # “Source 3: …”, “AUDIENCE: …”, “Read more at : …”
LINK = r" [-–|] [^.!?\n]{2,40}$|\bvia\b|©|https?://"  # “… - Our Paper”, “A. Name/Agency via …”
MIN_SPOKEN_CHARACTERS = 100  # of what nobody says twice by chance
MIN_SENTENCE_WORDS = 12  # of an entry that is no formula
SIGNATURE = r"[—–-]{1,2} ?[^\n()@]{1,60}\(@\w{2,30}\)|pic\.twitter\.com/"
TURN = rf"(?:[{UPPER}][\w.’'-]*\.?(?: [{UPPER}(][\w.,)’'-]*){{0,5}}|[QA]\.?)[:：](?=\s|$)"  # what opens one in a transcript
STAGE = r"[(\[](?:BEGIN |END )?(?:VIDEO|AUDIO|APPLAUSE|LAUGHTER|CROSSTALK|INAUDIBLE|COMMERCIAL)"
MAX_DETAIL_WORDS = 8  # of “Price: 480”, which nobody says
MIN_TURNS, MIN_TURN_SHARE = 6, 0.1  # of the blocks of a transcript


def repeatable(article: Article) -> list[bool]:
    """Whether each block may be a copy of the article's own words, or what was copied."""
    free, roles = article.view(free_of_form), article.layout.roles
    return [is_free and role not in PAGE_ROLES for is_free, role in zip(free, roles, strict=True)]


def free_of_form(article: Article) -> list[bool]:
    """Whether each block is none of those that are of one form by nature, or so long that nobody says it twice."""
    blocks = article.blocks
    is_spoken = article.view(is_transcript)
    return [_is_free(block.text, is_spoken) and not _is_of_post(blocks, block) for block in blocks]


def _is_free(text: str, is_spoken: bool) -> bool:
    """Whether a line is no turn of a conversation, no entry of a list, has no label and is no link, or is long for one:
    lines of such a form have much in common."""
    if len(text) >= MIN_COPY_CHARACTERS:
        return True
    if is_bullet(text) or re.match(ENTRY, text):
        return ends_sentence(text) and len(text.split()) >= MIN_SENTENCE_WORDS
    if is_spoken or (re.match(LABEL, text) is not None and not _is_told(text)):
        return len(text) >= MIN_SPOKEN_CHARACTERS
    return ends_sentence(text) or re.search(LINK, text) is None


def _is_told(text: str) -> bool:
    """Whether what stands before a colon is the beginning of a sentence, and no label."""
    before = re.split("[:：]", text, maxsplit=1)[0]
    return len(before.split()) > 3 and before[-1] not in " \u00a0"


def _is_of_post(blocks: list[Block], block: Block) -> bool:
    """Whether a block is a post, or what signs one."""
    after = blocks[block.index + 1].text[:120] if block.index + 1 < len(blocks) else ""
    return re.search(SIGNATURE, block.text) is not None or re.match(SIGNATURE, after) is not None


def is_transcript(article: Article) -> bool:
    """Whether the text is what people said, turn by turn."""
    blocks = article.blocks
    turns = sum(
        (re.match(TURN, block.text[:80]) is not None and (ends_sentence(block.text) or block.words > MAX_DETAIL_WORDS))
        or re.match(STAGE, block.text[:40]) is not None
        for block in blocks
    )
    return turns >= MIN_TURNS and turns >= MIN_TURN_SHARE * len(blocks)
