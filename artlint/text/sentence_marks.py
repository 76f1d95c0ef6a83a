"""What ends a sentence: the marks of each script, what may close behind them, and short forms whose full stop ends none.

This is the one definition. Where a rule, a trained model or a published filter needs another set, it stands beside its
use, under a name of its own and with the reason.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

SPACED_END_MARKS = ".!?‼⁇⁈⁉"  # of scripts that write a space behind the sentence: Latin, Cyrillic, Greek, Hebrew
# Of the other scripts. Some of them write a space too, but none of these marks stands inside a sentence.
END_MARKS_BY_SCRIPT = {
    "Han, Kana": "。！？｡",
    "Arabic": "؟۔",
    "Devanagari and its neighbours": "।॥",
    "Ethiopic": "።፧፨",
    "Armenian": "։",
    "Burmese": "။",
    "Khmer": "។",
    "Canadian syllabics": "᙮",
    "Mongolian": "᠃᠉",
}
UNSPACED_END_MARKS = "".join(END_MARKS_BY_SCRIPT.values())
ELLIPSIS = "…"  # ends a sentence at the end of a line; inside one it may as well be a pause
END_MARKS = SPACED_END_MARKS + ELLIPSIS + UNSPACED_END_MARKS
QUESTION_MARKS = "?？"
HEADING_END_MARKS = "?!？！"  # a heading may ask or call, and is a heading still

# What stands between an end mark and the end of a line: “ and ‘ close „so“ and ‚so‘, * and _ are Markdown's.
CLOSING_MARKS = "\"'”’»›)]}」』】〉》）］｝“‘*_"
# Inside a line the others may open the next sentence as well, and a “)” without a space behind it may belong to it.
UNSPACED_CLOSING_MARKS = "'\"”’»]）」』"
SPACED_CLOSING_MARKS = UNSPACED_CLOSING_MARKS + ")"
CLOSING_SET = SPACED_CLOSING_MARKS.replace("]", r"\]")  # as the inside of a set in a pattern

PAUSE_MARKS = ",;،؛、，；፣၊"  # commas and semicolons: nothing ends in one of these


def sentence_break(spaced: str, unspaced: str) -> str:
    """The pattern of an end mark inside a line, with what closes behind it and the white space before the next sentence."""
    closing_unspaced = UNSPACED_CLOSING_MARKS.replace("]", r"\]")
    return rf"[{spaced}][{CLOSING_SET}]*\s+|[{unspaced}][{closing_unspaced}]*\s*"


# For the end of an article. Unlike elsewhere, “……” ends a sentence with nothing behind it: Chinese has no spaces there.
LAST_SENTENCE_BREAK = sentence_break(SPACED_END_MARKS, UNSPACED_END_MARKS + ELLIPSIS)

# Short forms by the language that they are most used in, without the full stop that belongs to them.
ABBREVIATIONS = {
    "en": "Mr Mrs Ms Dr Drs St Prof Gen Sen Rep Gov Lt Col Capt Sgt Maj Rev Jr Sr No vs "
    "Jan Feb Mar Apr Aug Sep Sept Oct Nov Dec",
    "de": "Hr Fr Ing Nr Str Mio Mrd bspw bzgl bzw ca evtl inkl sog vgl",
    "fr": "MM Mme",
    "es": "Sra Dra Dña",
    "it": "Dott dott avv ing sig",
    "nl": "mr",
    "pl": "al art dr inż ks mgr mld mln np prof tys tzw ul",
    "cs": "tis tj",
    "ru": "г гр им млн млрд обл св стр тыс ул",
    "el": "αρ κ",
    "da": "bl dl kl mil mill nr",
    "tr": "Av Doç",
    "id": "Bp Bpk Ny Tn",
    "vi": "TS ThS",
    "sw": "Bw",
}
# Short forms that end no sentence where a number follows, in any case of their letters.
ABBREVIATIONS_BEFORE_NUMBER = {
    "en": "Art Fig No Nos p pp Tab Vol",
    "de": "Abb Abs Bd Kap Nr",
    "es": "núm nº",
    "ru": "п рис ст",
}


def alternatives(lists: Iterable[str], without: str = "") -> str:
    """The words of several lists, but for those in `without`, as alternatives of a pattern."""
    words = dict.fromkeys(" ".join(lists).split())
    return "|".join(word for word in words if word not in without.split())


def ends_sentence(text: str) -> bool:
    """Whether the text ends with an end mark, closing quotes and brackets aside."""
    core = text.rstrip().rstrip(CLOSING_MARKS + " \u00a0")
    return bool(core) and core[-1] in END_MARKS
