"""The forms of what chat assistants say, by language, and looking them up where a sentence begins."""

from __future__ import annotations

from artlint.base.startup import cached_re as re
from artlint.text.blocks import DENSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

CERTAIN, HEAD, WEAK = 0, 1, 2  # counts everywhere, counts at the head of an article, counts beside another
MAX_LEAD = 60  # characters between “here is” and what it is
MAX_OFFER = 120  # characters between “if you want” and what is offered
MAX_SENTENCE = 400  # characters that are looked at
MAX_GAP = 80  # characters for {any}
FIRST_DENSE = "\u0e00"  # scripts from here on may be written without spaces
SKIPPED = r"[\s*_#>•·(\[¡¿~]*"
LEADS = ("certain", "head", "weak", "assent", "here", "offer", "ask", "itself", "refuse")
STEMS = ("thing", "done", "work", "by", "first", "request")


class LanguageForms:
    """How an assistant speaks in one language. A phrase may hold {any}. `thing`, `done`, `work`, `by`, `first` and
    `request` are the beginnings of words.

    `certain` begins sentences that nobody else says; `head` such as people say as well, except at the head of an
    article; `weak` what counts beside another form. An opening is `assent` and `here` with a `thing`, or `here` with
    something `done` at the head; an offer is `offer` with some `work` and `by`, or a question mark, or `ask` with
    some `work`; `itself` needs a `first` person after it, and `refuse` a `request`.
    """

    certain: list[str] = []
    head: list[str] = []
    weak: list[str] = []
    assent: list[str] = []
    here: list[str] = []
    thing: list[str] = []
    done: list[str] = []
    offer: list[str] = []
    ask: list[str] = []
    work: list[str] = []
    by: list[str] = []
    itself: list[str] = []
    first: list[str] = []
    refuse: list[str] = []
    request: list[str] = []


