"""Configurations and rule files, as they are being written: what is wrong in them, and what can stand where.

What can stand somewhere is read from their JSON Schemas; the place in the document from its lines, since a document
that is being written is seldom valid YAML.
"""

from __future__ import annotations

import os
import re
from functools import cache

from lsprotocol import types

from artlint.base.errors import ArtlintError
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
LINE = re.compile(r"(?P<lead>(?: |- )*)(?:(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*')(?P<colon>:)(?=\s|$))?(?P<rest>.*)")
COMMENT = re.compile(r"(?:^|\s)#.*$")
SELECTORS = ("select", "extend-select", "ignore", "subsumes")


def kind(document: Document, project: Project) -> str:
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


def error(document: Document, what: str) -> ArtlintError | None:
    """The first thing that is wrong."""
    from artlint.ruleset import rule_files

    try:
        if what == "config":
            config.check(document.path, document.text)
        else:
            rule_files.read_file(document.path, "", document.text)
    except ArtlintError as found:
        return found
    return None


def completions(document: Document, what: str, at: int, project: Project) -> list[types.CompletionItem]:
    """The keys, or the values, that can stand at an offset."""
    place = _Place(document.text, at)
    if document.path.endswith(".toml") or place.in_comment:
        return []
    schema = _at(what, place)
    if place.path and _selector(place.path) and (place.wants_value or place.path[-1] == "[]"):
        return [_item(word, told, types.CompletionItemKind.EnumMember) for word, told in _selectors(document, project)]
    if place.wants_value:
        return [_item(str(v), "", types.CompletionItemKind.Value) for v in _values(schema)]
    keys = {key: _describe(of) for key, of in schema.get("properties", {}).items()}
    if what == "config" and place.path and place.path[-1] == "rules":
        keys.update({name: r.summary for name, r in _records(document, project).items()})
    end = "" if place.has_colon else ": "
    return [
        _item(key, told, types.CompletionItemKind.Property, f"{key}{end}")
        for key, told in keys.items()
        if key not in place.siblings
    ]


def hover(document: Document, what: str, at: int, project: Project) -> types.Hover | None:
    """The page of the rule that is named at an offset, or what the key there means."""
    text = document.text
    start, end = at, at
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-_"):
        start -= 1
    while end < len(text) and (text[end].isalnum() or text[end] in "-_"):
        end += 1
    word = text[start:end]
    record = _records(document, project).get(word)
    if record:
        value = rule_pages.page(record)
    else:
        place = _Place(text, end)
        told = _at(what, place).get("properties", {}).get(word) if word else None
        value = _describe(told) if told else ""
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, value)) if value else None


class _Place:
    """Where in a document an offset is: the keys above it (“[]” for an item of a list), those beside it, and whether a
    value is wanted there. `entry` are the plain values of the entry of the list it is in; `has_colon` says whether the
    key has one already."""

    def __init__(self, text: str, at: int) -> None:
        start = text.rfind("\n", 0, at) + 1
        stack: list[tuple[int, str]] = []  # (column, key)
        beside: dict[tuple[str, ...], dict[str, str]] = {}
        verbatim = -1  # the column of the key whose text goes on over lines
        for line in text[:start].split("\n"):
            line = line.rstrip("\r")
            content = line.lstrip(" ")
            if not content or content.startswith("#") or (verbatim >= 0 and len(line) - len(content) > verbatim):
                continue
            match = _read(line)
            column = _push(stack, match)
            _begin(beside, stack, match)
            if match["key"]:
                key = match["key"].strip("\"'")
                beside.setdefault(tuple(k for _, k in stack), {})[key] = _value(match["rest"])
                stack.append((column, key))
            verbatim = column if re.match(r"\s*[|>][-+0-9]*\s*$", match["rest"]) and match["key"] else -1
        match = _read(text[start:at])
        self.in_comment = bool(COMMENT.search(text[start:at]))
        _push(stack, match)
        _begin(beside, stack, match)
        above = tuple(k for _, k in stack)
        after = text[at : text.find("\n", at) if "\n" in text[at:] else len(text)]
        self.siblings = set(beside.get(above, {}))
        self.entry = next(
            (beside[above[:n]] for n in range(len(above), 0, -1) if "check" in beside.get(above[:n], {})), {}
        )
        self.has_colon = bool(re.match(r"[\w.-]*\s*:", after))
        self.wants_value = bool(match["colon"]) and not after.strip()
        if match["key"] and match["colon"]:
            above = (*above, match["key"].strip("\"'"))
            if match["rest"].lstrip().startswith("["):
                above = (*above, "[]")
                self.wants_value = True
        self.path = above


def _read(line: str) -> re.Match[str]:
    match = LINE.match(line)
    assert match
    return match


def _push(stack: list[tuple[int, str]], match: re.Match[str]) -> int:
    """Leave what ends before this line and enter the lists that it opens; the column of what stands in it."""
    lead = match["lead"]
    first = len(lead) - len(lead.lstrip(" ")) if "-" in lead else len(lead)
    while stack and (
        stack[-1][0] > first
        or (stack[-1][0] == first and not (lead[first : first + 1] == "-" and stack[-1][1] != "[]"))
    ):
        stack.pop()
    for n, char in enumerate(lead):
        if char == "-":
            stack.append((n, "[]"))
    return len(lead)


def _begin(beside: dict[tuple[str, ...], dict[str, str]], stack: list[tuple[int, str]], match: re.Match[str]) -> None:
    """Where a line begins an item of a list, what stood in the item before it is no neighbour."""
    if "-" in match["lead"]:
        path = tuple(k for _, k in stack)
        for known in [k for k in beside if k[: len(path)] == path]:
            del beside[known]


def _value(rest: str) -> str:
    """What stands behind a key, without a comment."""
    return COMMENT.sub("", rest).strip()


def _at(what: str, place: _Place) -> dict[str, Any]:
    """The part of the schema that speaks of a place."""
    root = _schema(what)
    here = dict(root)
    for step in place.path:
        here = _resolved(here, root)
        if step == "[]":
            here = here.get("items", {})
        else:
            options = _options_of(here, place.entry.get("check", "")) if step == "options" else None
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
    told = str(shape.get("description", ""))
    default = shape.get("default")
    return f"{told}\n\ndefault: `{default}`" if default not in (None, [], {}, "") else told


def _selector(path: tuple[str, ...]) -> bool:
    return any(name in path[-2:] for name in SELECTORS)


@cache
def _schema(what: str) -> dict[str, Any]:
    from artlint.ruleset.json_schema import rule_schema, schema

    return rule_schema() if what == "rules" else schema()


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


def _item(label: str, told: str, what: types.CompletionItemKind, text: str | None = None) -> types.CompletionItem:
    return types.CompletionItem(label, kind=what, documentation=told or None, insert_text=text)
