"""Checking many files with the cache: what is known is looked up, the rest is spread over the workers."""

from __future__ import annotations

from artlint.base.model import Result
from artlint.cli.run.spread import FileTask, check_task
from artlint.project.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from artlint.cli.run.context import RunContext
    from artlint.cli.run.corpus_run import CorpusRun
    from artlint.project.lint_options import LintOptions

    Keyed = tuple[bytes | None, Result]

MIN_FILES_FOR_CACHE = 16  # for fewer, to look results up takes longer than to work them out


def _checker(options: LintOptions, workspace: Workspace | None = None) -> Callable[[str], Keyed]:
    """What a worker process calls for each path. The key is of the bytes that the result was made from."""
    return (workspace or Workspace(options)).keyed


def _failed(path: str, problem: str) -> Keyed:
    return None, Result(path, problem=problem)  # nothing to keep


def look_up(context: RunContext, files: Sequence[str], corpus: CorpusRun | None = None) -> Iterator[Result]:
    """The result of each file, in order. `corpus` hears of what the results were made, and may know what follows from
    all of them: then nobody needs their facts."""
    if context.profile or not context.options.cached or len(files) < MIN_FILES_FOR_CACHE:
        return context.spread(check_task(context.workspace), files)
    return _with_cache(context, files, corpus)


def _with_cache(context: RunContext, files: Sequence[str], corpus: CorpusRun | None) -> Iterator[Result]:
    from artlint.project.fact_cache import kept_facts
    from artlint.project.result_cache import Cache

    workspace, cache = context.workspace, Cache()
    keys = {path: workspace.key(path) for path in files}
    concluded = corpus is not None and corpus.recall(keys) and all(key in cache for key in keys.values() if key)
    facts = kept_facts() if workspace.options.want_facts and not concluded else None
    known = {
        path: key
        for path, key in keys.items()
        if key is not None and key in cache and (not facts or facts.has(key, path))
    }
    task = FileTask(_checker, workspace.options, _failed)
    fresh: Iterator[Keyed] = context.spread(task, [path for path in files if path not in known])
    try:
        for path in files:
            result = cache.get(known[path], path) if path in known else None
            if result is not None:
                if facts:
                    result = result._replace(facts=facts.get(known[path], path) or ())
                yield workspace.with_text(result, known[path])
                continue
            keys[path], result = key, result = next(fresh)
            if key is not None:
                cache.put(key, result)
                if facts:
                    facts.put(key, path, result.facts)
            yield result
        if corpus is not None:
            corpus.made_of(keys)
    finally:  # what a run that was stopped has found out is not lost
        cache.save()
        if facts:
            facts.save()
