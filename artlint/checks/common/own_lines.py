"""Lines that are an article's own, whatever a model thinks of their words and shape: lists, tables, headings, letters."""

from __future__ import annotations

from itertools import groupby

from artlint.base.startup import cached_re as re
from artlint.text.folding import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.text.article import Article
    from artlint.text.blocks import Block

# What is an article's however short it is: an interview, a clause of a law, code, the end of a press release.
OWN = (
    r"(?:Q|A|Question|Answer|Frage|Antwort|F|R|P|D|В|О|Вопрос|Ответ|问|答|問)\d{0,3} ?[:：.] ?\S"
    r"|\([a-z]{1,3}\) [a-z]|[^\n]*[{};]$|[()\[\]]+$|#+$"
)
# Under these stands who wrote the letter.
REGARDS = (
    r"(?i)(?:yours?(?: \w+)?|(?:very )?sincerely(?: yours)?|(?:best|kind|warm) (?:regards|wishes)|mit freundlichen grüßen|dein[e]?|ihr[e]?"
    r"|cordialement|bien à vous|atentamente|un abrazo|cordiali saluti|atenciosamente|с уважением|ваша?|твоя?|z poważaniem)[,.]?$"
)
MAX_SIGNATURE_LINES = 4  # the regards among them
KEY = r"[^\W\d_][\w /-]{1,24}(?::\s|：)"
TIME = r"\d{1,2}[.:]\d\d\s"
MIN_PROGRAMME_TIMES = 3  # lines that begin with a time
# A list of the article's own.
MIN_ITEMS = 3
NUMBERED_HEAD = r"\(?(?:(\d{1,2})|([A-Za-z]))[.)]\s"
MIN_ANNOUNCING_WORDS = 6
MAX_ITEM_WORDS = 12
ROWS_AROUND, MIN_LIKE_ROWS = 4, 2  # segments, among which others of the same form are looked for
MAX_ROW_CHARACTERS = 300
MIN_ROW_WORDS = 3
# A table: rows of cells with wide gaps, or of numbers.
ROW = r"(?:.*?\S(?: {2,}|\t)(?=\S)){2}|(?:.*?(?<!\S)[(+-]?\d[\d.,:%+)-]*(?!\S)){4}"
NEARBY_CHARACTERS = 200  # on either side
MIN_ROWS, MIN_ROW_SHARE = 3, 0.25  # of the lines between two paragraphs, for these to be a table with its headings
MIN_LEADING_WORDS = 3  # of what leads to a quotation: “Our Paper reports:”
# The head of a letter that is printed.
MAIL = (
    r"(?:From|To|Cc|Bcc|Date|Sent|Subject|Reply-To|Von|An|Betreff|Gesendet|De|À|Objet|Envoyé|Para|Asunto|Fecha|Da|A|Oggetto): \S"
    r"|(?:On|Am|Le|El|Il) [^\n]{6,80} (?:wrote|schrieb[^\n]{0,40}|a écrit|escribió|ha scritto) ?:$|-{2,} ?(?:Forwarded|Original) "
)
MIN_MAIL_LINES = 2
MAX_HEADING_WORDS = 5
MAX_OPENING_CHARACTERS = 300  # of a paragraph, in which its heading is taken up
PAGE_WORDS = frozenset(  # that stand above teasers as well
    ("more", "video", "videos", "news", "latest", "related", "photos", "follow", "share", "story", "stories", "read", "from", "this",
     "новости", "wiadomości", "wszystkie", "noticias", "nachrichten", "mehr", "articles", "artículos", "notizie", "nouvelles")
)  # fmt: skip
NOTED = r"[^\W\d_]\*(?![\w*])"  # a word with the mark of a note, which begins with the same mark
MIN_STEM_CHARACTERS, STEM_CHARACTERS = 4, 5  # of a word in another case or number


