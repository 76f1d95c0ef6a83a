"""Text that was decoded with the wrong encoding, and what it must have been: a damaged word, or nonsense throughout."""

from __future__ import annotations

from artlint.base.startup import cached_re as re

CLOSING = r"â€(?:\ufffd|(?=[\s.,;:!?)\]]|$))"  # of a ” whose last byte, which nobody sees, was lost on the way
QUOTES = f"â€œ|[“”]|{CLOSING}"
ASCII_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = r"[À-ÖØ-öø-ÿŒœŠšŸŽž]"
WESTERN_SIGN = r"[\u00a0-\u00ffŒœŠšŸŽž€]"
WESTERN_CODECS = ("cp1252", "iso8859-15", "latin-1")
# What text in another encoding becomes when it is read as Western European: its codec, and the letters that must
# make up most of it if that is what it was.
COMMON = {"cp1251": "оеаинтсрвлк", "koi8-r": "оеаинтсрвлк", "cp1253": "αοιετσνηυρπκςάέίό", "iso8859-8": "יוהלאתרמשבנ"}
MARKS = "\u00a0«»“”„‘’‚–—…•·№§°©®™"  # besides letters, what a text in these languages may hold
MIN_ACCENTED_LETTERS = 4  # different ones
MIN_WESTERN_SHARE = 0.6  # of the signs of a word
MIN_COMMON_SHARE = 0.5  # of the letters of a text in one of these languages
MIN_CHINESE_SHARE = 0.75  # of the pairs of bytes are of frequent characters
MIN_CHINESE_PAIRS = 4  # different ones


def misread(text: str) -> tuple[int, int, str] | None:
    """The stretch from the first to the last word of Western European signs only, read as what it must have been.

    Such a text is foreign throughout: four accented letters that differ, and few plain ones beside them.
    """
    accented = re.findall(ACCENTED, text)
    plain = sum([text.count(letter) for letter in ASCII_LETTERS])
    if len(set(accented)) < MIN_ACCENTED_LETTERS or plain > len(accented):
        return None
    words = [m for m in re.finditer(r"\S+", text) if _is_western(m.group())]
    if not words:
        return None
    start, end = words[0].start(), words[-1].end()
    best = _best_reading(text[start:end])
    return (start, end, best) if best else None


def _is_western(word: str) -> bool:
    return len(re.findall(WESTERN_SIGN, word)) > MIN_WESTERN_SHARE * len(word)


def _best_reading(stretch: str) -> str:
    """The stretch read in the encoding of which it then holds the most usual letters; an empty string where none fits."""
    best, share = "", MIN_COMMON_SHARE
    for source in WESTERN_CODECS:
        try:
            raw = stretch.encode(source)
        except UnicodeError:
            continue
        for codec, common in COMMON.items():
            decoded = raw.decode(codec, "replace")
            usual = _share_of_common(decoded, common)
            if usual > share and _is_plausible(decoded):
                best, share = decoded, usual
        decoded = raw.decode("gb18030", "replace")
        usual = _share_of_chinese(raw)
        if usual > max(share, MIN_CHINESE_SHARE) and "\ufffd" not in decoded:
            best, share = decoded, usual
    return best


def _share_of_common(decoded: str, common: str) -> float:
    """How many of the letters beyond ASCII are common ones."""
    letters = [c for c in decoded if c > "\x7f" and c.isalpha()]
    return sum(c.lower() in common for c in letters) / max(1, len(letters))


def _share_of_chinese(raw: bytes) -> float:
    """How many of the pairs of bytes are frequent characters or marks in GB 2312; 0 where few pairs differ."""
    pairs = re.findall(rb"[\xa1-\xfe][\xa1-\xfe]", raw)
    if len(set(pairs)) < MIN_CHINESE_PAIRS:
        return 0.0
    return sum(b"\xb0" <= pair[:1] <= b"\xd7" or pair[:1] in b"\xa1\xa3" for pair in pairs) / len(pairs)


def _is_plausible(decoded: str) -> bool:
    """Whether the text holds nothing but letters and marks, and its words no capital after a small letter."""
    if not all(c < "\x80" or c.isalpha() or c in MARKS for c in decoded):
        return False
    return len(re.findall(r"\w\w", decoded)) > 1 and not re.search("[а-яё][А-ЯЁ]|[α-ω][Α-Ω]", decoded)


def closes_what_is_open(text: str) -> bool:
    """Whether each ” of which a byte was lost follows a “: one that closes nothing might have been another sign."""
    opened = ""
    for m in re.finditer(QUOTES, text):
        if re.fullmatch(CLOSING, m.group()) and (
            opened not in ("“", "â€œ") or text[m.start() - 1].isspace() or text[m.start() - 2 : m.start()] == "â€"
        ):
            return False
        opened = m.group()
    return True


def repair(text: str) -> str:
    """The text as ftfy fixes it, which by itself would take “â€” and a space for a dagger."""
    from ftfy import fix_encoding

    return fix_encoding(re.sub(CLOSING, "”", text))


def repair_pair(match: re.Match[str]) -> str:
    for codec in ("cp1250", "cp1251"):
        try:
            return match.group().encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return match.group()
