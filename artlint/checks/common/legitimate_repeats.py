"""What an author repeats by right: formulae, questions and answers, refrains, and what only looks the same."""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.layout import ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.text.blocks import Block

TOLD = 140  # characters: so much is not told again of other places, with other numbers
NUMBERED = 100  # characters: a caption, an entry of a table, of which the number is the point
SAFE = 200  # characters: nobody says so much twice
ENTRY = r"\(\w{1,3}\)\s|§|\d{1,2}(?:[.:]\d\d\b| ?(?:[ap]\.?m\b|uhr\b|h\b))"  # a clause of a law, an hour
POEM = 6  # lines, or more, make a poem
STANZA = (2, 4)  # lines, of a refrain that prose quotes
VERSE = 80  # characters: no line of it is longer
WORD = r"\d+|[\u3040-\u9fff]|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*"
SPEECH = r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2}[:：](?=\s*\S)"  # “Anna Alder: It is.”
NEGATION = (
    "no|not|never|none|nor|cannot|without|nicht|keine?|keinen|nie|non|pas|ne|jamais|sans|sin|nunca|jamás|não|sem|mai"
    "|senza|niet|geen|nooit|bez|не|нет|ни|без|ні|немає|δεν|μην|όχι|inte|ikke|ingen|[不没沒無无未非]|.*n['’ʼ]t"
)


def by_right(blocks: list[Block], keys: list[str], pairs: list[tuple[int, int]]) -> bool:
    """Whether a run is no copy: it says something else, asks again, answers another question, is a refrain, or its
    few lines are entries of a calendar or clauses of a law, which have formulae."""
    if all(keys[a] != keys[b] and other_facts(blocks[a], blocks[b]) for a, b in pairs):
        return True
    sizes = [len(blocks[b].text) for _, b in pairs]
    exact = [size for size, (a, b) in zip(sizes, pairs, strict=True) if keys[a] == keys[b]]
    if all(_is_refrain(blocks, [p[n] for p in pairs]) for n in (0, 1)):
        return True
    if max(sizes) >= SAFE or sum(exact) >= SAFE:
        return False
    if max(exact, default=0) < NUMBERED and all(re.match(ENTRY, blocks[n].text.lower()) for p in pairs for n in p):
        return True
    if len(pairs) > 1:
        return False
    if blocks[pairs[0][1]].text[-1] in "?？":
        answers = [blocks[n + 1] for n in pairs[0] if n + 1 < len(blocks)]
        return is_speech(blocks[pairs[0][1]], blocks) or all(is_speech(answer, blocks) for answer in answers)
    asked = {blocks[n - 1].text for n in pairs[0] if n and blocks[n].text[-1] not in "?？"}
    return len(asked) == 2 and all(text[-1] in "?？" for text in asked)


def is_speech(block: Block, blocks: list[Block]) -> bool:
    """Whether a line is what one says in an interview, “Name: …”, and says other things in other lines."""
    found = re.match(SPEECH, block.text[:80])
    if found is None:
        return False
    return any(b.text.startswith(found[0]) and b.text != block.text for b in blocks)


def is_row(text: str) -> bool:
    """A row of a table: numbers for the most part."""
    words = text.split()
    return 3 <= sum(any(map(str.isdigit, word)) for word in words) >= 0.5 * len(words)


def is_verse(blocks: list[Block]) -> bool:
    """Whether the text is a poem or a song, most of whose lines are short and do not end as sentences do."""
    lines = [b.text for b in blocks if len(b.text) <= 60]
    if len(lines) < POEM or sum(map(len, lines)) < 0.7 * sum(len(b.text) for b in blocks):
        return False
    return sum(map(ends_sentence, lines)) <= 0.5 * len(lines) and _capitals(lines) >= 0.7 * len(lines)


def _is_refrain(blocks: list[Block], places: list[int]) -> bool:
    """Whether these lines are verse in an article: a few short ones that stand together, of which only the last may
    end as a sentence does; a stanza of their own, or lines that end in commas."""
    lines = [blocks[n] for n in places]
    texts = [b.text for b in lines]
    if not STANZA[0] <= len(lines) <= STANZA[1] or max(map(len, texts)) > VERSE or min(b.words for b in lines) < 3:
        return False
    if _capitals(texts) < len(texts):
        return False
    if any(lines[n].last + 1 != lines[n + 1].first or ends_sentence(texts[n]) for n in range(len(lines) - 1)):
        return False
    if any(text[-1] in ",;，、—–" for text in texts):
        return True
    before, after = places[0] - 1, places[-1] + 1
    alone = before < 0 or blocks[before].last + 1 < lines[0].first
    return alone and (after == len(blocks) or lines[-1].last + 1 < blocks[after].first)


def _capitals(lines: list[str]) -> int:
    """How many lines begin with a capital."""
    return sum(re.search(r"[^\W\d_]|$", line).group().isupper() for line in lines)  # type: ignore[union-attr]


def other_facts(a: Block, b: Block) -> bool:
    """Whether two blocks that are alike say something else: one denies more than the other, or all words that differ
    are numbers, names or negations.

    A number or a name that only one of them has is a counter, or a capital after a full stop.
    """
    found = [re.findall(WORD, block.text) for block in (a, b)]
    denied = [sum(re.fullmatch(NEGATION, word.lower()) is not None for word in words) for words in found]
    if denied[0] != denied[1]:
        return True
    known = [{word.lower() for word in words} for words in found]
    only = [[w for w in found[n] if w.lower() not in known[1 - n]] for n in (0, 1)]
    both = bool(only[0] and only[1])

    numbers = [{w for w in words if w.isdigit()} for words in only]
    if numbers[0] and numbers[1] and len(a.text) < NUMBERED:
        return True

    def fact(word: str) -> bool:
        if both and len(a.text) < TOLD and (word.isdigit() or word[0].isupper()):
            return True
        return re.fullmatch(NEGATION, word.lower()) is not None

    return any(only) and all(map(fact, only[0] + only[1]))
