"""A rule's page, from its YAML entry: for `artlint rule NAME`, docs/rules/ and an editor's hover."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

SAFETY = {
    "safe": "`--fix` applies it: no character of the article proper is lost",
    "unsafe": "`--fix --unsafe-fixes` applies it: what goes is boilerplate in all likelihood, but look at the diff",
    "suggestion": "shown, and never applied by itself: a person must decide",
}
ACTION = {"span": "deletes what is marked", "block": "deletes the marked lines", "related": "deletes each marked place"}


def page(record: Mapping[str, Any]) -> str:
    """The page as Markdown."""
    r = record
    how = (
        "preview: runs only when asked for by name, or with --preview"
        if r["status"] == "preview"
        else "on by default"
        if r["default"]
        else "off unless selected"
    )
    parts = [f"# {r['name']} ({r['code']})", r["summary"], r["why"].strip()]
    facts = [f"severity: {r['severity']}", how, f"check: `{r['check']}`", f"pack: `{r['pack']}`, from {r['origin']}"]
    if r["languages"]:
        facts.append("languages: " + ", ".join(r["languages"]))
    if r["formats"] != ["text", "markdown"]:
        facts.append("formats: " + ", ".join(r["formats"]))
    if r["aliases"]:
        facts.append("aliases: " + ", ".join(r["aliases"]))
    if r["subsumes"]:
        facts.append("what lies inside is not reported again by: " + ", ".join(r["subsumes"]))
    if r["source"]:
        facts.append("source: " + r["source"].strip())
    parts.append("\n".join(f"- {f}" for f in facts))
    if r["fix"]:
        action = ACTION.get(r["fix"]["delete"]) or f"replaces it by `{r['fix']['replace']}`"
        parts.append(f"## Fix\n{r['fix']['safety']}: {action}. {SAFETY[r['fix']['safety']].capitalize()}.")
    if r["examples"]:
        parts.append("## Examples\n" + "\n\n".join(_example(e) for e in r["examples"]))
    if r["options"]:
        rows = [f"- `{k.replace('_', '-')}`: {_value(v)}" for k, v in r["options"].items()]
        parts.append("## Options\n" + "\n".join(rows))
    return "\n\n".join(parts) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"\n  - {k}: {_value(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_value(v) for v in value) or "none"
    return f"`{value}`" if isinstance(value, str) else str(value)


def _example(example: Mapping[str, Any]) -> str:
    kind, text = ("Reported", example["bad"]) if example["bad"] is not None else ("Not reported", example["good"])
    note = f" ({example['note']})" if example["note"] else ""
    texts = [text] if isinstance(text, str) else text  # several articles, of a rule that looks across them
    shown = f"{kind}{note}:\n\n" + "\n\n".join(map(_fenced, texts))
    if example["fixed"] is not None:
        shown += f"\n\nFixed:\n\n{_fenced(example['fixed'])}"
    return shown


def _fenced(text: str) -> str:
    body = text.rstrip("\n")
    fence = "````" if "```" in body else "```"
    return f"{fence}text\n{body}\n{fence}"


def index(records: Iterable[Mapping[str, Any]]) -> str:
    """The list of all rules, as Markdown."""
    rows = [
        f"| {r['code']} | [{r['name']}]({r['name']}.md) | "
        f"{'preview' if r['status'] == 'preview' else r['severity'] if r['default'] else 'off'} | {r['summary'].replace('|', chr(92) + '|')} |"
        for r in records
    ]
    return (
        "# Rules\n\nMade by `artlint rules --write-pages docs/rules` from rules/*.yaml.\n\n| code | name | severity | summary |\n|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )
