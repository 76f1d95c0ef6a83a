"""`date-not-in-source`: a weekday, a day of a month or a year that the source of an article does not have."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.checks.against.base import AgainstSource, own_blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article

    Key = tuple[str, int, int]

WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
}
MONTHS = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
SHORT_MONTHS = {
    "en": "jan feb mar apr - jun jul aug sep oct nov dec",
    "de": "jan feb - apr - jun jul aug sep okt nov dez",
}
SHORT = {"en": "mon tue wed thu fri sat sun"}
MONTHS_OF_A_YEAR = 12
YEAR = r"(?<![\w,/$€£-])(?<!\d\.)((?:1[0-9]|20)\d\d)(?:er|s|’s|'s)?(?!\w|[,/.-]\d)"
NUMERIC = r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4}|\d\d)(?!\d)"


class DatesAgainstSource(AgainstSource):
    """Reports each of these whose value the source has nowhere; a weekday also counts where the source has its date."""

    args = {"date": "the date as it stands there"}

    def compare(self, article: Article, source: Article) -> Iterator[Finding]:
        known = {key for key, _, _ in dates_in(source.text, article.language)}
        known |= weekdays_of(known)
        for block in own_blocks(article):
            for key, start, end in dates_in(block.text, article.language):
                if key not in known:
                    yield Finding(block.span(start, end), {"date": block.text[start:end]})


def is_year(text: str) -> bool:
    """Whether a number is a year, and so a date."""
    return re.fullmatch(r"(?:1\d|20)\d\d", text) is not None


def dates_in(text: str, language: str) -> Iterator[tuple[Key, int, int]]:
    """The dates with their places: (weekday, number, 0), (day, month, day of it), (year, number, 0)."""
    days = {name: n for n, name in enumerate(WEEKDAYS.get(language, "").split())}
    days.update({name: n for n, name in enumerate(SHORT.get(language, "").split())})
    if days:
        for match in re.compile(rf"\b({'|'.join(map(re.escape, days))})s?\b", re.I).finditer(text):
            yield ("weekday", days[match[1].lower()], 0), *match.span()
    months = _months(language)
    if months:
        names = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
        pattern = rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th|\.|er|º)?(?: de| of)? ({names})\b|({names})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:))"
        for match in re.compile(pattern, re.I).finditer(text):
            day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
            yield ("day", months[month.lower()], int(day)), *match.span()
    for match in re.finditer(NUMERIC, text):
        year, month, day, one, other, short = match.groups()
        for m, d in ((month, day),) if year else ((one, other), (other, one)):
            if m and int(m) <= MONTHS_OF_A_YEAR:
                yield ("day", int(m), int(d)), *match.span()
        yield ("year", int(year or (short if len(short) == 4 else f"20{short}")), 0), *match.span()
    for match in re.finditer(YEAR, text):
        yield ("year", int(match[1]), 0), *match.span()


def _months(language: str) -> dict[str, int]:
    """The names of a language's months, in full and shortened, with their numbers."""
    lists = (MONTHS.get(language, ""), SHORT_MONTHS.get(language, ""))
    return {name: n for names in lists for n, name in enumerate(names.split(), 1) if name != "-"}


def weekdays_of(known: set[Key]) -> set[Key]:
    """The weekdays of the days that are known, in the years that are."""
    from datetime import date

    found: set[Key] = set()
    years = [year for kind, year, _ in known if kind == "year"]
    for kind, month, day in known:
        for year in years if kind == "day" else ():
            try:
                found.add(("weekday", date(year, month, day).weekday(), 0))
            except ValueError:
                continue
    return found
