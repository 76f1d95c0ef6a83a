"""artlint.yaml, or [tool.artlint] in pyproject.toml: found upwards from each file, checked strictly, merged.

What a file says is turned into `Settings`; which rules hold for a path, and with what options, is decided in
selection.py.
"""

from __future__ import annotations

import os

from artlint.base.startup import disk_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.ruleset.documents.yaml_document import Document

NAMES = ("artlint.yaml", ".artlint.yaml", "artlint.yml")


class RuleSettings:
    """What is changed of one rule."""

    severity: Annotated[Literal["info", "warning", "error"] | None, Meta(description="another severity")] = None
    options: Annotated[
        dict[str, Any], Meta(description="options of the rule's check; each replaces the rule's own")
    ] = {}


class PathSettings:
    """What is different for some paths. Patterns are those of .gitignore, relative to the configuration file."""

    paths: Annotated[list[str], Meta(min_length=1, description="patterns as in .gitignore, relative to this file")]
    select: Annotated[list[str] | None, Meta(description="run only these rules here")] = None
    extend_select: Annotated[list[str], Meta(description="run these too here")] = []
    ignore: Annotated[list[str], Meta(description="do not run these here")] = []
    rules: Annotated[dict[str, RuleSettings], Meta(description="severity and options of rules here, by name")] = {}


class Config:
    """The keys of a configuration."""

    extend: Annotated[str | list[str] | None, Meta(description="configuration files that this one builds on")] = None
    select: Annotated[
        list[str] | None, Meta(description="run only these: rule names, code prefixes, tags, packs, or ALL")
    ] = None
    extend_select: Annotated[list[str], Meta(description="run these besides the default rules")] = []
    ignore: Annotated[list[str], Meta(description="do not run these")] = []
    preview: Annotated[bool, Meta(description="run preview rules too")] = False
    languages: Annotated[list[str], Meta(description="ISO 639-1 codes of the languages that the articles are in")] = []
    names: Annotated[list[str], Meta(description="right spellings of names, never reported")] = []
    exclude: Annotated[list[str], Meta(description="patterns as in .gitignore of files not to check")] = []
    corpus: Annotated[
        list[str],
        Meta(
            description="files and folders whose articles are compared with each other, whichever of them are checked"
        ),
    ] = []
    rule_paths: Annotated[list[str], Meta(description="YAML files or folders with rules of your own")] = []
    rules: Annotated[dict[str, RuleSettings], Meta(description="severity and options of rules, by name")] = {}
    per_path: Annotated[
        list[PathSettings], Meta(description="what is different for some paths; the last match wins")
    ] = []
    baseline: Annotated[str | None, Meta(description="the baseline file, relative to this file")] = None
    fail_on: Annotated[Literal["info", "warning", "error"], Meta(description="exit with 1 from this severity on")] = (
        "warning"
    )


class Settings:
    """A configuration after merging: `values` by attribute name, and `origins`, the file that set each.

    `root` is the folder that patterns are relative to; `files` the configuration files, the nearest first.
    """

    def __init__(
        self, values: Mapping[str, Any], origins: Mapping[str, str], root: str, files: tuple[str, ...] = ()
    ) -> None:
        self.values, self.origins, self.root, self.files = values, origins, root, files

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["values"][name]  # a copy in the making has no values yet
        except KeyError:
            raise AttributeError(name) from None


LISTS = ("names", "exclude", "rule_paths", "per_path", "extend_select", "ignore")  # these add up along `extend`


def defaults() -> dict[str, Any]:
    """The values that hold without any configuration."""
    return {name: getattr(Config, name) for name in Config.__annotations__ if name != "extend"}