class OwnLines:
    """Knows the lines that are an article's own, whatever the model thinks of them."""

    def __init__(self, article: Article) -> None:
        from artlint.text.line_model.model import seen

        texts = [b.text for b in article.segments]
        programme = sum(re.match(TIME, text) is not None for text in texts) >= MIN_PROGRAMME_TIMES
        self._begins = re.compile(f"{OWN}|{TIME}" if programme else OWN)
        self._keys = counted([m.group() for text in texts if (m := re.match(KEY, text))])
        self._regards = -MAX_SIGNATURE_LINES  # where they stand
        self._text, self._segments, self._seen = article.text, article.segments, article.view(seen)
        noted = re.search(NOTED, article.text) if "*" in article.text else None
        self._noted = noted.end() if noted else len(article.text)  # from here on, a line with that mark is the note
        self._listed = _own_lists(article) | _numbered_heads(article.segments) | _tables(article)

    def hold(self, block: Block) -> bool:
        """Whether a line is of an interview, a law, a letter's end, or a table of keys. To be asked of those that may be
        boilerplate, in order."""
        if self._begins.match(block.text) or block.index in self._listed:
            return True
        if re.match(REGARDS, block.text):
            self._regards = block.index
        if self._is_of_text(block):
            return True
        key = re.match(KEY, block.text)
        return block.index - self._regards < MAX_SIGNATURE_LINES or (key is not None and self._keys[key.group()] > 1)

    def _is_of_text(self, block: Block) -> bool:
        """Whether a line goes on from the text before it, or the text after it goes on from the line."""
        above, below = (
            self._segments[n] if 0 <= n < len(self._segments) else None for n in (block.index - 1, block.index + 1)
        )
        if _is_torn(self._text, block) or (re.match(MAIL, block.text) and self._are_letters()):
            return True
        if above and _closes(above.text, block.text):
            return True
        if block.text[-1] in ":：":
            return block.words >= MIN_LEADING_WORDS and below is not None and self._prose(below)
        if block.text[0] == "*" and block.start >= self._noted:
            return True
        return block.words <= MAX_HEADING_WORDS and self._is_heading(block)

    def _are_letters(self) -> bool:
        """Whether the article prints the heads of letters: one line of such a form may be anything."""
        return sum(re.match(MAIL, s.text) is not None for s in self._segments) >= MIN_MAIL_LINES

    def _is_heading(self, block: Block) -> bool:
        """Whether a short line names what the paragraph below it is about."""
        after = self._segments[block.index + 1 : block.index + 2]
        if not after or not self._prose(after[0]) or block.text[-1] in ".!…":
            return False
        opening = after[0].text[:MAX_OPENING_CHARACTERS].casefold()
        words = (word for word in re.findall(r"[^\W\d_]+", block.text.casefold()) if len(word) >= MIN_STEM_CHARACTERS)
        return any(
            word not in PAGE_WORDS and re.search(rf"(?<!\w){re.escape(word[:STEM_CHARACTERS])}", opening)
            for word in words
        )

    def _prose(self, segment: Block) -> bool:
        return self._seen[segment.index].prose


def _is_torn(text: str, block: Block) -> bool:
    """Whether a piece begins or ends inside a word, at a link that was lost."""
    before, after = text[block.start - 1 : block.start], text[block.end : block.end + 1]
    return (before.isalpha() and block.text[0].islower()) or (after.islower() and block.text[-1].isalpha())


def _closes(above: str, text: str) -> bool:
    """Whether a line closes a bracket that the line above it has left open."""
    return text.count(")") > text.count("(") and above.count("(") > above.count(")")


def _own_lists(article: Article) -> set[int]:
    """The items of the article's own lists: they are announced by a sentence that ends in a colon, or stand between
    running text, all with the same mark. Under a list that stands last, nobody can tell."""
    from artlint.text.line_model.model import seen

    segments, lines, prose = article.segments, article.view(seen), article.view(prose_range)
    last = prose[1] if prose else -1
    found: set[int] = set()
    start = 0
    while start < len(segments):
        mark = _list_mark(segments[start].text)
        stop = start + 1
        while stop < len(segments) and mark and _list_mark(segments[stop].text) == mark:
            stop += 1
        above = segments[start - 1] if start else None
        if above and above.text[-1] in ":：—–" and above.words >= MIN_ANNOUNCING_WORDS and not lines[start].prose:
            while stop < len(segments) and not lines[stop].prose and lines[stop].words <= MAX_ITEM_WORDS:
                stop += 1
            found.update(range(start, stop))
        elif mark and stop - start >= MIN_ITEMS and stop <= last:
            found.update(range(start, stop))
        start = stop
    return found


