"""The rules that look across articles, in a run over files: facts are taken from each result as it passes, and what
follows from them is reported after all others, so that a run of any size holds no more than the facts."""

from __future__ import annotations

import os

from artlint.base.model import RecordPath, Result
from artlint.base.wording import plural
from artlint.cli.run import discover
from artlint.cli.run.spread import MIN_FILES_FOR_CACHE, collect_task, spread_over
from artlint.cli.say import say
from artlint.project.discovery import is_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, Fact
    from artlint.checks.corpus.base import Conclusion
    from artlint.cli.run.context import RunContext
    from artlint.engine.corpus.conclusion_store import ConclusionStore
    from artlint.engine.corpus.fact_groups import FactGroups
    from artlint.project.cache_store import CacheStore
    from artlint.project.fact_cache import FactCache
    from artlint.project.workspace import Workspace
    from artlint.ruleset.rule import Rule


def prepare(context: RunContext, files: Sequence[str]) -> CorpusRun | None:
    """What looks across the articles of a run; None where no rule does, or there is nothing to compare."""
    rules = {} if context.options.fixes.diff else _rules(context.workspace, files)
    if not rules:
        return None
    others = _others(context, files)
    verbose = context.options.output.verbose
    if len(files) + len(others) < 2 and not any(map(is_data, files)):
        if verbose:
            say(
                "artlint: nothing to compare this article with: the rules that look across articles did not run\n"
                "  help: “corpus” in the configuration names the files that belong together"
            )
        return None
    rules.update(_rules(context.workspace, others))
    if verbose and others:
        say(f"artlint: compared with {plural(len(others), 'other file')} of the corpus")
    return CorpusRun(context.wanting(facts=True), files, others, rules)


def _rules(workspace: Workspace, files: Sequence[str]) -> dict[str, Rule]:
    from artlint.engine.corpus.collect import identity

    found: dict[int, Any] = {}
    for path in files:
        ruleset = workspace.linter(path).selection.for_path(path)
        found[id(ruleset)] = ruleset
    return {identity(rule): rule for ruleset in found.values() for rule in ruleset.corpus}


def _others(context: RunContext, files: Sequence[str]) -> list[str]:
    """The files of the configured corpus that are not checked, as paths from here."""
    workspace = context.workspace
    folders = dict.fromkeys(p for path in files for p in workspace.linter(path).settings.corpus)
    if not folders:
        return []
    named = {os.path.abspath(path) for path in files}
    paths = [os.path.relpath(folder) for folder in folders]
    walk = discover.find_files(workspace, context.options.discovery, paths)
    discover.refuse_broken_settings(walk)  # what is not compared might be a copy
    return sorted(path for path in walk.files if os.path.abspath(path) not in named and not is_data(path))


class CorpusRun:
    """Collects while results pass by, and concludes at the end. `files` are those that are reported on."""

    def __init__(
        self, context: RunContext, files: Sequence[str], others: Sequence[str], rules: Mapping[str, Rule]
    ) -> None:
        from artlint.engine.corpus.fact_groups import FactGroups

        self._context, self._workspace = context, context.workspace
        self._files, self._rules = frozenset(files), rules
        self._others = others
        self.heard: Callable[[str, list[Diagnostic]], None] | None = None  # of what is found, by article
        self._groups: FactGroups = FactGroups()
        self._keys: Mapping[str, bytes | None] | None = None
        self._known: Sequence[tuple[str, Sequence[Diagnostic]]] | None = None

    def recall(self, store: CacheStore, keys: Mapping[str, bytes | None]) -> bool:
        """Whether the store knows what follows from these very files, by their keys (see result_cache.py)."""
        if not self._others:
            from artlint.cli.run import corpus_cache

            self._known = corpus_cache.recall(store, keys, self._rules)
        return self._known is not None

    def made_of(self, keys: Mapping[str, bytes | None]) -> None:
        """The keys of all files that were taken."""
        self._keys = keys

    def take(self, result: Result) -> Result:
        """The result without its facts, which are put down here."""
        self.take_facts(result.facts)
        return result._replace(facts=()) if result.facts else result

    def take_facts(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            self._groups.add(fact)

    def results(self, *, all_known: bool = False) -> Iterator[Result]:
        """What is found and no baseline knows (or with `all_known` what a baseline knows too), a result for each article, in order of paths; the text with it where
        that is wanted."""
        from artlint.project.decode import NotText

        baselines = None if all_known else self._context.baselines
        for path, found in self._found():
            result = Result(path, tuple(found))
            if baselines:
                result = baselines.apply(result)
            if self._workspace.options.want_text and not isinstance(path, RecordPath):
                try:
                    result = result._replace(text=self._workspace.read(path)[0].text)
                except NotText:  # it went away while the others were checked
                    continue
            yield result

    def _found(self) -> Iterable[tuple[str, Sequence[Diagnostic]]]:
        if self._known is not None:
            return self._known
        found = self.diagnostics(self.concluded())
        if self._keys is None or self._others:
            return found
        from artlint.cli.run import corpus_cache

        self._known = list(found)
        corpus_cache.remember(self._keys, self._rules, self._known)
        return self._known

    def concluded(self) -> ConclusionStore:
        """What follows from all facts. To be asked for once."""
        from artlint.engine.corpus.conclude import conclude
        from artlint.engine.corpus.conclusion_store import ConclusionStore

        self._gather()
        return ConclusionStore(conclude(self._rules, self._groups))

    def diagnostics(self, articles: Iterable[Sequence[Conclusion]]) -> Iterator[tuple[str, list[Diagnostic]]]:
        """The diagnostics of each of these articles that is reported on, and its path."""
        from artlint.engine.corpus.conclude import diagnostics

        def rule_of(name: str, path: str) -> Rule | None:
            return self._workspace.linter(path).corpus_rule(name, path) if path in self._files else None

        for path, found in diagnostics(articles, rule_of):
            if self.heard:
                self.heard(path, found)
            yield path, found

    @property
    def names(self) -> frozenset[str]:
        return frozenset(rule.name for rule in self._rules.values())

    def merged(self, results: Sequence[Result]) -> list[Result]:
        """All results of a run, with what shows across them."""
        own = [self.take(result) for result in results]  # records' facts were taken when they were read
        more = {result.path: result.diagnostics for result in self.results(all_known=True)}
        return [r._replace(diagnostics=(*r.diagnostics, *more.get(r.path, ()))) for r in own]

    def _gather(self) -> None:
        """Take the facts of the other files, kept ones where they are known."""
        facts = self._fact_cache()
        keys = {path: self._workspace.key(path) for path in self._others} if facts else {}
        rest = []
        for path in self._others:
            known = facts.get(key, path) if facts and (key := keys[path]) else None
            if known is None:
                rest.append(path)
            self.take(Result(path, facts=known or ()))
        for result in spread_over(collect_task(self._workspace), rest, self._context.options.jobs, self._workspace):
            if facts and (key := keys[result.path]) and not result.problem:
                facts.put(key, result.path, result.facts)
            self.take(result)
        if facts:
            facts.save()

    def _fact_cache(self) -> FactCache | None:
        """The facts that are kept of the other files; None where there are so few that looking them up takes longer."""
        if not self._context.options.cached or len(self._others) < MIN_FILES_FOR_CACHE:
            return None
        from artlint.project.cache_store import CacheStore
        from artlint.project.fact_cache import FactCache

        return FactCache(CacheStore())
