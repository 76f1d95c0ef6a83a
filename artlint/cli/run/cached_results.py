"""Checking many files with the cache: what is known is looked up, the rest is spread over the workers."""

from __future__ import annotations

from artlint.base.model import Result
from artlint.cli.run.spread import MIN_FILES_FOR_CACHE, FileTask, check_task
from artlint.project.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from artlint.cli.run.context import RunContext
    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.project.fact_cache import FactCache
    from artlint.project.lint_options import LintOptions
    from artlint.project.result_cache import ResultCache

    Keyed = tuple[bytes | None, Result]


def _checker(options: LintOptions, workspace: Workspace | None = None) -> Callable[[str], Keyed]:
    """What a worker process calls for each path. The key is of the bytes that the result was made from."""
    return (workspace or Workspace(options)).keyed


def _failed(path: str, problem: str) -> Keyed:
    return None, Result(path, problem=problem)  # nothing to keep


def look_up(context: RunContext, files: Sequence[str], corpus: CorpusRun | None = None) -> Iterator[Result]:
    """The result of each file, in order. `corpus` hears of what the results were made, and may know what follows from
    all of them: then nobody needs their facts."""
    if context.options.profile or not context.options.cached or len(files) < MIN_FILES_FOR_CACHE:
        return context.spread(check_task(context.workspace), files)
    return _with_cache(context, files, corpus)


def _with_cache(context: RunContext, files: Sequence[str], corpus: CorpusRun | None) -> Iterator[Result]:
    from artlint.project.cache_store import CacheStore
    from artlint.project.fact_cache import FactCache
    from artlint.project.result_cache import ResultCache

    workspace, store = context.workspace, CacheStore()
    keys = {path: workspace.key(path) for path in files}
    cache = ResultCache(store, [key for key in keys.values() if key])
    concluded = corpus is not None and corpus.recall(store, keys) and all(key in cache for key in keys.values() if key)
    facts = FactCache(store) if workspace.options.want_facts and not concluded else None
    known = {path: key for path, key in keys.items() if key is not None and key in cache}
    if facts:
        known = {path: known[path] for path in facts.find(known)}
    task = FileTask(_checker, workspace.options, _failed)
    fresh: Iterator[Keyed] = context.spread(task, [path for path in files if path not in known])
    try:
        for path in files:
            result = _looked_up(path, known[path], cache, facts) if path in known else None
            if result is not None:
                yield workspace.with_text(result, known[path])
                continue
            keys[path], result = key, result = workspace.keyed(path) if path in known else next(fresh)
            if key is not None and not any(d.rule == STOPPED for d in result.diagnostics):
                cache.put(key, result)
                if facts:
                    facts.put(key, path, result.facts)
            yield result
        if corpus is not None:
            corpus.made_of(keys)
    finally:  # what a run that was stopped has found out is not lost
        store.close()


STOPPED = "rule-timeout"  # what was found then depends on what else the process had to do


def _looked_up(path: str, key: bytes, cache: ResultCache, facts: FactCache | None) -> Result | None:
    """The kept result of a file, with its facts where these are wanted; None where they are gone in the meantime."""
    result = cache.get(key, path)
    if result is None or facts is None:
        return result
    found = facts.get(key, path)
    return None if found is None else result._replace(facts=found)
