"""`fused-sentences`: sentences between which the space was lost (“held.Nobody”, “ended?The”, “है.फ़िल्म”).

The mark between them tells nothing by itself: “example.Com”, “Ph.D”, “z.B”, “v2.Final” have it, too. What counts is
what stands on both sides of it: the end of a word in small letters (or of a quotation, or of a year), and a word that
begins with a capital. In scripts without capitals, a word of some length on both sides.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.places import (
    ARGS,
    Place,
    apart,
    digits_before,
    findings,
    gap,
    in_address,
    in_code,
    letters_after,
    letters_before,
    token,
)
from artlint.text.blocks import DENSE
from artlint.text.sentence_marks import CLOSING_SET, END_MARKS_BY_SCRIPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artlint.base.model import Finding
    from artlint.text.article import Article

# The marks of scripts without capitals that touch: no abbreviation and no address holds them.
OWN_STOPS = END_MARKS_BY_SCRIPT["Arabic"] + END_MARKS_BY_SCRIPT["Devanagari and its neighbours"]
OPENING = "\"'“‘„«(¿¡"
JOINT = rf"[.!?{OWN_STOPS}](?<=[^\s.!?{OWN_STOPS}].)[!?]{{0,3}}[{CLOSING_SET}]{{0,2}}[{OPENING}]{{0,2}}(?=[^\W\d_])"
# Ends of addresses and files, and words that names end in: no sentence begins with them.
SUFFIXES = frozenset(
    ("com", "net", "org", "info", "edu", "gov", "mil", "biz", "int", "tv", "fm", "io", "ai", "app", "dev", "js",
     "ts", "py", "rb", "php", "asp", "aspx", "jsp", "html", "htm", "css", "xml", "json", "exe", "pdf", "doc",
     "docx", "xls", "xlsx", "ppt", "txt", "csv", "zip", "jpg", "jpeg", "png", "gif", "svg", "mp", "mov", "avi",
     "bat", "dll", "sys", "log", "md", "yml", "yaml", "ру", "рф", "ком", "كوم", "نت")
)  # fmt: skip
COUNTRIES = frozenset(
    ("ru", "de", "fr", "it", "es", "pl", "hu", "cz", "sk", "at", "ch", "be", "nl", "se", "no", "fi", "dk", "ua",
     "by", "kz", "uk", "us", "eu", "pt", "br", "ro", "bg", "gr", "tr")
)  # fmt: skip
# Words of up to three letters with which sentences begin. After a name (“One.Tel”) no other is taken for a beginning.
SHORT_WORDS = frozenset(
    ("the", "it", "he", "in", "on", "at", "we", "an", "as", "if", "by", "to", "so", "or", "no", "but", "and",
     "for", "you", "she", "his", "her", "its", "how", "why", "who", "now", "not", "all", "two", "our", "out",
     "my", "me", "is", "are", "was", "do", "did", "has", "had", "can", "yes", "yet", "nor", "one", "el", "la",
     "lo", "los", "las", "un", "una", "en", "se", "su", "sus", "si", "por", "con", "sin", "más", "al", "del", "y",
     "a", "i", "o", "e", "le", "les", "il", "ils", "des", "du", "ce", "ces", "sa", "son", "est", "et", "où",
     "der", "die", "das", "den", "dem", "ein", "er", "es", "sie", "wir", "ich", "im", "am", "um", "zu", "da",
     "wo", "wer", "wie", "bei", "mit", "von", "aus", "auf", "als", "ob", "nur", "az", "ez", "és", "ha", "egy",
     "mi", "ma", "ők", "mint", "ami", "van", "már", "nem", "úgy", "így", "ő", "ti", "uno", "gli", "di", "chi",
     "per", "tra", "fra", "non", "sono", "nel", "sul", "dal", "che", "je", "jest", "co", "na", "po", "od", "za",
     "nie", "tak", "jak", "gdy", "ale", "и", "в", "на", "но", "не", "он", "мы", "вы", "они", "это", "как", "так",
     "что", "по", "за", "из", "от", "до", "для", "под", "при", "все", "его", "её", "их", "там", "тут", "где",
     "οι", "το", "τα", "τη", "ο", "η", "στο", "στη", "για", "από", "και", "με", "να", "θα", "uma", "os", "não",
     "ele", "ela", "em", "nos", "nas", "mas", "ao", "sim", "het", "een", "de", "dit", "dat")
)  # fmt: skip
# Abbreviations that stand right before a name or a number, where no space was lost: more than end no sentence elsewhere.
NAME_ABBREVIATIONS = frozenset(
    ("mrs", "sen", "rep", "gov", "gen", "col", "hon", "rev", "prof", "capt", "eng", "sgt", "cpl", "brig", "maj",
     "supt", "insp", "det", "messrs", "mme", "mlle", "mgr", "dott", "dra", "srta", "sra", "adm", "cmdr", "pres",
     "sec", "asst", "atty", "dist", "dept", "est", "art", "fig", "vol", "chap", "sect", "ave", "blvd", "bldg",
     "apt", "ste", "univ", "inst", "corp", "inc", "ltd", "bros", "intl", "natl", "assn", "jan", "feb", "mar",
     "apr", "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
     "thurs", "fri", "sat", "sun", "vgl", "bzw", "usw", "evtl", "ggf", "inkl", "exkl", "bspw", "sog", "geb",
     "gest", "verh", "str", "tel", "abs", "hrsg", "aufl", "dipl", "ing", "mag", "dt", "st", "núm", "pág", "págs",
     "avda", "cía", "depto", "prov", "arq", "lic", "tte", "cnel", "almte", "av", "avv", "geom", "rag", "sig",
     "sigg", "arch", "tav", "inż", "hab", "płk", "ppłk", "mjr", "kpt", "ppor", "por", "bryg", "abp", "bp", "św",
     "ul", "pl", "woj", "pow", "tzw", "tzn", "ur", "zm", "red", "ред", "акад", "проф", "доц", "им", "ул", "пер",
     "просп", "обл", "респ", "тов", "гос", "руб", "ст", "тыс", "млн", "млрд", "özv", "ifj", "dr", "szt")
)  # fmt: skip
UNCASED_NAME_ABBREVIATIONS = frozenset(
    ("डॉ", "डा", "प्रो", "श्री", "कु", "सु", "पं", "मो", "स्व", "इं", "लि", "कि", "मी", "रु", "सं", "बी", "सी",
     "डी", "एफ", "जी", "एच", "आई", "जे", "के", "एल", "एम", "एन", "ओ", "पी", "क्यू", "आर", "एस", "टी", "यू", "वी",
     "डब्ल्यू", "एक्स", "वाई", "ज़ेड", "ए", "ई", "ডা", "ডাঃ", "মো", "মোঃ", "ড", "প্রফে", "অ্যাড", "ইঞ্জি", "এম",
     "এস", "এন", "এল", "এফ", "এইচ", "জে", "কে", "পি", "টি", "ভি", "আর", "বি", "সি", "ডি", "জি", "ই", "এ", "ইউ",
     "আই", "এক্স", "ওয়াই", "শ্রী", "লি", "ڈاکٹر", "پروفیسر", "ایم", "ایس", "این", "ایل", "ایف", "ایچ", "جے",
     "کے", "پی", "ٹی", "وی", "آر", "بی", "سی", "ڈی", "جی", "ای", "اے", "یو", "آئی", "ایکس", "کیو", "أ", "د", "م",
     "ص", "هـ")
)  # fmt: skip
# “… is staged most often.2. The Pier”: the number of an entry, right behind a sentence.
NUMBERED = rf"[.!?{OWN_STOPS}](?<=[^\sA-Z\d.!?…].)\d{{1,2}}\.(?= [^\W\d_])"
LIST_NUMBER = rf"(?:^|[\s.!?{OWN_STOPS}])(\d{{1,2}})\. "
NUMBERED_PARTS = frozenset(
    ("para", "paras", "nos", "refs", "ziff", "clause", "section", "article", "ver", "version", "python")
)
MIN_BEFORE_NUMBER = 2  # letters
MAX_ACRONYM = 6  # letters
CAPITAL_ABBREVIATIONS = frozenset(
    ("TP", "TX", "TS", "PGS", "GS", "BS", "KS", "NXB", "UBND", "ASP", "VB", "ADO", "DR", "MR", "MS", "ST")
)
MIN_UNCASED = 2  # characters of the word before a full stop, in a script without capitals


class FusedSentences(Check):
    """Reports the word before and the word after each such mark."""

    args = ARGS

    def run(self, article: Article) -> Iterator[Finding]:
        text = article.text
        places: list[Place] = []
        for match in re.finditer(JOINT, text):
            place = _place(text, match.start(), match.end())
            if place and (not places or places[-1].end <= match.start()):
                if places and places[-1].end > place.start:  # “है.2.इस”: the word between belongs to the first place
                    place = place._replace(start=match.start(), fixed=place.fixed[match.start() - place.start :])
                places.append(place)
        if numbers := list(re.finditer(NUMBERED, text)):
            places = apart([*places, *_numbered(text, numbers)])
        if places:
            yield from findings(article, _without_names(text, places))


def _numbered(text: str, matches: Sequence[re.Match[str]]) -> Iterator[Place]:
    """The places where the number of a list's entry is glued to the sentence before it, of those that look so."""
    numbers = {int(number) for number in re.findall(LIST_NUMBER, text)}
    known = NAME_ABBREVIATIONS | UNCASED_NAME_ABBREVIATIONS | NUMBERED_PARTS
    for match in matches:
        start, end = match.span()
        number = int(text[start + 1 : end - 1])
        if text[start + 1] == "0" or not numbers & {number - 1, number + 1}:
            continue
        before = letters_before(text, start)
        if len(before) >= MIN_BEFORE_NUMBER and before.lower() not in known and not in_address(text, start):
            first = start - len(before)
            yield Place(first, end, f"{text[first : start + 1]} {text[start + 1 : end]}", "unsafe")


