"""Which rules hold for a path, with which severity and options."""

from __future__ import annotations

import os

from artlint.base.errors import ArtlintError
from artlint.ruleset import rule, rule_packs
from artlint.ruleset.plugins import registry
from artlint.ruleset.prefilter import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from artlint.ruleset.config import Settings
    from artlint.ruleset.rule import Rule


class Ruleset:
    """The rules that hold for a path: those to report, and the evidence (see engine.py). `known` are all there are,
    `corpus` the selected ones that look across articles."""

    def __init__(
        self,
        rules: Sequence[Rule],
        evidence: Sequence[Rule],
        internal: Mapping[str, Rule],
        known: Mapping[str, Rule],
        corpus: Sequence[Rule] = (),
    ) -> None:
        self.rules, self.evidence, self.internal, self.known = rules, evidence, internal, known
        self.corpus = corpus
        self.plan = Plan(rules, evidence, internal.get("rule-timeout"))

    def idle(self) -> set[str]:
        """The names of the rules that exist and do not run on an article by itself."""
        return set(self.known) - {r.name for r in self.rules} - set(self.internal)


def refuse_strings(*selectors: Sequence[str] | None) -> None:
    """Raise TypeError for a string in the place of a list: its letters would be taken for selectors."""
    if any(isinstance(given, str) for given in selectors):
        raise TypeError("selectors are a list: select=['DUP']")


def _asks_others(rule: Rule, evidence: Sequence[Rule]) -> bool:
    """Whether what the evidence finds can change what this rule reports."""
    return (
        rule.part == "body"
        or not registry.check_class(rule.record["check"]).alone
        or any(rule.answers_to(selector) for other in evidence for selector in other.subsumes)
    )


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
        records: list[rule.Record] | None = None,
        folder: str = "",
    ) -> None:
        """`records` are the rules where they come from another machine, and `folder` the one that relative paths
        are relative to there."""
        self.settings, self._folder = settings, folder
        self._cli = (select, list(extend_select), list(ignore))
        self._preview = preview or settings.preview
        self._records = rule_packs.load(settings.rule_paths) if records is None else records
        self._made: dict[tuple[int, ...], Ruleset] = {}
        self._specs: list[Any] | None = None

    @property
    def records(self) -> list[rule.Record]:
        return self._records

    def check_selectors(self, selectors: Iterable[str], where: str = "") -> None:
        """Raise ArtlintError for a selector that means no rule; `where` it stands goes into the message."""
        from artlint.ruleset.rule_validation import check_selector

        for selector in selectors:
            hint = check_selector(selector, {r["name"]: r for r in self._records})
            if hint:
                raise ArtlintError(f"{where}no rule answers to “{selector}”\n  help: {hint}")

    def for_path(self, path: str) -> Ruleset:
        """The rules for a file. Files to which the same per-path entries apply share one set."""
        path = getattr(path, "file", path)  # of a record, its file
        entries = tuple(i for i, _ in enumerate(self.settings.per_path) if self._matches(i, path))
        if entries not in self._made:
            self._made[entries] = self._make([self.settings.per_path[i] for i in entries])
        return self._made[entries]

    def _matches(self, i: int, path: str) -> bool:
        from pathspec import GitIgnoreSpec

        if self._specs is None:
            self._specs = [GitIgnoreSpec.from_lines(e["paths"]) for e in self.settings.per_path]
        relative = os.path.relpath(os.path.abspath(os.path.join(self._folder, path)), self.settings.per_path[i]["root"])
        return not relative.startswith("..") and self._specs[i].match_file(relative)

    def _make(self, entries: Iterable[Mapping[str, Any]]) -> Ruleset:
        entries = list(entries)
        settings = self.settings
        layers: list[tuple[Any, Any, Any]] = [(settings.select, settings.extend_select, settings.ignore)]
        layers += [(e["select"], e["extend_select"], e["ignore"]) for e in entries]
        layers.append(self._cli)
        chosen: set[str] = {r["name"] for r in self._records if self._by_default(r)}
        rules = [
            rule.Rule(self._with_settings(r, [settings.rules, *(e["rules"] for e in entries)])) for r in self._records
        ]
        for select, extend, ignore in layers:
            if select is None and not extend and not ignore:
                continue  # as on most command lines
            chosen = {r.name for r in rules if self._chosen(r, r.name in chosen, select, extend, ignore)}
        internal = {r.name: r for r in rules if r.record["check"] == "engine"}
        reported = [r for r in rules if r.name in chosen and r.name not in internal]
        corpus = [r for r in reported if r.record.get("corpus")]
        reported = [r for r in reported if not r.record.get("corpus")]
        evidence = [r for r in rules if (r.marks or r.subsumes) and self._by_default(r.record)]
        if not any(_asks_others(rule, evidence) for rule in reported):
            evidence = []
        return Ruleset(
            reported, evidence, {n: r for n, r in internal.items() if n in chosen}, {r.name: r for r in rules}, corpus
        )

    def _by_default(self, record: Mapping[str, Any]) -> bool:
        return record["default"] and (record["status"] == "stable" or self._preview)

    def _chosen(
        self, rule: Rule, before: bool, select: Sequence[str] | None, extend: Sequence[str], ignore: Sequence[str]
    ) -> bool:
        """Whether a layer's selectors leave a rule in. The more specific selector wins, and `ignore` on a tie."""
        wanted = self._rank(rule, [*(select or ()), *extend], asked=True)
        refused = self._rank(rule, ignore, asked=False)
        if select is None and wanted < 0:
            return before and refused < 0
        return wanted > refused

    def _rank(self, rule: Rule, selectors: Iterable[str], *, asked: bool) -> int:
        best = -1
        for selector in selectors:
            if not rule.answers_to(selector):
                continue
            exact = selector in (rule.name, rule.code, *rule.record["aliases"])
            if asked and rule.record["status"] == "preview" and not exact and not self._preview:
                continue
            best = max(
                best,
                99
                if exact
                else 0
                if selector == "ALL"
                else 10 + len(selector)
                if rule.code.startswith(selector)
                else 1,
            )
        return best

    def _with_settings(self, record: Mapping[str, Any], layers: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
        entries = [layer[record["name"]] for layer in layers if record["name"] in layer]
        if not entries and not self.settings.names:
            return record
        out = rule.Record(record)
        changed = [e for e in entries if e["options"]]
        for entry in entries:
            out["severity"] = entry["severity"] or out["severity"]
        if len(changed) > 1 + bool(self.settings.rules.get(record["name"], {}).get("options")):
            # each was merged with the options for all paths, but not with one another
            from artlint.ruleset.config_validation import changed as with_options

            options = {k: v for e in changed for k, v in e["options"].items()}
            path, line, column = changed[-1]["at"]
            out.update(with_options(record, options, path, (line, column), {}))
        elif changed:
            out.update(changed[-1]["record"])
        if self.settings.names and "names" in out["options"]:
            out["options"] = {**out["options"], "names": [*out["options"]["names"], *self.settings.names]}
        return out
