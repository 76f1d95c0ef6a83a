"""A configuration after merging, by attribute."""

from __future__ import annotations

from artlint.ruleset.entries import CommonSettings, PathSelection, RuleSettings, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from artlint.ruleset.rule import Checked


class RuleChange(RuleSettings):
    """What is changed of one rule, and where: `at` is the place of the change (file, line, column), `places` are line
    and column of each option. `checked` are all options of the rule with those that are changed, if any are."""

    at: tuple[str, int, int] = ("", 0, 0)
    places: dict[str, tuple[int, int]] = {}
    checked: Checked | None = None

    def over(self, before: RuleChange | None) -> RuleChange:
        """This change and the one before it as one."""
        if before is None:
            return self
        severity, options = self.severity or before.severity, {**before.options, **self.options}
        return RuleChange({**vars(self), "severity": severity, "options": options})


class PathLayer(PathSelection):
    """What is different for some paths, whose patterns are relative to `root`."""

    root: str
    rules: dict[str, RuleChange]

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.rules = {name: RuleChange(change) for name, change in values["rules"].items()}


class Settings(CommonSettings):
    """A configuration after merging. `exclude` are folders and the patterns that hold below each.

    `origins` tells which file has set a value, by its attribute's name; `root` is the folder that patterns are relative
    to; `files` are the configuration files, the nearest first.
    """

    exclude: list[list[str]]
    rules: dict[str, RuleChange]
    per_path: list[PathLayer]

    def __init__(
        self, values: Mapping[str, Any], origins: Mapping[str, str], root: str, files: Sequence[str] = ()
    ) -> None:
        super().__init__(values)
        self.rules = {name: RuleChange(change) for name, change in values["rules"].items()}
        self.per_path = [PathLayer(layer) for layer in values["per_path"]]
        self.origins, self.root, self.files = dict(origins), root, list(files)

    @property
    def values(self) -> dict[str, Any]:
        """The values as plain data, by attribute name."""
        return {name: plain(getattr(self, name)) for name in DEFAULTS}


# The values that hold without any configuration.
DEFAULTS: Mapping[str, Any] = {
    **{name: getattr(CommonSettings, name) for name in CommonSettings.__annotations__},
    "exclude": [],
    "rules": {},
    "per_path": [],
}
