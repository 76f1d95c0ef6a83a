"""Numbers of a text by value: “1,2 Mio.”, “1.2 million”, “twelve hundred”, “one in five”, “10:30 p.m.”."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DIGITS = (
    r"(?<![\w.,:/@#&=–\[-])(?<![^\W\d_]-)(?P<sign>[$€£¥])?"
    r"(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<rest>(?::\d\d)?)(?:st|nd|rd|th|er|ers|[ºª])?(?![\d@=])(?!\.\d)(?!/\d)"
)
SCALE = r"[ \u00a0-]?(?P<scale>[^\W\d_]+)"
SCALES = {
    1e3: "k thousand thousands tausend mille mila mil tysiąc tysiące tysięcy tys тысяча тысячи тысяч тыс duizend tusen bin",
    1e5: "lakh lakhs",
    1e6: "m mn mln million millions mio millionen millones millón millón milhão milhões milione milioni miljoen milion "
    "miliony milionów миллион миллиона миллионов млн miljoner milyon juta triệu",
    1e7: "crore crores",
    1e9: "bn billion billions mrd milliarde milliarden milliard milliards miliardo miliardi miljard miliard miliardy "
    "miliardów миллиард миллиарда миллиардов млрд mld miljarder milyar miliar tỷ",
    1e12: "tn trillion trillions",
}
LONG_SCALES = {
    1e12: "billion billionen billón billones bilión biliony biljoen bilione bilioni"
}  # where 10⁹ is a milliard
LONG_LANGUAGES = ("de", "es", "fr", "it", "nl", "pl", "sv", "da", "no", "cs", "fi", "hu")
WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn zwanzig",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf vingt",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito "
    "dezenove vinte",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
MORE = {  # what else stands for a number, in a source: as much as it may stand for
    "first": (1,), "once": (1,), "second": (2,), "twice": (2,), "double": (2,), "doubled": (2,), "both": (2,), "couple": (2,), "pair": (2,),
    "third": (3, 33), "thirds": (67, 66), "triple": (3,), "tripled": (3,), "fourth": (4,), "fifth": (5, 20), "sixth": (6,), "tenth": (10,),
    "half": (0.5, 50), "quarter": (0.25, 25), "quarters": (75,), "dozen": (12,), "dozens": (24, 36), "score": (20,), "hundred": (100,),
    "hundreds": (100, 200), "decade": (10,), "decades": (20,), "century": (100,), "fortnight": (14, 2), "teens": (13,), "eve": (),
    "dutzend": (12,), "hälfte": (50, 0.5), "hundert": (100,), "douzaine": (12,), "vingtaine": (20,), "cent": (100,), "moitié": (50, 0.5),
    "docena": (12,), "mitad": (50, 0.5), "cien": (100,), "cento": (100,), "metà": (50, 0.5), "dozzina": (12,), "metade": (50, 0.5),
}  # fmt: skip
AND = ("and", "y", "e", "et", "i", "и", "und")  # between tens and ones
HUNDRED = ("hundred", "hundert", "cent", "cento")
SHARE = r"\b(?P<part>\w+) (?:in|of|out of|von|sur|de cada|su|em cada) (?:every )?(?P<whole>\w+)\b"
VAGUE = (
    r"(?:more than|over|nearly|almost|about|around|some|roughly|approximately|at least|up to|fewer than|less than|under|close to"
    r"|as many as|mehr als|über|fast|rund|etwa|knapp|ungefähr|gut|mindestens|plus de|près de|environ|presque|más de|casi|unos|unas|cerca de"
    r"|alrededor de|più di|oltre|quasi|circa|mais de|quase|ponad|prawie|około|более|почти|около)\s*$"
)
NEAR, ABOUT = 0.1, 0.25  # of a number, by which a rounded one differs at the most
MAX_VAGUE = 24  # characters before a number in which such a word ends
ROMAN = r"(?<![\w.])(?:[IVX]{1,6}(?=(?:e|er|ème|th|st|nd|rd|\.)?(?!\w))|[ivx]{1,6}(?=(?:e|er|ème)\b))"  # of centuries and kings
HALF_DAY = r"\s?(?P<half>[ap])\.?m\b"


class Number(NamedTuple):
    """A number: its place, what it may be worth (a point may part thousands), of each value the step of its last digit that
    counts, and whether it is said to be about right."""

    start: int
    end: int
    values: tuple[float, ...]
    steps: tuple[float, ...]
    vague: bool = False


def numbers(text: str, language: str) -> Iterator[Number]:
    """The numbers in digits. Those of addresses, versions and names such as A380 are none."""
    scales = _scales(language)
    for match in re.finditer(DIGITS, text):
        end = match.end()
        if match["rest"]:
            hour, minute = int(match["number"]) if match["number"].isdigit() else 99, int(match["rest"][1:])
            half = re.compile(HALF_DAY, re.I).match(text, end)
            values = _clock(hour, minute, half)
            yield Number(match.start(), half.end() if half else end, values, (0.0,) * len(values))
            continue
        read = list(_read(match["number"]))
        scale = re.compile(SCALE).match(text, end)
        factor = scales.get(scale["scale"].lower(), 0) if scale else 0
        is_letter = scale is not None and len(scale["scale"]) == 1  # “60m” may be metres, “60 m” are
        if scale and factor and not (is_letter and scale.start("scale") > end):
            scaled = [(value * factor, step * factor) for value, step in read]
            read, end = (read + scaled if is_letter else scaled), scale.end("scale")
        vague = re.search(VAGUE, text[max(0, match.start() - MAX_VAGUE) : match.start()], re.I) is not None
        yield Number(match.start("number"), end, tuple(v for v, _ in read), tuple(s for _, s in read), vague)


def values_of(text: str, language: str) -> set[float]:
    """What all numbers of a text may be worth, in digits and in words, shares and percentages among them."""
    found = {value for number in numbers(text, language) for value in number.values}
    small, scales = _words(language), _scales(language)
    before = last = ""
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()):
        word = match.group()
        found.update(MORE.get(word, ()))
        if word in small:
            found.add(small[word])
            tens = small.get(before if last in AND else last, 0.0)
            if tens >= 20 and small[word] < 20:
                found.add(tens + small[word])
        elif "-" in word:
            parts = [small[part] for part in word.split("-") if part in small]
            found.update((*parts, sum(parts)))
        factor = 100.0 if word in HUNDRED else scales.get(word, 0.0) if len(word) > 2 else 0.0
        if factor:
            found.update((factor, factor * small.get(last, 1.0)))
        before, last = last, word
    found.update(_of_roman(sign.upper()) for sign in re.findall(ROMAN, text))
    for share in re.finditer(SHARE, text.lower()):
        part, whole = (_small(share[name], small) for name in ("part", "whole"))
        if part and whole:
            found.update((part / whole, 100 * part / whole))
    return found


def holds(found: set[float], number: Number) -> bool:
    """Whether a number, or one of which it is a rounding, is among those of a text."""
    if not found.isdisjoint(number.values):
        return True
    return any(
        _is_rounded(value, step) and any(_rounds(other, value, step, number.vague) for other in found)
        for value, step in zip(number.values, number.steps, strict=True)
    )


def _rounds(exact: float, value: float, step: float, vague: bool) -> bool:
    """Whether a number may be told as another one: as the nearest of its kind, or, “nearly” or “more than”, the next."""
    difference = abs(value - exact)
    if difference <= min(step / 2, NEAR * value):
        return True
    return vague and difference < step and difference <= ABOUT * value


def _is_rounded(value: float, step: float) -> bool:
    """Whether a number looks rounded: it has zeros, a scale or decimals."""
    return value > 0 and (step < 1 or step >= 10)


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


def _clock(hour: int, minute: int, half: re.Match[str] | None) -> tuple[float, ...]:
    """A time of the day, as numbers that nothing else has; with and without its half."""
    hours = {hour, hour + 12} if half is None or half["half"].lower() == "p" else {hour}
    return tuple(-(60.0 * (h % 24) + minute + 1) for h in sorted(hours))


def _of_roman(sign: str) -> float:
    """The value of a number in the letters I, V and X."""
    values = [{"I": 1.0, "V": 5.0, "X": 10.0}[c] for c in sign]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _scales(language: str) -> dict[str, float]:
    out = {name: factor for factor, names in SCALES.items() for name in names.split()}
    if language in LONG_LANGUAGES:
        out.update({name: factor for factor, names in LONG_SCALES.items() for name in names.split()})
    return out


def _words(language: str) -> dict[str, float]:
    """The number words of a language, those in one word for tens and ones among them."""
    ones = {word: float(n) for n, word in enumerate(WORDS.get(language, "").split())}
    tens = {word: float(20 + 10 * n) for n, word in enumerate(TENS.get(language, "").split())}
    both: dict[str, float] = {}
    for ten, high in tens.items() if language in ("de", "es", "it") else ():
        for one, low in list(ones.items())[1:10]:
            joined = {
                "de": f"{one}und{ten}",
                "es": f"{ten[:-1]}i{one}",
                "it": f"{ten[:-1] if one[0] in 'uo' else ten}{one}",
            }
            both[joined[language]] = high + low
    return {**ones, **tens, **both}


def _small(word: str, small: dict[str, float]) -> float:
    return float(word) if word.isdecimal() and len(word) < 9 else small.get(word, 0.0)
