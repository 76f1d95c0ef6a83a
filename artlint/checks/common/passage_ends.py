"""Where a passage of the page ends that begins with a phrase: with a headline, a sentence, names, or a date."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter

from artlint.base.startup import cached_re as re
from artlint.checks.common.fused_names import is_name
from artlint.checks.common.name_forms import small_words
from artlint.text.line_model.features import FUNCTION_WORDS
from artlint.text.segments import CLOSING, LOWER, OPENING, OWN_STOPS, STOPS, UPPER, WIDE_STOPS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.article import Article
    from artlint.text.segments import Joint

MIN_HEADLINE = 8  # characters: an end so near is that of an abbreviation
MAX_HEADLINE = 220  # characters: what is longer is no headline
MAX_NAMES = 140  # characters of a credit
FARTHEST = 1200  # characters from a phrase to the end of its passage
SENTENCE_END = (
    rf"[{STOPS}{OWN_STOPS}{WIDE_STOPS}][{CLOSING}]{{0,2}}(?=[ \u00a0]|$|[{UPPER}{OPENING}])|[{OWN_STOPS}{WIDE_STOPS}]"
)
# A word of a credit: a name, a firm in capitals, a connection between them.
NAME_WORD = (
    rf"[ \u00a0]*(?:[/|,&+·•–—-]|\(|(?:[{UPPER}][\w.'’-]*|\d{{4}}|@\w+|(?:via|for|by|of|and|de|du|del|der|den|van|von|da|dos|the|für|pour"
    rf"|per|per la|og|och|i|y|e|et|und|www|https?:\S+)(?![\w]))\.?)[)\]]*"
)
# What ends in a stop and no sentence: a title before a name, an initial, an hour before its zone.
TITLES = (
    "Mr|Mrs|Ms|Dr|Drs|St|Prof|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|Maj|Rev|Hr|Fr|Sra|Dra|Dña|Dott|vs|ws|ks|inż|mgr|ड|ড|মো|डॉ"
)
SHORT_FORM = rf"(?<![\w.])(?:{TITLES}|[{UPPER}]|(?:[{UPPER}]\.)+[{UPPER}]|[ap]\.m)\.$"
BEFORE_NAME = r"(?:^|\s)(?:of|in|on|from|to|with|and|by|for|at|de|von|di|du|et|und|y|e)$"
ZONE = r"\s+(?:[A-Z]{2,4}\b|and |y |et |und )"
MAX_SHORT_FORM = 16  # characters, with what stands before it
MAX_NEXT = 100  # behind a stop that are looked at
DATE_PIECE = r"[\W_]*(\d+|[^\W\d_]+\.?)"
DATE_LABEL = r"[\W_]*(?:[^\W\d_]+ ){0,2}[^\W\d_]+ ?:"  # of another date, or of a counter
MAX_DATE, MAX_DATE_WORDS = 90, 6  # characters, and words between two numbers, or before the first
DATE_WORDS = (  # beside the months
    "at of on de del des a à las les le la alle ore oggi um am den der uhr klo kl om o godz u h v в г года год о lúc st nd rd th t z "
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday"
)
ZONES = "GMT|UTC|BST|CES?T|EES?T|WES?T|MSK|SAST|EAT|WAT|CAT|IST|PKT|WIB|JST|KST|HKT|SGT|AE[SD]?T|NZ[SD]?T|[ECMP][SD]?T"
BEHIND_HOUR = rf" ?(?:[AP]M|[ap]\.?m\.?(?![a-z])|Uhr|uur|hrs?\b|h\b|ч\.|г\.|年|月|日|時|时|分)?(?: ?(?:{ZONES})(?=[^A-Za-z]|[A-Z][a-z]|$))?"
# A word in small letters, and one with a capital behind it that goes on in small letters.
CAPITAL_IN_LINE = (
    rf"(?<![\w'’-])([{LOWER}][\w'’-]*?)([ \u00a0]|(?<=[{LOWER}]{{3}}))([{UPPER}][{LOWER}]*)(?=[ \u00a0][{LOWER}])"
)
# Where what follows is glued to a name; “GettyImages” and “McDonald” are one.
GLUED_NAME = rf"(?<=[a-zß-ÿа-я]{{3}})(?=\d{{2}}|[{UPPER}])(?!(?i:images?|photos?|press[e]?|stock|media|wire|fotos?|pictures?|news|bild|agency|tv)\b)"
GLUED_QUOTATION = rf"[^\W\d_](?=[“«][{UPPER}¡¿])"  # of the author's, to the end of a headline
FUNCTION_WORD = (  # a small word with a capital
    r"[ \u00a0](?=(?:The|This|That|These|Those|But|And|In|It|He|She|They|We|At|On|As|If|When|While|After|For|With|There"
    r"|Der|Die|Das|Ein|Eine|Im|Am|Auf|Mit|Nach|Bei|Für|Und|Aber|Wie|Es|Er|Sie|Le|La|Les|Un|Une|Des|Dans|Pour|Mais|Il|Elle|Ce|Cette|En|Au"
    r"|El|Los|Las|Por|Con|Del|Según|Il|Lo|Gli|Nel|Nella|Dopo|Per|Come|De|Het|Een|W|Z|Na|Do|O|Po|Jak|Ale|To|Nie|Od|Dla|Przy"
    r"|В|На|По|С|Как|Но|Это|Он|Она|Они|При|За|А|Az|Egy|De|És|Nem|Bu|Bir|Ve|Dan|Di|Pada|Yang)[ \u00a0])"
)
FUNCTION_STARTS = (
    rf"(?<=[^\W\d_A-Z]){FUNCTION_WORD}"  # in the middle of a line: a sentence begins there, its stop is lost
)


def next_joint(joints: Sequence[Joint], first: int, last: int) -> int:
    """Where the next joint that parts more than two sentences ends, from one place to another; 0 where there is none."""
    i = bisect_left(joints, first, key=attrgetter("end"))
    while i < len(joints) and joints[i].kind == "sentence" and joints[i].end <= last:
        i += 1
    return joints[i].end if i < len(joints) and joints[i].end <= last else 0


def next_letter(text: str, at: int) -> str:
    """What stands behind white space that begins here; nothing where none does."""
    start = at
    while at < len(text) and text[at].isspace():
        at += 1
    return text[at : at + 1] if at > start else ""


def end_of_date(text: str, end: int) -> int:
    """Where a date ends that begins near a place: behind its last number and what belongs to that, the half of the day and
    the zone; the place itself where there is none."""
    last, words = end, 0
    for piece in re.compile(DATE_PIECE).finditer(text, end, end + MAX_DATE):
        word = piece[1]
        if word.isdigit():
            last, words = piece.end(), 0
            behind = re.compile(BEHIND_HOUR).match(text, last)
            last = behind.end() if behind else last
        elif piece.end() > last and (last == end or not re.compile(DATE_LABEL).match(text, last)):
            words += 1
            if words > MAX_DATE_WORDS or (last > end and word.lower().rstrip(".") not in _date_words()):
                break
    return last


_known_date_words: frozenset[str] = frozenset()


def _date_words() -> frozenset[str]:
    """The words that stand between the numbers of a date, in small letters."""
    global _known_date_words
    if not _known_date_words:
        from artlint.text.months import MONTHS

        _known_date_words = frozenset(DATE_WORDS.split()).union(*MONTHS.values())
    return _known_date_words


def end_of_headline(article: Article, text: str, end: int, nearest: int) -> int:
    """Where a headline ends: at the next joint, if that is near; else where a sentence begins or ends."""
    if nearest - end <= MAX_HEADLINE and nearest < len(text):
        inside = end_of_sentence(text, end)
        return (inside < nearest and _sentence_start(article, text, end + MIN_HEADLINE, inside)) or nearest
    quotation = re.search(GLUED_QUOTATION, text[end + MIN_HEADLINE : end + MAX_HEADLINE])
    if quotation:
        return end + MIN_HEADLINE + quotation.end()
    inside = end_of_sentence(text, end)
    if not _in_title_case(text[end : end + MAX_HEADLINE]):
        lost = re.search(FUNCTION_STARTS, text[end + MIN_HEADLINE : end + MAX_HEADLINE])
        if lost:
            glued = end + MIN_HEADLINE + lost.start()
            return glued if glued < inside or inside - end < MAX_HEADLINE // 3 else inside
        begun = _sentence_start(article, text, end + MIN_HEADLINE, inside) if inside < len(text) else 0
        if begun:
            return begun
    return inside if len(text) - end > MAX_HEADLINE or inside < len(text) else len(text)


def _sentence_start(article: Article, text: str, first: int, last: int) -> int:
    """Where a sentence begins between two places, behind a headline without an end: with a capital on a word that the
    article has in small letters too, or with one that touches the word before it; 0 where none does."""
    small = article.view(small_words)
    for match in re.compile(CAPITAL_IN_LINE).finditer(text, first, min(last, first + MAX_HEADLINE)):
        before, gap, word = match.groups()
        if gap and before not in FUNCTION_WORDS and word.lower() in small:
            return match.start(2)
        if not gap and not is_name(before, word, text):
            return match.end(1)
    return 0


def _in_title_case(text: str) -> bool:
    words = [w for w in text.split() if len(w) > 3 and w[0].isalpha()]
    return len(words) > 3 and sum(w[0].isupper() for w in words[:8]) > 0.6 * len(words[:8])


def end_of_sentence(text: str, end: int) -> int:
    for match in re.finditer(SENTENCE_END, text[end : end + FARTHEST]):
        stop = end + match.end()
        if stop == len(text) or (
            match.end() >= MIN_HEADLINE and not _is_inside(text[end:stop], text[stop : stop + MAX_NEXT])
        ):
            return stop
    return min(len(text), end + FARTHEST)


def _is_inside(piece: str, following: str) -> bool:
    """Whether a piece that ends with a stop goes on behind it: with a small letter, after a short form, in a bracket, in
    a quotation of a script whose quotations hold whole sentences."""
    if piece[-1] == "." and (next_letter(following, 0).islower() or _is_shortened(piece[-MAX_SHORT_FORM:], following)):
        return True
    opened = max(piece.rfind("「"), piece.rfind("["))
    if opened < 0 or len(piece) - opened > MAX_NAMES or re.search(r"[」\]]", piece[opened:]):
        return False
    return re.match(r"[^「\[\n]{0,80}[」\]]", following) is not None  # and it closes


def _is_shortened(end: str, following: str) -> bool:
    """Whether a stop is that of a short form: no small word with a capital follows, with which a sentence begins."""
    found = re.search(SHORT_FORM, end)
    if found is None:
        return False
    if found.group().endswith(".m."):
        return re.match(ZONE, following) is not None
    before = end[: found.start()].rstrip()
    if re.match(rf"[{UPPER}]\.", following):  # “U.N.”
        return True
    is_noun = re.search(r"(?:^|\s)[^\W\d_A-ZÀ-ÞА-Я]+$", before) is not None and not re.search(BEFORE_NAME, before)
    is_letter = len(found.group()) == 2 and is_noun  # “vitamin C.”
    return not (is_letter or re.match(FUNCTION_WORD, following))


def end_of_names(text: str, end: int) -> int:
    at = end
    while at < len(text) and at - end < MAX_NAMES:
        match = re.compile(NAME_WORD).match(text, at)
        if not match or match.end() == at:
            break
        glued = re.search(GLUED_NAME, match.group())
        if glued:  # “Photo: Jo MarshIn May”
            return at + glued.start()
        at = match.end()
    return at
