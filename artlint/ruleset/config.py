"""artlint.yaml, or [tool.artlint] in pyproject.toml: found upwards from each file, checked strictly, merged.

What a file says is turned into `Settings` (settings.py); which rules hold for a path, and with what options, is decided
in selection.py.
"""

from __future__ import annotations

import os

from artlint.base.bounds import checkout_of, leads_out
from artlint.base.errors import ArtlintError
from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import disk_cache
from artlint.ruleset.settings import DEFAULTS, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from artlint.ruleset.config_validation import PlacedSelector
    from artlint.ruleset.documents.yaml_document import Document, Path

NAMES = ("artlint.yaml", ".artlint.yaml", "artlint.yml")
OUTSIDE = "--allow-outside lets it (allow_outside=True in Python); a pull request of a stranger needs no such thing"
MAX_EXTENDED = 20  # files, one above the other
LISTS = (  # these add up along `extend`
    "names", "exclude", "rule_paths", "per_path", "extend_select", "ignore", "unfixable", "extend_safe_fixes", "extend_unsafe_fixes",
)  # fmt: skip


def find(folder: str) -> str | None:
    """The nearest configuration file at or above a folder. A pyproject.toml counts if it has [tool.artlint]."""
    folder = os.path.abspath(folder)
    while True:
        for name in NAMES:
            path = os.path.join(folder, name)
            if os.path.lexists(path) and not os.path.isdir(path):
                return path
        path = os.path.join(folder, "pyproject.toml")
        content = disk_cache.read(path)
        if content is None and os.path.lexists(path):  # to pass over what cannot be read would be to lint otherwise
            return path
        if b"artlint" in (content or b"") and _has_table(path):
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


def load(path: str | None, allow_outside: bool = False) -> Settings:
    """The settings of a configuration file and those it extends, in which no path leads out of its repository unless
    `allow_outside`. Raises ArtlintError for whatever is wrong in it."""
    if path is None:
        return Settings(DEFAULTS, {}, os.getcwd())
    from artlint.ruleset import rule_packs
    from artlint.ruleset.plugins import registry

    path = os.path.abspath(path)
    key = f"config\n{path}\n{allow_outside}\n{registry.version_key()}"
    root = None if allow_outside else checkout_of(path)
    values, origins, files = disk_cache.get_or_build(
        key, lambda: _build(path, _Source(root)), f"{root}\n{rule_packs.builtin_version_key()}"
    )
    return Settings(values, origins, os.path.dirname(path), files)


def check(path: str, text: str, allow_outside: bool = False) -> None:
    """Raise the ArtlintError for what is wrong in a configuration that holds this `text`, whatever the file holds."""
    path = os.path.abspath(path)
    _build(path, _Source(None if allow_outside else checkout_of(path), text))


class _Source(NamedTuple):
    """Where configuration may come from: `root` is what no path leads out of, where it is known, and `text` what the
    first file holds, if not what is on the disk."""

    root: str | None
    text: str | None = None

    def existing(self, path: str, document: Document, where: Path) -> str:
        """The full path of a file or folder that a document names. Raises ArtlintError."""
        folder = os.path.dirname(os.path.abspath(document.filename))
        full = os.path.normpath(os.path.join(folder, os.path.expanduser(path)))
        if not os.path.exists(full):
            raise document.error(
                where, f"there is no file or folder “{path}” beside this configuration", f"looked for {full}"
            )
        self.refuse_outside(full, document, where)
        return full

    def refuse_outside(self, full: str, document: Document, where: Path) -> None:
        """Raise the ArtlintError for a path that leads out of the checkout."""
        if self.root and leads_out(full, self.root):
            raise document.error(where, f"this leads out of the checkout, to {os.path.realpath(full)}", OUTSIDE)


