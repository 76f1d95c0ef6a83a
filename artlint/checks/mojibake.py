"""`mojibake`: text that was decoded with the wrong encoding (“â€™” for ’, “Ã©” for é), and characters lost on the way."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check
from artlint.checks.common.quotation_marks import signs
from artlint.checks.common.wrong_encoding import misread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Piece = tuple[int, int, str]  # start and end in the paragraph, and the text mended
    Mended = tuple[list[Piece], str]  # with the safety of the fix, where it is less than the rule's

# A lead byte of UTF-8 read as a letter, and continuation bytes read as Latin-1, cp1252 or MacRoman signs.
LEADS = "ÂÃÄÅÆÇÈÉÊËÎÏÐÑ×ØÙâãäåæçèéêëìíîïðñ√ГвĂ"
TRAILS = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ°¬©±∂∏∑"
SUSPECT = f"[{LEADS}][{TRAILS}]"
# The same read as cp1250 or cp1251, where a library that knows words must be careful and a pair need not be.
PAIRS = "вЂ.|(?:[ĂГ][©Є«¬®°±µ¶·¤§¨ЁЎј\u00ad])(?=[a-z])|(?<=[a-z])(?:[ĂГ][©Є«¬®°±µ¶·¤§¨ЁЎј\u00ad])"
LONE = r"(?<=[^\W\dA-ZÀ-Þ])[.,;:!?’”\"]?Â(?=\s|$)"  # of a no-break space; the space was folded
DAMAGE = f"{SUSPECT}|{PAIRS}|{LONE}"
# SUSPECT, PAIRS, or Â alone, in a form that begins with a set: the matching engine passes over the rest at once.
SUSPECT_WORD = (
    rf"[{LEADS}](?:[{TRAILS}]|(?<=в)Ђ.|(?<=[ĂГ])[©Є«¬®°±µ¶·¤§¨ЁЎј\u00ad](?:(?=[a-z])|(?<=[a-z]..))|(?<=Â)(?=\s|$))"
)
CLOSING = r"â€(?:\ufffd|(?=[\s.,;:!?)\]]|$))"  # of a ” whose last byte, which nobody sees, was lost on the way
QUOTES = f"â€œ|[“”]|{CLOSING}"
RUN = r"[\u00a1-\u00ffŒœŠšŸŽž€][\u00a1-\u00ffŒœŠšŸŽž€]{3}"  # no language writes four of these in a row, letters among them
# What the signs of an article hold where its text holds any of these: found soon, and far from the truth.
SOME_DAMAGE = f"[{LEADS}](?:[{TRAILS}Ђ¶·¤§¨ЁЎј]|(?<=Â)(?: |$))"
SUBJECT = (  # of an article that shows such text on purpose
    r"\b(?:utf-?8|unicode|latin-?1|iso[- ]8859|ascii|(?:windows|cp)-?125\d|mojibake|charsets?|character (?:encoding|set)s?"
    r"|zeichen(?:satz|kodierung|codierung)|encodage|codificación|кодировк\w{1,3})\b|文字化け|乱码|亂碼|字符编码|文字コード"
)
EXAMPLES = 1000  # damaged words: nobody shows so many
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
WIDTHLESS = "\u200b\u2060\ufeff\u00ad"
INVISIBLE = f"[{WIDTHLESS}](?<!{UNSPACED}.)(?!{UNSPACED})"
INVISIBLES = f"{INVISIBLE}(?:{INVISIBLE})*"
MANY = 8  # question marks make a line that is little else
LETTER = r"\?(?<=[^\W\d_]\?)(?=[^\W\d_])"


class Mojibake(Check):
    """Reports the damaged stretch of each paragraph, and what it should be where that can be told."""

    args = {
        "damaged": "a damaged word; of invisible characters the place, as words",
        "mended": "the same word fixed",
        "repaired": "the whole stretch fixed",
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

    def may_match(self, article: Article) -> bool:
        text, kind = article.text, self.options.kind
        if kind == "question":
            return "?" in text and (re.search(LETTER, text) is not None or text.count("?") >= MANY)
        if kind == "entity":
            return "&" in text and ";" in text
        if kind == "lost":
            return "\ufffd" in text
        if kind == "invisible":
            return not text.isascii() and any([sign in text for sign in WIDTHLESS])
        rare = article.view(signs)
        if kind == "control":
            return re.search(CONTROL, rare) is not None
        if not re.search(SOME_DAMAGE, rare) and not re.search(RUN, rare):
            return False
        return re.search(f"{DAMAGE}|{RUN}", text) is not None

    def run(self, article: Article) -> Iterator[Finding]:
        if self.options.kind in ("invisible", "entity"):
            yield from _invisible(article) if self.options.kind == "invisible" else _entities(article)
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
    if sum(len(pieces) for _, pieces, _ in found) > EXAMPLES or not re.search(SUBJECT, text, re.IGNORECASE):
        return False
    import re as standard  # the pattern is of this text alone, and not to be kept

    damaged = {block.text[start:end] for block, pieces, _ in found for start, end, _ in pieces}
    longest_first = sorted(damaged, key=lambda piece: (-len(piece), piece))
    text = standard.sub("|".join(map(standard.escape, longest_first)), " ", text)
    letters = {c for _, pieces, _ in found for *_, mended in pieces for c in mended if c.isalpha()}
    return any(c in text for c in letters if not c.isascii())


def _invisible(article: Article) -> Iterator[Finding]:
    places = [m.span() for m in re.finditer(INVISIBLES, article.text)]
    if places:
        start, end = places[0]
        around = re.search(r"\w{0,12}\Z", article.text[max(0, start - 12) : start])
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


def _entities(article: Article) -> Iterator[Finding]:
    """Each entity, but one alone in quotation marks, and none where the article is about them and whole itself."""
    from html import unescape

    text = article.text
    found = list(re.finditer(ENTITY, text))
    if not found or (not re.search(APOSTROPHE, text) and re.search(MARKUP, text)):
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
    end = 0
    for m in re.finditer(pattern, text):
        if m.start() < end:
            continue  # the same word
        start = m.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        space = re.compile(r"\s").search(text, m.start())
        end = space.start() if space else len(text)
        if re.search(pattern, text[start:end]):
            yield start, end, text[start:end]


def _decoded(text: str) -> Mended:
    """Only what ftfy says by itself is safe."""
    if re.search(RUN, text) and (whole := misread(text)):
        return [whole], "unsafe"
    if text.isascii():
        return [], ""
    out: list[Piece] = []
    safety = "" if "â€" not in text or _closes_what_is_open(text) else "unsafe"
    for start, end, word in _words(text, SUSPECT_WORD):
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


def _closes_what_is_open(text: str) -> bool:
    """Whether each ” of which a byte was lost follows a “: one that closes nothing might have been another sign."""
    opened = ""
    for m in re.finditer(QUOTES, text):
        if re.fullmatch(CLOSING, m.group()) and (
            opened not in ("“", "â€œ") or text[m.start() - 1].isspace() or text[m.start() - 2 : m.start()] == "â€"
        ):
            return False
        opened = m.group()
    return True


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


def _lost(text: str) -> Mended:
    out: list[Piece] = []
    end = 0
    for m in re.finditer(r"\ufffd+(?:\w{0,12}\ufffd+)*\w{0,12}", text):
        before = re.search(r"\w{0,12}\Z", text[max(end, m.start() - 12) : m.start()])
        start, end = m.start() - len(before.group() if before else ""), m.end()
        out.append((start, end, text[start:end]))
    return out, ""


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
    if "?" not in text:
        return [], ""
    marks = text.count("?")
    solid = "".join(text.split()) if marks >= MANY else ""
    if marks >= MANY and marks > 0.6 * len(solid) and (len(re.findall(r"\?{2,}", text)) > 1 or marks >= 20):
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
