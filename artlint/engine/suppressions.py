"""Silencing a diagnostic without touching the article: a baseline of old sins, and comments where a format has them.

Whatever silences must name a rule, and is reported itself once it silences nothing.
"""

from __future__ import annotations

import os

from artlint.base.errors import ArtlintError
from artlint.base.model import Diagnostic, Span
from artlint.base.startup import cached_re as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import Any

    from artlint.base.model import Result
    from artlint.ruleset.rule import Rule
    from artlint.ruleset.selection import Ruleset
    from artlint.text.article import Article

COMMENT = re.compile(r"<!--\s*artlint-ignore(-file)?\b:?\s*(.*?)\s*-->", re.S)


def inline(article: Article, diagnostics: list[Diagnostic], ruleset: Ruleset) -> list[Diagnostic]:
    """Diagnostics after the comments of a Markdown file.

    `<!-- artlint-ignore: rule-a, rule-b -->` speaks of the paragraph it stands in or of the next one,
    `<!-- artlint-ignore-file: rule-a -->` of the file. Names are rule names, codes or prefixes of codes.
    """
    comments = [c for c in COMMENT.finditer(article.text) if not _shown(article, c.start())]
    if not comments:
        return diagnostics
    by_name = {r.name: r for r in ruleset.rules}
    not_run = ruleset.not_run()
    out = list(diagnostics)
    for comment in comments:
        span = Span(*comment.span())
        names = [n for n in re.split(r"[,\s]+", comment.group(2)) if n]
        if not names:
            out += _own(article, span, ruleset, "blanket-suppression", "it names no rule")
        region = Span(0, len(article.text)) if comment.group(1) else _region(article, span)
        for name in names:
            hit = [
                d
                for d in out
                if region.start <= d.span.start < region.end
                and d.rule in by_name
                and by_name[d.rule].matches_selector(name)
                and d.span != span
            ]
            if hit:
                out = [d for d in out if d not in hit]
                continue
            meant = {r.name for r in ruleset.known.values() if r.matches_selector(name)}
            if not meant:
                out += _own(article, span, ruleset, "unused-suppression", _unknown(name, ruleset.known))
            elif not meant & not_run:  # what did not run might have had something to say
                out += _own(article, span, ruleset, "unused-suppression", f"“{name}” has nothing to silence here")
    return sorted(out, key=lambda d: (d.span, d.code))


def silences(article: Article) -> Callable[[Rule, int], bool]:
    """Whether a comment of a Markdown file silences a rule at an offset: for rules that look across articles, and speak
    after all others."""
    regions = []
    for comment in COMMENT.finditer(article.text) if article.format == "markdown" else ():
        if not _shown(article, comment.start()):
            span = Span(0, len(article.text) + 1) if comment.group(1) else _region(article, Span(*comment.span()))
            regions.append((span, [n for n in re.split(r"[,\s]+", comment.group(2)) if n]))
    return lambda rule, at: any(
        span.start <= at < span.end and any(rule.matches_selector(name) for name in names) for span, names in regions
    )


def _shown(article: Article, at: int) -> bool:
    """Whether a place is inside code, where a comment is an example of one."""
    return any(piece.start <= at < piece.end for piece in article.code)


def _unknown(name: str, known: Mapping[str, Rule]) -> str:
    from artlint.ruleset.rule_validation import check_selector

    hint = check_selector(name, [r.record for r in known.values()])
    return f"no rule answers to “{name}”: {hint}"


def _region(article: Article, comment: Span) -> Span:
    """The block that the comment stands in, or else the next one."""
    for block in article.blocks:
        if block.end > comment.end or (block.start <= comment.start < block.end):
            return Span(min(block.start, comment.start), block.end + 1)
    return comment


def _own(article: Article, span: Span, ruleset: Ruleset, name: str, reason: str) -> list[Diagnostic]:
    rule = ruleset.notices.get(name)
    if rule is None:
        return []
    from artlint.engine.lint import diagnostic, fingerprint

    values = {"reason": reason, "text": article.slice(span), "rule": name}
    return [diagnostic(rule, article, span, values, fingerprint(rule.name, f"{article.slice(span)} {reason}"))]


def _file(key: str) -> str:
    """The file of a key: of “corpus.jsonl#17 (id)”, corpus.jsonl."""
    match = None if os.path.exists(key) else re.match(r"(.*?)#\d+(?: \(.*\))?\Z", key, re.S)
    return match[1] if match else key


