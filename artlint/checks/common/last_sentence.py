"""The last sentence of an article where no mark ends it: whether it is running text, and whether something of it is lost.

A signature, a credit, a headline, a table or a list that stands last is no running text.
"""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text import lexicon
from artlint.text.blocks import dense
from artlint.text.layout import is_caption
from artlint.text.sentence_marks import (
    ABBREVIATIONS,
    LAST_SENTENCE_BREAK,
    PAUSE_MARKS,
    alternatives,
    ends_sentence,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from artlint.text.article import Article
    from artlint.text.blocks import Block

SIGNS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0963\u0966-\u0dff"  # vowel signs and accents: no \w, and yet letters
WORD = rf"[^\W\d_][\w'’{SIGNS}]*"
WHOLE_WORD = rf"(?<!\w)[^\W\d_](?:[\w'’{SIGNS}]*[\w{SIGNS}])?"
ABBREVIATED = rf"(?:\w\.)*\w|{alternatives(ABBREVIATIONS.values())}"  # initials, and short forms
MAX_ABBREVIATION_CHARACTERS = 12
# Characters from the end in which the beginning of the last sentence is looked for, first in few of them.
NEAR_END, FAR_FROM_END = 500, 20_000

SIGNED = r"[”»\"]\s+([^.!?,:;]{3,60})$|(?:^|\s)[*/–—-]{1,2}\s?([^.!?]{3,60})$"
MAX_SIGNATURE_CHARACTERS = 120  # with what stands before it
CREDIT = r"©|copyright|rights reserved|(?:reporting|editing|written|posted) by |courtesy of|related to this|\bsource ?:"
DESK = "记者|記者|译者|譯者|文/|编辑|編輯|报道$|報導$|来源|來源|责编|기자|특파원|사진="
# The last line of a complete article that people leave without a mark: pointers, thanks, who wrote it, where to see it.
NOTES = (
    r"(?:check out|see (?:also|my|our)|read|watch|visit|listen to|follow (?:me|us|on)|for more|thanks (?:to|for)"
    r"|(?:more|further) information|you can (?:also )?(?:hear|read|find|see|watch|follow)|читайте также|читайте також)\b"
    r"|(?:\S+ ){2,3}(?:is|was|é|ist|est|es|è) (?:\S+ ){0,4}?(?:editor|writer|author|journalist|reporter|correspondent"
    r"|columnist|professor|director|blogger|founder|advogado|jornalista|periodista|professeur|redakteur)\b"
    r"|(?:\S+ ){1,6}(?:is|are) (?:out|released|available|showing|on sale) (?:now|on|in)\b"
)
SPEAKER = r",[\"”]\s+[^\s\"”]+(?:\s[^\s\"”]+){0,2}$"  # “…,” Jane: the words go on with who said them
SAID = r"[,\"“”]\s*(?:[^\s,]+ ){0,3}said$"  # “…, she said” is whole
SYLLABIC = ("vi",)  # a space stands between syllables: none of them is half a word
COMMAS = ",،、，၊"
LABEL = r"[^\W\d]+(?: [^\W\d]+){0,2}\s?[:：]"
MAX_ADDRESS_LINE_CHARACTERS = 80  # of a line that gives an address

# What is half a word, or one that nobody knows.
MIN_UNKNOWN_WORD_CHARACTERS = 4  # of a word that is lost in part if no list knows it: the lists have no shorter ones
LEXICON_SAMPLE_CHARACTERS = 1500  # at the end of the article, whose words must be known for one that is not to tell
MIN_LEXICON_SAMPLE_WORDS = 11
MIN_KNOWN_SHARE = 0.9  # of these words

# How long running text is, and how much of it is in small letters.
DENSE_SAMPLE_CHARACTERS = 400
MIN_DENSE_CHARACTERS = {"ja": 7}  # behind another sentence: fewer say no more than a name does
MIN_DENSE_CHARACTERS_ELSEWHERE = 5
MIN_DENSE_CLAUSE_CHARACTERS = 10  # of a paragraph with a comma
MIN_DENSE_PARAGRAPH_CHARACTERS = 40  # of one without
MIN_DENSE_CREDITED_CHARACTERS = 15  # of a line with a reporter's title that says something, too
MIN_CASELESS_WORDS = 5  # behind another sentence: fewer may be a name, which no capital tells
MIN_WORDS_BEFORE = 4  # in the paragraph, before a sentence that breaks off
MIN_SMALL_WORDS = 3  # before a small letter that ends no name
MIN_SMALL_SHARE_AFTER_SENTENCE = 0.4
MIN_OPEN_WORDS, MIN_OPEN_SMALL_WORDS = 4, 3  # of a paragraph that ends in a comma, or a word that ends no sentence
WORD_CHARACTERS = 7  # languages that join words write fewer of them, as long
MIN_SMALL_SHARE, MIN_SMALL_SHARE_DANGLING = 0.55, 0.3  # of a paragraph
MIN_SHORT_DANGLING_WORDS = 4  # of a line that is no paragraph
MIN_SMALL_SHARE_SHORT_DANGLING = 0.6
MIN_WORDS_BELOW_PARAGRAPH = 5
MIN_SMALL_SHARE_BELOW_PARAGRAPH = 0.5
MIN_LINKS, MANY_LINKS = 2, 3  # words that cannot end a sentence: labels have none
MANY_WORDS_BELOW_PARAGRAPH = 8


class LastSentence:
    """The last sentence of an article, `tail`, which begins at `start` in `text`, its paragraph.

    `open_words` are the words of its language that cannot end a sentence.
    """

    def __init__(self, article: Article, block: Block, text: str, open_words: Container[str], start: int = 0) -> None:
        self.article, self.block, self.text, self.open_words = article, block, text, open_words
        self.start = max(start, last_start(text))
        self.tail = text[self.start :]
        self.words = re.findall(WORD, self.tail)
        self._small = sum(map(self._is_small, self.words))

    def _is_small(self, word: str) -> bool:
        """Whether a word may not be a name's."""
        return not word[0].isupper() or (self._is_open(word) and not word.isupper())

    def _is_open(self, word: str) -> bool:
        return word.lower() in self.open_words

    def dangles(self) -> bool:
        """Whether the last word shows that something is lost: it cannot end a sentence, or it is half a word."""
        if self.text[-1] in PAUSE_MARKS:
            return self.text[-1] in COMMAS  # entries of lists end in semicolons
        words = re.findall(WHOLE_WORD, self.tail)
        if not words or not self.tail.endswith(words[-1]) or dense(words[-1]):
            return False
        last = words[-1]
        if self._is_open(last):
            if re.search(SAID, self.tail):
                return False
            return not last.isupper() or len(last) == 1
        if re.search(SPEAKER, self.tail) or (last.islower() and last.endswith(("'s", "’s"))):
            return True
        if self.article.language in SYLLABIC or re.search(r"=[\"']", self.tail):
            return False
        return self._is_half(last, alone=len(words) == 1)

    def _is_half(self, last: str, alone: bool) -> bool:
        """Whether the last word is a part of one: the article has the whole, or no list knows it."""
        word = last.lower()
        often, longer = _standing(word, self.article.lowered)
        if often:
            return alone and word in re.findall(r"\w+", self.article.text)  # “Team” where “team” is no name
        small = last[0].islower()
        if longer:
            return not lexicon.known(word) or (small and len(word) > 1)
        long = len(word) >= MIN_UNKNOWN_WORD_CHARACTERS
        return small and long and not lexicon.known(word) and _words_are_known(self.article)

    def is_note(self, above: str) -> bool:
        """Whether the sentence is complete though it lacks its mark: a pointer, an address, or the last of a list, of
        which `above` is the line above."""
        text, tail = self.text, self.tail
        if re.match(NOTES, tail.lower()) or " | " in tail or re.match(r"\([^()]*\d{4}\)", tail):
            return True
        if len(tail) < MAX_ADDRESS_LINE_CHARACTERS and re.search(r"\S@\S+\.\w", tail):
            return True
        bullet = not text[0].isalnum() and text[0] not in "\"'“„«("
        return bullet and above[:1] == text[0] and not ends_sentence(above)

    def is_prose(self, dangles: bool, min_words: int) -> bool:
        """Whether the sentence is running text: no headline, credit, signature or entry of a list."""
        if not self.words or self.tail[0] in "*/+|" or re.search(CREDIT, self.tail.lower()) or is_caption(self.tail):
            return False
        if not dangles and self._is_signed():
            return False
        if 2 * dense(self.tail[:DENSE_SAMPLE_CHARACTERS]) > len(self.tail):
            return self._is_dense_prose()
        return self._is_prose_after_sentence(dangles) if self.start else self._is_prose_paragraph(dangles, min_words)

    def _is_signed(self) -> bool:
        """Whether a name stands at the end, after a quotation or a dash: “… to the end” Jane Doe."""
        found = re.search(SIGNED, self.text[-MAX_SIGNATURE_CHARACTERS:])
        if found is None:
            return False
        return all(word[0].isupper() for word in re.findall(r"[^\W_]+", found.group(1) or found.group(2)))

    def _is_dense_prose(self) -> bool:
        """Whether a sentence in a script without spaces says more than who wrote it."""
        tail = self.tail
        if self.start:
            least = MIN_DENSE_CHARACTERS.get(self.article.language, MIN_DENSE_CHARACTERS_ELSEWHERE)
        else:
            least = MIN_DENSE_CLAUSE_CHARACTERS if re.search("[，、,]", tail) else MIN_DENSE_PARAGRAPH_CHARACTERS
        if len(tail) < least:
            return False
        clause = len(tail) >= MIN_DENSE_CREDITED_CHARACTERS and re.search("[，、,「“]", tail)
        return bool(clause) or not re.search(DESK, tail)

    def _is_prose_after_sentence(self, dangles: bool) -> bool:
        """Whether a sentence is running text that stands behind another one in its paragraph."""
        words, last, tail = self.words, self.words[-1], self.tail
        if not any(map(_has_case, words)) and not (last in self.open_words or self.text[-1] in PAUSE_MARKS):
            return len(words) >= MIN_CASELESS_WORDS and not re.match(LABEL, tail)
        in_paragraph = self.block.words >= len(words) + MIN_WORDS_BEFORE
        if dangles and in_paragraph and self.article.layout.roles[self.block.index] != "list":
            return True
        small_end = tail.endswith(last) and last.islower()  # as no name ends
        if small_end and len(words) >= MIN_SMALL_WORDS and not re.search(r"[\d:]", tail):
            return True
        small = self._small >= max(1, MIN_SMALL_SHARE_AFTER_SENTENCE * len(words))
        return small and (len(words) > 1 or self._is_open(words[0]))

    def _is_prose_paragraph(self, dangles: bool, min_words: int) -> bool:
        """Whether a sentence is running text that is a paragraph by itself. Of fewer words than `min_words` it must
        break off, or go on after a paragraph."""
        count, small = len(self.words), self._small
        if self._is_open(self.words[-1]) or self.text[-1] in PAUSE_MARKS:
            return count >= MIN_OPEN_WORDS and small >= MIN_OPEN_SMALL_WORDS
        if max(count, len(self.tail) // WORD_CHARACTERS) >= min_words:
            return small >= (MIN_SMALL_SHARE_DANGLING if dangles else MIN_SMALL_SHARE) * count
        breaks_off = dangles and count >= MIN_SHORT_DANGLING_WORDS and not re.match(LABEL, self.tail)
        if breaks_off and small >= MIN_SMALL_SHARE_SHORT_DANGLING * count:
            return True
        return self._follows_paragraph(min_words) and self._reads_as_sentence()

    def _follows_paragraph(self, min_words: int) -> bool:
        above = self.article.blocks[self.block.index - 1] if self.block.index else None
        return above is not None and above.words >= min_words and ends_sentence(above.text)

    def _reads_as_sentence(self) -> bool:
        """Whether a short line has the words that sentences are made of."""
        words = self.words
        links = sum(map(self._is_open, words))
        if len(words) < MIN_WORDS_BELOW_PARAGRAPH or links < MIN_LINKS:
            return False
        if self._small < MIN_SMALL_SHARE_BELOW_PARAGRAPH * len(words):
            return False
        clause = re.search(r", |^[\"“„«]", self.text) or (self._is_open(words[0]) and words[-1].islower())
        return bool(clause) or len(words) >= MANY_WORDS_BELOW_PARAGRAPH or links >= MANY_LINKS


def last_start(text: str) -> int:
    """Where the last sentence begins. It is looked for near the end, where it is nearly always."""
    for back in (NEAR_END, FAR_FROM_END, len(text)):
        found = re.compile(LAST_SENTENCE_BREAK).finditer(text, max(0, len(text) - 1 - back), len(text) - 1)
        ends = [match.end() for match in found if not _is_abbreviated(text, match.start())]
        if ends:
            return ends[-1]
    return 0


def _is_abbreviated(text: str, dot: int) -> bool:
    """Whether the full stop belongs to an initial or a short form: “U.S. ”, “J. ”, “Dr. ”."""
    word = text[max(0, dot - MAX_ABBREVIATION_CHARACTERS) : dot].rsplit(None, 1)
    before = word[-1] if word else ""
    return text[dot] == "." and re.fullmatch(ABBREVIATED, before) is not None


def _standing(word: str, text: str) -> tuple[bool, bool]:
    """Whether a word stands in the text twice, and, where it does not, whether a longer one begins with it.
    (A pattern would serve this text alone.)"""
    whole, longer, at = 0, False, -1
    while whole < 2 and (at := text.find(word, at + 1)) >= 0:
        if not re.match(r"\w", text[at - 1 : at]):
            at += len(word) - 1
            goes_on = re.match(r"\w", text[at + 1 : at + 2]) is not None
            whole, longer = whole + (not goes_on), longer or goes_on
    return whole > 1, longer


def _has_case(word: str) -> bool:
    """Whether a word is of a script in which names and sentences begin with capitals; the Georgian has others."""
    return word[0].isupper() or word[0].title() != word[0]


def _words_are_known(article: Article) -> bool:
    """Whether nearly all the words of the last part of an article are in the lists, so that one that is not tells."""
    found = re.findall(r"[^\W\d_]{4,}", article.text[-LEXICON_SAMPLE_CHARACTERS:])
    words = [word for word in found if word.islower()][:-1]
    return len(words) >= MIN_LEXICON_SAMPLE_WORDS and sum(map(lexicon.known, words)) >= MIN_KNOWN_SHARE * len(words)