def find(folder: str) -> str | None:
    """The nearest configuration file at or above a folder. A pyproject.toml counts if it has [tool.artlint]."""
    folder = os.path.abspath(folder)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                return path
        path = os.path.join(folder, "pyproject.toml")
        if b"artlint" in (disk_cache.read(path) or b"") and _has_table(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def _has_table(path: str) -> bool:
    """Whether a pyproject.toml has the table tool.artlint; one that is not valid counts where it seems to mean one."""

    def parsed() -> tuple[bool, list[str]]:
        import tomllib

        text = (disk_cache.read(path) or b"").decode("utf-8", "replace")
        try:
            tool = tomllib.loads(text).get("tool")
        except (tomllib.TOMLDecodeError, RecursionError):
            return any(line.strip() == "[tool.artlint]" for line in text.splitlines()), [path]
        return isinstance(tool, dict) and "artlint" in tool, [path]

    return bool(disk_cache.get_or_build(f"pyproject\n{path}", parsed))


def load(path: str | None) -> Settings:
    """The settings of a configuration file and those it extends. Raises ArtlintError for whatever is wrong in it."""
    if path is None:
        return Settings(defaults(), {}, os.getcwd())
    from artlint.ruleset import rule_packs
    from artlint.ruleset.plugins import registry

    path = os.path.abspath(path)
    key = f"config\n{path}\n{registry.stamp()}"
    values, origins, files = disk_cache.get_or_build(key, lambda: _build(path), rule_packs.builtin_stamp())
    return Settings(values, origins, os.path.dirname(path), tuple(files))


def check(path: str, text: str) -> None:
    """Raise the ArtlintError for what is wrong in a configuration that holds this `text`, whatever the file holds."""
    _build(os.path.abspath(path), text)


def _build(path: str, text: str | None = None) -> tuple[tuple[dict[str, Any], dict[str, str], list[str]], list[str]]:
    """((values, origins, files), the files read). Rules are checked too, so that no later step can fail on them."""
    values, origins, files = _chain(path, (), text)
    from artlint.ruleset import config_validation, rule_files, rule_packs
    from artlint.ruleset.plugins import registry

    records = {r["name"]: r for r in rule_packs.load(values["rule_paths"])}
    config_validation.check_rules(values, records)
    inputs = files[:]
    for rule_path in (*(p for p, _ in registry.rule_packs()), *values["rule_paths"]):
        inputs += [rule_path, *rule_files.yaml_files(rule_path)]
    return (values, origins, files), list(dict.fromkeys(inputs))


def _chain(
    path: str, above: tuple[str, ...], text: str | None = None
) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    document = read(path, text)
    from artlint.ruleset.documents.typed_schema import convert

    data = document.data or {}
    own = convert(Config, data, document)
    from artlint.ruleset import config_validation
    from artlint.ruleset.rule_validation import check_languages

    check_languages(own["languages"], document, ("languages",))
    own["rule_paths"] = [_existing(p, document, ("rule-paths", i)) for i, p in enumerate(own["rule_paths"])]
    own["corpus"] = [_existing(p, document, ("corpus", i)) for i, p in enumerate(own["corpus"])]
    if own["baseline"]:
        own["baseline"] = os.path.join(os.path.dirname(path), own["baseline"])
    folder = os.path.dirname(path)
    for entry in own["per_path"]:
        entry["root"] = folder
    own["exclude"] = [[folder, pattern] for pattern in own["exclude"]]
    config_validation.check_lists(own, document)
    config_validation.place_rules(own, document)
    values, origins, files = defaults(), dict[str, str](), [path]
    bases = own.pop("extend") or []
    selectors: list[Any] = []
    for i, base in enumerate([bases] if isinstance(bases, str) else bases):
        target = _existing(base, document, ("extend",) if isinstance(bases, str) else ("extend", i))
        if target in (*above, path):
            raise document.error(("extend",), f"“{base}” extends this file in turn", "take one of the two lines out")
        below, their_origins, their_files = _chain(target, (*above, path))
        selectors += below.pop("selectors")
        _merge(values, origins, below, their_origins)
        files += their_files
    given = {k.replace("-", "_") for k in data}
    _merge(values, origins, {k: v for k, v in own.items() if k in given}, dict.fromkeys(given, path))
    values["selectors"] = selectors + own["selectors"]
    return values, origins, files


def _merge(values: dict[str, Any], origins: dict[str, str], over: Mapping[str, Any], where: Mapping[str, str]) -> None:
    for key, value in over.items():
        if key in LISTS:
            values[key] = [*values[key], *(v for v in value if v not in values[key])]
        elif key == "rules":
            values[key] = {**values[key]}
            for name, entry in value.items():
                before = values[key].get(name, {"severity": None, "options": {}})
                values[key][name] = {
                    **entry,
                    "severity": entry["severity"] or before["severity"],
                    "options": {**before["options"], **entry["options"]},
                }
        else:
            values[key] = value
        if key in where:
            origins[key] = where[key]


def read(path: str, text: str | None = None) -> Document:
    """The document of a configuration file, or of a `text` in its place. For pyproject.toml, its [tool.artlint] table."""
    from artlint.ruleset.documents.yaml_document import Document, read_text

    if text is None:
        text = read_text(path, "configuration")
    if path.endswith(".toml"):
        from artlint.ruleset.documents.toml_document import TomlTable

        return TomlTable(path, text)
    document = Document(path, text)
    if document.data is not None and not isinstance(document.data, dict):
        raise document.error((), "a configuration is a mapping: “select: [DUP]”, for example")
    return document


def _existing(path: str, document: Document, where: tuple[str | int, ...]) -> str:
    full = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(document.filename)), os.path.expanduser(path)))
    if not os.path.exists(full):
        raise document.error(
            where, f"there is no file or folder “{path}” beside this configuration", f"looked for {full}"
        )
    return full
