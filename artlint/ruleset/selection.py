"""Which rules hold for a path, with which severity and options."""

from __future__ import annotations

import os

from artlint.base.errors import ArtlintError
from artlint.base.named_tuple import NamedTuple
from artlint.ruleset import rule_packs
from artlint.ruleset.entries import FixEntry
from artlint.ruleset.prefilter import RulePlan
from artlint.ruleset.rule import Rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pathspec import GitIgnoreSpec

    from artlint.ruleset.rule import RuleRecord
    from artlint.ruleset.settings import PathLayer, RuleChange, Settings

NOTICE = "engine"  # the check of the rules that the engine reports itself
# How well a selector fits a rule; one that is longer and not its name fits the better the longer it is.
BY_NAME, BY_PREFIX, BY_GROUP, BY_ALL, NOT_AT_ALL = 99, 10, 1, 0, -1


class Ruleset:
    """The rules that hold for a path: those to report, and the evidence (see engine/lint.py). `known` are all there
    are, `notices` those of the engine itself, `corpus` the selected ones that look across articles."""

    def __init__(
        self,
        rules: Sequence[Rule],
        evidence: Sequence[Rule],
        notices: Mapping[str, Rule],
        known: Mapping[str, Rule],
        corpus: Sequence[Rule] = (),
    ) -> None:
        self.rules, self.evidence, self.notices, self.known = rules, evidence, notices, known
        self.corpus = corpus
        self.plan = RulePlan(rules, evidence, notices.get("rule-timeout"))

    def not_run(self) -> set[str]:
        """The names of the rules that exist and do not run on an article by itself."""
        return set(self.known) - {r.name for r in self.rules} - set(self.notices)


class Selectors(NamedTuple):
    """What one place says on which rules run. A `select` that is None leaves what was selected before."""

    select: Sequence[str] | None
    extend_select: Sequence[str]
    ignore: Sequence[str]


def refuse_strings(*selectors: Sequence[str] | None) -> None:
    """Raise TypeError for a string in the place of a list: its letters would be taken for selectors."""
    if any(isinstance(given, str) for given in selectors):
        raise TypeError("selectors are a list: select=['DUP']")


