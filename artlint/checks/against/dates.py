"""`date-not-in-source`: a weekday, a day of a month or a year that the source of an article does not have."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.against.base import AgainstSource, is_translated, own_blocks
from artlint.checks.common import number_values, number_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

    Key = tuple[str, int, int]

# By language: the names of the seven days, the forms of one with | between.
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag|Sonnabend Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek|poniedziałku|poniedziałkowy wtorek|wtorku środa|środę|środy|środowy czwartek|czwartku piątek|piątku "
    "sobota|sobotę|soboty niedziela|niedzielę|niedzieli",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "ru": "понедельник|понедельника|понедельнику вторник|вторника среда|среду|среды четверг|четверга пятница|пятницу|пятницы "
    "суббота|субботу|субботы воскресенье|воскресенья",
}
SHORT_DAYS = {"en": "Mon Tue Wed Thu Fri Sat Sun"}  # only with a stop, a comma or a number behind it
IN_SOURCES = {"pt": "segunda terça quarta quinta sexta"}  # which are other words too
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar|Jänner Februar|Feber März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août|aout septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr - Jun Jul Aug Sept|Sep Oct Nov Dec",
    "de": "Jan Feb - Apr - Jun Jul Aug Sept|Sep Okt Nov Dez",
    "fr": "janv févr|fév - avr - - juil - sept oct nov déc",
    "es": "ene feb - abr - jun jul ago sept|sep oct nov dic",
}
CAPITALS = ("en", "de")  # languages that write days and months with a capital: “march” and “may” are words
MONTHS_OF_A_YEAR = 12
MAX_KNOWN_DAYS = 400  # of a source, of which the weekdays are worked out
YEAR = r"(?<![\w,/$€£])(?<!\d[.-])((?:1\d|20)\d\d)(?:er|s|’s|'s)?(?!\w|[,/.]\d)"
NUMERIC = r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})([./])(\d{1,2})[./](\d{4}|\d\d)(?!\d)"
SHORT_NUMERIC = r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(?!\d)"
DAY = r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th|\.|er|º|ª)?"
JOINED = r"(?:\s?[-–]\s?|,?\s(?:and|to|or|until|und|bis|et|au|y|al|a|e|i|do|и|до|en|tot)\s(?:the\s)?)"
OF_MONTH = r"\s?(?:of\s|de\s|d')?"
BEHIND_DATE = (
    r"\s(?!(?:and|at|in|on|to|when|after|before|by|for|with|was|is|were|as|but|he|she|they|it|the|a)\b)[a-zß-ÿ]"
)


class Date(NamedTuple):
    """A date: its place, and what it may be; a date in numbers may be two."""

    start: int
    end: int
    keys: tuple[Key, ...]


class DatesAgainstSource(AgainstSource):
    """Reports each of these whose value the source has nowhere; a weekday also counts where the source has its date."""

    args = {"date": "the date as it stands there"}

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        if is_translated(article, source):
            return
        known = known_dates(source.text, article.language)
        numbers = number_values.known(source.text, article.language).values
        for block in own_blocks(article):
            for date in dates_in(block.text, article.language):
                text = block.text[date.start : date.end]
                is_known = not known.isdisjoint(date.keys) or (is_year(text) and float(text) in numbers)
                if not is_known and not _may_be_count(block.text, date):
                    yield Finding(block.span(date.start, date.end), {"date": text})


def is_year(text: str) -> bool:
    """Whether a number is a year, and so a date."""
    return re.fullmatch(r"(?:1\d|20)\d\d", text) is not None


def known_dates(text: str, language: str) -> set[Key]:
    """The dates of a source, with the weekdays that follow from them."""
    found = {key for date in dates_in(text, language) for key in date.keys}
    for n, word in enumerate(IN_SOURCES.get(language, "").split()):
        if re.search(rf"\b{word}\b", text.lower()):
            found.add(("weekday", n, 0))
    for day, month in re.findall(SHORT_NUMERIC, text):
        found.add(("day", int(month), int(day)))
    return found | _weekdays_of(found)


def dates_in(text: str, language: str) -> list[Date]:
    """The dates in order of their places: (weekday, number, 0), (day, month, day of it), (year, number, 0)."""
    return sorted([*_weekdays(text, language), *_days(text, language), *_numeric(text), *_years(text)])


class _Calendar:
    """The names of a language's days and months, as patterns that find dates with them."""

    def __init__(self, language: str) -> None:
        flags = 0 if language in CAPITALS else re.I
        ending = r"(?:s|abend|morgen|nacht|mittag|vormittag|nachmittag)?" if language == "de" else "s?"
        self.weekdays: list[tuple[re.Pattern[str], dict[str, int]]] = []
        for names, behind in ((WEEKDAYS, ending + r"\b"), (SHORT_DAYS, r"(?=\.?,|\.\s|\.?\s\d)")):
            numbers = _numbered(names.get(language, ""))
            if numbers:
                pattern = rf"\b({'|'.join(map(re.escape, numbers))}){behind}"
                self.weekdays.append((re.compile(pattern, flags), numbers))
        self.months = _numbered(MONTHS.get(language, "")) | _numbered(SHORT_MONTHS.get(language, ""))
        months = "|".join(sorted(map(re.escape, self.months), key=len, reverse=True))
        one, two, three, four = (DAY.format(n=n) for n in (1, 2, 3, 4))
        before = rf"(?<![\d.:,-])(?:{one}{JOINED})?{two}{OF_MONTH}(?P<month>{months})\b"
        after = rf"\b(?P<month>{months})\.?\s{three}(?![\w:]|[.,]\d)(?:{JOINED}{four}(?![\w:%]|[.,]\d))?"
        self.days = [(re.compile(before, flags), ("day1", "day2")), (re.compile(after, flags), ("day3", "day4"))]
        words = number_words.ORDINALS["en"].split() if language == "en" else []
        self.ordinals = {word: n for n, word in enumerate(words, 1)}
        self.told = re.compile(rf"\b({'|'.join(words)}) of ({months})\b")


