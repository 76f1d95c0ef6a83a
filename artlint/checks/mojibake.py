"""`mojibake`: text that was decoded with the wrong encoding (“â€™” for ’, “Ã©” for é), and characters lost on the way."""

from __future__ import annotations

import re

from artlint.checks.base import Check, plural, quoted
from artlint.model import Finding, Related, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.article import Article, Block

    Piece = tuple[int, int, str]  # start and end in the paragraph, and the text mended
    Mended = tuple[list[Piece], str]  # with the safety of the fix, where it is less than the rule's

# A lead byte of UTF-8 read as a letter, and continuation bytes read as Latin-1, cp1252 or MacRoman signs.
LEADS = "ÂÃÄÅÆÇÈÉÊËÎÏÐÑ×ØÙâãäåæçèéêëìíîïðñ√ГвĂ"
SUSPECT = f"[{LEADS}][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ°¬©±∂∏∑]"
# The same read as cp1250 or cp1251, where a library that knows words must be careful and a pair need not be.
PAIRS = "вЂ.|(?:[ĂГ][©Є«¬®°±µ¶·¤§¨ЁЎј\u00ad])(?=[a-z])|(?<=[a-z])(?:[ĂГ][©Є«¬®°±µ¶·¤§¨ЁЎј\u00ad])"
LONE = r"(?<=[^\W\dA-ZÀ-Þ])[.,;:!?’”\"]?Â(?=\s|$)"  # of a no-break space; the space was folded
CLOSING = r"â€(?:\ufffd|(?=[\s.,;:!?)\]]|$))"  # of a ” whose last byte, which nobody sees, was lost on the way
QUOTES = f"â€œ|[“”]|{CLOSING}"
RUN = r"[\u00a1-\u00ffŒœŠšŸŽž€]{4}"  # no language writes four of these in a row, letters among them
FOREIGN = r"[À-ÖØ-öø-ÿŒœŠšŸŽž]"  # the letters among them
SUBJECT = (  # of an article that shows such text on purpose
    r"\b(?:utf-?8|unicode|latin-?1|iso[- ]8859|ascii|(?:windows|cp)-?125\d|mojibake|charsets?|character (?:encoding|set)s?"
    r"|zeichen(?:satz|kodierung|codierung)|encodage|codificación|кодировк\w{1,3})\b|文字化け|乱码|亂碼|字符编码|文字コード"
)
ENTITY = (
    r"&(?:(?:amp|quot|apos|nbsp|ndash|mdash|hellip|lsquo|rsquo|ldquo|rdquo|laquo|raquo|copy|reg|trade|euro|pound|bull|middot"
    r"|eacute|egrave|agrave|ccedil|ouml|uuml|auml|szlig|ntilde|times|deg|[lr]saquo|iexcl|iquest)(?:;amp)?"
    r"|#(?!0*(?:60|62|173|820[3-7]|8288|65279);|[xX]0*(?:3[ceCE]|[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF]{2});)"
    r"(?:\d{2,6}|[xX][0-9a-fA-F]{2,5}));"
)
MARKUP = (  # of an article that shows entities on purpose
    r"&[lg]t;|(?<![./\w])(?i:x?html\d?|markup|entity|entities|ampersands?|html-entit\w+|non-breaking space)\b"
)
APOSTROPHE = r"[^\W\d_]&(?:amp;)?(?:#0*39|#[xX]27|#0*8217|#[xX]2019|rsquo|apos);[^\W\d_]"
CONTRACTION = r"(?<=[^\W\d_])\?(?=(?:s|t|re|ve|ll|d|m)\b)"
CONTROL = "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]"  # Thai, Lao, Tibetan, Burmese, Khmer: it parts their words
INVISIBLE = f"(?<!{UNSPACED})[\u200b\u2060\ufeff\u00ad](?!{UNSPACED})"
LETTER = r"(?<=[^\W\d_])\?(?=[^\W\d_])"