def _build(path: str, source: _Source) -> tuple[tuple[dict[str, Any], dict[str, str], list[str]], list[str]]:
    """((values, origins, files), the files read). Rules are checked too, so that no later step can fail on them."""
    if source.root and leads_out(path, source.root):
        raise ArtlintError(f"{path}: leads out of the checkout, to {os.path.realpath(path)}\n  help: {OUTSIDE}")
    from artlint.ruleset import config_validation, rule_files, rule_packs
    from artlint.ruleset.plugins import registry

    selectors: list[PlacedSelector] = []
    settings = _merged(path, (), selectors, {}, source)
    records = {r.name: r for r in rule_packs.load(settings.rule_paths)}
    config_validation.check_selectors(selectors, records.values())
    config_validation.check_rules(settings, records)
    files = settings.files[:]
    for rule_path in (*(p for p, _ in registry.rule_packs()), *settings.rule_paths):
        files += rule_files.inputs(rule_path)
    return (settings.values, settings.origins, settings.files), list(dict.fromkeys(files))


def _merged(
    path: str,
    above: tuple[str, ...],
    selectors: list[PlacedSelector],
    known: dict[str, Settings],
    source: _Source,
) -> Settings:
    """The settings of a file and those it extends; `above` are the files that extend it, and `known` the settings of
    those that were read. Selectors are added to `selectors`."""
    document = read(path, None if above else source.text)
    own, bases = _own(path, document, source)
    out = Settings(DEFAULTS, {}, own.root, [path])
    for where, base in bases:
        target = source.existing(base, document, where)
        if target in (*above, path):
            raise document.error(("extend",), f"“{base}” extends this file in turn", "take one of the two lines out")
        if len(above) >= MAX_EXTENDED:
            raise document.error(("extend",), f"more than {MAX_EXTENDED} files extend one another", "put some into one")
        if target not in known:
            known[target] = _merged(target, (*above, path), selectors, known, source)
        _merge(out, known[target])
        out.files = list(dict.fromkeys([*out.files, *known[target].files]))
    _merge(out, own)
    from artlint.ruleset.config_validation import placed_selectors

    selectors += placed_selectors(own, document)
    return out


def _own(path: str, document: Document, source: _Source) -> tuple[Settings, list[tuple[Path, str]]]:
    """What one file says, and the files that it extends, with the places of their names in the document."""
    from artlint.ruleset import config_validation, rule_files
    from artlint.ruleset.documents.typed_schema import convert
    from artlint.ruleset.entries import Config
    from artlint.ruleset.rule_validation import check_languages

    data = document.data or {}
    values, folder = convert(Config, data, document), os.path.dirname(path)
    check_languages(values["languages"], document, ("languages",))
    for key, name in (("rule_paths", "rule-paths"), ("corpus", "corpus")):
        values[key] = [source.existing(p, document, (name, i)) for i, p in enumerate(values[key])]
    for i, rule_path in enumerate(values["rule_paths"]):
        for file in rule_files.yaml_files(rule_path):
            source.refuse_outside(file, document, ("rule-paths", i))
    if values["baseline"]:
        values["baseline"] = os.path.join(folder, values["baseline"])
        source.refuse_outside(values["baseline"], document, ("baseline",))
    if values["against"]:
        values["against"] = source.existing(values["against"], document, ("against",))
    for layer in values["per_path"]:
        layer["root"] = folder
    values["exclude"] = [[folder, pattern] for pattern in values["exclude"]]
    extend = values.pop("extend") or []
    given = [name for name in (key.replace("-", "_") for key in data) if name in values]
    own = Settings(values, dict.fromkeys(given, path), folder)
    config_validation.check_lists(own, document)
    config_validation.place_rules(own, document)
    return own, [(("extend",), extend)] if isinstance(extend, str) else [
        (("extend", i), base) for i, base in enumerate(extend)
    ]


def _merge(into: Settings, over: Settings) -> None:
    """Let what `over` sets hold in `into`: lists add up, and so do the changes of a rule; another value is replaced."""
    for name, origin in over.origins.items():
        value = getattr(over, name)
        if name in LISTS:
            before = getattr(into, name)
            known = set(map(repr, before))
            value = [*before, *(item for item in value if repr(item) not in known)]
        elif name == "rules":
            value = {**into.rules, **{rule: new.over(into.rules.get(rule)) for rule, new in over.rules.items()}}
        setattr(into, name, value)
        into.origins[name] = origin


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
