"""A report to look at in a browser: one file that asks the network for nothing.

What was scraped reaches the page in two ways only: through Jinja2, which escapes it, and as JSON in elements that no
browser runs, from which the script makes nodes of text. The policy in the page's head forbids everything else.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from hashlib import sha256

from artlint.base.model import severity_rank
from artlint.base.shown_text import one_line, visible
from artlint.base.wording import plural
from artlint.reporters.base import Reporter
from artlint.reporters.shape import file_of, record_of
from artlint.reporters.web import charts, marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

    from artlint.base.model import Diagnostic, Result
    from artlint.reporters.base import Context

LISTED = 5_000  # articles, the worst ones: no browser likes more, and nobody reads them
RELATED = 20  # places of one fault
TITLE, SEARCHED = 160, 2_000  # characters of a title, and of the text in which it is looked for
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class Html(Reporter):
    needs_text = True

    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        self._results: dict[str, Result] = {}  # by path, in the order of the first of each

    def article(self, result: Result) -> None:
        if result.problem:
            return  # it was said on standard error, and nothing was checked
        known = self._results.get(result.path)
        if known:  # what shows across articles comes after all of them
            found = sorted((*known.diagnostics, *result.diagnostics), key=lambda d: (d.span, d.code, d.message))
            result = known._replace(diagnostics=tuple(found), text=known.text or result.text)
        self._results[result.path] = result

    def close(self) -> None:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(
            loader=PackageLoader("artlint.reporters", "web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {"embedded": embedded, "plural": plural, "thousands": lambda n: f"{n:,}"}
        for part in environment.get_template("report.html.jinja").generate(Page(self._results, self.context).values()):
            self.out.write(part)


class Page:
    """What the template is told of a run."""

    def __init__(self, results: dict[str, Result], context: Context) -> None:
        self._results, self._context = results, context
        faulty = [result for result in results.values() if result.diagnostics]
        self._total = len(faulty)
        self._kinds = sorted({(d.rule, d.severity) for r in faulty for d in r.diagnostics}, key=_by_gravity)
        self._kind = {kind: i for i, kind in enumerate(self._kinds)}
        self._numbers = {result.path: i for i, result in enumerate(faulty, 1)}  # in the order of the run
        self._listed = sorted(faulty, key=_rank)[:LISTED]
        self._known = {result.path for result in self._listed}

    def values(self) -> dict[str, Any]:
        counts = [_counts(r.diagnostics) for r in self._results.values()]
        by_kind = dict.fromkeys(self._kinds, 0)
        by_rule: dict[str, dict[str, int]] = {}
        by_source: dict[str, dict[str, int]] = {}
        for result in self._results.values():
            for d in result.diagnostics:
                by_kind[d.rule, d.severity] += 1
                for table, label in ((by_rule, d.rule), (by_source, _source(result.path))):
                    row = table.setdefault(one_line(label), {})
                    row[d.severity] = row.get(d.severity, 0) + 1
        style, script = _asset("base.css") + _asset("report.css"), _asset("report.js")
        return {
            "version": self._context.version,
            "style": _inline(style),
            "script": _inline(script),
            "policy": f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "checked": len(self._results),
            "faulty": self._total,
            "totals": {severity: sum(c[severity] for c in counts) for severity in charts.WORST_FIRST},
            "by_rule": charts.bars(by_rule),
            "by_source": charts.bars(by_source),
            "spread": charts.spread(counts),
            "rules": [_rule(name, self._context) for name in dict.fromkeys(rule for rule, _ in self._kinds)],
            "kinds": [
                {"rule": rule, "severity": severity, "count": by_kind[rule, severity]} for rule, severity in self._kinds
            ],
            "articles_listed": len(self._listed),
            "articles": map(self._article, self._listed),
            "texts": map(self._text, self._listed),
        }

    def _article(self, result: Result) -> dict[str, Any]:
        """A row of the list: the article's worst faults, one of each kind."""
        kinds: dict[int, list[Any]] = {}
        for d in result.diagnostics:
            kinds.setdefault(self._kind[d.rule, d.severity], [0, one_line(d.message)])[0] += 1
        return {
            "number": self._numbers[result.path],
            "title": _title(result),
            "path": one_line(result.path),
            "counts": _counts(result.diagnostics),
            "faults": [
                {"kind": kind, "count": count, "message": message, "rule": self._kinds[kind][0],
                 "severity": self._kinds[kind][1]}
                for kind, (count, message) in sorted(kinds.items())
            ],
        }  # fmt: skip

    def _text(self, result: Result) -> dict[str, Any]:
        """An article as the script draws it. Short names: there are thousands of them."""
        from artlint.text.language import detect

        rows = marks.rows(result.text, result.diagnostics, visible)
        return {
            "number": self._numbers[result.path],
            "title": _title(result),
            "path": one_line(result.path),
            "lang": detect(result.text),
            "rows": [[*map(_segment, row.segments)] for row in rows],
            "begin": {row.number: row.begin for row in rows if row.begin},
            "faults": [self._fault(d, result.text) for d in result.diagnostics],
        }

    def _fault(self, d: Diagnostic, text: str) -> dict[str, Any]:
        out: dict[str, Any] = {
            "kind": self._kind[d.rule, d.severity],
            "message": one_line(d.message),
            "row": d.start.row,
            "column": d.start.column,
            "related": [[p.start.row, one_line(p.message), *self._other(p.path, d.path)] for p in d.related[:RELATED]],
            "unnamed": max(0, len(d.related) - RELATED),
        }
        if d.fix:
            changes, more = marks.changes(text, d.fix, visible)
            out["fix"] = {
                "title": one_line(d.fix.title),
                "safety": d.fix.safety,
                "changes": [[[*map(list, c.before)], [*map(list, c.after)]] for c in changes],
                "more": more,
            }
        return out

    def _other(self, path: str, own: str) -> list[Any]:
        """Path and number (0: it is not in the report) of the other article that a related place is in."""
        if not path or path == own:
            return []
        return [one_line(path), self._numbers[path] if path in self._known else 0]


