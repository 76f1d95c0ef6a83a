"""The numbers of a run as bars: what a template draws as SVG, in percent of the width that there is."""

from __future__ import annotations

from artlint.base.model import SEVERITIES
from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Counts = Mapping[str, int]  # by severity

WORST_FIRST = SEVERITIES[::-1]
BARS = 8
CLASSES = ((0, 0, "0"), (1, 1, "1"), (2, 2, "2"), (3, 4, "3–4"), (5, 9, "5–9"), (10, None, "10+"))


class Part(NamedTuple):
    """A part of a bar: where it begins and how long it is, in percent of the longest bar."""

    kind: str
    at: float
    size: float


class Bar(NamedTuple):
    label: str
    total: int
    counts: Counts
    parts: tuple[Part, ...]


def bars(rows: Mapping[str, Counts]) -> tuple[list[Bar], int]:
    """The longest bars, and the number of those left out."""
    ordered = sorted(rows.items(), key=lambda row: (-sum(row[1].values()), row[0]))
    return [_bar(label, counts, ordered[0][1]) for label, counts in ordered[:BARS]], max(0, len(ordered) - BARS)


def spread(articles: Sequence[Counts]) -> list[Bar]:
    """How many articles have no fault, one, two and so on; the parts by the worst fault of each."""
    found: dict[str, dict[str, int]] = {label: dict.fromkeys((*WORST_FIRST, "none"), 0) for *_, label in CLASSES}
    for counts in articles:
        total = sum(counts.values())
        label = next(label for _, high, label in CLASSES if high is None or total <= high)
        found[label][worst(counts)] += 1
    longest = max(found.values(), key=lambda counts: sum(counts.values()))
    return [_bar(label, counts, longest) for label, counts in found.items()]


def worst(counts: Counts) -> str:
    """The gravest severity that occurs; “none” where none does."""
    return next((severity for severity in WORST_FIRST if counts.get(severity)), "none")


def _bar(label: str, counts: Counts, longest: Counts) -> Bar:
    scale = 100 / max(1, sum(longest.values()))
    parts, at = [], 0.0
    for kind in (*WORST_FIRST, "none"):
        size = counts.get(kind, 0) * scale
        if size:
            parts.append(Part(kind, round(at, 2), round(size, 2)))
        at += size
    return Bar(label, sum(counts.values()), counts, tuple(parts))
