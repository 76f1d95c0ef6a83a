"""Where an article's own text ends: its tail is what the page prints after it.

The walk goes inwards from the end over what belongs to the page: what rules that mark boilerplate have found, and what
its form shows to be a credit, a byline, a stamp, a plea, a pointer, a correction, a post or a biography. It stops at the
article's own last sentence. Whether a text is cut is judged there and nowhere else.
"""

from __future__ import annotations

from bisect import bisect_left

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text.sentence_marks import LAST_SENTENCE_BREAK, SPACED_END_MARKS, ends_sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.text.article import Article
    from artlint.text.blocks import Block

ROLES = frozenset(("paragraph", "heading", "title", "list"))  # of what may be the article's own
MAX_INVITATION = 40  # characters
MAX_TAIL_BLOCKS = 60  # at the end that are looked at
MAX_TAIL_CHARACTERS = 4000  # of a block, from its end
MAX_STAMP_WORDS = 12  # of a line that a date or a time ends
MAX_CAPTION_WORDS = 12
MAX_NAMES_WORDS = 14  # of a credit that an agency's name ends
MAX_PHRASE_CHARACTERS = 300  # of a piece that is known by how it begins
CUT_MARKS = ("…", "...")
MIN_COVERED = 0.5  # share of a piece that is the page's
# “So.“ ends a sentence in German and Polish, and opens another nowhere.
SENTENCE_END = LAST_SENTENCE_BREAK + rf"|[{SPACED_END_MARKS}]“\s+"

MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|okt|dez|ene|abr|ago|dic|fév|fev|avr|juin|août|déc|mär|mag|giu|lug|set|ott"
    "|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек"
)
DATE = (
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|º)?(?: de)? (?:{MONTHS})\w*\.?(?: de)?,? \d{{4}}|(?:{MONTHS})\w*\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}|\d{4}年\d{1,2}月\d{1,2}日"
)
TIME = r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?(?:[ap]\.?m\.?|uhr|h))?(?: [a-z]{2,4})?"
STAMP = rf"(?:{DATE})(?:[\s,|–-]+(?:at |um |à |ore )?{TIME})?\W*$|(?:{DATE})[\s,|–-]+(?:at )?{TIME}\W+\w+\W*$|\b\d{{1,2}}:\d\d(?:\s?[ap]m)?\W*$"
CUES = r"(?:^|\s)\d{1,2}:\d\d\s.*\s\d{1,2}:\d\d\s"  # times in a film, each with what is seen there
POST = r"\(@\w+\)|https?://t\.co/|pic\.twitter\.com/"
FINITE = r"(?!(?:is|are|was|were|has|have|had|will|would|can|could|may|said|says|that|which|who|when|if)\b)"
CAPTION = (  # who does what in a picture, without a verb that says so
    r"(?:an?|the|two|three|four|some|people|residents?|members|workers|men|women|children|protesters|police|soldiers) "
    rf"(?:{FINITE}\S+ ){{1,12}}?\w+ing (?:{FINITE}\S+(?: |$))+$"
)
BYLINE = r"^(?:De|Por|By|Von|Par|Di|Text|Autor|Autorin) [A-ZÀ-Þ][\w.-]+ [A-ZÀ-Þ][\w.-]+|^#\w|^[・【■▼◆※]"
CODE = r"[;)}\]]\s*\}|\}\s*\)|\(\s*function\b|\w\.\w+\(\s*[\"'{]|[\"']\s*\}?\s*\)\s*;|</?\w+[^<>]*>\W*$|\{\{|^[\w.#-]+\s*\{"

