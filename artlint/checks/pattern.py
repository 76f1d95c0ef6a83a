"""`pattern`: a regular expression in a scope."""

from __future__ import annotations

from bisect import bisect, insort
from itertools import islice

from artlint.base.model import Finding, Span
from artlint.base.startup import cached_re as re
from artlint.checks.base import Check
from artlint.checks.common.phrases import Clock, compile_pattern
from artlint.text.article import folded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.text.article import Article

# Characters on which `re` and `regex` agree about \\w, \\s, \\b and case: no superscripts, marks or dotless i.
PLAIN_TEXT = "[\t\n\r -~\u00a0¡«·»¿À-įĲ-žƀ-ɏ‐-―‘-‟•…]*"
MAX_MATCHES = 20_000  # of a pattern in one text: more than the engine takes
MAX_SCOPES_ASKED = 100  # lines or paragraphs: of more, it is known beforehand where each literal stands


class Pattern(Check):
    """Reports each match of any of the patterns. Patterns are those of the `regex` module, version 0; a pattern that
    takes longer than a second on an article is stopped and reported."""

    args = {
        "unescaped": "the match with HTML entities resolved",
        "decoded": "the match with the escapes of programs and of mail resolved",
    }

    class Options:
        patterns: Annotated[
            list[str], Meta(min_length=1, description="regular expressions; named groups fill placeholders")
        ]
        scope: Annotated[
            Literal["line", "block", "first", "last", "article"],
            Meta(description="match in each line, each paragraph, the first or last paragraph, or the text as a whole"),
        ] = "block"
        ignore_case: Annotated[bool, Meta(description="match without regard to case")] = False
        whole: Annotated[bool, Meta(description="the whole line or paragraph must match")] = False
        at_most: Annotated[
            int | None, Meta(description="more findings than this in one article mean something else: report none")
        ] = None
        unless: Annotated[
            list[str], Meta(description="no finding where one of these matches the same line or paragraph")
        ] = []
        company: Annotated[
            list[str],
            Meta(description="further patterns, whose matches count only beside another match in the article"),
        ] = []
        quoted: Annotated[bool, Meta(description="what stands in a short quotation counts too")] = True
        about: Annotated[
            list[str],
            Meta(description="words (or beginnings, with *): no finding near one, nor where the article has three"),
        ] = []

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        from artlint.checks.common.regex_analysis import bounded, required

        groups: set[str] = set()
        for key in ("patterns", "unless", "company"):
            for i, pattern in enumerate(options[key]):
                compiled = compile_pattern(pattern, (key, i), options["ignore_case"])
                groups |= set(compiled.groupindex)
        return {
            "literals": [required(p) for key in ("patterns", "company") for p in options[key]],
            "groups": sorted(groups),
            "bounded": [p for key in ("patterns", "unless", "company") for p in options[key] if bounded(p)],
        }

    @classmethod
    def placeholders(cls, options: Mapping[str, Any], prepared: Any) -> list[str]:
        return [*cls.args, *prepared["groups"]]

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._compiled: dict[tuple[str, bool], tuple[Any, bool]] = {}
        self._patterns = list(zip([*options.patterns, *options.company], prepared["literals"], strict=True))
        self._of: dict[str, set[int]] = {}  # the patterns that need a literal
        for i, (_, sets) in enumerate(self._patterns):
            for word in sets[0] if sets else ():
                self._of.setdefault(word, set()).add(i)
        self._always = {i for i, (_, sets) in enumerate(self._patterns) if not sets}

    def literals(self) -> Iterable[str] | None:
        return self._of if all(self.prepared["literals"]) else None

    def _possible(self, article: Article) -> list[tuple[str, list[str]]]:
        """The patterns that may match, with the strings of which one stands wherever they do; none if unknown."""
        patterns, text, known = self._patterns, article.lowered, article.literals
        if known is not None:
            asked = self._always.union(*(self._of[word] for word in known & self._of.keys()))
            patterns = [patterns[i] for i in sorted(asked)]
        out = []
        for pattern, sets in patterns:
            here = [word for word in sets[0] if word in (text if known is None else known)] if sets else []
            if not sets or (here and all(_holds(text, words) for words in sets[1:])):
                out.append((pattern, here))
        return out

    def run(self, article: Article) -> Iterable[Finding]:
        found: Iterable[Finding] = self._findings(article)
        if not self.options.quoted or self.options.about:
            found = self._meant_by_nobody(article, list(found))
        if self.options.at_most is None:
            return found
        listed = list(found)
        return listed if len(listed) <= self.options.at_most else []

    def _meant_by_nobody(self, article: Article, found: list[Finding]) -> list[Finding]:
        """The findings without those that the author of the article quotes or speaks of."""
        from artlint.checks.common import mentions

        if found and self.options.about:
            about = mentions.words_about(self.options.about)
            spoken = mentions.speaks_of(article, about, [f.span for f in found])
            found = [f for f, is_subject in zip(found, spoken, strict=True) if not is_subject]
        if not self.options.quoted:
            found = [f for f in found if not mentions.is_quoted(article, f.span)]
        return found

    def _findings(self, article: Article) -> Iterator[Finding]:
        """The matches in all scopes, but for those that count in company only where they stand alone."""
        count, lonely = 0, []
        for pattern, span, match in self._spans(article):
            finding = Finding(span, self._values(match))
            count += 1
            if pattern in self.options.company:
                lonely.append(finding)
            else:
                yield finding
        if count > 1:
            yield from lonely

    def _spans(self, article: Article) -> Iterator[tuple[str, Span, Any]]:
        """The places that match and overlap none before them, each with its pattern and the match."""
        taken: list[Span] = []  # in order and apart
        clock = Clock(article)
        possible = self._possible(article)
        scopes = [(text, folded(text), span_of) for text, span_of in self._scopes(article)] if possible else []
        where = _places(article, [lowered for _, lowered, _ in scopes]) if len(scopes) > MAX_SCOPES_ASKED else None
        for pattern, literals in possible:
            asked = scopes
            if where is not None and literals:
                asked = [scopes[i] for i in sorted({i for word in literals for i in where.get(word, ())})]
            for text, lowered, span_of in asked:
                if literals and not _holds(lowered, literals):
                    continue
                try:
                    matches = self._matches(pattern, text, clock)
                    if not matches or self._is_excepted(text, clock):
                        continue
                    for match in matches:
                        span = span_of(*match.span())
                        if span.start < span.end and not _overlaps(span, taken):
                            insort(taken, span)
                            yield pattern, span, match
                except TimeoutError:
                    raise TimeoutError(span_of(0, 0).start) from None

    def _matches(self, pattern: str, text: str, clock: Clock) -> list[Any]:
        compiled, limited = self._get(pattern, text)
        if self.options.whole:
            find = compiled.fullmatch
            match = clock.run(pattern, lambda s: find(text, timeout=s)) if limited else find(text)
            return [match] if match else []
        if limited:
            return clock.run(pattern, lambda s: list(islice(compiled.finditer(text, timeout=s), MAX_MATCHES)))
        return list(islice(compiled.finditer(text), MAX_MATCHES))

    def _get(self, pattern: str, text: str) -> tuple[Any, bool]:
        """The compiled pattern, and whether it needs a time limit.

        A pattern that is sure to be quick needs none, and on plain text the standard library finds what `regex` finds,
        and starts in half the time.
        """
        plain = pattern in self.prepared["bounded"] and re.fullmatch(PLAIN_TEXT, text) is not None
        key = pattern, plain
        if key not in self._compiled:
            if plain:
                self._compiled[key] = re.compile(pattern, re.IGNORECASE if self.options.ignore_case else 0), False
            else:
                self._compiled[key] = compile_pattern(pattern, (), self.options.ignore_case), True
        return self._compiled[key]

    def _is_excepted(self, text: str, clock: Clock) -> bool:
        """Whether a pattern of `unless` matches."""
        return any(self._occurs(pattern, text, clock) for pattern in self.options.unless)

    def _occurs(self, pattern: str, text: str, clock: Clock) -> bool:
        compiled, limited = self._get(pattern, text)
        match = clock.run(pattern, lambda s: compiled.search(text, timeout=s)) if limited else compiled.search(text)
        return match is not None

    def _values(self, match: Any) -> dict[str, str]:
        values = dict.fromkeys(self.prepared["groups"], "")
        values.update({k: v or "" for k, v in match.groupdict().items()})
        text = values["unescaped"] = values["decoded"] = match.group()
        if any(sign in text for sign in "&\\=%"):
            from artlint.checks.common.escapes import decode, unescaped

            values["unescaped"], values["decoded"] = unescaped(text), decode(text)
        return values

    def _scopes(self, article: Article) -> Iterator[tuple[str, Any]]:
        scope = self.options.scope
        if scope == "article":
            yield article.text, Span
        elif scope == "line":
            for line in article.lines:
                yield article.slice(line), lambda i, j, at=line.start: Span(at + i, at + j)
        else:
            blocks = article.blocks
            if scope == "first":
                blocks = blocks[:1]
            elif scope == "last":
                blocks = blocks[-1:]
            for block in blocks:
                if not block.fence:
                    yield block.text, block.span


def _places(article: Article, texts: list[str]) -> dict[str, list[int]] | None:
    """In which of the folded texts each literal stands; None where nobody has an automaton to find that out."""
    if article.find_literals is None:
        return None
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        for word in article.find_literals(text):
            places.setdefault(word, []).append(i)
    return places


def _holds(text: str, words: list[str]) -> bool:
    """Whether one of the strings occurs."""
    for word in words:  # noqa: SIM110 (any() takes twice as long, and this is asked of every line)
        if word in text:
            return True
    return False


def _overlaps(span: Span, taken: list[Span]) -> bool:
    """Whether a span overlaps one of those that are in order and apart: only its neighbours can."""
    at = bisect(taken, span)
    return (at > 0 and span.start < taken[at - 1].end) or (at < len(taken) and taken[at].start < span.end)
