"""Results as Markdown: tables for docs/benchmarks.md, and a short one for README.md."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from measure import quartiles, spread

BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
SAYING = {  # what the short table calls a suite
    "cold": "one article from the command line, CPU",
    "folder": "{files:,} files, {mb:.0f} MB, from the command line",
    "warm": "the same folder, artlint's cache in use",
    "jsonl": "JSON Lines in process, one core",
    "growth": "twice as much",
}


class ReportError(Exception):
    """A page that results go into is not as it should be."""


def replaced(page: str, new: str, name: str) -> str:
    """The page with `new` between the two markers. Raises ReportError."""
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise ReportError(f"{name}: {BEGIN} and, below it, {END} must stand in it once each")
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n\n{new.strip()}\n\n{END}{rest.split(END)[1]}"


def full(results: Mapping[str, Any]) -> str:
    """Every suite, with its tables and how it was measured; that once, where it is the same for all."""
    said = {name: _circumstances(suite["circumstances"]) for name, suite in results.items()}
    once = len(set(said.values())) == 1
    parts = [next(iter(said.values()))] if once else []
    for name, suite in results.items():
        parts.append("\n".join(_suite(name, suite)))
        load = f"Load before: {suite['circumstances']['load']:.2f}."
        parts.append(load if once else f"{said[name]} {load}")
    return "\n\n".join(parts)


def _suite(name: str, suite: Mapping[str, Any]) -> Iterator[str]:
    middle = quartiles if name == "cold" else spread
    ms = suite["unit"] == "ms"
    memory = any(row["memory"] for row in suite["rows"])
    yield f"### {suite['title']}\n"
    heads = ["", "wall", "CPU", *(["memory"] if memory else []), *(["text per second"] if suite["bytes"] else [])]
    yield "| " + " | ".join(heads) + " |"
    yield "|---" * len(heads) + "|"
    for row in suite["rows"]:
        cells = [row["name"], _time(middle(row["wall"]), ms), _time(middle(row["cpu"]), ms)]
        if memory:
            cells.append(f"{row['memory'] / 1e6:.0f} MB" if row["memory"] else "–")
        if suite["bytes"]:
            cells.append(f"{suite['bytes'] / 1e6 / middle(row['wall'])[1]:.3g} MB")
        yield "| " + " | ".join(cells) + " |"
    for missing, why in suite["failed"].items():
        yield f"| {missing} | not measured: {_cell(why)} |" + " |" * (len(heads) - 2)
    if suite["ratios"]:
        yield "\n| ratio | wall | CPU |"
        yield "|---|---|---|"
        for ratio in suite["ratios"]:
            yield f"| {ratio['of']} / {ratio['to']} | {_range(middle(ratio['wall']))} | {_range(middle(ratio['cpu']))} |"


def _circumstances(found: Mapping[str, Any]) -> str:
    tools = ", ".join(f"{name} {number}" for name, number in found["versions"].items())
    missing = "".join(f" {name} could not be installed: {_cell(why)}." for name, why in found["missing"].items())
    return (
        f"{date(found['date'])}; {found['machine']}; Python {found['python']}; {tools}. {found['corpus']}.{missing} "
        f"`{found['command']}`"
    )


def short(results: Mapping[str, Any]) -> str:
    """One line for each comparison, named once for a suite; of the growth, the last doublings."""
    lines = ["| | artlint | beside it | time, artlint / it |", "|---|---|---|---|"]
    for name, suite in results.items():
        kind = "cpu" if name == "cold" else "wall"
        middle = quartiles if name == "cold" else spread
        times = {row["name"]: middle(row[kind])[1] for row in suite["rows"]}
        what = SAYING[name].format(files=suite["circumstances"]["files"], mb=suite["bytes"] / 1e6)
        for ratio in suite["ratios"] if name != "growth" else _last(suite["ratios"]):
            of, to = ratio["of"], ratio["to"]
            labels = ["", f"{to}: "] if of == "artlint" else [f"{of}: ", f"{to}: "]
            cells = [label + _amount(times[x], name, suite) for label, x in zip(labels, (of, to), strict=True)]
            lines.append(f"| {what} | {' | '.join(cells)} | {_range(middle(ratio[kind]))} |")
            what = ""
    found = [suite["circumstances"] for suite in results.values()]
    last = max(found, key=lambda c: c["date"])
    lines += ["", f"{date(last['date'])}; {last['machine']}; Python {last['python']}. {last['corpus']}."]
    return "\n".join(lines)


def _last(ratios: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Of each chain, in which one step begins where the one before it ends, the last step."""
    return [r for r in ratios if not any(other["to"] == r["of"] for other in ratios)]


def _amount(seconds: float, name: str, suite: Mapping[str, Any]) -> str:
    if name == "jsonl":
        return f"{suite['bytes'] / 1e6 / seconds:.3g} MB/s"
    return f"{seconds * 1000:.0f} ms" if suite["unit"] == "ms" else f"{seconds:.3g} s"


def _time(values: tuple[float, float, float], ms: bool) -> str:
    least, middle, most = (v * (1000 if ms else 1) for v in values)
    return f"{middle:.1f} ms ({least:.1f}–{most:.1f})" if ms else f"{middle:.3g} s ({least:.3g}–{most:.3g})"


def _range(values: tuple[float, float, float]) -> str:
    least, middle, most = values
    return f"{middle:.3g} ({least:.3g}–{most:.3g})"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def date(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
