"""Number words by value: “two hundred and sixty thousand”, “quatre-vingt-dix-neuf”, “zweihunderttausend”, “treinta y dos”."""

from __future__ import annotations

from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito "
    "dezenove",
}
TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
OTHERS = {
    "en": {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12},
    "de": {"eine": 1, "einen": 1, "einem": 1, "einer": 1, "eins": 1, "zwo": 2, "dreissig": 30, "hundert": 100, "tausend": 1e3,
           "million": 1e6, "millionen": 1e6, "milliarde": 1e9, "milliarden": 1e9, "dutzend": 12},
    "fr": {"une": 1, "vingts": 20, "cent": 100, "cents": 100, "mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9,
           "milliards": 1e9, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "cinquantaine": 50,
           "centaine": 100, "millier": 1e3},
    "es": {"un": 1, "una": 1, "cien": 100, "ciento": 100, "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300,
           "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500, "seiscientos": 600, "seiscientas": 600,
           "setecientos": 700, "ochocientos": 800, "novecientos": 900, "mil": 1e3, "millón": 1e6, "millones": 1e6, "docena": 12},
    "it": {"un": 1, "una": 1, "cento": 100, "mille": 1e3, "mila": 1e3, "milione": 1e6, "milioni": 1e6, "miliardo": 1e9,
           "miliardi": 1e9, "dozzina": 12, "decina": 10, "centinaio": 100},
    "pt": {"uma": 1, "duas": 2, "catorze": 14, "cem": 100, "cento": 100, "duzentos": 200, "duzentas": 200, "trezentos": 300,
           "quatrocentos": 400, "quinhentos": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800, "novecentos": 900,
           "mil": 1e3, "milhão": 1e6, "milhões": 1e6, "bilhão": 1e9, "bilhões": 1e9, "trilhão": 1e12, "trilhões": 1e12, "dúzia": 12},
}  # fmt: skip
ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "es": "primer segundo tercer cuarto quinto sexto séptimo octavo noveno décimo",
    "it": "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
    "pt": "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
}
MORE = {
    "en": {"twice": 2, "double": 2, "doubled": 2, "both": 2, "couple": 2, "pair": 2, "triple": 3, "tripled": 3, "thirtieth": 30,
           "decade": 10, "fortnight": 14, "century": 100, "noughts": 0},
    "fr": {"première": 1, "seconde": 2, "double": 2}, "de": {"doppelt": 2, "beide": 2, "anderthalb": 1.5},
    "es": {"primera": 1, "primero": 1, "tercera": 3, "tercero": 3, "doble": 2}, "it": {"prima": 1, "doppio": 2}, "pt": {"primeira": 1},
}  # fmt: skip
PARTS = {  # of a whole, for percentages
    "en": {
        "half": 2,
        "third": 3,
        "thirds": 3,
        "quarter": 4,
        "quarters": 4,
        "fifth": 5,
        "fifths": 5,
        "sixth": 6,
        "tenth": 10,
        "tenths": 10,
    },
    "de": {"hälfte": 2, "drittel": 3, "viertel": 4, "fünftel": 5, "sechstel": 6, "zehntel": 10},
    "fr": {"moitié": 2, "tiers": 3, "quart": 4, "quarts": 4, "cinquième": 5, "cinquièmes": 5, "dixième": 10},
    "es": {"mitad": 2, "tercio": 3, "tercios": 3, "cuarto": 4, "cuartos": 4, "quinto": 5, "quinta": 5, "décimo": 10},
    "it": {"metà": 2, "terzo": 3, "terzi": 3, "quarto": 4, "quarti": 4, "quinto": 5, "decimo": 10},
    "pt": {"metade": 2, "terço": 3, "terços": 3, "quarto": 4, "quartos": 4, "quinto": 5, "décimo": 10},
}
AND = {"en": ("and",), "de": ("und",), "fr": ("et",), "es": ("y",), "it": ("e",), "pt": ("e",)}
EVERY = r"\b(?:jede[rsmn]?|chaque|cada|ogni|every|co)\s+(\w+)"  # “jeder vierte”
SHARE = r"\b(\w+)(?:\s\w+)?\s(?:in|of|out of|von|sur|de cada|su|em cada|na|z)\s(?:every\s)?(\w+)\b"
COMPOUNDING = ("de", "es", "it")  # languages that write several number words as one
MIN_COMPOUND_LETTERS = 7
WORD = r"[^\W\d_]+"


