"""What people write in rule files and configurations: the annotations of each class are the keys of a mapping.

ruleset/documents/typed_schema.py checks data against these classes and makes JSON Schemas of them. The instances hold checked
data by attribute.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta


class Entry:
    """A checked mapping. Its `values` are by attribute name and complete, defaults filled in."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({vars(self)!r})"


def plain(value: Any) -> Any:
    """Entries as dictionaries, wherever they stand in lists and dictionaries: what marshal can write."""
    if isinstance(value, Entry):
        return plain(vars(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


class FixEntry(Entry):
    """How a rule fixes what it found: delete something, or replace the span by a text with placeholders."""

    safety: Literal["safe", "unsafe", "suggestion"]
    delete: Literal["span", "block", "passage", "related"] | None = None
    replace: str | None = None
    title: str = ""


class Example(Entry):
    """A text that must be reported (`bad`, the span between ⟦ and ⟧) or must not (`good`), and how it is fixed. A list
    is several articles, whose paths are 1, 2 and so on. `language` spares short examples the guess; `options` replace the
    rule's for this example; `source` is the text that it was made from."""

    bad: str | list[str] | None = None
    good: str | list[str] | None = None
    fixed: str | None = None
    note: str = ""
    format: Literal["text", "markdown"] = "text"
    language: str = ""
    source: str = ""
    options: dict[str, Any] = {}


class RuleEntry(Entry):
    """One rule, as it stands in a YAML file."""

    name: Annotated[str, Meta(pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$", description="the identity of the rule")]
    code: Annotated[str, Meta(pattern="^[A-Z]{2,6}[0-9]{3}$", description="a short, stable alias")]
    check: str
    summary: str
    why: str
    message: str
    severity: Literal["info", "warning", "error"] = "warning"
    languages: list[str] = []
    formats: list[Literal["text", "markdown"]] = ["text", "markdown"]
    part: Literal["body", "all"] = "all"
    marks: Literal["furniture"] | None = None
    subsumes: list[str] = []
    status: Literal["stable", "preview"] = "stable"
    default: bool = True
    tags: list[str] = []
    aliases: list[str] = []
    source: str = ""
    options: dict[str, Any] = {}
    fix: FixEntry | None = None
    examples: list[Example] = []


class RuleSettings(Entry):
    """What is changed of one rule."""

    severity: Annotated[Literal["info", "warning", "error"] | None, Meta(description="another severity")] = None
    options: Annotated[
        dict[str, Any], Meta(description="options of the rule's check; each replaces the rule's own")
    ] = {}


class PathSelection(Entry):
    """Which rules run for some paths. Patterns are those of .gitignore, relative to the configuration file."""

    paths: Annotated[list[str], Meta(min_length=1, description="patterns as in .gitignore, relative to this file")]
    select: Annotated[list[str] | None, Meta(description="run only these rules here")] = None
    extend_select: Annotated[list[str], Meta(description="run these too here")] = []
    ignore: Annotated[list[str], Meta(description="do not run these here")] = []


class PathSettings(PathSelection):
    """What is different for some paths. Patterns are those of .gitignore, relative to the configuration file."""

    rules: Annotated[dict[str, RuleSettings], Meta(description="severity and options of rules here, by name")] = {}


class CommonSettings(Entry):
    """The keys of a configuration whose values hold as they are written, or as paths from its folder."""

    select: Annotated[
        list[str] | None, Meta(description="run only these: rule names, code prefixes, tags, packs, or ALL")
    ] = None
    extend_select: Annotated[list[str], Meta(description="run these besides the default rules")] = []
    ignore: Annotated[list[str], Meta(description="do not run these")] = []
    fixable: Annotated[list[str] | None, Meta(description="only these rules have fixes")] = None
    unfixable: Annotated[list[str], Meta(description="these rules have no fixes")] = []
    extend_safe_fixes: Annotated[list[str], Meta(description="the unsafe fixes of these rules count as safe")] = []
    extend_unsafe_fixes: Annotated[list[str], Meta(description="the safe fixes of these rules count as unsafe")] = []
    preview: Annotated[bool, Meta(description="run preview rules too")] = False
    languages: Annotated[list[str], Meta(description="ISO 639-1 codes of the languages that the articles are in")] = []
    names: Annotated[list[str], Meta(description="right spellings of names, never reported")] = []
    corpus: Annotated[
        list[str],
        Meta(
            description="files and folders whose articles are compared with each other, whichever of them are checked"
        ),
    ] = []
    rule_paths: Annotated[list[str], Meta(description="YAML files or folders with rules of your own")] = []
    baseline: Annotated[str | None, Meta(description="the baseline file, relative to this file")] = None
    against: Annotated[
        str | None,
        Meta(
            description="the text that the articles were made from, or the folder of those, under their names; relative to this file"
        ),
    ] = None
    fail_on: Annotated[Literal["info", "warning", "error"], Meta(description="exit with 1 from this severity on")] = (
        "warning"
    )


class Config(CommonSettings):
    """The keys of a configuration."""

    extend: Annotated[str | list[str] | None, Meta(description="configuration files that this one builds on")] = None
    exclude: Annotated[list[str], Meta(description="patterns as in .gitignore of files not to check")] = []
    rules: Annotated[dict[str, RuleSettings], Meta(description="severity and options of rules, by name")] = {}
    per_path: Annotated[
        list[PathSettings], Meta(description="what is different for some paths; the last match wins")
    ] = []
