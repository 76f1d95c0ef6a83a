"""`citations`: markers such as [3], ¹², [note 2] or (see Figure 1) that point to something that is not there."""

from __future__ import annotations

from artlint.base.model import Finding, Related, Span
from artlint.base.startup import cached_re as re
from artlint.base.wording import plural
from artlint.checks.base import Check
from artlint.checks.common.quotation_marks import signs
from artlint.text.folding import counted
from artlint.text.layout import REFERENCE_HEADINGS, is_prose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Literal

    from msgspec import Meta

    from artlint.text.article import Article
    from artlint.text.blocks import Block

    Marker = tuple[int, int, str, list[str]]  # start, end, kind, what it points to
    Marked = list[tuple[Block, list[Marker]]]

CLOSE = r"[.,;:!?…%)\]\"'”’»。，；：！？、」』）］]"  # what a marker follows without a space
NUMBER = r"[\[［][1-9]\d{0,2}(?:\s?[,;–-]\s?\d{1,3})*[\]］]"
SUPERSCRIPT = r"[¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2}"
CLOSING_SUPERSCRIPT = r"[¹²³⁴-⁹](?<=[.,;:!?…”\"’»。，！？」』].)[⁰¹²³⁴-⁹]{0,2}(?!\w)"
LETTER = rf"\[(?<={CLOSE}\[)(?<![^\d]\]\[)[a-z]\](?=\s|$|\[)"
NOTE = (
    r"\[(?:note|notes|nota|nb|n|fn|footnote|anm\.?|anmerkung|fußnote|noot|przyp\.?|uwaga|прим\.?|примечание|приміт\.?"
    r"|σημ\.?|poz\.?|not|dipnot|注|註|脚注|주)\s?\d{1,3}\]"
)
EDITORIAL = (
    r"\[(?:(?:citation|source|clarification|page|verification|attribution|better source|quotation|year)s? needed"
    r"|original research\??|failed verification|(?:permanent )?dead link|who\?|when\?|by whom\?|according to whom\?"
    r"|cita requerida|¿?quién\?|citation nécessaire|réf\. (?:nécessaire|souhaitée)|source insuffisante|beleg fehlt"
    r"|beleg\?|carece de fontes\??|citação necessária|senza fonte|citazione necessaria|bron\?|bron ontbreekt"
    r"|potrzebn[ey] (?:źródło|przypis)|źródło\?|источник\??|источник не указан[^\]]{0,30}|нет в источнике"
    r"|джерело\??|εκκρεμεί παραπομπή|来源请求|來源請求|需要引用|要出典|출처 필요|kaynak belirtilmeli|بحاجة لمصدر|מקור\?|cần dẫn nguồn)\]"
)
WORDED = rf"\[(?:(?<=\[){EDITORIAL[2:]}|(?<=\S\[){NOTE[2:]})"
FIGURE = (
    r"[(（](?:(?:see|cf\.|siehe|s\.|voir|ver|véase|vedi|zie|zob\.|см\.|див\.|βλ\.|见|見|参见|參見)\s?)?(?:the )?"
    r"(?P<what>(?:figure|fig\.|table|chart|graph|exhibit|abbildung|abb\.|tabelle|tableau|figura|tabla|tabela|tabella"
    r"|cuadro|gráfico|grafiek|figuur|afbeelding|rys\.|rysunek|рис\.|рисунок|таблица|табл\.|εικόνα|πίνακας|图|圖|表)\s?"
    r"[1-9]\d?)[)）]"
)
NUMBERED = (  # such a reference as a part of its sentence
    r"(?:figure|fig\.|table|chart|graph|abbildung|abb\.|tabelle|tableau|figura|tabla|tabela|tabella|cuadro|gráfico"
    r"|рис\.|рисунок|таблица|табл\.)\s?[1-9]\d?(?![\w.,]?\d|[-–’'])"
)
VERB = (
    r"(?:shows?|illustrates?|depicts?|presents?|lists?|compares?|displays?|summari[sz]es?|zeigt|verdeutlicht|veranschaulicht"
    r"|montre|présente|illustre|muestra|presenta|mostra|показывает)\b"
)
SEEN = r"(?:see|(?:shown|seen|illustrated|depicted|listed|presented|summari[sz]ed) in|siehe|vgl\.|véase|смотри)"
PICTURE = (
    r"(?:the (?:table|chart|graph|diagram|infographic|graphic|map) (?:above|below)|(?:die|der) (?:tabelle|grafik|karte"
    r"|abbildung) (?:oben|unten))"
)
MENTIONS = (
    rf"(?<![\w(])(?P<what>{NUMBERED}) {VERB}",
    rf"\b{SEEN} (?P<what>{NUMBERED})",
    rf"\b{SEEN} (?P<what>{PICTURE})",
    rf"(?<!\w)(?P<what>{PICTURE}) (?:also |clearly )?{VERB}",
)
# What all of these hold: a number after the last letters of such a noun, or a picture “above” or “below”.
_LAST = r"(?:ure|ig\.|ble|art|aph|bit|ung|bb\.|lle|eau|ura|bla|ela|lla|dro|ico|iek|uur|ing|ys\.|nek|ис\.|нок|ица|бл\.|όνα|κα[ςσ])"
COUNTED = rf"[1-9](?:(?<=[图圖表][1-9])|(?<=[图圖表]\s[1-9])|(?<={_LAST}[1-9])|(?<={_LAST}\s[1-9]))"
SIDES = (" above", " below", " oben", " unten")
NOUNS = r"\b(?:fig|table|chart|graph|diagram|infographic|map|abb|tab|gr[áa]fi|karte|cuadro|рис|табл)"
SHOWN = r"!\[|<(?:img|table|figure)\b|\|.*\||\S\t+\S"  # what a picture or a table leaves in a text that keeps it
ENTRY = r"(?:\[\d{1,3}\]|\^|\d{1,3}[.)])\s*\S"
CODE = r"[{}]|;\s*(?:$|//)|==|\+=|=>|[^\W\d]\[\w+\]\s*(?:=|\(|\.\w)|\)\s*;|\b(?:var|const|let) \w+ ?="
MANY = 3  # blocks: markers in more of them are one finding


