"""Tables of articles, and rows to compare."""

from __future__ import annotations

import json
from typing import Any

# Processes of Java that live for a minute take half of it to compile themselves, unless they are told not to.
BRIEF_JAVA = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


def in_order(table: Any) -> list[bytes]:
    """Rows as bytes, sorted."""
    rows = table if isinstance(table, list) else table.toArrow().to_pylist()
    rows = [{**r, "metrics": _pairs(r["metrics"]), "counts": _pairs(r["counts"])} for r in rows]
    return sorted(json.dumps(r, ensure_ascii=False, sort_keys=True).encode() for r in rows)


def _pairs(found: list[Any]) -> list[Any]:
    """A map, or the list of keys and values that stands for it in a file of ours."""
    return sorted(tuple(pair.values()) if isinstance(pair, dict) else pair for pair in found)
