"""Configurations and rule files, as they are being written: what is wrong in them, and what can stand where.

What can stand somewhere is read from their JSON Schemas, the place in the document from its lines (yaml_cursor.py).
"""

from __future__ import annotations

import os
import re
from functools import cache

from lsprotocol import types

from artlint.base.errors import ArtlintError
from artlint.lsp.yaml_cursor import Cursor
from artlint.ruleset import config, rule_pages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from artlint.lsp.documents import Document
    from artlint.lsp.project import Project
    from artlint.ruleset.rule import RuleRecord

    Schema = Mapping[str, Any]

RULE = re.compile(r"^- +name:.*\n(?:[ \t].*\n|\n)*?  check:", re.M)
SELECTORS = (
    "select", "extend-select", "ignore", "subsumes", "fixable", "unfixable", "extend-safe-fixes", "extend-unsafe-fixes",
)  # fmt: skip


def kind_of(document: Document, project: Project) -> str:
    """config or rules; empty for what is neither."""
    name = os.path.basename(document.path)
    if name in config.NAMES and not RULE.search(document.text):
        return "config"
    if name == "pyproject.toml":
        return "config" if "[tool.artlint" in document.text else ""
    if not name.endswith((".yaml", ".yml")):
        return ""
    linter = project.linter(document.path)
    paths = linter.settings.rule_paths if linter else ()
    inside = any((document.path + os.sep).startswith(os.path.join(p, "")) for p in paths)
    return "rules" if inside or RULE.search(document.text) else ""


def error(document: Document, kind: str, project: Project) -> ArtlintError | None:
    """The first thing that is wrong."""
    from artlint.ruleset import rule_files

    try:
        if kind == "config":
            config.check(document.path, document.text, project.options.allow_outside)
        else:
            rule_files.read_file(document.path, "", document.text)
    except ArtlintError as found:
        return found
    return None


def completions(document: Document, kind: str, at: int, project: Project) -> list[types.CompletionItem]:
    """The keys, or the values, that can stand at an offset."""
    cursor = Cursor(document.text, at)
    if document.path.endswith(".toml") or cursor.in_comment:
        return []
    if cursor.path and _is_selector(cursor.path) and (cursor.wants_value or cursor.path[-1] == "[]"):
        return [
            _item(word, about, types.CompletionItemKind.EnumMember) for word, about in _selectors(document, project)
        ]
    schema = _at(kind, cursor)
    if cursor.wants_value:
        return [_item(str(v), "", types.CompletionItemKind.Value) for v in _values(schema)]
    keys = {key: _describe(of) for key, of in schema.get("properties", {}).items()}
    if kind == "config" and cursor.path and cursor.path[-1] == "rules":
        keys.update({name: r.summary for name, r in _records(document, project).items()})
    end = "" if cursor.has_colon else ": "
    return [
        _item(key, about, types.CompletionItemKind.Property, f"{key}{end}")
        for key, about in keys.items()
        if key not in cursor.siblings
    ]


def hover(document: Document, kind: str, at: int, project: Project) -> types.Hover | None:
    """The page of the rule that is named at an offset, or what the key there means."""
    start, end = _word_at(document.text, at)
    word = document.text[start:end]
    record = _records(document, project).get(word)
    if record:
        value = rule_pages.page(record)
    else:
        shape = _at(kind, Cursor(document.text, end)).get("properties", {}).get(word) if word else None
        value = _describe(shape) if shape else ""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, value)) if value else None


def _word_at(text: str, at: int) -> tuple[int, int]:
    """Where the word begins and ends that an offset is in."""
    start, end = at, at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "-_"):
        end += 1
    return start, end


def _at(kind: str, cursor: Cursor) -> dict[str, Any]:
    """The part of the schema that speaks of a place."""
    root = _schema(kind)
    here = dict(root)
    for step in cursor.path:
        here = _resolved(here, root)
        if step == "[]":
            here = here.get("items", {})
        else:
            options = _options_of(here, cursor.entry.get("check", "")) if step == "options" else None
            more = here.get("additionalProperties")
            here = options or here.get("properties", {}).get(step) or (more if isinstance(more, dict) else {})
    return _resolved(here, root)


def _options_of(shape: Schema, check: str) -> dict[str, Any] | None:
    for case in shape.get("allOf", ()):
        if case["if"]["properties"]["check"]["const"] == check.strip("\"'"):
            return dict(case["then"]["properties"]["options"])
    return None


def _resolved(shape: Schema, root: Schema) -> dict[str, Any]:
    """A schema without references, and of several the one with parts."""
    while "$ref" in shape:
        shape = root["$defs"][shape["$ref"].rsplit("/", 1)[-1]]
    several = [_resolved(s, root) for s in shape.get("anyOf", ())]
    return dict(next((s for s in several if "properties" in s or "items" in s), several[0] if several else shape))


def _values(shape: Schema) -> Iterator[Any]:
    yield from shape.get("enum", ())
    if shape.get("type") == "boolean":
        yield from ("true", "false")


def _describe(shape: Schema | None) -> str:
    shape = shape or {}
    about = str(shape.get("description", ""))
    default = shape.get("default")
    return f"{about}\n\ndefault: `{default}`" if default not in (None, [], {}, "") else about


def _is_selector(path: tuple[str, ...]) -> bool:
    return any(name in path[-2:] for name in SELECTORS)


@cache
def _schema(kind: str) -> dict[str, Any]:
    from artlint.ruleset.json_schema import rule_schema, schema

    return rule_schema() if kind == "rules" else schema()


def _records(document: Document, project: Project) -> dict[str, RuleRecord]:
    """All rules by name, those too that the document's own configuration brings."""
    from artlint.ruleset import rule_packs

    linter = project.linter(document.path)
    try:
        found = rule_packs.load(linter.settings.rule_paths if linter else (), examples=True)
    except ArtlintError:
        found = rule_packs.load(examples=True)
    return {r.name: r for r in found}


def _selectors(document: Document, project: Project) -> list[tuple[str, str]]:
    """What can be selected, with a few words on each."""
    found = {"ALL": "every rule"}
    for r in _records(document, project).values():
        found[r.code.rstrip("0123456789")] = f"all rules of {r.pack}"
        found[r.name] = f"{r.code}: {r.summary}"
    return sorted(found.items())


def _item(label: str, about: str, what: types.CompletionItemKind, text: str | None = None) -> types.CompletionItem:
    return types.CompletionItem(label, kind=what, documentation=about or None, insert_text=text)