class Mojibake(Check):
    """Reports the damaged stretch of each paragraph, and what it should be where that can be told."""

    args = {
        "damaged": "a damaged word; of invisible characters the place, as words",
        "mended": "the same word mended",
        "repaired": "the whole stretch mended",
        "what": "“1 place”, “3 places”",
    }

    class Options:
        kind: Annotated[
            Literal["decoded", "lost", "control", "question", "invisible", "entity"],
            Meta(
                description="text in the wrong encoding; U+FFFD for what could not be decoded; control characters; "
                "a question mark for what could not be encoded; characters without width, once an article; HTML entities"
            ),
        ] = "decoded"

    def may_fire(self, article: Article) -> bool:
        text, kind = article.text, self.options.kind
        if kind == "question":
            return "?" in text
        if kind == "entity":
            return "&" in text and ";" in text
        if kind == "lost":
            return "\ufffd" in text
        if kind == "invisible":
            return not text.isascii() and re.search(INVISIBLE, text) is not None
        if kind == "control":
            return re.search(CONTROL, text) is not None
        if text.isascii() or not re.search("[À-ÿ√ГвĂ]", text):  # what damaged letters look like; dashes do not
            return False
        return re.search(f"{SUSPECT}|{PAIRS}|{LONE}|{RUN}", text) is not None

    def run(self, article: Article) -> Iterator[Finding]:
        if self.options.kind in ("invisible", "entity"):
            yield from _invisible(article) if self.options.kind == "invisible" else _entities(article.text)
            return
        find = {"decoded": _decoded, "lost": _lost, "control": _control, "question": _question}[self.options.kind]
        found = [(block, *mended) for block in article.blocks if (mended := find(block.text))[0]]
        if self.options.kind == "question" and not _certain([p for _, pieces, _ in found for p in pieces]):
            return
        if self.options.kind == "decoded" and found and _is_subject(article.text, found):
            return
        for block, pieces, safety in found:
            start, end = pieces[0][0], pieces[-1][1]
            repaired, at = [], start
            for i, j, right in pieces:
                repaired += [block.text[at:i], right]
                at = j
            args = {
                "damaged": quoted(block.text[start : pieces[0][1]], 30),
                "mended": quoted(pieces[0][2], 30),
                "repaired": "".join(repaired),
                "what": plural(len(pieces), "place"),
            }
            related = tuple(Related(block.span(i, j), "here") for i, j, _ in pieces) if len(pieces) > 1 else ()
            yield Finding(block.span(start, end), args, related, safety=safety)


def _certain(pieces: list[Piece]) -> bool:
    """Whether the question marks inside words are no slips: a contraction, a lost line, or two in the article."""
    return len(pieces) > 1 or any("?" not in mended or "??" in mended for _, _, mended in pieces)


def _is_subject(text: str, found: list[tuple[Block, list[Piece], str]]) -> bool:
    """Whether the article is about encodings, and was itself read in the right one: a letter that is damaged in one
    place stands whole in another."""
    if not re.search(SUBJECT, text, re.IGNORECASE):
        return False
    for block, pieces, _ in found:
        for start, end, _ in pieces:
            text = text.replace(block.text[start:end], " ")
    letters = {c for _, pieces, _ in found for *_, mended in pieces for c in mended if c.isalpha()}
    return any(c in text for c in letters if not c.isascii())


def _invisible(article: Article) -> Iterator[Finding]:
    places = [m.span() for m in re.finditer(f"(?:{INVISIBLE})+", article.text)]
    if places:
        start, end = places[0]
        around = re.search(r"\w{0,12}$", article.text[max(0, start - 12) : start])
        before = around.group() if around else ""
        line = article.text[article.text.rfind("\n", 0, start) + 1 : start]
        where = f"after “{quoted(before or line[-12:], 30)}”" if line.strip() else "at the start of the line"
        args = {
            "damaged": where,
            "mended": "",
            "repaired": "",
            "what": plural(len(places), "place"),
        }
        related = tuple(Related(Span(i, j), "here") for i, j in places)
        yield Finding(Span(start - len(before), end), args, related)


def _entities(text: str) -> Iterator[Finding]:
    """Each entity, but one alone in quotation marks, and none where the article is about them and whole itself."""
    from html import unescape

    found = list(re.finditer(ENTITY, text))
    if not found or (re.search(MARKUP, text) and not re.search(APOSTROPHE, text)):
        return
    for m in found:
        if text[max(0, m.start() - 1) : m.start()] in tuple("\"“”„«‘'`(") and text[m.end() : m.end() + 1] in tuple(
            "\"”“»’'`)"
        ):
            continue
        mended = m.group()
        while (resolved := unescape(mended)) != mended:  # however many times over it was escaped
            mended = resolved
        yield Finding(Span(*m.span()), {"damaged": m.group(), "mended": mended, "repaired": mended, "what": "1 place"})


def _words(text: str, pattern: str) -> Iterator[Piece]:
    """The words that hold the pattern."""
    if re.search(pattern, text):
        for m in re.finditer(r"\S+", text):
            if re.search(pattern, m.group()):
                yield m.start(), m.end(), m.group()