_calendars: dict[str, _Calendar] = {}


def _calendar(language: str) -> _Calendar:
    """That of a language, made once: a text asks for it in every line."""
    if language not in _calendars:
        _calendars[language] = _Calendar(language)
    return _calendars[language]


def _weekdays(text: str, language: str) -> Iterator[Date]:
    for pattern, numbers in _calendar(language).weekdays:
        for match in pattern.finditer(text):
            number = numbers.get(match[1]) or numbers.get(match[1].lower())
            if number:
                yield Date(*match.span(), (("weekday", number - 1, 0),))


def _days(text: str, language: str) -> Iterator[Date]:
    """The days of months, each of “24 and 25 November” and of “November 24–26” by itself."""
    calendar = _calendar(language)
    months, ordinals = calendar.months, calendar.ordinals
    for pattern, groups in calendar.days if months else ():
        for match in pattern.finditer(text):
            month = months.get(match["month"]) or months.get(match["month"].lower())
            for group in groups:
                if match[group] and month and 0 < int(match[group]) <= 31:
                    yield Date(*match.span(), (("day", month, int(match[group])),))
    for match in calendar.told.finditer(text) if ordinals else ():
        yield Date(*match.span(), (("day", months[match[2]], ordinals[match[1]]),))


def _numeric(text: str) -> Iterator[Date]:
    for match in re.finditer(NUMERIC, text):
        year, month, day, one, _, other, short = match.groups()
        both = ((month, day),) if year else ((one, other), (other, one))
        days = tuple(
            dict.fromkeys(
                ("day", int(m), int(d)) for m, d in both if 0 < int(m) <= MONTHS_OF_A_YEAR and 0 < int(d) <= 31
            )
        )
        if days:
            yield Date(*match.span(), days)
            whole = int(year or (short if len(short) == 4 else f"{'19' if short > '40' else '20'}{short}"))
            yield Date(*match.span(), (("year", whole, 0),))


def _years(text: str) -> Iterator[Date]:
    for match in re.finditer(YEAR, text):
        yield Date(*match.span(), (("year", int(match[1]), 0),))


def _may_be_count(text: str, date: Date) -> bool:
    """Whether a day behind its month may be a number of something: “In May 20 people came”."""
    return (
        date.keys[0][0] == "day"
        and text[date.end - 1].isdigit()
        and re.match(BEHIND_DATE, text[date.end :][:20]) is not None
    )


def _numbered(names: str) -> dict[str, int]:
    """The names with their numbers from 1, of which - has none."""
    listed = enumerate(names.split(), 1)
    return {form: n for n, forms in listed for form in forms.split("|") if form != "-"}


def _weekdays_of(known: set[Key]) -> set[Key]:
    """The weekdays of the days that are known, where there is one year that they may be of."""
    from datetime import date

    found: set[Key] = set()
    years = [year for kind, year, _ in known if kind == "year"]
    for kind, month, day in sorted(known)[:MAX_KNOWN_DAYS] if len(years) == 1 else ():
        if kind == "day":
            try:
                found.add(("weekday", date(years[0], month, day).weekday(), 0))
            except ValueError:
                continue
    return found