# How a credit, a byline, a pointer, a plea, a correction or a biography begins, in small letters.
OPENINGS = (
    # who wrote, helped, translated, where it stood first
    r"with (?:files|material|reporting|reports?|additional|agenc|assistance|contributions?|inputs?|thanks|permission)\b"
    r"|(?:additional |extra )?(?:reporting|research|writing|editing|production|translation)(?: and (?:writing|editing))? (?:by|from)\b"
    r"|(?:re)?(?:translated|edited|written|reported|compiled|posted|published|printed|reviewed|photographed) (?:from|by|with|in|on)\b"
    r"|(?:this|the) (?:article|story|post|piece|report|column|interview|essay|text|blog|op-ed|content|feature|episode)"
    r" (?:was|is|has been|originally|first|appeared|contains|comes|and)\b"
    r"|(?:this|the) (?:author|writer|reporter|columnist|reviewer)s? (?:is|was|are)\b"
    r"|(?:article|story|post|piece|text) (?:re)?(?:post|publish|print|us)ed\b|(?:originally|first) (?:published|posted|appeared|printed)\b"
    r"|reprinted|republished|reproduced|adapted from|excerpt(?:ed)? from|courtesy of|copyright|©|via\b|source\b|—?\s?agenc(?:y|ies)\b"
    r"|mit (?:material|informationen|text) (?:von|der|des)\b|aus de[mr] \w+(?: von)?:|übersetz\w+|traduction|traduit|traduzione|traducción|tradução|tłum|fordította|перевод"
    r"|(?:el|la|le|il|der|die|das|o|a|o) (?:auteur|autora?|autore|autorin|autrice)\b"
    r"|cet article a|este artículo (?:fue|se)|este artigo|questo articolo|dieser (?:artikel|text|beitrag)|cet texte"
    # pleas and pointers
    r"|(?:please )?(?:follow|like|join|share|subscribe|sign[ -]up|sign in|log in|click|tap|download|register|donate|support|buy|order|contact"
    r"|email|e-mail|call|text|visit|check out|listen|watch|read|see|view|stay tuned|keep (?:up|reading|in touch)|tune in|learn more"
    r"|find out|discover|get the|get our|have your say|leave a|let us know|tell us|send us|don[’']t (?:miss|forget)|never miss|help us|make sure"
    r"|scroll|browse|explore|catch|enjoy|vote|take (?:our|the))\b"
    r"|we (?:will|[’']ll) (?:keep you|update|be back)|for (?:more|full|further|the (?:full|latest)|additional|all the latest)\b"
    r"|if you (?:enjoyed|liked?|want to|would like|have (?:a|any))\b|want (?:to|more)\b|more (?:on|from|about|information|stories|news)\b|next (?:story|article|post)\b"
    r"|related\b|also (?:read|see|watch)|image\b|photos?\b|video\b|pictured?\b|caption\b|advertisement\b|sponsored\b"
    r"|abonn|inscri|suivez|lire |lisez|à lire|voir |regarde[rz]? |retrouvez|cliquez|(?:lea|lee|ver|mira|sigue|síguenos|suscríbete|haz|consulta|descarga) "
    r"|(?:leia|veja|assine|siga|clique|confira|baixe)\b|(?:leggi|segui|iscri|clicca|guarda|scarica)\w*\b|(?:lesen|folgen|abonnieren|klicken|melden)\b"
    r"|(?:czytaj|zobacz|skorzystaj|oglądaj|kup|polub|więcej|dołącz|obserwuj)\b|(?:читайте|смотрите|подпис|подробнее|следите|присоедин)\w*"
    r"|(?:olvas|nézd|iratkoz|kövess|kattints)\w*|(?:xem thêm|đọc thêm|mời bạn)"
    # corrections, notes, facts about it
    r"|corrections?\b|clarifications?\b|editor[’']?s[’']? note|author[’']?s note|notes?:|updated?\b|disclaimer|disclosure|tags?\b|filed under|topics?:|keywords?:"
    r"|opening hours|tickets?\b|admission\b|registration\b|released?\b|rated\b|running time|running at|available (?:on|from|at|in)"
    r"|welcome\b|(?:kind|best|warm) (?:regards|wishes)|yours\b|sincerely|thanks?\b|cheers\b|love\b,|blessed be"
    r"|लेखक|স[ূু]ত্র|লেখক|সূত্র|المصدر|المصادر|تابع|اقرأ|شاهد|ذریعہ|बीबीसी"
)
SPOKEN_OF = (
    r"contribut\w+ to (?:this|the) (?:report|article|story|piece)|rights reserved|(?:on|our) (?:twitter|facebook|instagram|telegram|whatsapp|youtube)\b"
    r"|newsletter|\bhere,?$|(?:\bis|,) (?:an?|the|our) (?:\S+ ){0,3}(?:editor|journalist|reporter|correspondent|columnist) (?:of|at|for|with|from|in|based)\b"
    r"|\bis (?:published|available|edited|written) (?:by|at|from)\b|\bin (?:her|his|their) books$|read more|the latest \w+ news"
    r"|(?:regarder|voir) sur|watch on|twoja przeglądarka|your browser|(?:loading|ładowanie|chargement|cargando|caricamento|загрузка)\W*$"
    r"|android|एंड्रॉ|डाउनलोड|फ़ॉलो|फ़ेसबुक|फेसबुक|ट्विटर|iphone|\bapp store"
)
# A label of the page with what it brings to the end of its line; it begins with a capital.
LABELS = (
    r"nyitókép|borítókép|képernyőfotó|fotók?|fotó|kép|foto|fotos|photos?(?: by| credit| caption)?|image(?: credit)?|video(?: credit)?|crédits?(?: photo)?"
    r"|photographs?|bild|bildquelle|quelle|fuente|fonte|source|źródło|zdjęcie|zdj|фото|источник|ảnh|nguồn|foto de|imagen|immagine|crédito"
    r"|czytaj (?:też|także|również)|zobacz (?:też|także|również)|oglądaj|lire aussi|à lire aussi|lea también|lee(?: también)?|leggi anche|leia também"
    r"|read also|also read|related|see also|more|watch|olvasta már|lesen sie auch|siehe auch|читайте также|смотрите также|wiederholung|wideo"
    r"|लेखक|स्रोत|লেখক|সূত্র|المصدر|المصادر|ذریعہ|fordította|übersetzung|tłumaczenie"
)
LABEL = rf"(?:^|[\W\d]|(?-i:(?<=[a-zà-ÿąćęłńóśźżő])(?=[A-ZÓŹ])))({LABELS})\s?[:=|]|\b(photo caption|image caption|video caption)\b"
LABEL_LOOKBACK = 300  # characters from the end of a line
AGENCIES = (
    "AFP|AP|DPA|dpa|Reuters|REUTERS|EPA|EFE|ANSA|PAP|MTI|TASS|ТАСС|Xinhua|Getty(?: Images)?|NurPhoto|Shutterstock|Pixabay|Unsplash|iStock|Facebook"
    "|Instagram|Twitter|X|Flickr|Bloomberg|CNN|BBC|IANS|PTI|ANI|APA|KNA|epd|sid|SID|AFPTV|Wikimedia|TTXVN|UPI"
)
AGENCY_END = rf"(?:[/(|–—-]\s?(?:{AGENCIES})[\w ./]*|\b(?:via|de|from|with|by|von|der|an|l’|l') (?:{AGENCIES}))\)?$|(?:^|\s)[A-Za-z]{{2,4}}(?:/[A-Za-z]{{1,6}})+$"