def _place(text: str, start: int, end: int) -> Place | None:
    """The place, if the mark from `start` and the quotation marks up to `end` part two sentences."""
    sign = text[end]
    if sign.islower() and text[start] not in OWN_STOPS:
        return None
    if in_address(text, start) or in_code(text, start):
        return None
    word, before = letters_after(text, end), letters_before(text, start) or digits_before(text, start)
    if not word:  # a superscript digit, which Python's patterns take for a letter
        return None
    last = end + len(word)
    following = text[last : last + 2]
    if word[0].isupper():
        if not _begins_sentence(before, word, following) or not _ends_sentence(text, start, end, before):
            return None
    elif not _uncased(text, start, before, word):
        return None
    first = start - len(before) if before else max(token(text, start)[0], start - 1)
    after, safety = gap(text, start, end)
    damaged = text[first:last]
    at = start - first + after
    if before[:1].isupper() and word.lower() not in SHORT_WORDS:
        safety = "unsafe"  # it might be a name
    return Place(first, last, f"{damaged[:at]} {damaged[at:]}", safety)


def _begins_sentence(before: str, word: str, following: str) -> bool:
    """Whether a word that begins with a capital can be the first of a sentence, after what stands before the mark."""
    lowered, after = word.lower(), following[:1]
    if lowered in SUFFIXES or after in tuple("@(_=/)]") or (after == "." and following[1:].isalnum()):
        return False
    if len(word) == 1:
        return after in (" ", "’", "'") and word in "AIOYEÉÀÈOУВИКСОЯАІЙЗÁŐŚZWΟΗ"
    if before[:1].isupper():  # “Booking.Com”, “One.Tel”: a name with a mark in it
        if lowered in COUNTRIES or after not in (" ", "’", "'") or (len(word) <= 3 and lowered not in SHORT_WORDS):
            return False
    elif lowered == before:  # “context.Context”
        return False
    return word[1].islower() or (word.isupper() and after == " ")


