"""The numbers of the models under artlint/text/resources, made by the scripts under benchmarks/quality, in forms that
load quickly.

Python runs trees as functions of conditional expressions, C (artlint/text/native) as arrays. Both are made once and kept
in the disk cache.
"""

from __future__ import annotations

import os

from artlint.base.startup import disk_cache
from artlint.text import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeVarTuple

    Made = TypeVarTuple("Made")
    Forest = tuple[bytes, ...]  # of each node feature, threshold, left turn and value, of each tree root and depth


def path() -> str:
    """Where the numbers of the line model lie."""
    return resources.path("line_model.json")


def functions() -> tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]]:
    """The weights of words in hundredths, and the two stages of the line model as functions of a line's numbers."""
    words, weights, code = read_kept(
        path(), "functions", lambda data: (*pack(data["words"]), compile_trees(data, "first", "second"))
    )
    first, second = load(code, "first", "second")
    return unpack(words, weights), first, second


def arrays() -> tuple[str, bytes, Forest, Forest]:
    """The words of the line model, a line each, their weights as 16-bit numbers, and the two stages as arrays."""
    return read_kept(path(), "arrays", lambda data: (*pack(data["words"]), *_flat(data)))


def read_kept(where: str, form: str, make: Callable[[Mapping[str, Any]], tuple[*Made]]) -> tuple[*Made]:
    """What `make` makes of the numbers in a file, from the disk cache that keeps it."""

    def build() -> tuple[tuple[*Made], list[str]]:
        import json

        with open(where, encoding="utf-8") as file:
            return make(json.load(file)), []

    # Like the modules, which the disk cache knows by size and time: its content would take longer to compare.
    stat = os.stat(where)
    return disk_cache.get_or_build(f"model {form}\n{where}\n{stat.st_size} {stat.st_mtime_ns}", build)


def pack(weights: Mapping[str, int]) -> tuple[str, bytes]:
    """The terms, a line each, and their weights as 16-bit numbers."""
    from array import array  # not above: it imports collections

    return "\n".join(weights), array("h", weights.values()).tobytes()


def unpack(terms: str, weights: bytes) -> dict[str, int]:
    """The weight of each term, in hundredths."""
    return dict(zip(terms.split("\n"), memoryview(weights).cast("h"), strict=True))


def compile_trees(data: Mapping[str, Any], *names: str) -> Any:
    """The code of functions of these names, each the sum of its trees."""
    source = "".join(
        f"def {name}(f):\n    return " + "\\\n + ".join(_expression(tree) for tree in data[name]) + "\n"
        for name in names
    )
    code = compile(source, "model.json", "exec")
    lean = [c.replace(co_linetable=b"") if hasattr(c, "co_linetable") else c for c in code.co_consts]
    return code.replace(co_consts=tuple(lean))


def load(code: Any, *names: str) -> list[Callable[[Sequence[float]], float]]:
    """The functions of this code."""
    found: dict[str, Any] = {}
    exec(code, found)
    return [found[name] for name in names]


def _expression(node: Any) -> str:
    """A tree, [feature, threshold, left, right] or a number, as a conditional expression."""
    if not isinstance(node, list):
        return repr(node)
    feature, threshold, left, right = node
    return f"({_expression(left)} if f[{feature}] <= {threshold!r} else {_expression(right)})"


def _flat(data: Mapping[str, Any]) -> tuple[Forest, Forest]:
    first, second = (_forest(data[name]) for name in ("first", "second"))
    return first, second


def _forest(trees: Sequence[Any]) -> Forest:
    """Trees as arrays. The two nodes under one stand side by side; a leaf has no threshold and leads to itself."""
    from array import array

    features, left, roots, depths = array("H"), array("H"), array("H"), array("H")
    values, leaves = array("d"), array("d")

    def place() -> int:
        for numbers in (features, left, values, leaves):
            numbers.append(0)
        return len(features) - 1

    def fill(here: int, node: Any) -> int:
        if not isinstance(node, list):
            left[here], values[here], leaves[here] = here, float("inf"), node
            return 0
        features[here], values[here], left[here] = node[0], node[1], place()
        place()
        return 1 + max(fill(left[here], node[2]), fill(left[here] + 1, node[3]))

    for tree in trees:
        roots.append(place())
        depths.append(fill(roots[-1], tree))
    return tuple(numbers.tobytes() for numbers in (features, values, left, leaves, roots, depths))
