"""`check` over many files with the cache: what is known is looked up, the rest is spread over the workers."""

from __future__ import annotations

from artlint.cache import Cache
from artlint.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.model import Result

    Keyed = tuple[bytes | None, Result]


def checker(opts: Mapping[str, Any], workspace: Workspace | None = None) -> Callable[[str], Keyed]:
    """What a worker process calls for each path. The key is of the bytes that the result was made from."""
    return (workspace or Workspace(opts)).keyed


def results(
    workspace: Workspace, files: Sequence[str], spread: Callable[[Sequence[str]], Iterator[Keyed]]
) -> Iterator[Result]:
    """The result of each file, in order. `spread` works out those of the files that are not known."""
    cache = Cache()
    keys = {path: workspace.key(path) for path in files}
    known = {path: key for path, key in keys.items() if key is not None and key in cache}
    fresh = spread([path for path in files if path not in known])
    try:
        for path in files:
            result = cache.get(known[path], path) if path in known else None
            if result is not None:
                yield workspace.with_text(result, known[path])
                continue
            key, result = next(fresh)
            if key is not None:
                cache.put(key, result)
            yield result
    finally:  # what a run that was stopped has found out is not lost
        cache.save()