def _ends_sentence(text: str, start: int, end: int, before: str) -> bool:
    """Whether what stands before the mark can end a sentence: a word, a closing mark, a number of some length."""
    sign = text[start - 1]
    if sign in '”»"’)%':
        return text[start - 2 : start] != "()"
    if before.isdigit():
        return len(before) >= 3 and text[start] == "." and not text[max(0, start - len(before) - 1)].isalpha()
    if (
        text[start] == "."
        and before.isupper()
        and MIN_BEFORE_NUMBER <= len(before) <= MAX_ACRONYM
        and before not in CAPITAL_ABBREVIATIONS
    ):
        whole, word = text[start - len(before) - 1 : start - len(before)], letters_after(text, end)
        begins = end > start + 1 or word.lower() in SHORT_WORDS  # a quotation, or no name: initials stand before those
        return begins and not whole.isalnum() and whole not in tuple("@.-_/&")  # “to the FDA.The”
    if len(before) < 2 or not before[-2:].islower() or "!(" in text[start:end]:
        return False
    return text[start] != "." or end > start + 1 or before.lower() not in NAME_ABBREVIATIONS


def _uncased(text: str, start: int, before: str, word: str) -> bool:
    """Whether the words on both sides of the mark are of a script without capitals, and no abbreviations."""
    if word[0].lower() != word[0].upper() or re.match(DENSE, word[0]) or (len(word) < 2 and text[start] == "."):
        return False
    stop, sign = text[start], text[start - 1]
    if word in SUFFIXES:
        return False
    if stop in OWN_STOPS:
        return True
    if sign.isdigit() or sign in '”»"’)':
        return stop != "." or len(before) >= 3 or not sign.isdigit()
    start_of_word = start
    while start_of_word and not text[start_of_word - 1].isspace() and text[start_of_word - 1] not in ".!?":
        start_of_word -= 1
    whole = text[start_of_word:start].strip("\"'“”‘’«»()")
    if sign.lower() != sign.upper() or re.match(DENSE, sign):
        return False
    return stop != "." or (len(whole) >= MIN_UNCASED and whole not in UNCASED_NAME_ABBREVIATIONS)


def _without_names(text: str, places: list[Place]) -> list[Place]:
    """The places without names that are written so: two words with capitals that stand there more than once."""
    names = {text[p.start : p.end] for p in places if text[p.start].isupper()}
    names = {name for name in names if name.count(".") == 1 and text.count(name) > 1}
    return [p for p in places if text[p.start : p.end] not in names]
