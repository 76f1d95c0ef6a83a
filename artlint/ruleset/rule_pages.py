"""A rule's page, from its YAML entry: for `artlint rule NAME`, docs/rules/ and an editor's hover."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from artlint.ruleset.entries import Example
    from artlint.ruleset.rule import RuleRecord

SAFETY = {
    "safe": "`--fix` applies it: no character of the article proper is lost",
    "unsafe": "`--fix --unsafe-fixes` applies it: what goes is boilerplate in all likelihood, but look at the diff",
    "suggestion": "shown, and never applied by itself: a person must decide",
}
UNSAFE_WORDS = "`--fix --unsafe-fixes` applies it: other words stand there afterwards, so look at the diff"
ACTION = {
    "span": "deletes what is marked",
    "block": "deletes the marked lines",
    "passage": "takes what is marked out of its line",
    "related": "deletes each marked place",
}


def page(r: RuleRecord) -> str:
    """The page of a rule as Markdown."""
    parts = [f"# {r.name} ({r.code})", r.summary, r.why.strip(), "\n".join(f"- {fact}" for fact in _facts(r))]
    if r.fix:
        action = ACTION[r.fix.delete] if r.fix.delete else f"replaces it by `{r.fix.replace}`"
        safety = SAFETY[r.fix.safety] if r.fix.delete or r.fix.safety != "unsafe" else UNSAFE_WORDS
        parts.append(f"## Fix\n{r.fix.safety}: {action}. {safety.capitalize()}.")
    if r.examples:
        parts.append("## Examples\n" + "\n\n".join(_example(e) for e in r.examples))
    if r.options:
        rows = [f"- `{k.replace('_', '-')}`: {_value(v)}" for k, v in r.options.items()]
        parts.append("## Options\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _facts(r: RuleRecord) -> Iterator[str]:
    yield f"severity: {r.severity}"
    if r.status == "preview":
        yield "preview: runs only when asked for by name, or with --preview"
    else:
        yield "on by default" if r.default else "off unless selected"
    yield f"check: `{r.check}`"
    yield f"pack: `{r.pack}`, from {r.origin}"
    if r.languages:
        yield "languages: " + ", ".join(r.languages)
    if r.formats != ["text", "markdown"]:
        yield "formats: " + ", ".join(r.formats)
    if r.aliases:
        yield "aliases: " + ", ".join(r.aliases)
    if r.subsumes:
        yield "what lies inside is not reported again by: " + ", ".join(r.subsumes)
    if r.source:
        yield "source: " + r.source.strip()


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"\n  - {k}: {_value(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_value(v) for v in value) or "none"
    return f"`{value}`" if isinstance(value, str) else str(value)


def _example(example: Example) -> str:
    kind, given = ("Reported", example.bad) if example.bad is not None else ("Not reported", example.good or "")
    note = f" ({example.note})" if example.note else ""
    texts = [given] if isinstance(given, str) else given  # several articles, of a rule that looks across them
    shown = f"{kind}{note}:\n\n" + "\n\n".join(map(_fenced, texts))
    if example.fixed is not None:
        shown += f"\n\nFixed:\n\n{_fenced(example.fixed)}"
    return shown


def _fenced(text: str) -> str:
    body = text.rstrip("\n")
    fence = "````" if "```" in body else "```"
    return f"{fence}text\n{body}\n{fence}"


def index(records: Iterable[RuleRecord]) -> str:
    """The list of all rules, as Markdown."""
    head = "# Rules\n\nMade by `artlint rules --write-pages docs/rules` from rules/*.yaml.\n\n"
    table = ["| code | name | severity | summary |", "|---|---|---|---|", *map(_row, records)]
    return head + "\n".join(table) + "\n"


def _row(r: RuleRecord) -> str:
    summary = r.summary.replace("|", "\\|")
    return f"| {r.code} | [{r.name}]({r.name}.md) | {r.state} | {summary} |"
