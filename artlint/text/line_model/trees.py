"""The numbers of the line model: artlint/text/resources/line_model.json, made by benchmarks/quality/line_model.py, in forms that load quickly.

Python runs the trees as two functions of conditional expressions, C (artlint/text/native) as arrays. Both are made once and
kept in the disk cache.
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
    """Where the numbers lie."""
    return resources.path("line_model.json")


def functions() -> tuple[Mapping[str, int], Callable[[Sequence[float]], float], Callable[[Sequence[float]], float]]:
    """The weights of words in hundredths, and the two stages as functions of a line's numbers."""
    words, weights, code = _kept("functions", _code)
    names: dict[str, Any] = {}
    exec(code, names)
    return dict(zip(words.split("\n"), memoryview(weights).cast("h"), strict=True)), names["first"], names["second"]


def arrays() -> tuple[str, bytes, Forest, Forest]:
    """The words, a line each, their weights as 16-bit numbers, and the two stages as arrays."""
    return _kept("arrays", _flat)


def _kept(form: str, make: Callable[[Mapping[str, Any]], tuple[*Made]]) -> tuple[str, bytes, *Made]:
    """The words, their weights and what `make` makes of the numbers, from the disk cache that keeps it."""

    def build() -> tuple[tuple[str, bytes, *Made], list[str]]:
        import json
        from array import array  # not above: it imports collections

        with open(path(), encoding="utf-8") as file:
            data = json.load(file)
        words = data["words"]
        return ("\n".join(words), array("h", words.values()).tobytes(), *make(data)), []

    # Like the modules, which the disk cache knows by size and time: its content would take longer to compare.
    stat = os.stat(path())
    return disk_cache.get_or_build(f"line model {form}\n{path()}\n{stat.st_size} {stat.st_mtime_ns}", build)


def _code(data: Mapping[str, Any]) -> tuple[Any]:
    source = "".join(
        f"def {name}(f):\n    return " + "\\\n + ".join(_expression(tree) for tree in data[name]) + "\n"
        for name in ("first", "second")
    )
    code = compile(source, "line_model.json", "exec")
    lean = [c.replace(co_linetable=b"") if hasattr(c, "co_linetable") else c for c in code.co_consts]
    return (code.replace(co_consts=tuple(lean)),)


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
