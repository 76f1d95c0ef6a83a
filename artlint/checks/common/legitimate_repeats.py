"""Repeats that an author means: formulae, questions and answers, refrains, and lines that only look the same."""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import QUESTION_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.blocks import Block

    Pairs = list[tuple[int, int]]  # of blocks, by their indices: the one that stands first, and the one that repeats it

MAX_FACT_CHARACTERS = 140  # of a block: more is not told again of other places, with other numbers
MAX_ENTRY_CHARACTERS = 100  # of a caption or an entry of a table, of which the number is the point
MIN_COPY_CHARACTERS = 200  # nobody says so much twice
ENTRY = r"\(\w{1,3}\)\s|§|\d{1,2}(?:[.:]\d\d\b| ?(?:[ap]\.?m\b|uhr\b|h\b))"  # a clause of a law, an hour
MIN_ROW_NUMBERS = 3  # words with a digit in a row of a table
MIN_ROW_NUMBER_SHARE = 0.5  # of its words
MIN_POEM_LINES = 6
MAX_POEM_LINE_CHARACTERS = 60
MIN_POEM_TEXT_SHARE = 0.7  # of the text's characters: so much of a poem stands in short lines
MAX_POEM_SENTENCE_SHARE = 0.5  # of its lines end as sentences do
MIN_POEM_CAPITAL_SHARE = 0.7  # of its lines begin with a capital
MIN_REFRAIN_LINES, MAX_REFRAIN_LINES = 2, 4  # of a refrain that prose quotes
MAX_REFRAIN_LINE_CHARACTERS = 80
MIN_REFRAIN_LINE_WORDS = 3
MAX_SPEAKER_CHARACTERS = 80  # in which the speaker's name ends
WORD = r"\d+|[\u3040-\u9fff]|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
SPEECH = r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2}[:：](?=\s*\S)"  # “Anna Alder: It is.”
NEGATION = (
    "no|not|never|none|nor|cannot|without|nicht|keine?|keinen|nie|non|pas|ne|jamais|sans|sin|nunca|jamás|não|sem|mai"
    "|senza|niet|geen|nooit|bez|не|нет|ни|без|ні|немає|δεν|μην|όχι|inte|ikke|ingen|[不没沒無无未非]|.*n['’ʼ]t"
)


def is_legitimate(blocks: list[Block], keys: list[str], pairs: Pairs) -> bool:
    """Whether a run is no copy: it says something else, asks again, answers another question, is a refrain, or its
    few lines are entries of a calendar or clauses of a law, which have formulae."""
    if all(keys[a] != keys[b] and has_other_facts(blocks[a], blocks[b]) for a, b in pairs):
        return True
    if all(_is_refrain(blocks, [pair[n] for pair in pairs]) for n in (0, 1)):
        return True
    sizes = [len(blocks[b].text) for _, b in pairs]
    exact = [size for size, (a, b) in zip(sizes, pairs, strict=True) if keys[a] == keys[b]]
    if max(sizes) >= MIN_COPY_CHARACTERS or sum(exact) >= MIN_COPY_CHARACTERS:
        return False
    if max(exact, default=0) < MAX_ENTRY_CHARACTERS and _are_entries(blocks, pairs):
        return True
    return len(pairs) == 1 and _is_of_interview(blocks, *pairs[0])


def _are_entries(blocks: list[Block], pairs: Pairs) -> bool:
    """Whether all lines of both runs begin as clauses of a law do, or with an hour."""
    return all(re.match(ENTRY, blocks[n].text.lower()) for pair in pairs for n in pair)


def _is_of_interview(blocks: list[Block], first: int, again: int) -> bool:
    """Whether a line is a question that is put to somebody else, or the same answer to another question."""
    if _asks(blocks[again].text):
        answers = [blocks[n + 1] for n in (first, again) if n + 1 < len(blocks)]
        return is_speech(blocks[again], blocks) or all(is_speech(answer, blocks) for answer in answers)
    questions = {blocks[n - 1].text for n in (first, again) if n and not _asks(blocks[n].text)}
    return len(questions) > 1 and all(map(_asks, questions))


def _asks(text: str) -> bool:
    return text[-1] in QUESTION_MARKS


