"""`mojibake`: text that was decoded with the wrong encoding (“â€™” for ’, “Ã©” for é), and characters lost on the way."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural, quoted
from artlint.checks.base import Check
from artlint.checks.common.quotation_marks import signs
from artlint.checks.common.wrong_encoding import CLOSING, closes_what_is_open, misread, repair, repair_pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Piece = tuple[int, int, str]  # start and end in the paragraph, and the text as it should be
    Pieces = tuple[list[Piece], str]  # with the safety of the fix, where it is less than the rule's

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
RUN = r"[\u00a1-\u00ffŒœŠšŸŽž€][\u00a1-\u00ffŒœŠšŸŽž€]{3}"  # no language writes four of these in a row, letters among them
# What the signs of an article hold where its text holds any of these: found soon, and far from the truth.
SOME_DAMAGE = f"[{LEADS}](?:[{TRAILS}Ђ¶·¤§¨ЁЎј]|(?<=Â)(?:\\s|$))"
SUBJECT = (  # of an article that shows such text on purpose
    r"\b(?:utf-?8|unicode|latin-?1|iso[- ]8859|ascii|(?:windows|cp)-?125\d|mojibake|charsets?|character (?:encoding|set)s?"
    r"|zeichen(?:satz|kodierung|codierung)|encodage|codificación|кодировк\w{1,3})\b|文字化け|乱码|亂碼|字符编码|文字コード"
)
MAX_EXAMPLES = 1000  # damaged words: nobody shows more
# With a semicolon any name that HTML has; without, as browsers read them, those that are no parameter of an address.
ACCENTED = (
    r"[AEIOUYaeiouy](?:acute|grave|circ|uml|tilde)|[Cc]cedil|[NnAaOo]tilde|[Aa]ring|[Oo]slash|szlig"  # as browsers read
)
ENTITY = (
    r"&(?:amp;(?:amp;){0,3}(?:#(?:\d{2,6}|[xX][0-9a-fA-F]{2,5})|[A-Za-z][A-Za-z0-9]{1,7});|[A-Za-z][A-Za-z0-9]{1,7}(?:;amp)?;"
    rf"|(?:nbsp|quot|[lr]aquo|{ACCENTED})(?![\w;=])"
    r"|#(?!0*(?:60|62|173|820[3-7]|8288|65279);|[xX]0*(?:3[ceCE]|[aA][dD]|200[b-fB-F]|2060|[fF][eE][fF]{2});)"
    r"(?:\d{2,6}|[xX][0-9a-fA-F]{2,5});)"
)
# Markup, what nobody sees, and names that are words or variables as well: “&sum;” is a line of C.
KEPT_ENTITIES = frozenset(
    ("lt", "gt", "shy", "zwj", "zwnj", "lrm", "rlm", "sum", "prod", "pi", "part", "image", "real", "int", "and", "or", "not", "sub",
     "sup", "cap", "cup", "ang", "sim", "chi", "psi", "phi", "tau", "eta", "rho", "mu", "nu", "xi", "lang", "rang", "there4", "exist",
     "empty", "isin", "ni", "minus", "prop", "infin", "cong", "equiv", "prime", "loz")
)  # fmt: skip
MARKUP = (  # of an article that shows entities on purpose
    r"&[lg]t;|(?<![./\w])(?i:x?html\d?|markup|entity|entities|ampersands?|html-entit\w+|non-breaking space)\b"
)
APOSTROPHE = r"[^\W\d_]&(?:amp;)?(?:#0*39|#[xX]27|#0*8217|#[xX]2019|rsquo|apos);[^\W\d_]"
OPENING, CLOSING_QUOTES = tuple("\"“”„«‘'`("), tuple("\"”“»’'`)")  # around an entity that is shown on purpose
CONTRACTION = r"(?<=[^\W\d_])\?(?=(?:s|t|re|ve|ll|d|m)\b)"
CONTROL = "[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
UNSPACED = "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]"  # Thai, Lao, Tibetan, Burmese, Khmer: it parts their words
WIDTHLESS = "\u200b\u2060\ufeff\u00ad"
INVISIBLE = f"[{WIDTHLESS}](?<!{UNSPACED}.)(?!{UNSPACED})"
INVISIBLES = f"{INVISIBLE}(?:{INVISIBLE})*"
MIN_QUESTION_MARKS = 8  # of a line that is little else
MIN_QUESTION_MARK_SHARE = 0.6  # of its characters
MIN_SURE_QUESTION_MARKS = 20  # where they stand in one row
MAX_SHOWN_CHARACTERS = 30  # of a word, in a message
MAX_WORD_LOOKBACK = 12  # characters before a sign that nobody sees, which tell its place
LOST = r"\ufffd+(?:\w{0,12}\ufffd+)*\w{0,12}"  # with what is left of the words around
LETTER = r"\?(?<=[^\W\d_]\?)(?=[^\W\d_])"


class Mojibake(Check):
    """Reports the damaged stretch of each paragraph, and what it should be where that can be told."""

    args = {
        "damaged": "a damaged word; of invisible characters the place, as words",
        "mended": "that word as it should be",
        "repaired": "the whole stretch as it should be",
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
            return "?" in text and (re.search(LETTER, text) is not None or text.count("?") >= MIN_QUESTION_MARKS)
        if kind == "entity":
            return "&" in text
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
        kind = self.options.kind
        if kind in ("invisible", "entity"):
            yield from _invisible(article) if kind == "invisible" else _entities(article)
            return
        find = {"decoded": _decoded, "lost": _lost, "control": _control, "question": _question}[kind]
        found = [(block, *damage) for block in article.blocks if (damage := find(block.text))[0]]
        if kind == "question" and not _are_certain([piece for _, pieces, _ in found for piece in pieces]):
            return
        if kind == "decoded" and found and _is_subject(article.text, found):
            return
        for block, pieces, safety in found:
            yield _finding(block, pieces, safety)


def _finding(block: Block, pieces: list[Piece], safety: str) -> Finding:
    start, end = pieces[0][0], pieces[-1][1]
    repaired, at = [], start
    for i, j, right in pieces:
        repaired += [block.text[at:i], right]
        at = j
    args = {
        "damaged": quoted(block.text[start : pieces[0][1]], MAX_SHOWN_CHARACTERS),
        "mended": quoted(pieces[0][2], MAX_SHOWN_CHARACTERS),
        "repaired": "".join(repaired),
        "what": plural(len(pieces), "place"),
    }
    related = tuple(Related(block.span(i, j), "here") for i, j, _ in pieces) if len(pieces) > 1 else ()
    return Finding(block.span(start, end), args, related, safety=safety)


def _are_certain(pieces: list[Piece]) -> bool:
    """Whether the question marks inside words are no slips: a contraction, a lost line, or two in the article."""
    return len(pieces) > 1 or any("?" not in right or "??" in right for _, _, right in pieces)


def _is_subject(text: str, found: list[tuple[Block, list[Piece], str]]) -> bool:
    """Whether the article is about encodings, and was itself read in the right one: a letter that is damaged in one
    place stands whole in another."""
    if sum(len(pieces) for _, pieces, _ in found) > MAX_EXAMPLES or not re.search(SUBJECT, text, re.IGNORECASE):
        return False
    import re as standard  # the pattern is of this text alone, and not to be kept

    damaged = {block.text[start:end] for block, pieces, _ in found for start, end, _ in pieces}
    longest_first = sorted(damaged, key=lambda piece: (-len(piece), piece))
    text = standard.sub("|".join(map(standard.escape, longest_first)), " ", text)
    letters = {c for _, pieces, _ in found for *_, right in pieces for c in right if c.isalpha()}
    return any(c in text for c in letters if not c.isascii())


def _invisible(article: Article) -> Iterator[Finding]:
    places = [m.span() for m in re.finditer(INVISIBLES, article.text) if not _is_half(article.text, m.start())]
    if places:
        start, end = places[0]
        before = _word_before(article.text[max(0, start - MAX_WORD_LOOKBACK) : start])
        line = article.text[article.text.rfind("\n", 0, start) + 1 : start]
        where = (
            f"after “{quoted(before or line[-MAX_WORD_LOOKBACK:], MAX_SHOWN_CHARACTERS)}”"
            if line.strip()
            else "at the start of the line"
        )
        args = {
            "damaged": where,
            "mended": "",
            "repaired": "",
            "what": plural(len(places), "place"),
        }
        related = tuple(Related(Span(i, j), "here") for i, j in places)
        yield Finding(Span(start - len(before), end), args, related)


def _is_half(text: str, at: int) -> bool:
    """Whether an invisible character is the second half of a damaged one, “Â” and a soft hyphen: without it nobody could
    tell what the other half was."""
    return text[at - 1 : at] in ("Â", "Ã", "â")


def _word_before(text: str) -> str:
    """The part of a word that ends the text."""
    found = re.search(r"\w*\Z", text)
    return found.group() if found else ""


def _entities(article: Article) -> Iterator[Finding]:
    """Each entity, but one alone in quotation marks, and none where the article is about them and whole itself."""
    from artlint.checks.common.escapes import unescaped

    text = article.text
    found = list(re.finditer(ENTITY, text))
    if not found or (not re.search(APOSTROPHE, text) and re.search(MARKUP, text)):
        return
    for m in found:
        before, after = text[max(0, m.start() - 1) : m.start()], text[m.end() : m.end() + 1]
        if before in OPENING and after in CLOSING_QUOTES:
            continue
        right = unescaped(m.group())
        if right in (m.group(), "<", ">", "\u00ad") or not _is_entity(text, m.start(), m.group()):
            continue
        yield Finding(Span(*m.span()), {"damaged": m.group(), "mended": right, "repaired": right, "what": "1 place"})


def _is_entity(text: str, at: int, found: str) -> bool:
    """Whether a name is one that HTML has, and stands in no address."""
    name = re.match(r"&(?:amp;)*(\w*)", found)[1] or "amp"  # type: ignore[index]
    if "#" in found:
        return True
    from html.entities import name2codepoint

    if (name not in name2codepoint and name != "apos") or name in KEPT_ENTITIES:
        return False
    word = re.search(r"\S{0,80}$", text[max(0, at - 80) : at])[0]  # type: ignore[index]
    return found[-1] == ";" or re.search(r"[/?=&]", word) is None


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


def _decoded(text: str) -> Pieces:
    """Text in the wrong encoding. Only what ftfy fixes by itself is safe."""
    if re.search(RUN, text) and (whole := misread(text)):
        return [whole], "unsafe"
    if text.isascii():
        return [], ""
    out: list[Piece] = []
    safety = "" if "â€" not in text or closes_what_is_open(text) else "unsafe"
    for start, end, word in _words(text, SUSPECT_WORD):
        if not re.search(DAMAGE, word):
            continue  # Â alone, behind no word
        right = repair(word)
        if right == word:
            right = re.sub(PAIRS, repair_pair, re.sub(LONE, lambda m: m.group()[:-1], word))
            safety = safety if right == word else "unsafe"
        if right != word:
            out.append((start, end, right))
    if out:  # a longer stretch tells the library more than its words do
        start, end = out[0][0], out[-1][1]
        stretch = text[start:end]
        right = repair(stretch)
        if right != stretch and not re.search(SUSPECT, right):
            out, safety = [(start, end, right)], safety if re.search(CLOSING, stretch) else ""
    elif re.search(SUSPECT, text) and (right := repair(text)) != text:
        out = [(0, len(text), right)]
    return out, safety


def _lost(text: str) -> Pieces:
    out: list[Piece] = []
    end = 0
    for m in re.finditer(LOST, text):
        before = _word_before(text[max(end, m.start() - MAX_WORD_LOOKBACK) : m.start()])
        start, end = m.start() - len(before), m.end()
        out.append((start, end, text[start:end]))
    return out, ""


def _control(text: str) -> Pieces:
    """Control characters; C1 ones are cp1252's marks that were read as Latin-1, and become these again."""

    def as_western(m: re.Match[str]) -> str:
        return "".join(
            bytes([ord(c)]).decode("cp1252", "ignore") if c > "\x7f" else ""
            for c in re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", m.group())
        )

    return [
        (m.start(), m.end(), as_western(m)) for m in re.finditer(rf"(?:\x1b\[[0-9;]*[A-Za-z]|{CONTROL})+", text)
    ], ""


def _question(text: str) -> Pieces:
    """Words that a “?” stands in, and paragraphs that are little else. An address may hold one, and so may a program."""
    if "?" not in text:
        return [], ""
    if _is_lost(text):
        return [(0, len(text), text)], ""
    out = []
    for start, end, word in _words(text, LETTER):
        if re.search(r"[/=&@\\<>|_\[\]{}]|\.\w{2,4}\?", word):
            continue
        right = re.sub(CONTRACTION, "’", word)
        places = [m.start() for m in re.finditer(LETTER, right)]
        if right != word or any(right[i + 1].islower() for i in places):
            out.append((start, end, right))
    return out, ""


def _is_lost(text: str) -> bool:
    """Whether a paragraph is little else than question marks, in several rows or in a long one."""
    marks = text.count("?")
    if marks < MIN_QUESTION_MARKS or marks <= MIN_QUESTION_MARK_SHARE * len("".join(text.split())):
        return False
    return marks >= MIN_SURE_QUESTION_MARKS or len(re.findall(r"\?{2,}", text)) > 1