class OwnEnd(NamedTuple):
    """The article's own last sentence, or what is left of it: the place in its block's text where the piece that
    holds it starts and ends. `whole` tells that nothing of the page follows in its line."""

    block: Block
    start: int
    end: int
    whole: bool


def own_end(article: Article) -> OwnEnd | None:
    """Where the article's own text ends (a view), or None where it has none, or where a post follows that quotes it."""
    roles, skipped = article.layout.roles, False
    for block in reversed(article.layout.blocks[-MAX_TAIL_BLOCKS:]):
        if roles[block.index] not in ROLES:
            continue
        limit = _label_start(block.text)
        for start, end in _pieces(article, block):
            if start >= limit:
                continue
            kept = _before_page(article, block, start, min(end, limit))
            text = block.text[start:kept].rstrip()
            if not text or (_may_be_page(text) and is_tail(text)):
                if re.search(POST, text):
                    return None
                skipped = True
                continue
            if skipped and text.count("(") > text.count(")"):
                return None  # a remark of the page that goes on over lines
            return OwnEnd(block, start, start + len(text), start + len(text) == len(block.text.rstrip()))
    return None


def _label_start(text: str) -> int:
    """Where a label of the page begins near the end of a line that no mark ends; else the line's end."""
    if ends_sentence(text):
        return len(text)
    low = max(0, len(text) - LABEL_LOOKBACK)
    for match in re.compile(LABEL, re.IGNORECASE).finditer(text, low):
        at = match.start(match.lastindex or 0)
        if not text[at].islower():
            return at
    return len(text)