def is_speech(block: Block, blocks: list[Block]) -> bool:
    """Whether a line is what one says in an interview, “Name: …”, and says other things in other lines."""
    found = re.match(SPEECH, block.text[:MAX_SPEAKER_CHARACTERS])
    if found is None:
        return False
    return any(b.text.startswith(found[0]) and b.text != block.text for b in blocks)


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: numbers for the most part."""
    words = text.split()
    numbers = sum(any(map(str.isdigit, word)) for word in words)
    return numbers >= MIN_ROW_NUMBERS and numbers >= MIN_ROW_NUMBER_SHARE * len(words)


def is_verse(blocks: list[Block]) -> bool:
    """Whether the text is a poem or a song, most of whose lines are short and do not end as sentences do."""
    lines = [b.text for b in blocks if len(b.text) <= MAX_POEM_LINE_CHARACTERS]
    if len(lines) < MIN_POEM_LINES or sum(map(len, lines)) < MIN_POEM_TEXT_SHARE * sum(len(b.text) for b in blocks):
        return False
    sentences = sum(map(ends_sentence, lines))
    return sentences <= MAX_POEM_SENTENCE_SHARE * len(lines) and _capitals(lines) >= MIN_POEM_CAPITAL_SHARE * len(lines)


def _is_refrain(blocks: list[Block], places: list[int]) -> bool:
    """Whether these lines are verse in an article: a few short ones that stand together, of which only the last may
    end as a sentence does; a stanza of their own, or lines that end in commas."""
    lines = [blocks[n] for n in places]
    texts = [block.text for block in lines]
    if not _may_be_refrain(lines) or _capitals(texts) < len(texts):
        return False
    if any(lines[n].last + 1 != lines[n + 1].first or ends_sentence(texts[n]) for n in range(len(lines) - 1)):
        return False
    if any(text[-1] in ",;，、—–" for text in texts):
        return True
    before, after = places[0] - 1, places[-1] + 1
    alone = before < 0 or blocks[before].last + 1 < lines[0].first
    return alone and (after == len(blocks) or lines[-1].last + 1 < blocks[after].first)


def _may_be_refrain(lines: list[Block]) -> bool:
    """Whether there are as many lines as a refrain has, none of them long and none a word or two."""
    return (
        MIN_REFRAIN_LINES <= len(lines) <= MAX_REFRAIN_LINES
        and all(len(block.text) <= MAX_REFRAIN_LINE_CHARACTERS for block in lines)
        and all(block.words >= MIN_REFRAIN_LINE_WORDS for block in lines)
    )


def _capitals(lines: list[str]) -> int:
    """How many lines begin with a capital."""
    return sum(re.search(r"[^\W\d_]|$", line).group().isupper() for line in lines)  # type: ignore[union-attr]


def has_other_facts(a: Block, b: Block) -> bool:
    """Whether two blocks that are alike say something else: one denies more than the other, or all words that differ
    are numbers, names or negations.

    A number or a name that only one of them has is a counter, or a capital after a full stop.
    """
    words_a, words_b = re.findall(WORD, a.text), re.findall(WORD, b.text)
    if _count_negations(words_a) != _count_negations(words_b):
        return True
    only_a, only_b = _lacking(words_a, words_b), _lacking(words_b, words_a)
    if _has_number(only_a) and _has_number(only_b) and len(a.text) < MAX_ENTRY_CHARACTERS:
        return True
    names_tell = bool(only_a and only_b) and len(a.text) < MAX_FACT_CHARACTERS

    def is_fact(word: str) -> bool:
        return (names_tell and (word.isdigit() or word[0].isupper())) or _is_negation(word)

    return bool(only_a or only_b) and all(map(is_fact, only_a + only_b))


def _is_negation(word: str) -> bool:
    return re.fullmatch(NEGATION, word.lower()) is not None


def _count_negations(words: list[str]) -> int:
    return sum(map(_is_negation, words))


def _lacking(words: list[str], others: list[str]) -> list[str]:
    """The words that are not among the others, whatever their case."""
    known = {word.lower() for word in others}
    return [word for word in words if word.lower() not in known]


def _has_number(words: list[str]) -> bool:
    return any(map(str.isdigit, words))