def _numbered_heads(segments: Sequence[Block]) -> set[int]:
    """The lines that begin with (A), (B), (C) or 1., 2., 3. and have other lines between them: heads of the article's own
    parts. The page's lists of what is read most have nothing between."""
    found: set[int] = set()
    chain: list[tuple[int, int]] = []  # numbers, and where they stand
    for segment in segments:
        match = re.match(NUMBERED_HEAD, segment.text)
        if not match:
            continue
        number = int(match[1]) if match[1] else ord(match[2].lower()) - ord("a") + 1
        if number == 1:
            chain = [(1, segment.index)]
        elif chain and number == chain[-1][0] + 1 and segment.index > chain[-1][1] + 1:
            chain.append((number, segment.index))
            if len(chain) >= MIN_ITEMS:
                found.update(index for _, index in chain)
    return found


def _tables(article: Article) -> set[int]:
    """The lines between two paragraphs that hold the rows of a table, with its headings."""
    from artlint.text.line_model.model import seen

    found: set[int] = set()
    for prose, group in groupby(zip(article.segments, article.view(seen), strict=True), lambda pair: pair[1].prose):
        if prose:
            continue
        stretch = [segment for segment, _ in group]
        rows = sum([re.match(ROW, _line_of(article, segment)) is not None for segment in stretch])
        if rows >= max(MIN_ROWS, MIN_ROW_SHARE * len(stretch)):
            found.update([segment.index for segment in stretch])
    return found


def _line_of(article: Article, segment: Block) -> str:
    """The line in which a segment stands, as far as it is near: gaps between cells may have parted it."""
    before = article.text[max(0, segment.start - NEARBY_CHARACTERS) : segment.start]
    after = article.text[segment.start : segment.start + NEARBY_CHARACTERS]
    return before.rpartition("\n")[2] + after.partition("\n")[0]


def without_rows(segments: Sequence[Block], found: Sequence[Block], free: frozenset[int]) -> list[Block]:
    """Of these segments those that are no row of a list whose other rows are not among them, and no head of one: a list is
    judged as a whole. `free` are the segments that no rule has marked."""
    left = free.difference([b.index for b in found])

    def others(block: Block) -> int:
        near = range(max(0, block.index - ROWS_AROUND), min(len(segments), block.index + ROWS_AROUND + 1))
        form = _form(block.text)
        return sum(n in left and _form(segments[n].text) == form for n in near) if form else 0

    rows = [block for block in found if others(block) >= MIN_LIKE_ROWS]
    left = left.union([block.index for block in rows])

    def heads(block: Block) -> bool:
        below = block.index + 1
        return block.words < MIN_ROW_WORDS and below in left and bool(_list_mark(segments[below].text))

    return [block for block in found if block not in rows and not heads(block)]


def _form(text: str) -> str:
    """What rows of one list have in common: the sign between their parts, or the words that they begin with."""
    if len(text) > MAX_ROW_CHARACTERS:
        return ""
    if mark := _list_mark(text):
        return mark
    key = re.match(KEY, text)
    if key:
        return ":"
    sign = re.search(r"\w ?([—–|]|-(?= )|(?i:\bvs?\b)) ?\w", text)
    words = text.split()
    return sign[1].lower() if sign else " ".join(words[:2]) if len(words) > MIN_ROW_WORDS else ""


def _list_mark(text: str) -> str:
    """What kind of mark an item begins with: its sign, or “1” or “a” for a number or letter; nothing where none."""
    match = re.match(rf"([-–—*+•·‣▪●○■□◦])\s|([・※])|[①-⑳]|{NUMBERED_HEAD}|([^\W\d_])\)\s", text)
    if match is None:
        return ""
    return match[1] or match[2] or ("a" if match[4] or match[5] else "1")


def prose_range(article: Article) -> tuple[int, int] | None:
    """The first and the last block of running text."""
    from artlint.text.line_model.model import seen

    found = [i for i, entry in enumerate(article.view(seen)) if entry.prose]
    return (found[0], found[-1]) if found else None
