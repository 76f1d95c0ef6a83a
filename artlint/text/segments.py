"""Segments: what rules about the page look at. A line of text is one segment, unless something shows that several
things were run together in it; then it is cut at its joints.

A joint is a place where one thing ends and another begins without a line end: a sentence whose end touches the next
one (“ended.The”), two spaces, a tab, a bar or bullet between spaces. In a line so long that it must hold a whole
article, each end of a sentence is one as well.

An opening is a place at which something of the page may begin: the start of a block, what follows a joint or the end
of a sentence, a bracket, a bullet or a dash, and a capital that touches the word before it (“minutesRead also”).
"""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import (
    CLOSING_SET,
    ELLIPSIS,
    END_MARKS_BY_SCRIPT,
    SPACED_END_MARKS,
    UNSPACED_END_MARKS,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from artlint.text.blocks import Block

    Openings = dict[str, list[tuple[int, int]]]  # by KEY_LENGTH letters: the index of the block, the place in its text

MIN_LONG_LINE = 1500  # characters: what is longer than any paragraph holds several
MAX_LABEL = 60  # characters: what is longer, and has no end, is no label that two spaces part from the next
MIN_GLUED = 3  # letters of each of two words that touch: McDonald, eBay and DeLillo are one
MAX_NAME = 60  # letters of each of two words that touch: what is longer is no name
MIN_SEGMENT = 2  # characters: what is shorter belongs to what stands before it
MAX_HABIT = 0.3  # share of the sentence ends that two spaces follow: from here on, it is how the author types
MAX_ADDRESS = 300  # characters that are looked back over for the beginning of an address
KEY_LENGTH = 2  # characters by which phrases are looked up at openings: enough to leave few, and there in every script

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪĮİĶĹĻŁŃŅŇŐŒŔŘŚŞŠȘŢŤȚŪŮŰŲŹŻŽΑ-ΩΆΈ-ΏА-ЯЁЄІЇЎҐ"
LOWER = "a-zß-öø-ÿāăąćčďđēęěğģīįıķĺļłńņňőœŕřśşšșţťțūůűųźżžα-ωά-ώа-яёєіїўґ"
UNCASED = "\u0590-\u05ff\u0620-\u064a\u066e-\u06d3\u06d5-\u07ff\u0900-\u0963\u0970-\u0dff\u10a0-\u10ff\u1200-\u135f"
STOPS, WIDE_STOPS = SPACED_END_MARKS + ELLIPSIS, END_MARKS_BY_SCRIPT["Han, Kana"]
OWN_STOPS = UNSPACED_END_MARKS.replace(WIDE_STOPS, "")  # of scripts that have marks of their own
CLOSING = CLOSING_SET + "›"
OPENING_MARKS = "\"'“‘„«‹([¿¡「『（"
OPENING = OPENING_MARKS.replace("[", r"\[")
SPACES = " \u00a0\t\u3000"
BULLETS = "|·•▪►■«»›>▶➤→⇒●□◦*–—#\\-"
BRACKETS = "(\\[{【（「『"
SCAN = (
    rf"[{STOPS}{OWN_STOPS}{WIDE_STOPS}]+[{CLOSING}]{{0,3}}[{SPACES}]*|[ \u00a0]?[{BULLETS}{BRACKETS}]+[{SPACES}]*"
    rf"|[ \u00a0]{{2,}}[{SPACES}]*|\t[{SPACES}]*|\u3000\u3000+"
    rf"|[{UPPER}](?:(?<=\w[{UPPER}])(?=[{LOWER}])|(?<=[{LOWER}\d][{UPPER}])(?=[{UPPER}]))"
)
SEPARATORS = "|·•▪►■"  # between spaces they part two things


class Joint(NamedTuple):
    """Where one thing ends in a block's text and where the next begins (places in that text, in characters). `kind`
    is fused, gap, separator or sentence."""

    end: int
    start: int
    kind: str


class Marks(NamedTuple):
    """The joints of a block, and its openings (places in its text)."""

    joints: Sequence[Joint]
    openings: Sequence[int]


NONE = Marks((), (0,))


def segments_of(blocks: list[Block], found: Sequence[Marks]) -> list[Block]:
    """The segments of a text, in order, as blocks of their own; its very blocks where none is cut. `found` are the
    marks of each block."""
    if not any(joints for joints, _ in found):
        return blocks
    out: list[Block] = []
    for block, (joints, _) in zip(blocks, found, strict=True):
        if not joints:
            out.append(block.part(len(out), 0, len(block.text)))
        for start, end in _pieces(block.text, joints) if joints else ():
            out.append(block.part(len(out), start, end))
    return out


def marks_of(text: str, blocks: Sequence[Block]) -> list[Marks]:
    """The joints and openings of each block of a text."""
    habit = _spaces_twice(text)
    scan = re.compile(SCAN)
    return [NONE if b.fence else _marks(b.text, habit, scan) for b in blocks]


def openings_of(blocks: Sequence[Block], marks: Sequence[Marks]) -> Openings:
    """Where something of the page may begin, by the small letters that stand there."""
    found: Openings = {}
    for block, (_, places) in zip(blocks, marks, strict=True):
        lowered = small(block.text)
        for at in places:
            found.setdefault(lowered[at : at + KEY_LENGTH], []).append((block.index, at))
    return found


def small(text: str) -> str:
    """A text in small letters, each character in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else text  # İ grows


def _spaces_twice(text: str) -> bool:
    """Whether the author types two spaces after a sentence."""
    if "  " not in text:
        return False
    twice = len(re.findall(rf"[{STOPS}][{CLOSING}]{{0,2}}  (?=\S)", text))
    return twice > 2 and twice > MAX_HABIT * (twice + len(re.findall(rf"[{STOPS}][{CLOSING}]{{0,2}} (?=\S)", text)))


def _marks(text: str, habit: bool, scan: re.Pattern[str]) -> Marks:
    joints: list[Joint] = []
    openings, size, is_long = [0], len(text), len(text) >= MIN_LONG_LINE
    for match in scan.finditer(text):
        start, end = match.span()
        sign = text[start]
        if sign.isupper():  # a capital that touches the word before it
            openings.append(start)
            if is_long and _is_glued(text, start):
                joints.append(Joint(start, start, "fused"))
            continue
        if end >= size:
            break
        openings.append(end)
        kind = _kind(text, start, end, habit, is_long)
        if kind == "gap" and _is_slip(text, start, end, joints[-1].start if joints else 0):
            kind = ""
        if kind:
            joints.append(Joint(start + len(match.group().rstrip(SPACES)) if kind != "separator" else start, end, kind))
    return Marks(joints, openings) if joints or len(openings) > 1 else NONE


def _is_slip(text: str, start: int, end: int, begun: int) -> bool:
    """Whether two spaces stand in the middle of a sentence, where somebody typed one too many."""
    if text[start] not in SPACES:
        return False  # behind the end of a sentence
    return text[end].islower() or start - begun > MAX_LABEL


def _is_glued(text: str, at: int) -> bool:
    """Whether two words touch at this place and are no name that is written so: such names stand there again."""
    if not text[at + 1 : at + 2].islower() or text[at - 1].isupper():
        return False
    start, end = around(text, at, str.isalnum)
    return at - start >= MIN_GLUED and end - at >= MIN_GLUED and text.find(text[start:end], end) < 0


def around(text: str, at: int, is_part: Callable[[str], bool]) -> tuple[int, int]:
    """The ends of what stands on both sides of a place, as far as MAX_NAME characters of a kind reach."""
    start, low = at, max(0, at - MAX_NAME)
    while start > low and is_part(text[start - 1]):
        start -= 1
    end, high = at, min(len(text), at + MAX_NAME)
    while end < high and is_part(text[end]):
        end += 1
    return start, end


def _kind(text: str, start: int, end: int, habit: bool, is_long: bool) -> str:
    """What kind of joint stands between these places; an empty string where it is none."""
    sign, last = text[start], text[end - 1]
    if sign in STOPS or sign in OWN_STOPS or sign in WIDE_STOPS:
        if last not in SPACES:
            if _touches(text, start, end):
                return "fused"
            return "sentence" if is_long and sign in WIDE_STOPS else ""
        spaces = end - start - len(text[start:end].rstrip(SPACES))
        if (spaces > 1 or last == "\t") and not habit:
            return "gap"
        return "sentence" if is_long and not text[end].islower() else ""
    core = text[start:end].strip(SPACES)
    if not core:
        return "gap"
    spaced = sign in SPACES and last in SPACES
    return "separator" if spaced and core in SEPARATORS else ""


def _touches(text: str, start: int, end: int) -> bool:
    """Whether the end of a sentence touches the beginning of another, as in “ended.The”."""
    head, tail = text[max(0, start - 2) : start], text[end : end + 3].lstrip(OPENING_MARKS)
    if not head or not tail:
        return False
    own = text[start] in OWN_STOPS
    if re.match(f"[{UNCASED}]", tail[0]):
        return own or re.match(f"[{UNCASED}]", head[-1]) is not None
    if not re.match(f"[{UPPER}]", tail[0]):
        return False
    if len(tail) > 1 and not (tail[1].islower() or tail[1] in " ’'"):
        return False  # U.S.A., Node.JS
    if not own and not (len(head) == 2 and all(c.islower() or c.isdigit() or c in '"”’»)' for c in head)):
        return False
    return not re.search(r"(?:https?://|www\.|\S@)\S*$", text[max(0, start - MAX_ADDRESS) : start + 1])


def _pieces(text: str, joints: Sequence[Joint]) -> Iterator[tuple[int, int]]:
    """The places between the joints; what holds next to nothing belongs to the piece before it."""
    pieces: list[tuple[int, int]] = []
    start = 0
    for end, following, _ in (*joints, Joint(len(text), len(text), "line")):
        if end - start >= MIN_SEGMENT:
            pieces.append((start, end))
        elif pieces:
            pieces[-1] = pieces[-1][0], end
        else:
            continue
        start = following
    return iter(pieces or [(0, len(text))])