def prepare_speech(languages: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The forms as `Speech` wants them: what sentences begin with, by first word, the second words that may follow it
    (an empty list where any may), and the stems by language."""
    starts: dict[str, list[tuple[str, str, str, bool]]] = {}
    second: dict[str, set[str]] = {}
    stems: dict[str, dict[str, list[str]]] = {}
    for language, forms in languages.items():
        stems[language] = {kind: sorted(_stem(s) for s in forms[kind]) for kind in STEMS}
        for kind in LEADS:
            for phrase in forms[kind]:
                source, is_pattern = _source(phrase, language)
                first = _key(fold(phrase))
                starts.setdefault(first, []).append((language, kind, source, is_pattern))
                second.setdefault(first, set()).add(_second_word(phrase, source))
    for forms_here in starts.values():
        forms_here.sort(key=lambda form: -len(form[2]))
    return {
        "starts": starts,
        "second": {first: [] if "" in words else sorted(words) for first, words in second.items()},
        "stems": stems,
    }


def _second_word(phrase: str, source: str) -> str:
    """The second word of a phrase, or an empty string where it has none that is sure to stand whole."""
    words = fold(phrase.split("{any}")[0]).split(" ")
    return words[1] if len(words) > 2 or (len(words) == 2 and source.endswith((" ", r"\b"))) else ""


def fold(text: str) -> str:
    """The words in small letters, one space between them; none in scripts that are written without."""
    words = re.findall(r"\w+", text.lower().replace("i\u0307", "i"))
    return ("" if words and re.match(DENSE, words[0]) and not "가" <= words[0][0] <= "힣" else " ").join(words)


def _key(folded: str) -> str:
    """What a folded phrase or sentence is looked up by: its first word, or two characters in scripts without spaces."""
    word = folded.split(" ", 1)[0]
    return word[:2] if re.match(DENSE, word) else word


def _stem(text: str) -> str:
    return fold(text) if not text.startswith("*") else text


def _source(phrase: str, language: str) -> tuple[str, bool]:
    """A phrase as the beginning of a folded sentence, and whether that is a pattern."""
    parts = [fold(part) for part in phrase.split("{any}")]
    open_end = phrase.endswith("{any}") and not phrase.endswith(" {any}")
    whole = not (open_end or language in ("ko", "zh", "ja", "th") or re.match(DENSE, parts[0]))
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) == 1:
        return parts[0] + (" " if whole else ""), False
    return rf".{{0,{MAX_GAP}}}".join(map(re.escape, parts)) + (r"\b" if whole else ""), True


class Speech:
    """What a sentence says, looked up by its beginning."""

    def __init__(self, prepared: Mapping[str, Any]) -> None:
        self._starts: Mapping[str, list[tuple[str, str, str, bool]]] = prepared["starts"]
        self._second: Mapping[str, list[str]] = prepared["second"]
        self._stems: Mapping[str, Mapping[str, list[str]]] = prepared["stems"]
        self._words = re.compile(SKIPPED + r"(\w+)(?:\W{1,4}(\w+))?")

    def may_begin(self, text: str, at: int) -> bool:
        """Whether a form may begin with the words that stand at a place, or after the marks there."""
        found = self._words.match(text, at)
        if found is None:
            return False
        first, following = found.groups()
        first = first.lower()
        if first[0] >= FIRST_DENSE:
            return _key(fold(first)) in self._starts
        words = self._second.get(first if first.isascii() else fold(first).split(" ")[0])
        return words is not None and (not words or (following is not None and fold(following).split(" ")[0] in words))

    def judge(self, text: str, at: int) -> tuple[int, str] | None:
        """How much the sentence that begins there proves, and what kind of form it is; None where it is none."""
        sentence = text[at : at + MAX_SENTENCE]
        folded = fold(sentence) + " "
        best: tuple[int, str] | None = None
        for language, kind, source, is_pattern in self._starts.get(_key(folded), ()):
            rest = _rest(folded, source, is_pattern)
            if rest is None:
                continue
            found = self._weigh(language, kind, rest, sentence)
            if found and (best is None or found < best):
                best = found
        return best

    def _weigh(self, language: str, kind: str, rest: str, sentence: str) -> tuple[int, str] | None:
        """What a form proves, by what follows it."""
        if kind in ("certain", "head", "weak"):
            return {"certain": CERTAIN, "head": HEAD, "weak": WEAK}[kind], kind if kind != "certain" else "head"
        if kind == "itself":
            return (CERTAIN, "self") if self._begins(language, "first", rest[:MAX_LEAD]) else None
        if kind == "refuse":
            return (CERTAIN if self._has(language, "request", _first_sentence(rest, sentence)) else WEAK), "refuse"
        if kind == "ask":
            return (
                (CERTAIN, "offer") if self._has(language, "work", _first_sentence(rest, sentence)[:MAX_OFFER]) else None
            )
        if kind == "offer":
            if not self._has(language, "work", rest[:MAX_OFFER]):
                return None
            asked = re.search("[?？؟]", sentence) is not None
            return (CERTAIN, "offer") if asked or self._has(language, "by", rest) else None
        if kind == "here":
            return (HEAD, "head") if self._has(language, "done", rest[:MAX_LEAD]) and _leads_in(sentence) else None
        return self._opening(language, rest)

    def _opening(self, language: str, rest: str) -> tuple[int, str] | None:
        """An opening that begins with an assent: “Certainly! Here is the revised version”."""
        for other, kind, source, is_pattern in self._starts.get(_key(rest), ()):
            if other != language or kind != "here":
                continue
            tail = _rest(rest, source, is_pattern)
            if tail is not None and (
                self._has(language, "thing", tail[:MAX_LEAD]) or self._has(language, "done", tail[:MAX_LEAD])
            ):
                return CERTAIN, "opening"
        return None

    def _has(self, language: str, kind: str, folded: str) -> bool:
        """Whether a word begins with one of the stems."""
        dense = language in ("zh", "ja", "th", "ko")
        padded = f" {folded}"
        return any((stem if dense else f" {stem}") in padded for stem in self._stems[language][kind])

    def _begins(self, language: str, kind: str, folded: str) -> bool:
        """Whether one of the stems stands right here; in some languages the person stands at the verb's end."""
        if language in ("zh", "ja", "th", "ko", "tr", "hu", "fi"):
            return self._has(language, kind, folded) or any(
                re.search(rf"\w{re.escape(s[1:])}\b", folded) for s in self._stems[language][kind] if s[0] == "*"
            )
        head = re.sub(r"^(?:[aik][ai] )?(?:(?:developed|trained|created|made|built) by \w+ )?", "", folded)
        return any(head.startswith(stem + " ") for stem in self._stems[language][kind])


def _rest(folded: str, source: str, is_pattern: bool) -> str | None:
    """What follows a form at the beginning of a folded sentence; None where it does not stand there."""
    if is_pattern:
        match = re.match(source, folded)
        return folded[match.end() :].lstrip() if match else None
    return folded[len(source) :].lstrip() if folded.startswith(source) else None


def _first_sentence(rest: str, sentence: str) -> str:
    """What follows a form, as far as its sentence goes."""
    end = re.search(r"[.!?。！？؟।۔]", sentence[15:])
    return rest[: end.end() + 15] if end else rest


def _leads_in(sentence: str) -> bool:
    """Whether a sentence ends with a colon."""
    end = re.search(r"[:：]|[.!?。！？]\s", sentence)
    return end is not None and end.group() in ":："
