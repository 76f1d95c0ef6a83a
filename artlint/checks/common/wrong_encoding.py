"""Text of another encoding that was read as Western European, and reads as nonsense throughout."""

from __future__ import annotations

from artlint.base.startup import cached_re as re

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
FOREIGN = r"[À-ÖØ-öø-ÿŒœŠšŸŽž]"  # accented letters
# What text in another encoding becomes when it is read as Western European: its codec, and the letters that must
# make up most of it if that is what it was.
COMMON = {"cp1251": "оеаинтсрвлк", "koi8-r": "оеаинтсрвлк", "cp1253": "αοιετσνηυρπκςάέίό", "iso8859-8": "יוהלאתרמשבנ"}
MARKS = "\u00a0«»“”„‘’‚–—…•·№§°©®™"  # besides letters, what a text in these languages may hold


def misread(text: str) -> tuple[int, int, str] | None:
    """The stretch from the first to the last word of Western European signs only, read as what it must have been.

    Such a text is foreign throughout: four accented letters that differ, and few plain ones beside them.
    """
    accented = re.findall(FOREIGN, text)
    if len(set(accented)) < 4 or sum([text.count(letter) for letter in PLAIN]) > len(accented):
        return None
    words = [
        m
        for m in re.finditer(r"\S+", text)
        if len(re.findall(r"[\u00a0-\u00ffŒœŠšŸŽž€]", m.group())) > 0.6 * len(m.group())
    ]
    if not words:
        return None
    start, end = words[0].start(), words[-1].end()
    stretch = text[start:end]
    best, share = "", 0.5
    for source in ("cp1252", "iso8859-15", "latin-1"):
        try:
            raw = stretch.encode(source)
        except UnicodeError:
            continue
        for codec, common in COMMON.items():
            decoded = raw.decode(codec, "replace")
            letters = [c for c in decoded if c > "\x7f" and c.isalpha()]
            usual = sum(c.lower() in common for c in letters) / max(1, len(letters))
            if usual > share and _plausible(decoded):
                best, share = decoded, usual
        decoded = raw.decode("gb18030", "replace")
        pairs = re.findall(rb"[\xa1-\xfe][\xa1-\xfe]", raw)
        usual = sum(b"\xb0" <= p[:1] <= b"\xd7" or p[:1] in b"\xa1\xa3" for p in pairs) / max(1, len(pairs))
        if "\ufffd" not in decoded and usual > max(share, 0.75) and len(set(pairs)) > 3:
            best, share = decoded, usual
    return (start, end, best) if best else None


def _plausible(decoded: str) -> bool:
    """Whether the text holds nothing but letters and marks, and its words no capital after a small letter."""
    if not all(c < "\x80" or c.isalpha() or c in MARKS for c in decoded):
        return False
    return len(re.findall(r"\w\w", decoded)) > 1 and not re.search("[а-яё][А-ЯЁ]|[α-ω][Α-Ω]", decoded)