class Citations(Check):
    """Reports each block that holds markers, each marker as a related place, where nothing resolves them; one
    finding for the article where more than three blocks do."""

    args = {"markers": "the markers", "count": "how many", "what": "“1 citation marker”, “3 citation markers”"}

    class Options:
        min_markers: Annotated[
            int, Meta(ge=1, description="fewer markers than this, where they might be something else, are not reported")
        ] = 2
        kind: Annotated[
            Literal["citations", "figures"],
            Meta(description="markers of sources and notes, or references to figures and tables"),
        ] = "citations"

    def may_match(self, article: Article) -> bool:
        text = article.text
        if self.options.kind == "figures":
            lowered = article.lowered
            return _names_figures(lowered) and (
                re.search(r"[(（][^()（）\d]{2,40}\d", text) is not None or re.search(NOUNS, lowered) is not None
            )
        return "[" in text or "［" in text or re.search(SUPERSCRIPT, article.view(signs)) is not None

    def run(self, article: Article) -> Iterator[Finding]:
        if self.options.kind == "figures":
            found, one = _figures(article), "reference"
        else:
            found, one = self._orphans(article), "citation marker"
        if len(found) > MANY:
            yield _finding(found, one)
        else:
            for entry in found:
                yield _finding([entry], one)

    def _orphans(self, article: Article) -> Marked:
        """The markers that nothing resolves, a block at a time."""
        found: Marked = []
        for block in article.blocks:
            if not block.fence and (markers := _markers(block.text)) and not re.match(ENTRY, block.text):
                found.append((block, markers))
        if not found:
            return []
        targets = _targets(article, found)
        open_: Marked = []
        for block, markers in found:
            left = [m for m in markers if any(t not in targets for t in m[3])]
            if left:
                open_.append((block, left))
        sure = any(m[2] != "loose" for _, ms in open_ for m in ms)
        company = {t for _, ms in found for m in ms for t in m[3]}  # those that the list resolves are company, too
        return open_ if sure or len(company) >= self.options.min_markers else []