def embedded(value: Any) -> Any:
    """`value` as JSON that can stand in a <script type="application/json">, whatever is in it."""
    from markupsafe import Markup

    return Markup(json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED))


def _segment(segment: marks.Segment) -> Any:
    if segment.unseen:
        return [segment.text, segment.marks, 1]
    return [segment.text, segment.marks] if segment.marks else segment.text


def _by_gravity(kind: tuple[str, str]) -> tuple[int, str]:
    return -severity_rank(kind[1]), kind[0]


def _counts(diagnostics: Sequence[Diagnostic]) -> dict[str, int]:
    counts = dict.fromkeys(charts.WORST_FIRST, 0)
    for d in diagnostics:
        counts[d.severity] += 1
    return counts


def _rank(result: Result) -> tuple[Any, ...]:
    """Errors first, then warnings, then all; the script orders by the same."""
    counts = _counts(result.diagnostics)
    return *(-counts[severity] for severity in charts.WORST_FIRST), result.path


def _source(path: str) -> str:
    """Where an article is from, as far as its path tells: the host of a record's address, its file, or its folder."""
    from urllib.parse import urlsplit

    record = record_of(path)
    if record is None:
        return path.replace("\\", "/").rpartition("/")[0] or "."
    try:
        return urlsplit(record["id"]).hostname or file_of(path)
    except ValueError:
        return file_of(path)


def _title(result: Result) -> str:
    """The first line with a word in it; without one, the path."""
    lines = filter(None, map(one_line, result.text[:SEARCHED].splitlines()))
    first = next((line for line in lines if any(map(str.isalpha, line))), "")
    return first[: TITLE - 1] + "…" if len(first) > TITLE else first or one_line(result.path)


def _rule(name: str, context: Context) -> dict[str, str]:
    rule = context.rules.get(name)
    about = (
        {"code": rule.code, "summary": rule.summary, "why": rule.why}
        if rule
        else dict.fromkeys(("code", "summary", "why"), "")
    )
    return {"name": name, **{key: one_line(text) for key, text in about.items()}}


@cache
def _asset(name: str) -> str:
    from importlib.resources import files

    return (files("artlint.reporters.web") / name).read_text(encoding="utf-8")


def _inline(source: str) -> Any:
    from markupsafe import Markup

    return Markup(source)


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(sha256(source.encode()).digest()).decode()
