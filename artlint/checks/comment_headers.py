"""`stamps`: lines of author, date and time that stand again and again in one article: the heads of reader comments.

Two such lines are the same stamp when only their dates, times, numbers and names differ. Programmes and timetables
have such lines, too, but stand line under line, at round hours and without a year; comments have text between them.
"""

from __future__ import annotations

from itertools import pairwise

from artlint.base.model import Finding, Related, Span
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.titles import LOG
from artlint.text.layout import DATELINES
from artlint.text.sentence_marks import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

CLOCK = (
    r"(?<![\d.:])\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?![\d.:]\d)(?: ?[ap]\.?m\b\.?)?"
    r"(?: ?(?:(?-i:[A-Z]{1,3}T|UTC|Z)|uhr|h|hrs|hours)\b)?"
)
SOME_CLOCK = r"[:.](?<=\d.)\d\d"  # found sooner
WORD = r"[^\W\d_]+"
HERE = "\0"  # stands where a date or a time stood
DAY = (  # of the week: no name
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\b(?:mo|di|mi|do|fr|sa|so|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend)\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b"
    r"|\b(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\b"
    r"|\b(?:poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela)\b"
    r"|\b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b"
    r"|\b(?:δευτέρα|τρίτη|τετάρτη|πέμπτη|παρασκευή|σάββατο|κυριακή)\b"
)
BY = r"\b(?:by|von|par|por|от|od|door|av|af|da|di|oleh)\b:?"
LABEL = r"^\W*(?:\d+\.? )?(?:#\d+|posted\b|added\b|comment\b|kommentar\b|reply\b|re:|by\b|von\b|par\b|por\b)"
SAID = (
    r"\b(?:says|said|writes|wrote|schreibt|schrieb|sagt|dit|écrit|dice|dijo|escribe|escribió|scrive|пишет|написал\w*)\b"
)
LINKS = r"\b(?:reply|permalink|link|report|antworten|répondre|responder|rispondi|ответить)\b"
JOIN = r"\b(?:alle|года|року|klockan|kello|saat|de)\b"  # what stands between date and time, and is longer than others
AT, AGO = "at", "ago"  # a stamp gives a date and a time, or how long ago it was
LABELLED, NAMED, JOINED, BARE = "label", "named", "joined", "bare"  # what a stamp holds besides its time
MAX_NAME_WORDS = 4
MAX_NAME_CHARACTERS = 40  # of a line
MAX_HANDLE_WORDS = 2  # of a name without capitals
MIN_CONTENT_WORD_CHARACTERS = 4  # “on”, “der” and “à” say nothing
MIN_SURE_STAMPS = 3  # without a name or label
ROUND_MINUTES = 5  # a programme has such times
MAX_ADJACENT_SHARE = 0.5  # of the stamps; those of a timetable stand line under line
MIN_NAMED_SHARE = 0.7  # of the stamps stand under a name


class _Form(NamedTuple):
    """The form that stamps of one kind share: how they tell the time, what they hold besides, whether they say “by”, and
    the small words behind the time."""

    time: str
    holds: str
    by: bool
    words: tuple[str, ...]