def _markers(text: str) -> list[Marker]:
    """The markers in a paragraph, in order.

    One that closes a clause (“so.[3]”) is sure to be a marker; one after a word (“so[3]”, “so [3]”) is so in company
    only, and not in a program. A letter or a superscript is a marker after a closing mark only: “m²”, “give[s]”.
    """
    out: list[Marker] = []
    if "[" in text or "［" in text:
        notes = re.finditer(WORDED, text, re.IGNORECASE)
        letters = re.finditer(LETTER, text)
        out += [(m.start(), m.end(), "note", [m.group().lower()]) for m in notes]
        out += [(m.start(), m.end(), "letter", [m.group()]) for m in letters]
        if not re.search(CODE, text):
            out += _numbers(text)
    if not text.isascii():
        for m in re.finditer(CLOSING_SUPERSCRIPT, text):
            if re.search(r"[^\W_]\W+$", text[max(0, m.start() - 6) : m.start()]):
                out.append((m.start(), m.end(), "superscript", [_plain(m.group())]))
    return sorted(out)


def _numbers(text: str) -> Iterator[Marker]:
    for m in re.finditer(rf"{NUMBER}(?:(?:,\s)?{NUMBER})*", text):
        before, after = text[max(0, m.start() - 12) : m.start()], text[m.end() : m.end() + 1]
        if re.search(r"[^\W_][)%]?[.,;:!?…\"'”’»。，；：！？、」』]+$", before):
            kind = "closing"
        elif re.search(rf"(?:[^\W\d_]{{3}}|(?<![+:\d-])\d{{2,4}}|%){CLOSE}*\s?$", before) and after not in (
            "(",
            "=",
            "[",
        ):
            kind = "loose"
        else:
            continue
        yield m.start(), m.end(), kind, [str(int(n)) for n in re.findall(r"\d+", m.group())]


def _plain(superscript: str) -> str:
    return superscript.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))


def _targets(article: Article, found: Marked) -> set[str]:
    """What the entries of a list of references, wherever it stands, are called.

    “[3] …” and “^ …” are entries; “3. …” is one only after the last marker, since it might be a list in the text.
    """
    targets: set[str] = set()
    last = found[-1][0].index
    everything = [t for _, markers in found for m in markers for t in m[3]]
    for block, role in zip(article.blocks, article.layout.roles, strict=True):
        text = block.text
        if text[0] in "[［":
            if re.match(r"[\[［]\d{1,3}[\]］]", text):
                targets.update(str(int(n)) for n in re.findall(r"[\[［](\d{1,3})[\]］]", text))
            m = re.match(r"\[[^\]]{1,12}\]", text)
            if m:
                targets.add(m.group().lower())
        elif text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
            targets.add(_plain(re.match(r"[⁰¹²³⁴-⁹]+", text).group()))  # type: ignore[union-attr]
        elif block.index > last and (m := re.match(r"\(?(\d{1,3}|[a-z])[.):\s]\s?\S", text)):
            targets.update((m.group(1), f"[{m.group(1)}]"))
        if block.index > last and (text[0] == "^" or (role == "heading" and _opens_list(block, article.blocks))):
            return {*targets, *everything}  # a list without numbers of its own
    return targets


def _opens_list(block: Block, blocks: list[Block]) -> bool:
    """Whether a block is “References” over entries that have no numbers."""
    if block.text.lower().rstrip(" :") not in REFERENCE_HEADINGS or block is blocks[-1]:
        return False
    return not re.match(rf"[\[［(]?\d{{1,3}}[\]］.)]|{SUPERSCRIPT}", blocks[block.index + 1].text)


