"""`check` over many files with the cache: what is known is looked up, the rest is spread over the workers."""

from __future__ import annotations

from artlint.base.model import Result
from artlint.project.result_cache import Cache
from artlint.project.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.cli.run.corpus_run import Across
    from artlint.project.fact_cache import KeptFacts

    Keyed = tuple[bytes | None, Result]


def checker(opts: Mapping[str, Any], workspace: Workspace | None = None) -> Callable[[str], Keyed]:
    """What a worker process calls for each path. The key is of the bytes that the result was made from."""
    return (workspace or Workspace(opts)).keyed


def failed(path: str, problem: str) -> Keyed:
    """What it has for a file that stops the process; nothing to keep."""
    return None, Result(path, problem=problem)


def results(
    workspace: Workspace,
    files: Sequence[str],
    spread: Callable[[Sequence[str]], Iterator[Keyed]],
    across: Across | None = None,
) -> Iterator[Result]:
    """The result of each file, in order. `spread` works out those of the files that are not known. `across` hears of
    what the results were made, and may know what follows from all of them: then nobody needs their facts."""
    cache = Cache()
    keys = {path: workspace.key(path) for path in files}
    concluded = across is not None and across.recall(keys) and all(key in cache for key in keys.values() if key)
    facts = None if concluded else kept_facts(workspace)
    known = {
        path: key
        for path, key in keys.items()
        if key is not None and key in cache and (not facts or facts.has(key, path))
    }
    fresh = spread([path for path in files if path not in known])
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
        if across is not None:
            across.made_of(keys)
    finally:  # what a run that was stopped has found out is not lost
        cache.save()
        if facts:
            facts.save()


def kept_facts(workspace: Workspace) -> KeptFacts | None:
    """What is kept for the rules that look across articles, where this run has such rules."""
    if not workspace.options.get("want_facts"):
        return None
    from artlint.project.fact_cache import KeptFacts
    from artlint.project.result_cache import environment

    return KeptFacts(environment())
