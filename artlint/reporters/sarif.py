"""SARIF 2.1.0, the exchange format of code scanning: one document, written when all articles are done.

It names each rule before the results that use it, so results wait until the end.
"""

from __future__ import annotations

from artlint.base.shown_text import one_line
from artlint.reporters.base import Reporter
from artlint.reporters.json import dumps
from artlint.reporters.shape import file_of, help_url, home_url, line_of, record_of, related_path, told, uri

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

    from artlint.base.model import Diagnostic, Fix, Position, Result
    from artlint.reporters.base import Context, Example

_LEVELS = {"info": "note", "warning": "warning", "error": "error"}


class Sarif(Reporter):
    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        self._rules: dict[str, dict[str, Any]] = {}  # by code, in the order in which they were first reported
        self._index: dict[str, int] = {}
        self._results: list[dict[str, Any]] = []
        self._problems: list[dict[str, Any]] = []

    def article(self, result: Result) -> None:
        if result.problem:
            self._problems.append(
                {
                    "level": "error",
                    "message": {"text": result.problem},
                    "locations": [_location(result.path)],
                }
            )
        self._results += map(self._result, result.diagnostics)

    def close(self) -> None:
        home = home_url()
        driver = {
            "name": "artlint",
            "version": self.context.version,
            **({"informationUri": home} if home else {}),
            "rules": list(self._rules.values()),
        }
        run = {
            "tool": {"driver": driver},
            "invocations": [{"executionSuccessful": not self._problems, "toolExecutionNotifications": self._problems}],
            "columnKind": "unicodeCodePoints",
            "results": self._results,
        }
        document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
        self.out.write(dumps(document, indent=2) + "\n")

    def _result(self, d: Diagnostic) -> dict[str, Any]:
        if d.code not in self._rules:
            self._index[d.code] = len(self._rules)
            self._rules[d.code] = self._rule(d)
        region = {**_region(d.start, d.end), **_characters(*d.span)}
        out: dict[str, Any] = {
            "ruleId": d.code,
            "ruleIndex": self._index[d.code],
            "level": _LEVELS[d.severity],
            "message": {"text": told(d)},
            "locations": [_location(d.path, region)],
            "partialFingerprints": {"artlint/v1": d.fingerprint},
        }
        if d.related:
            out["relatedLocations"] = [
                {
                    "id": number,
                    **_location(related_path(r, d), _region(r.start, r.end)),
                    "message": {"text": r.message},
                }
                for number, r in enumerate(d.related, 1)
            ]
        if d.fix and not record_of(d.path):  # the file's own characters are others
            out["fixes"] = [_fix(d.path, d.fix)]
        return out

    def _rule(self, d: Diagnostic) -> dict[str, Any]:
        rule = self.context.rules.get(d.rule)
        summary = rule.summary if rule else d.rule
        why = rule.why.strip() if rule else summary
        out: dict[str, Any] = {
            "id": d.code,
            "name": d.rule.title().replace("-", ""),
            "shortDescription": {"text": summary},
            "fullDescription": {"text": why},
            "help": {
                "text": f"{summary}\n\n{why}",
                "markdown": _markdown(d.rule, summary, why, rule.examples if rule else ()),
            },
            "defaultConfiguration": {"level": _LEVELS[rule.severity if rule else d.severity]},
        }
        url = help_url(self.context, d.rule)
        if url:
            out["helpUri"] = url
        if rule and rule.tags:
            out["properties"] = {"tags": list(rule.tags)}
        return out


def _markdown(name: str, summary: str, why: str, examples: Sequence[Example]) -> str:
    """The rule's page in short: why it exists, and one example of each kind."""
    parts = [f"**{name}**: {summary}", why]
    bad = next((e.bad for e in examples if e.bad), None)
    good = next((e.good for e in examples if e.good), None)
    for given, caption in ((bad, "Reported, between ⟦ and ⟧:"), (good, "Not reported:")):
        if given is not None:
            # Indented rather than fenced: nothing in the example can end the block.
            articles = [given] if isinstance(given, str) else given
            for n, text in enumerate(articles):
                parts += [
                    caption if n == 0 else "and",
                    "\n".join(f"    {line}" for line in text.rstrip("\n").split("\n")),
                ]
    return "\n\n".join(parts) + "\n"


def _artifact(path: str) -> dict[str, Any]:
    return {"artifactLocation": {"uri": uri(file_of(path))}}


def _location(path: str, region: dict[str, int] | None = None) -> dict[str, Any]:
    """A region of a file. Of a record, a logical location: the region is one of its article, and no viewer finds it in
    the file."""
    record = record_of(path)
    if not record:
        return {"physicalLocation": {**_artifact(path), **({"region": region} if region else {})}}
    name = record["id"] or str(record["number"])
    out: dict[str, Any] = {
        "physicalLocation": {**_artifact(path), "region": {"startLine": line_of(path)}},
        "logicalLocations": [{"name": name, "fullyQualifiedName": one_line(path), "kind": "record"}],
        "properties": {"record": record},
    }
    if region:
        out["properties"]["region"] = region
    return out


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _characters(start: int, end: int) -> dict[str, int]:
    return {"charOffset": start, "charLength": end - start}


def _fix(path: str, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _characters(*span), "insertedContent": {"text": text}} for span, text in fix.edits
    ]
    return {
        "description": {"text": fix.title},
        "artifactChanges": [{**_artifact(path), "replacements": replacements}],
        "properties": {"applicability": fix.safety},
    }
