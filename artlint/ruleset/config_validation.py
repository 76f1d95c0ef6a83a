"""A configuration against the rules that exist: its selectors and its rules' options."""

from __future__ import annotations

from artlint.base.errors import PlacedError, nearest
from artlint.base.startup import disk_cache
from artlint.ruleset.documents.yaml_document import Document
from artlint.ruleset.path_patterns import unclosed
from artlint.ruleset.rule_files import checked_options
from artlint.ruleset.rule_validation import check_selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from artlint.ruleset.documents.yaml_document import Path
    from artlint.ruleset.rule import Checked, RuleRecord
    from artlint.ruleset.settings import PathLayer, RuleChange, Settings

    PlacedSelector = tuple[str, str, int, int]  # and its file, line and column


def _groups(own: Settings) -> Iterator[tuple[Settings | PathLayer, Path]]:
    """What a configuration file says for all paths and for some, each with its place in the document."""
    yield own, ()
    for i, layer in enumerate(own.per_path):
        yield layer, ("per-path", i)


def place_rules(own: Settings, document: Document) -> None:
    """Note where each change of a rule stands, for messages that only later steps can make."""
    for group, base in _groups(own):
        for name, change in group.rules.items():
            path = (*base, "rules", name)
            change.at = (document.filename, *document.place(path, key=True))
            change.places = {o: document.place((*path, "options", o), key=True) for o in change.options}


def placed_selectors(own: Settings, document: Document) -> Iterator[PlacedSelector]:
    """All selectors of a configuration file, with their places."""
    for group, base in _groups(own):
        selectors = {"select": group.select or [], "extend-select": group.extend_select, "ignore": group.ignore}
        if group is own:
            selectors |= {"fixable": own.fixable or [], "unfixable": own.unfixable}
            selectors |= {"extend-safe-fixes": own.extend_safe_fixes, "extend-unsafe-fixes": own.extend_unsafe_fixes}
        for key, words in selectors.items():
            for i, word in enumerate(words):
                yield (word, document.filename, *document.place((*base, key, i)))


def check_lists(own: Settings, document: Document) -> None:
    """Raise the error for what has the right type and can only be a slip: a name without a letter, a selection of
    nothing."""
    for i, name in enumerate(own.names):
        if not name.strip():
            raise document.error(("names", i), "a name needs at least one letter")
    for i, (_, pattern) in enumerate(own.exclude):
        _refuse_unclosed(pattern, document, ("exclude", i))
    for n, layer in enumerate(own.per_path):
        for i, pattern in enumerate(layer.paths):
            _refuse_unclosed(pattern, document, ("per-path", n, "paths", i))
    for group, base in _groups(own):
        if group.select == []:
            hint = "leave “select” out for the default rules; “ignore: [ALL]” runs none"
            raise document.error((*base, "select"), "an empty selection would run no rule", hint)


def _refuse_unclosed(pattern: str, document: Document, where: Path) -> None:
    if unclosed(pattern):
        raise document.error(where, f"“{pattern}” opens a bracket and does not close it", "a bracket itself is \\[")


def check_selectors(selectors: Iterable[PlacedSelector], records: Iterable[RuleRecord]) -> None:
    """Raise the error for a selector that means no rule."""
    records = list(records)
    for selector, path, line, column in selectors:
        hint = check_selector(selector, records)
        if hint:
            message = f"no rule answers to “{selector}”"
            raise PlacedError(path, line, column, message, source=_source(path), hint=hint)


def check_rules(settings: Settings, records: Mapping[str, RuleRecord]) -> None:
    """Check the changes of rules against the rules that exist, and make the options of those that are changed."""
    groups: list[Settings | PathLayer] = [settings, *settings.per_path]
    for group in groups:
        for name, change in group.rules.items():
            if name not in records:
                hint = _by_code(name, records.values()) or nearest(name, records) or "“artlint rules” lists the rules"
                message = f"there is no rule “{name}”"
                path, line, column = change.at
                raise PlacedError(path, line, column, message, source=_source(path), hint=hint)
            if change.options:
                everywhere = settings.rules.get(name)
                options = {**(everywhere.options if everywhere else {}), **change.options}
                change.checked = with_options(records[name], options, change)


def _by_code(word: str, records: Iterable[RuleRecord]) -> str:
    names = [r.name for r in records if word in (r.code, *r.aliases)]
    return f"rules are set by name here: {names[0]}" if names else ""


def with_options(record: RuleRecord, options: Mapping[str, Any], change: RuleChange) -> Checked:
    """The options of a rule with some of them changed, as `change` says where. Raises ArtlintError."""
    original = {k.replace("_", "-"): v for k, v in record.options.items()}
    return checked_options(record.check, {**original, **options}, _ChangedOptions(change), ())


class _ChangedOptions(Document):
    """The options of a rule as a configuration changes them: the options that it does not name have the place of all."""

    def __init__(self, change: RuleChange) -> None:
        self.filename, self._change = change.at[0], change
        self.text = _source(self.filename)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        _, line, column = self._change.at
        return self._change.places.get(str(path[0]), (line, column)) if path else (line, column)


def _source(path: str) -> str:
    return (disk_cache.read(path) or b"").decode("utf-8", "replace")