class Baseline:
    """Known diagnostics by file and fingerprint. A fingerprint is made of the rule and the marked characters: moved
    lines stay silenced, another fault in the same place does not. `idle` tells for a path which rules did not run:
    their entries are neither stale nor replaced."""

    def __init__(self, path: str, idle: Callable[[str], Collection[str]] = lambda path: ()) -> None:
        self.path, self._idle = path, idle
        self._entries: dict[str, dict[str, dict[str, Any]]] = {}
        self._used: set[tuple[str, str]] = set()
        self._checked: set[str] = set()

    @classmethod
    def load(cls, path: str, idle: Callable[[str], Collection[str]] = lambda path: ()) -> Baseline:
        """Raises ArtlintError where the file is missing or is no baseline."""
        import json

        baseline = cls(path, idle)
        try:
            with open(path, encoding="utf-8") as file:
                data = json.load(file)
            if data["version"] != 1:
                raise ArtlintError(
                    f"{path}: a baseline of version {data['version']}, which this artlint does not know\n"
                    "  help: write it again with “artlint baseline”"
                )
            for name, entries in data["files"].items():
                baseline._entries[name] = {e["fingerprint"]: e for e in entries}
        except OSError as error:
            raise ArtlintError(
                f"{path}: cannot read the baseline: {error.strerror}\n  help: “artlint baseline PATH” writes one"
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            place = f":{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise ArtlintError(
                f"{path}{place}: not a baseline of artlint's\n  help: write it again with “artlint baseline”"
            ) from None
        return baseline

    def _key(self, path: str) -> str:
        file: str = getattr(path, "file", path)
        if file is not path:  # a record: its id may look like a path, and is none
            return self._key(file) + path[len(file) :]
        return os.path.relpath(os.path.abspath(path), os.path.dirname(os.path.abspath(self.path))).replace(os.sep, "/")

    def apply(self, result: Result) -> Result:
        """The result without what the baseline knows."""
        key = self._key(result.path)
        known = self._entries.get(key, {})
        if known:  # of millions of records, only those are to be remembered that can have stale entries
            self._checked.add(key)
        left = []
        for d in result.diagnostics:
            entry = known.get(d.fingerprint)
            if entry is not None and entry["rule"] == d.rule:
                self._used.add((key, d.fingerprint))
            else:
                left.append(d)
        return result._replace(diagnostics=tuple(left))

    def stale(self) -> list[tuple[str, dict[str, Any]]]:
        """Entries that matched nothing in a file that was checked, or whose file is gone."""
        folder = os.path.dirname(os.path.abspath(self.path))
        out = []
        for name, entries in sorted(self._entries.items()):
            path = os.path.join(folder, name)
            left = [e for print_, e in entries.items() if (name, print_) not in self._used]
            if left and (name in self._checked or not os.path.exists(_file(path))):
                idle = self._idle(_file(path))
                out += [(name, e) for e in left if e["rule"] not in idle]
        return out

    def prune(self) -> int:
        """Drop the stale entries; how many there were."""
        stale = self.stale()
        for name, entry in stale:
            del self._entries[name][entry["fingerprint"]]
        return len(stale)

    def take(self, results: Iterable[Result]) -> int:
        """Replace the entries of these files, for the rules that ran, by their diagnostics; how many there are."""
        count = 0
        for result in results:
            key, idle = self._key(result.path), self._idle(result.path)
            self._entries[key] = {p: e for p, e in self._entries.get(key, {}).items() if e["rule"] in idle}
            self.add(result)
            count += len(result.diagnostics)
        return count

    def add(self, result: Result) -> None:
        """Know the diagnostics of a result too."""
        entries = self._entries.setdefault(self._key(result.path), {})
        for d in result.diagnostics:
            about = {"rule": d.rule, "fingerprint": d.fingerprint, "line": d.start.row, "message": d.message}
            entries[d.fingerprint] = about

    def dump(self) -> str:
        """The file's content: sorted, so that a diff shows what changed."""
        import json

        files = {
            name: sorted(entries.values(), key=lambda e: (e["line"], e["rule"], e["fingerprint"]))
            for name, entries in sorted(self._entries.items())
            if entries
        }
        return json.dumps({"version": 1, "files": files}, indent=1, ensure_ascii=False) + "\n"