def _decoded(text: str) -> Mended:
    """Only what ftfy says by itself is safe."""
    if re.search(RUN, text) and (whole := _misread(text)):
        return [whole], "unsafe"
    out, safety = [], ""
    for m in re.finditer(CLOSING, text):
        before = text[: m.start()]
        if re.findall(QUOTES, before)[-1:] not in (["“"], ["â€œ"]) or before[-1].isspace():
            safety = "unsafe"  # a ” that closes nothing might have been another sign
    for start, end, word in _words(text, f"{SUSPECT}|{PAIRS}|Â(?=\\s|$)"):
        mended = _fixed(word)
        if mended == word:
            mended = re.sub(PAIRS, _repair_pair, re.sub(LONE, lambda m: m.group()[:-1], word))
            safety = safety if mended == word else "unsafe"
        if mended != word:
            out.append((start, end, mended))
    if out:  # a longer stretch tells the library more than its words do
        start, end = out[0][0], out[-1][1]
        stretch = text[start:end]
        mended = _fixed(stretch)
        if mended != stretch and not re.search(SUSPECT, mended):
            out, safety = [(start, end, mended)], safety if re.search(CLOSING, stretch) else ""
    elif re.search(SUSPECT, text) and (mended := _fixed(text)) != text:
        out = [(0, len(text), mended)]
    return out, safety


def _fixed(text: str) -> str:
    """What ftfy makes of the text; it would take “â€” and a space for a dagger."""
    from ftfy import fix_encoding

    return fix_encoding(re.sub(CLOSING, "”", text))


def _repair_pair(match: re.Match[str]) -> str:
    for codec in ("cp1250", "cp1251"):
        try:
            return match.group().encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return match.group()


# What text in another encoding becomes when it is read as Western European: its codec, and the letters that must
# make up most of it if that is what it was.
COMMON = {"cp1251": "оеаинтсрвлк", "koi8-r": "оеаинтсрвлк", "cp1253": "αοιετσνηυρπκςάέίό", "iso8859-8": "יוהלאתרמשבנ"}
MARKS = "\u00a0«»“”„‘’‚–—…•·№§°©®™"  # besides letters, what a text in these languages may hold


def _misread(text: str) -> Piece | None:
    """The stretch from the first to the last word of Western European signs only, read as what it must have been.

    Such a text is foreign throughout: four accented letters that differ, and few plain ones beside them.
    """
    words = [
        m
        for m in re.finditer(r"\S+", text)
        if len(re.findall(r"[\u00a0-\u00ffŒœŠšŸŽž€]", m.group())) > 0.6 * len(m.group())
    ]
    accented = re.findall(FOREIGN, text)
    if not words or len(set(accented)) < 4 or len(re.findall(r"[a-zA-Z]", text)) > len(accented):
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


def _lost(text: str) -> Mended:
    found = re.finditer(r"\w{0,12}\ufffd+(?:\w{0,12}\ufffd+)*\w{0,12}", text)
    return [(m.start(), m.end(), m.group()) for m in found], ""


def _control(text: str) -> Mended:
    """Control characters; C1 ones are cp1252's marks that were read as Latin-1, and become these again."""

    def mend(m: re.Match[str]) -> str:
        return "".join(
            bytes([ord(c)]).decode("cp1252", "ignore") if c > "\x7f" else ""
            for c in re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", m.group())
        )

    return [(m.start(), m.end(), mend(m)) for m in re.finditer(rf"(?:\x1b\[[0-9;]*[A-Za-z]|{CONTROL})+", text)], ""


def _question(text: str) -> Mended:
    """Words that a “?” stands in, and paragraphs that are little else. An address may hold one, and so may a program."""
    solid = re.sub(r"\s+", "", text)
    marks = solid.count("?")
    if marks >= 8 and marks > 0.6 * len(solid) and (len(re.findall(r"\?{2,}", text)) > 1 or marks >= 20):
        return [(0, len(text), text)], ""
    out = []
    for start, end, word in _words(text, LETTER):
        if re.search(r"[/=&@\\<>|_\[\]{}]|\.\w{2,4}\?", word):
            continue
        mended = re.sub(CONTRACTION, "’", word)
        places = [m.start() for m in re.finditer(LETTER, mended)]
        if mended != word or any(mended[i + 1].islower() for i in places):
            out.append((start, end, mended))
    return out, ""