class Selection:
    """All rules under one configuration and one command line."""

    def __init__(
        self,
        settings: Settings,
        *,
        select: Sequence[str] | None = None,
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        preview: bool = False,
        records: list[RuleRecord] | None = None,
        folder: str = "",
    ) -> None:
        """`records` are the rules where they come from another machine, and `folder` the one that relative paths
        are relative to there."""
        self.settings, self._folder = settings, folder
        self._command_line = Selectors(select, extend_select, ignore)
        self._preview = preview or settings.preview
        self._records = rule_packs.load(settings.rule_paths) if records is None else records
        self._made: dict[tuple[int, ...], Ruleset] = {}
        self._specs: list[GitIgnoreSpec] | None = None

    @property
    def records(self) -> list[RuleRecord]:
        return self._records

    def check_selectors(self, selectors: Iterable[str], where: str = "") -> None:
        """Raise ArtlintError for a selector that means no rule; `where` it stands goes into the message."""
        from artlint.ruleset.rule_validation import check_selector

        for selector in selectors:
            hint = check_selector(selector, self._records)
            if hint:
                raise ArtlintError(f"{where}no rule answers to “{selector}”\n  help: {hint}")

    def for_path(self, path: str) -> Ruleset:
        """The rules for a file. Files to which the same per-path entries apply share one set."""
        path = getattr(path, "file", path)  # of a record, its file
        layers = tuple(i for i, _ in enumerate(self.settings.per_path) if self._matches(i, path))
        if layers not in self._made:
            self._made[layers] = self._ruleset([self.settings.per_path[i] for i in layers])
        return self._made[layers]

    def _matches(self, i: int, path: str) -> bool:
        if self._specs is None:
            from artlint.ruleset.path_patterns import compiled

            self._specs = [compiled(layer.paths, f"per-path in {layer.root}") for layer in self.settings.per_path]
        full = os.path.abspath(os.path.join(self._folder, path))
        relative = os.path.relpath(full, self.settings.per_path[i].root)
        return not relative.startswith("..") and self._specs[i].match_file(relative)

    def _ruleset(self, layers: Sequence[PathLayer]) -> Ruleset:
        """The rules that hold under the configuration, the settings for some paths, and the command line."""
        rules = [Rule(self._with_settings(record, layers)) for record in self._records]
        chosen = self._chosen(rules, layers)
        notices = {r.name: r for r in rules if r.record.check == NOTICE}
        selected = [r for r in rules if r.name in chosen and r.name not in notices]
        reported = [r for r in selected if not r.record.corpus]
        return Ruleset(
            reported,
            self._evidence(rules, reported),
            {name: rule for name, rule in notices.items() if name in chosen},
            {r.name: r for r in rules},
            [r for r in selected if r.record.corpus],
        )

    def _chosen(self, rules: Sequence[Rule], layers: Sequence[PathLayer]) -> set[str]:
        """The names of the rules that all selectors together leave in: the later ones have the last word."""
        chosen = {r.name for r in rules if self._is_default(r.record)}
        groups: list[Settings | PathLayer | Selectors] = [self.settings, *layers, self._command_line]
        for group in groups:
            if group.select is not None or group.extend_select or group.ignore:  # mostly there are none
                chosen = {r.name for r in rules if self._stays(r, r.name in chosen, group)}
        return chosen

    def _evidence(self, rules: Sequence[Rule], reported: Sequence[Rule]) -> list[Rule]:
        """The rules that have a say in what others report, whatever is selected; none where they change nothing."""
        evidence = [r for r in rules if (r.marks or r.subsumes) and self._is_default(r.record)]
        return evidence if any(_asks_others(rule, evidence) for rule in reported) else []

    def _is_default(self, record: RuleRecord) -> bool:
        return record.default and (record.status == "stable" or self._preview)

    def _stays(self, rule: Rule, before: bool, group: Settings | PathLayer | Selectors) -> bool:
        """Whether a group of selectors leaves a rule in. The more specific one wins, and `ignore` on a tie."""
        wanted = self._rank(rule, [*(group.select or ()), *group.extend_select], asked=True)
        refused = self._rank(rule, group.ignore, asked=False)
        if group.select is None and wanted == NOT_AT_ALL:
            return before and refused == NOT_AT_ALL
        return wanted > refused

    def _rank(self, rule: Rule, selectors: Iterable[str], *, asked: bool) -> int:
        """How well the best of the selectors fits a rule; a preview rule is `asked` for by its name."""
        by_name_only = asked and rule.record.status == "preview" and not self._preview
        ranks = [_fit(rule, selector) for selector in selectors]
        return max((rank for rank in ranks if rank == BY_NAME or not by_name_only), default=NOT_AT_ALL)

    def _with_settings(self, record: RuleRecord, layers: Iterable[PathLayer]) -> RuleRecord:
        """A rule as the configuration changes it."""
        groups: list[Settings | PathLayer] = [self.settings, *layers]
        changes = [group.rules[record.name] for group in groups if record.name in group.rules]
        for change in changes:
            if change.severity:
                record = record.replace(severity=change.severity)
        record = self._with_options(record, [c for c in changes if c.options])
        if self.settings.names and "names" in record.options:
            names = [*record.options["names"], *self.settings.names]
            record = record.replace(options={**record.options, "names": names})
        return self._with_fix(record)

    def _with_fix(self, record: RuleRecord) -> RuleRecord:
        """A rule with its fix as safe as the configuration says, or without it. A fix that a person must decide stays one."""
        settings = self.settings
        if settings.fixable is None and not (
            settings.unfixable or settings.extend_safe_fixes or settings.extend_unsafe_fixes
        ):
            return record
        fix = record.fix
        if fix is None:
            return record

        def means(selectors: Iterable[str]) -> bool:
            return any(record.matches_selector(selector) for selector in selectors)

        if means(settings.unfixable) or not (settings.fixable is None or means(settings.fixable)):
            return record.replace(fix=None)
        if fix.safety == "safe" and means(settings.extend_unsafe_fixes):
            return record.replace(fix=FixEntry({**vars(fix), "safety": "unsafe"}))
        if fix.safety == "unsafe" and means(settings.extend_safe_fixes) and not means(settings.extend_unsafe_fixes):
            return record.replace(fix=FixEntry({**vars(fix), "safety": "safe"}))
        return record

    def _with_options(self, record: RuleRecord, changes: Sequence[RuleChange]) -> RuleRecord:
        """A rule with the options that some changes give it. The options of a change hold together with those for all
        paths; of several for some paths they have yet to be put together."""
        if not changes:
            return record
        last, checked = changes[-1], changes[-1].checked
        everywhere = self.settings.rules.get(record.name)
        if checked is None or len(changes) > 1 + bool(everywhere and everywhere.options):
            from artlint.ruleset.config_validation import with_options

            options = {name: value for change in changes for name, value in change.options.items()}
            checked = with_options(record, options, last)
        return record.with_options(checked)


def _fit(rule: Rule, selector: str) -> int:
    """How well a selector fits a rule."""
    if not rule.matches_selector(selector):
        return NOT_AT_ALL
    if selector in (rule.name, rule.code, *rule.record.aliases):
        return BY_NAME
    if selector == "ALL":
        return BY_ALL
    return BY_PREFIX + len(selector) if rule.code.startswith(selector) else BY_GROUP


def _asks_others(rule: Rule, evidence: Sequence[Rule]) -> bool:
    """Whether what the evidence finds can change what this rule reports."""
    return rule.part == "body" or not rule.record.alone or any(other.may_settle(rule) for other in evidence)