class Stamps(Check):
    """Reports the lines that repeat a stamp, all together."""

    args = {
        "first": "the line of the first stamp",
        "lines": "“line 12”, or “line 12 and 3 more”",
        "count": "how many stamps repeat others, and one",
    }
    only_prepared = ("ago",)

    class Options:
        ago: Annotated[
            dict[str, list[str]],
            Meta(description="“{n} hours ago”, by language code; {n} is a number, {unit} any word"),
        ]
        min_characters: Annotated[int, Meta(ge=1, description="a stamp has at least so many characters")] = 16
        max_characters: Annotated[int, Meta(ge=1, description="and at most so many")] = 90
        max_words: Annotated[int, Meta(ge=0, description="beside date and time at most so many words")] = 8

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        """Make two patterns, of a date and of a time that has gone by."""
        from artlint.text.months import alternation

        month = rf"(?:(?<![^\W\d_])|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))(?:{alternation()})(?![^\W\d_])\.?"
        year = r",? (?:de |del )?(?:\d{4}|\d\d)(?![\d:.])"
        date = (
            rf"(?<!\d)(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}} ?[年년] ?\d{{1,2}} ?[月월] ?\d{{1,2}} ?[日일]"
            rf"|\d{{1,2}} tháng \d{{1,2}}(?:(?: năm|,)? \d{{4}})?"
            rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?(?: de| of)?[ -]{month}(?:{year}|-\d{{4}})?"
            rf"|{month} \d{{1,2}}(?:st|nd|rd|th)?(?![\d:])(?:,? \d{{4}})?)(?!\d)"
        )
        phrases = sorted({p.lower() for ago in options["ago"].values() for p in ago})
        ago = "|".join(re.escape(p).replace(r"\{n\}", r"\d+").replace(r"\{unit\}", r"\w+") for p in phrases)
        words = sorted({max(re.split(r"\{\w*\}", p), key=len).strip() for p in phrases})  # of which a phrase holds one
        return {"date": date, "ago": rf"(?<!\w)(?:{ago})(?!\w)", "words": words}

    def run(self, article: Article) -> Iterator[Finding]:
        forms: dict[_Form, list[Block]] = {}
        least, most = self.options.min_characters, self.options.max_characters
        short = [b for b in article.blocks if least <= len(b.text) <= most and self._may_be(b.text)]
        for block in short if len(short) > 1 else ():
            form = self._form(block.text)
            if form is not None:
                forms.setdefault(form, []).append(block)
        heads = [stamps for form, stamps in forms.items() if self._are_heads(form, stamps, article.blocks)]
        if not heads:
            return
        again = sorted((b for stamps in heads for b in stamps[1:]), key=lambda b: b.index)
        most = max(heads, key=len)  # the most frequent form stands for all
        first, second = most[0], _closest(most)
        more = f" and {len(again) - 1} more" if len(again) > 1 else ""
        args = {"first": first.first, "lines": f"line {second.first}{more}", "count": len(again) + 1}
        covers = tuple(Span(b.start, b.end) for b in again)
        # What its fix deletes: two stamps are too few to be sure of.
        related = tuple(Related(span, "a stamp") for span in covers) if len(again) > 1 else ()
        yield Finding(Span(second.start, second.end), args, related, covers)

    def _may_be(self, text: str) -> bool:
        """A cheap test that no stamp fails: it has a digit, and a time or a word of a time that has gone by."""
        if not re.search(r"\d", text) and not any(map(str.isdigit, text)):
            return False
        if re.search(SOME_CLOCK, text):
            return True
        lowered = text.lower()
        return any([word in lowered for word in self.prepared["words"]])

    def _form(self, text: str) -> _Form | None:
        """The form of a stamp, or None where the line is none."""
        if re.search(LOG, text):
            return None
        if re.search(CLOCK, text):
            rest, times = re.subn(self.prepared["date"], HERE, text, flags=re.I)
            rest, time = re.sub(CLOCK, HERE, rest, flags=re.I), AT
        else:
            rest, times = re.subn(self.prepared["ago"], HERE, text.lower())
            time = AGO
            before, _, after = rest.partition(HERE)
            rest = text[: len(before)] + HERE + text[len(text) - len(after) :]
        if not times or len(re.findall(WORD, rest)) > self.options.max_words:
            return None
        return _form_around(rest, time)

    def _are_heads(self, form: _Form, stamps: list[Block], blocks: list[Block]) -> bool:
        """Whether these stamps of one form stand over reader comments."""
        texts = {b.text for b in stamps}
        many = len(stamps) >= MIN_SURE_STAMPS
        if len(texts) < 2 or (len(stamps) == 2 and len(set(map(self._shape, texts))) > 1):
            return False
        if form.holds == LABELLED or (form.time == AGO and many):
            return True
        if self._is_timetable(form, stamps):
            return False
        if form.holds == NAMED or (form.holds == JOINED and many):  # “3 May 2021 at 10:17”
            return True
        above = [blocks[b.index - 1].text for b in stamps if b.index]
        named = [text for text in above if _is_name(text)]
        return len(named) >= MIN_NAMED_SHARE * len(stamps) and (many or any(map(_says, named)))

    def _is_timetable(self, form: _Form, stamps: list[Block]) -> bool:
        """Whether stamps are entries of a programme: at round times, without a year, or line under line."""
        texts = {b.text for b in stamps}
        if form.time == AT and (_are_round(texts) or not all(map(self._has_year, texts))):
            return True
        adjacent = sum(below.index - above.index == 1 for above, below in pairwise(stamps))
        return adjacent > MAX_ADJACENT_SHARE * (len(stamps) - 1)

    def _has_year(self, text: str) -> bool:
        """Whether the date in a line names its year."""
        found = re.search(self.prepared["date"], text, re.I)
        date = found[0] if found else ""
        return len(re.findall(r"\d+", date)) > (1 if re.search(WORD, date) else 2)

    def _shape(self, text: str) -> str:
        """The marks of a line, and where date, time and words stand among them."""
        text = re.sub(self.prepared["ago"], HERE, text, flags=re.I)
        text = re.sub(CLOCK, HERE, re.sub(self.prepared["date"], HERE, text, flags=re.I), flags=re.I)
        return re.sub(r"[\w\s]+", "w", text)


