"""Numbers of a text by value: “1,2 Mio.”, “1.2 million”, “twelve hundred”, “one in five”, “10:30 p.m.”."""

from __future__ import annotations

from bisect import bisect_left

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.checks.common import number_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DIGITS = (
    r"(?<![\w.,/@#&=\[])(?<![^\W\d_:][-–:])(?<!\d[/.])"
    r"(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:st|nd|rd|th|ers?|ère|re|e|ème|[ºª])?(?![\w@=])(?!\.\d)(?!/\d)(?!\])"
    r"|(?<![\w.,:/@#&=\[])(?P<joined>\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d+)?)(?=(?:k|K|m|M|bn|tn|mn|mln|mrd|km|cm|kg|mm|ha)\b)"
)
CLOCK = (
    r"(?<![\d.,:/])(?:(?P<hour>[01]?\d|2[0-4])(?:(?::| ?h ?)(?P<minute>[0-5]\d)(?::[0-5]\d)?|[.](?P<dotted>[0-5]\d)(?=\s?(?:[ap]\.?m\b|uhr)))"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?|(?P<full>[01]?\d|2[0-4])\s?(?:(?P<of>[ap])\.?m\b\.?|uhr\b|o[’']clock|h\b(?!\s?\d)))(?![\d])"
)
NOON = {
    "noon": 720,
    "midday": 720,
    "midnight": 0,
    "mittag": 720,
    "mitternacht": 0,
    "midi": 720,
    "minuit": 0,
    "mediodía": 720,
}
SCALE = r"[ \u00a0-]?(?P<scale>mil mill[oó]n(?:es)?|mil milhões|[^\W\d_]+)"
SCALES = {
    1e3: "k thousand tausend tsd mille mila mil tysiąc tysiące tysiąca tysięcy tys тысяча тысячи тысяч тыс duizend tusen",
    1e5: "lakh lakhs",
    1e6: "m mn mln million millions mio millionen millones millón milhão milhões milione milioni miljoen milion miliona "
    "miliony milionów миллион миллиона миллионов млн miljoner milyon juta triệu",
    1e7: "crore crores",
    1e9: "bn billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard miliard miliardy miliarda "
    "miliardów миллиард миллиарда миллиардов млрд mld miljarder milyar miliar tỷ bilhão bilhões",
    1e12: "tn trillion trillions trilhão trilhões",
}
LONG_SCALES = "billion billionen billón billones bilión biliony biljoen bilione bilioni"  # where 10⁹ is a milliard
LONG_LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "sv", "da", "no", "cs", "fi", "hu")
PERCENT = (
    r"\s?(?:%|per ?cent\b|percent\b|prozent\b|pour cent\b|por ciento\b|por cento\b|per cento\b|procent|proc\.|проц)"
)
ROMAN = r"(?<![\w.])(?:[IVX]{2,6}(?!\w)|[IVX]{1,6}(?=(?:e|er|ème|th|st|nd|rd)\b)|[ivx]{1,6}(?=(?:e|er|ème)\b))"  # of centuries, kings
VAGUE = (
    r"(?:more than|over|nearly|almost|about|around|some|roughly|approximately|at least|up to|fewer than|less than|under|close to"
    r"|as many as|mehr als|über|fast|rund|etwa|knapp|ungefähr|gut|mindestens|plus de|près de|environ|presque|más de|casi|unos|unas|cerca de"
    r"|alrededor de|più di|oltre|quasi|circa|mais de|quase|ponad|prawie|około|более|почти|около)\s*[$€£¥]?$"
)
MAX_VAGUE = 24  # characters before a number in which such a word ends
EXACT = 1e-9  # of a number: what calculating makes of equal ones
NEAR, ABOUT = 0.1, 0.25  # of a number, by which a rounded one differs at the most
MIN_ROUNDED = 1000  # a smaller whole number is meant as it stands, unless a word says that it is about right
MAX_DIGITS = 18  # of a number that is compared
DAY = 1440  # minutes


class Number(NamedTuple):
    """A number: its place, what it may be worth (a point may part thousands), of each value the step of its last digit that
    counts, whether it is said to be about right, and whether it is a percentage."""

    start: int
    end: int
    values: tuple[float, ...]
    steps: tuple[float, ...]
    vague: bool = False
    percent: bool = False


class Known(NamedTuple):
    """What the numbers of a text may be worth, the same in order, and what is said in it of parts of a whole, as
    percentages."""

    values: set[float]
    ordered: list[float]
    percentages: set[float]


def numbers(text: str, language: str) -> Iterator[Number]:
    """The numbers in digits, in order. Those of addresses, versions and names such as A380 are none."""
    scales = _scales(language)
    clocks = list(re.compile(CLOCK, re.I).finditer(text)) if re.search(r"\d", text) else []
    taken = [match.span() for match in clocks]
    for match in clocks:
        minutes = tuple(sorted(_minutes(match)))
        yield Number(*match.span(), minutes, (0.0,) * len(minutes))
    for match in re.finditer(DIGITS, text):
        start, end = match.span("number" if match["number"] else "joined")
        digits = text[start:end]
        if sum(map(str.isdigit, digits)) > MAX_DIGITS or any(a < end and start < b for a, b in taken):
            continue
        read = list(_read(digits))
        scale = re.compile(SCALE).match(text, end)
        factor = scales.get(" ".join(scale["scale"].lower().split()), 0) if scale else 0
        is_letter = scale is not None and len(scale["scale"]) == 1  # “60m” may be metres, “60 m” are
        if scale and factor and not (is_letter and scale.start("scale") > end):
            scaled = [(value * factor, step * factor) for value, step in read]
            read, end = (read + scaled if is_letter else scaled), scale.end("scale")
        vague = re.search(VAGUE, text[max(0, start - MAX_VAGUE) : start], re.I) is not None
        percent = re.compile(PERCENT, re.I).match(text, end) is not None
        yield Number(start, end, tuple(v for v, _ in read), tuple(s for _, s in read), vague, percent)


def known(text: str, language: str) -> Known:
    """What all numbers of a text may be worth, in digits and in words."""
    values = {value for number in numbers(text, language) for value in number.values}
    values |= number_words.values(text, language)
    values.update(_of_roman(sign.upper()) for sign in re.findall(ROMAN, text))
    values.update(_time(NOON[word]) for word in re.findall(r"[^\W\d_]+", text.lower()) if word in NOON)
    return Known(values, sorted(values), number_words.shares(text, language))


def holds(there: Known, number: Number) -> bool:
    """Whether a number, or one of which it is a rounding, is among those of a text."""
    if not there.values.isdisjoint(number.values):
        return True
    if number.percent and any(abs(value - share) < 1 for value in number.values for share in there.percentages):
        return True
    return any(
        _nearest(there.ordered, value) <= _tolerance(value, step, number.vague)
        for value, step in zip(number.values, number.steps, strict=True)
        if value > 0
    )


def _nearest(ordered: Sequence[float], value: float) -> float:
    """How far away the nearest of these numbers is."""
    at = bisect_left(ordered, value)
    return min((abs(value - other) for other in ordered[max(0, at - 1) : at + 1]), default=float("inf"))


def _tolerance(value: float, step: float, vague: bool) -> float:
    """How far a number may be from what it tells: as the nearest of its kind, or, “nearly” or “more than”, the next."""
    found = EXACT * value
    if (value >= MIN_ROUNDED and step >= 10) or 0 < step < 1:
        found = max(found, min(step / 2, NEAR * value))
    if vague and step >= 10:
        found = max(found, min(step * (1 - EXACT), ABOUT * value))
    return found


def _read(number: str) -> Iterator[tuple[float, float]]:
    """What digits may be worth, each with the step of its last digit that counts."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", number)
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", plain)
    if grouped:
        whole = re.sub(r"[.,]", "", plain)
        yield float(whole), _step(whole)
    marks = re.findall(r"[.,]", plain)
    if len(marks) == 1 and not (grouped and plain[0] != "0" and len(plain) > 5):
        yield float(plain.replace(",", ".")), 10.0 ** -len(re.split(r"[.,]", plain)[1])
    elif len(marks) > 1 and not grouped:
        whole, _, rest = plain.rpartition(marks[-1])
        yield float(re.sub(r"[.,]", "", whole) + "." + rest), 10.0 ** -len(rest)
    elif not marks:
        yield float(plain), _step(plain)


def _step(digits: str) -> float:
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 1.0


def _minutes(match: re.Match[str]) -> set[float]:
    """A time of the day, as numbers that nothing else has; in the morning and in the evening, where it does not say."""
    hour = int(match["hour"] or match["full"])
    minute = int(match["minute"] or match["dotted"] or 0)
    half = (match["half"] or match["of"] or "").lower()
    if half:
        return {_time(60 * (hour % 12 + 12 * (half == "p")) + minute)}
    return {_time(60 * h + minute) for h in ((hour, hour + 12) if 0 < hour < 12 else (hour,))}


def _time(minutes: int) -> float:
    return -1.0 - minutes % DAY


_known_scales: dict[str, dict[str, float]] = {}


def _scales(language: str) -> dict[str, float]:
    """The words of a language that multiply the number before them, made once: a text asks for them in every line."""
    if language not in _known_scales:
        out = {name: factor for factor, names in SCALES.items() for name in names.split()}
        out.update(dict.fromkeys(("mil millones", "mil millón", "mil milhões"), 1e9))
        if language in LONG_LANGUAGES:
            out.update(dict.fromkeys(LONG_SCALES.split(), 1e12))
        if language == "tr":
            out["bin"] = 1e3
        _known_scales[language] = out
    return _known_scales[language]


def _of_roman(sign: str) -> float:
    """The value of a number in the letters I, V and X."""
    values = [{"I": 1.0, "V": 5.0, "X": 10.0}[c] for c in sign]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