def _figures(article: Article) -> Marked:
    """References such as “(see Figure 2)”, “Figure 2 shows” and “see the table below” to what is not there.

    A caption of that number is enough, and for what has no number any line that a table or a caption may have left.
    """
    blocks = [b for b in article.blocks if not b.fence and _names_figures(b.text.lower())]
    found = [(b, [*_bracketed(b.text)]) for b in blocks]
    if blocks and not re.search(SHOWN, article.text):
        for block, markers in found:
            taken = {place for start, end, *_ in markers for place in range(start, end)}
            markers += [m for m in _mentions(block.text) if m[0] not in taken]
    found = [(block, sorted(markers)) for block, markers in found if markers]
    if not found:
        return []
    opening = [re.match(r"\W{0,3}[^\W\d_]{1,10}\.?\s?\d{1,2}", b.text) for b in article.blocks]
    keys = counted([_key(m[3][0]) for _, markers in found for m in markers])
    first = [(block.index, markers[0]) for block, markers in found]
    told = {i for i, m in first if m[0] == 0 and keys[_key(m[3][0])] == 1}  # “Figure 1 shows …” is no caption
    starts = {_key(m.group()) for i, m in enumerate(opening) if m and i not in told}
    if _rows(article):
        starts.add("")
    left = [(block, [m for m in markers if _key(m[3][0]) not in starts]) for block, markers in found]
    return [(block, markers) for block, markers in left if markers]


def _names_figures(lowered: str) -> bool:
    """Whether a text may refer to a figure: most do not, and are soon known."""
    return any([side in lowered for side in SIDES]) or re.search(COUNTED, lowered) is not None


def _bracketed(text: str) -> Iterator[Marker]:
    """References that stand in brackets, with the space before them."""
    for m in re.finditer(FIGURE, text, re.IGNORECASE):
        space = text[m.start() - 1 : m.start()].isspace()
        yield m.start() - space, m.end(), "figure", [" ".join(m["what"].split())]


def _mentions(text: str) -> list[Marker]:
    """References that are a part of their sentence, which no fix can take out of it."""
    found: dict[int, Marker] = {}
    if re.search(NOUNS, text, re.IGNORECASE):
        for pattern in MENTIONS:
            for m in re.finditer(pattern, text, re.IGNORECASE):
                found[m.start("what")] = (*m.span("what"), "mention", [" ".join(m["what"].split())])
    return list(found.values())


def _rows(article: Article) -> bool:
    """Whether the article has a caption, or two lines in a row that may be of a table: a title is above the text."""
    roles = article.layout.roles
    start = next((i for i, block in enumerate(article.blocks) if is_prose(block)), 0)
    loose = [role in ("heading", "list", "reference") for role in roles]
    return "caption" in roles or any(loose[i] and loose[i + 1] for i in range(start, len(roles) - 1))


def _key(caption: str) -> str:
    """“Fig. 2”, “Figure 2” and “FIGURE 2:” are one; what has no number has none."""
    if not re.search(r"\d", caption):
        return ""
    letters = re.sub(r"[\W\d_]+", "", caption).lower()
    return letters[:3] + re.sub(r"\D+", "", caption)


def _finding(found: Marked, one: str) -> Finding:
    block, markers = found[0]
    names = [name for b, ms in found for m in ms for name in _names(b.text, m)]
    shown = sorted(dict.fromkeys(names), key=lambda name: int(re.sub(r"\D.*", "", name[1:]) or 0))
    start, end = markers[0][0], markers[-1][1]
    start += len(block.text[start:end]) - len(block.text[start:end].lstrip())
    return Finding(
        Span(block.offset(start), block.span(start, end).end),
        {"markers": ", ".join(shown[:6]), "count": len(names), "what": plural(len(names), one)},
        tuple(Related(b.span(i, j), f"a {one}") for b, ms in found for m in ms for i, j in _places(b.text, m)),
    )


def _names(text: str, marker: Marker) -> list[str]:
    """A marker as it stands; “[3][1]” are two."""
    piece = text[marker[0] : marker[1]]
    if marker[2] in ("closing", "loose"):
        return re.findall(NUMBER, piece)
    return marker[3] if marker[2] in ("figure", "mention") else [piece]


def _places(text: str, marker: Marker) -> Iterator[tuple[int, int]]:
    """Each bracket of a marker, with the space or the comma before it, which go with it."""
    start, end = marker[:2]
    if marker[2] == "mention":
        return
    at = start - 1 if start and text[start - 1] == " " else start
    if marker[2] in ("closing", "loose"):
        for m in re.finditer(NUMBER, text[start:end]):
            yield at, start + m.end()
            at = start + m.end()
    else:
        yield at, end