def _form_around(rest: str, time: str) -> _Form | None:
    """The form of a line in which HERE stands for date and time; None where the line says something else, too."""
    lowered = rest.lower()
    if lowered.lstrip("|•*# ").startswith(tuple(d for d in DATELINES if d != "posted")):
        return None  # the article's own
    before, _, after = rest.partition(HERE)
    between, _, after = after.rpartition(HERE)
    if any(_has_content(word) and word.islower() for word in re.findall(WORD, re.sub(JOIN, "", between))):
        return None  # “…, born 12 May 1940, died at 10:30”
    before = re.sub(rf"{SAID}|{DAY}|https?://\S+", "", before, flags=re.I)
    by = re.search(BY, before, re.I)
    names = re.findall(WORD, before[by.end() :] if by else before)
    labelled = re.search(rf"{LABEL}|{SAID}|{LINKS}", lowered) is not None
    if not (by or "(" in before or _may_be_author(names)) or (not labelled and len(names) > MAX_NAME_WORDS):
        return None
    holds = LABELLED if labelled else _holds(names, between)
    return _Form(time, holds, by is not None, tuple(w for w in re.findall(WORD, after) if not w[0].isupper()))


def _has_content(word: str) -> bool:
    return len(word) >= MIN_CONTENT_WORD_CHARACTERS


def _may_be_author(words: list[str]) -> bool:
    """Whether the words before a time may be a name: with capitals, or a handle such as “river watcher”."""
    content = [word for word in words if _has_content(word)]
    small = [word for word in content if not word[0].isupper()]
    return not small or (len(small) <= MAX_HANDLE_WORDS and small == content)


def _holds(names: list[str], between: str) -> str:
    """The kind of a stamp without a label: it holds a name, a word between date and time, or neither."""
    if any(_has_content(word) or word[0].isupper() for word in names):
        return NAMED
    return JOINED if re.search(WORD, re.sub(DAY, "", between, flags=re.I)) else BARE


def _are_round(texts: set[str]) -> bool:
    """Whether all times are such as programmes have."""
    minutes = [m for text in texts for m in re.findall(r"(?<![\d.:])\d{1,2}[:.](\d\d)", text)]
    return all(int(m) % ROUND_MINUTES == 0 for m in minutes)


def _is_name(text: str) -> bool:
    """Whether a line may be the name of one who writes, as stands above a stamp."""
    if len(text) > MAX_NAME_CHARACTERS or len(re.sub(SAID, "", text.lower()).split()) > MAX_NAME_WORDS:
        return False
    return not ends_sentence(text) and not text.lower().startswith(DATELINES)


def _says(name: str) -> bool:
    """Whether a line is “Anna Alder wrote:” and not the name alone."""
    return re.search(rf"{SAID}\W*$", name.lower()) is not None


def _closest(stamps: list[Block]) -> Block:
    """The first stamp that differs from one before it in numbers only, or else the second: it shows best what is meant."""
    seen = set()
    for block in stamps:
        core = re.sub(r"[\d\W]+", " ", block.text.lower())
        if core in seen:
            return block
        seen.add(core)
    return stamps[1]
