"""`pattern`: a regular expression in a scope."""

from __future__ import annotations

import re

from artlint.checks.base import Check, OptionError
from artlint.model import Finding, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.article import Article

# Characters on which `re` and `regex` agree about \\w, \\s, \\b and case: no superscripts, marks or dotless i.
PLAIN = "[\t\n\r -~\u00a0¡«·»¿À-įĲ-žƀ-ɏ‐-―‘-‟•…]*"
SECONDS = 1.0  # for one pattern on one article; a sound pattern needs thousandths


class Pattern(Check):
    """Reports each match of any of the patterns. Patterns are those of the `regex` module, version 0; a pattern that
    takes longer than a second on an article is stopped and reported."""

    args = {"unescaped": "the match with HTML entities resolved"}

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

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        from artlint.literals import bounded, required

        groups: set[str] = set()
        for key in ("patterns", "unless"):
            for i, pattern in enumerate(options[key]):
                compiled = _compile(pattern, (key, i), options["ignore_case"])
                groups |= set(compiled.groupindex)
        return {
            "literals": [required(p) for p in options["patterns"]],
            "groups": sorted(groups),
            "bounded": [p for key in ("patterns", "unless") for p in options[key] if bounded(p)],
        }

    @classmethod
    def placeholders(cls, options: Mapping[str, Any], prepared: Any) -> list[str]:
        return [*cls.args, *prepared["groups"]]

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        self._compiled: dict[tuple[str, bool], tuple[Any, dict[str, float]]] = {}

    def may_fire(self, article: Article) -> bool:
        return bool(self._possible(article))

    def _possible(self, article: Article) -> list[str]:
        """The patterns of which a needed literal occurs at all."""
        text = article.lowered
        return [
            p
            for p, sets in zip(self.options.patterns, self.prepared["literals"], strict=True)
            if all(any(word in text for word in words) for words in sets)
        ]

    def run(self, article: Article) -> Iterable[Finding]:
        found = self._findings(article)
        if self.options.at_most is None:
            return found
        listed = list(found)
        return listed if len(listed) <= self.options.at_most else []

    def _findings(self, article: Article) -> Iterator[Finding]:
        taken: list[Span] = []
        for pattern in self._possible(article):
            for text, span_of in self._scopes(article):
                try:
                    for match in self._matches(pattern, text):
                        span = span_of(*match.span())
                        if span.start == span.end or any(span.start < t.end and t.start < span.end for t in taken):
                            continue
                        if any(self._stops(u, text) for u in self.options.unless):
                            break
                        taken.append(span)
                        yield Finding(span, self._values(match))
                except TimeoutError:
                    raise TimeoutError(span_of(0, 0).start) from None

    def _matches(self, pattern: str, text: str) -> Any:
        compiled, limit = self._get(pattern, text)
        if limit:  # linear patterns on large texts are none to be stopped
            limit = {"timeout": SECONDS * (1 + len(text) / 1_000_000)}
        if self.options.whole:
            match = compiled.fullmatch(text, **limit)
            return [match] if match else []
        return compiled.finditer(text, **limit)

    def _get(self, pattern: str, text: str) -> tuple[Any, dict[str, float]]:
        """The compiled pattern and its time limit.

        A pattern that is sure to be quick needs no limit, and on plain text the standard library finds the same as
        `regex`, and starts in half the time.
        """
        plain = pattern in self.prepared["bounded"] and re.fullmatch(PLAIN, text) is not None
        key = pattern, plain
        if key not in self._compiled:
            if plain:
                self._compiled[key] = re.compile(pattern, re.IGNORECASE if self.options.ignore_case else 0), {}
            else:
                self._compiled[key] = _compile(pattern, (), self.options.ignore_case), {"timeout": SECONDS}
        return self._compiled[key]

    def _stops(self, pattern: str, text: str) -> bool:
        compiled, limit = self._get(pattern, text)
        return compiled.search(text, **limit) is not None

    def _values(self, match: Any) -> dict[str, str]:
        values = dict.fromkeys(self.prepared["groups"], "")
        values.update({k: v or "" for k, v in match.groupdict().items()})
        if "&" in match.group():
            import html

            values["unescaped"] = html.unescape(match.group())
        else:
            values["unescaped"] = match.group()
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


def _compile(pattern: str, path: tuple[str | int, ...], ignore_case: bool) -> Any:
    import regex

    try:
        return regex.compile(pattern, regex.IGNORECASE if ignore_case else 0)
    except regex.error as error:
        place = f" at character {error.pos + 1}" if error.pos is not None else ""
        raise OptionError(path, f"the pattern does not compile: {error.msg}{place}") from None