def _may_be_page(text: str) -> bool:
    """Whether a piece has no mark that ends a sentence of the article."""
    return text.endswith(CUT_MARKS) or not ends_sentence(text)


def is_stamp(text: str) -> bool:
    """Whether a date or a time ends a text that says little more."""
    return (
        text[-1:] in "0123456789mMhr.)TZ…"
        and len(text.split()) <= MAX_STAMP_WORDS
        and re.search(STAMP, text.lower()) is not None
    )


def is_tail(text: str) -> bool:
    """Whether a piece without an end mark is the page's, by its form."""
    if len(text) > MAX_PHRASE_CHARACTERS:
        return re.search(POST, text[-MAX_PHRASE_CHARACTERS:]) is not None
    lowered, words = text.lower(), len(text.split())
    core = lowered.lstrip('-–—*•·|>»([#“" \u00a0')
    return bool(
        is_stamp(text)
        or re.match(OPENINGS, core)
        or re.search(SPOKEN_OF, lowered)
        or re.search(POST, text)
        or re.search(CUES, text)
        or re.match(BYLINE, text)
        or (words <= MAX_CAPTION_WORDS and not text.endswith(CUT_MARKS) and re.match(CAPTION, lowered))
        or re.search(CODE, text)
        or (words <= MAX_NAMES_WORDS and re.search(AGENCY_END, text))
    )


def _before_page(article: Article, block: Block, start: int, end: int) -> int:
    """The place in a piece from which on all is the page's: `end` where nothing is, `start` where all is."""
    span = block.span(start, end)
    at = bisect_left(article.boilerplate, (span.start + 1,))
    for marked in article.boilerplate[max(0, at - 1) :]:
        if marked.start >= span.end:
            break
        if min(marked.end, span.end) - max(marked.start, span.start) >= MIN_COVERED * (span.end - span.start):
            return start
        if marked.end >= span.end:
            end = min(end, start + max(0, marked.start - span.start))
    return end


def _pieces(article: Article, block: Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block, the last first, parted where things were run together as well."""
    text = block.text
    low = max(0, len(text) - MAX_TAIL_CHARACTERS)
    cuts = {
        match.end()
        for match in re.compile(SENTENCE_END).finditer(text, low)
        # an ellipsis and what pages print after a cut: “[+200 chars]”, “Read more”
        if len(text) - match.end() > MAX_INVITATION or not match.group().rstrip().endswith(CUT_MARKS)
    }
    for joint in article.marks[block.index].joints:
        if joint.start > low and joint.kind != "gap" and not text[joint.end - 1].isalnum():  # WikiLeaks is one word
            cuts.add(joint.start)
    end = len(text)
    for start in sorted(cuts - {end}, reverse=True):
        yield start, end
        end = start
    yield 0 if low == 0 or not cuts else low, end