def values(text: str, language: str) -> set[float]:
    """What the number words of a text are worth, each by itself and together with those beside it."""
    known, found = _known(language), set[float]()
    compounds = sorted((w for w in known if len(w) > 1), key=len, reverse=True) if language in COMPOUNDING else ()
    both, before = AND.get(language, ()), 0
    run: list[float] = []
    for match in re.finditer(WORD, text.lower()):
        word = match.group()
        parts = _parts(word, known, compounds)
        gap = text[before : match.start()]
        before = match.end()
        if not parts and (word in both or word == "a") and run and not gap.strip(" -"):
            continue
        if word == "half" and run and language == "en":
            parts = [0.5]
        if run and (not parts or gap.strip(" \u00a0-\n")):
            found.update(_worth(run))
            run = []
        run += parts
    found.update(_worth(run))
    ordinals = {word: float(n) for n, word in enumerate(ORDINALS.get(language, "").split(), 1)}
    more: Mapping[str, float] = MORE.get(language, {})  # type: ignore[assignment]
    single = {**ordinals, **more}
    found.update(float(single[word]) for word in re.findall(WORD, text.lower()) if word in single)
    return found


def shares(text: str, language: str) -> set[float]:
    """What the fractions of a text are as percentages: “one in five”, “two thirds”, “ein Drittel”, “jeder vierte”."""
    known, parts, found = _known(language), PARTS.get(language, {}), set[float]()
    ordinals = {word: n for n, word in enumerate(ORDINALS.get(language, "").split(), 1)}
    lowered = text.lower()
    before = ""
    for match in re.finditer(WORD, lowered):
        word = match.group()
        if word in parts:
            found.add(100 * (known.get(before, 1.0) if known.get(before, 0) < parts[word] else 1.0) / parts[word])
        before = word
    for one, all_ in re.findall(SHARE, lowered):
        part, whole = (float(w) if w.isdecimal() and len(w) < 9 else known.get(w, 0.0) for w in (one, all_))
        if 0 < part < whole:
            found.add(100 * part / whole)
    for word in re.findall(EVERY, lowered):
        n = next((n for name, n in ordinals.items() if n > 1 and word.startswith(name)), 0)
        found.update({100 / n} if n else ())
    return found


def _known(language: str) -> dict[str, float]:
    """The words of a language for numbers. Of several words those of a hundred and more multiply."""
    ones = {word: float(n) for n, word in enumerate(ONES.get(language, "").split())}
    tens = {word: float(20 + 10 * n) for n, word in enumerate(TENS.get(language, "").split())}
    return {**ones, **tens, **{word: float(value) for word, value in OTHERS.get(language, {}).items()}}


def _parts(word: str, known: Mapping[str, float], compounds: Sequence[str]) -> list[float]:
    """The numbers that a word is made of: “siebenundzwanzig”, “duecentomila”, “veintiuno”. None where it is another word.
    `compounds` are the words that others may hold, the longest first; none in languages that write each by itself."""
    if word in known:
        return [known[word]]
    if not compounds or len(word) < MIN_COMPOUND_LETTERS:
        return []
    found: list[float] = []
    at = 0
    while at < len(word):
        part = next((w for w in compounds if word.startswith(w, at)), "")
        cut = next(
            (w for w in compounds if known[w] >= 20 and word.startswith(w[:-1], at)), ""
        )  # “ventuno”, “veintiuno”
        if part:
            found.append(known[part])
            at += len(part)
        elif cut:
            found.append(known[cut])
            at += len(cut) - 1
            at += word.startswith("i", at) and cut[-1] == "e"
        elif found and word.startswith("und", at):
            at += 3
        else:
            return []
    return found


def _worth(run: list[float]) -> Iterator[float]:
    """What number words in a row are worth: each, and all together; what stands before them too."""
    yield from run
    total = current = 0.0
    for value in run:
        if value >= 1e3:
            total, current = total + max(1.0, current) * value, 0.0
        elif value == 100 or (value == 20 and current == 4):  # “quatre-vingts”
            current = max(1.0, current) * value
        else:
            current += value
        yield total + current
