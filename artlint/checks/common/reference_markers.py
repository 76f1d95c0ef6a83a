"""Finding markers in a paragraph: of sources and notes, such as [3], ¹² and [note 2], and of figures, such as “(see Figure 1)”."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

CLOSE = r"[.,;:!?…%)\]\"'”’»。，；：！？、」』）］]"  # what a marker follows without a space
NUMBER = r"[\[［][1-9]\d{0,2}(?:\s?[,;–-]\s?\d{1,3})*[\]］]"
SUPERSCRIPT = r"[¹²³⁴-⁹][⁰¹²³⁴-⁹]{0,2}"
CLOSING_SUPERSCRIPT = r"[¹²³⁴-⁹](?<=[.,;:!?…”\"’»。，！？」』].)[⁰¹²³⁴-⁹]{0,2}(?!\w)"
LETTER = rf"\[(?<={CLOSE}\[)(?<![^\d]\]\[)[a-z]\](?=\s|$|\[)"
NOTE = (
    r"\[(?:note|notes|nota|nb|n|fn|footnote|anm\.?|anmerkung|fußnote|noot|przyp\.?|uwaga|прим\.?|примечание|приміт\.?"
    r"|σημ\.?|poz\.?|not|dipnot|注|註|脚注|주)\s?\d{1,3}\]"
)
AFTER_WORD = rf"(?:[^\W\d_]{{3}}|(?<![+:\d-])\d{{2,4}}|%){CLOSE}*\s?$"
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
CODE = r"[{}]|;\s*(?:$|//)|==|\+=|=>|[^\W\d]\[\w+\]\s*(?:=|\(|\.\w)|\)\s*;|\b(?:var|const|let) \w+ ?="
CLOSING_LOOKBACK = 12  # characters before a marker, which say of what kind it is
SUPERSCRIPT_LOOKBACK = 6  # characters before a superscript


class Marker(NamedTuple):
    """A marker in a block, what kind it is of, and what it points to."""

    start: int
    end: int
    kind: str
    targets: list[str]


def citation_markers(text: str) -> list[Marker]:
    """The markers in a paragraph, in order.

    One that closes a clause (“so.[3]”) is sure to be a marker; one after a word (“so[3]”, “so [3]”) is so in company
    only, and not in a program. A letter or a superscript is a marker after a closing mark only: “m²”, “give[s]”.
    """
    out: list[Marker] = []
    if "[" in text or "［" in text:
        notes = re.finditer(WORDED, text, re.IGNORECASE)
        letters = re.finditer(LETTER, text)
        out += [Marker(*m.span(), "note", [m.group().lower()]) for m in notes]
        out += [Marker(*m.span(), "letter", [m.group()]) for m in letters]
        if not re.search(CODE, text):
            out += _numbers(text)
    if not text.isascii():
        for m in re.finditer(CLOSING_SUPERSCRIPT, text):
            if re.search(r"[^\W_]\W+$", text[max(0, m.start() - SUPERSCRIPT_LOOKBACK) : m.start()]):
                out.append(Marker(*m.span(), "superscript", [plain_digits(m.group())]))
    return sorted(out)


def _numbers(text: str) -> Iterator[Marker]:
    """The markers that are numbers in brackets."""
    for m in re.finditer(rf"{NUMBER}(?:(?:,\s)?{NUMBER})*", text):
        before, after = text[max(0, m.start() - CLOSING_LOOKBACK) : m.start()], text[m.end() : m.end() + 1]
        if re.search(r"[^\W_][)%]?[.,;:!?…\"'”’»。，；：！？、」』]+$", before):
            kind = "closing"
        elif after not in ("(", "=", "[") and re.search(AFTER_WORD, before):
            kind = "loose"
        else:
            continue
        yield Marker(*m.span(), kind, [str(int(n)) for n in re.findall(r"\d+", m.group())])


def plain_digits(superscript: str) -> str:
    return superscript.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))


def may_name_figures(lowered: str) -> bool:
    """Whether a text may refer to a figure: most do not, and are soon known."""
    return any([side in lowered for side in SIDES]) or re.search(COUNTED, lowered) is not None


def bracketed_figures(text: str) -> Iterator[Marker]:
    """References that stand in brackets, with the space before them."""
    for m in re.finditer(FIGURE, text, re.IGNORECASE):
        space = text[m.start() - 1 : m.start()].isspace()
        yield Marker(m.start() - space, m.end(), "figure", [" ".join(m["what"].split())])


def mentioned_figures(text: str) -> list[Marker]:
    """References that are a part of their sentence, which no fix can take out of it."""
    found: dict[int, Marker] = {}
    if re.search(NOUNS, text, re.IGNORECASE):
        for pattern in MENTIONS:
            for m in re.finditer(pattern, text, re.IGNORECASE):
                found[m.start("what")] = Marker(*m.span("what"), "mention", [" ".join(m["what"].split())])
    return list(found.values())
