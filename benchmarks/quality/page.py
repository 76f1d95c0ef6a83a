"""The page docs/quality.md, from the figures of all sets."""

from __future__ import annotations

import datetime
import pathlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import field
from scoring import VERDICTS, RuleRow, Scores

import artlint

INTRO = """# What artlint scores

Made by `{command}` on {date}, with artlint {version}. Do not edit it; run the command again.
[benchmarks/quality/README.md](../benchmarks/quality/README.md) says what the command needs.

artlint reads articles of which people have said what is wrong with them, and this page compares what it reports with what
they say. Only what it reports by default counts, from severity `warning` on.

- **Precision**: of what artlint reports, the share that is true. **Recall**: of what is to be found, the share that it
  reports. **Flagged**: of what is as it should be (articles, lines), the share that it reports all the same.
- The figures are from the part of the sets that is open for development ({split}), and so **flattering**: rules were improved
  by reading these articles. This holds most of all for `boilerplate` and `clean`: the line model behind
  `page-furniture` learned from these very lines. What it scores on sites that it has not seen, by itself, is in
  [benchmarks/quality/README.md](../benchmarks/quality/README.md#what-the-line-model-scores).
- The labels err as well. Of lines that are labelled as the page's, 3 to 6 % are the article's, and up to 4 % the other way
  round; many faults in the other sets were made by a program, and real ones beside them were not marked.
"""
FIELD = """
## In the field

These figures decide. `field` are {articles} articles from twenty corpora of public repositories that nobody had tuned to when they were
taken: two readers read each from the first character to the last and marked every fault. Recall weighs each kind of fault in each article
as one; a report that names another fault than there is counts as misnamed. `oneline` are {pages} scraped pages with all their lines in one,
by characters; both models behind `page-furniture` have learnt from these pages, and what the second scores on others is in
[benchmarks/quality/README.md](../benchmarks/quality/README.md#what-the-phrase-model-scores). What is to be reached counts on a part that is
kept back; here, on the part for development.
"""
GROUPS = """
## Group by group

`boilerplate` counts lines, each page weighing one, where “lines alike” does not say otherwise; reader comments and
prose that is not the article's are left out. `quotes` and `mojibake` count lines, `names` diagnostics, the rest articles.
A cut between two sentences leaves nothing to see, so those groups of `truncation` count nowhere else. `neardup` (articles
that are the same as another) is scored by neardup.py: [docs/corpus.md](corpus.md#what-it-scores).
"""
RULES = """
## Rule by rule

How many of a rule's diagnostics the labels speak of, and the share with which they agree; a diagnostic over several lines
counts by the share of its lines. With fewer than {fewest}, there are too few to say. The last column is what it reports in
cleaned articles of tiers A and B: how many diagnostics, and how many of them a reader has found true.
"""
CLEAN = """
## Cleaned articles

Articles that people have cleaned (tier A), of edited corpora (B), and of corpora that nobody cleaned (C). Readers have
judged what is reported in tiers A and B: {true} diagnostics are true, {false} are not, {unsure} may be either, and {unread}
are unread. A diagnostic counts as untrue unless a reader has found it true.
"""


def number(value: float | None, percent: bool = False) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f} %" if percent else f"{value:.3f}".removeprefix("0")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, *rows)]
    return "\n" + "\n".join([lines[0], "|---" * len(head) + "|", *lines[1:]]) + "\n"


def targets(sets: Mapping[str, Scores], bounds: Mapping[str, Any]) -> Iterator[list[str]]:
    for t in bounds["targets"]:
        value, least, most = sets[t["set"]].figure(t["group"], t["figure"]), t.get("at-least"), t.get("at-most")
        reached = value is not None and (value >= least if least is not None else value <= most)
        percent = t["figure"] == "flagged"
        goal = f"≥ {number(least, percent)}" if least is not None else f"≤ {number(most, percent)}"
        state = "no such case" if value is None else "yes" if reached else "no"
        yield [t["set"], t["group"], t["figure"], number(value, percent), goal, state, t.get("simple", "")]


def rules(rows: Iterable[RuleRow], bounds: Mapping[str, Any]) -> Iterator[list[str]]:
    for row in sorted(rows, key=lambda r: r.code):
        link = f"[{row.rule}](rules/{row.rule}.md)"
        precision = number(row.tally.precision) if row.said >= bounds["fewest"] else "too few to say"
        bound = number(bounds["exceptions"].get(row.rule, bounds)["precision"])
        judged = [str(row.said), precision, bound] if row.set else ["", "", ""]
        clean = f"{sum(row.clean.values())}, {row.clean['true']} true" if any(row.clean.values()) else "0"
        yield [row.code, link, row.set or "no labels", *judged, clean]


def groups(sets: Mapping[str, Scores]) -> Iterator[list[str]]:
    for name, scores in sets.items():
        for group, t in sorted(scores.groups.items()):
            counts = [t.right, t.wrong, t.missed, t.rest]
            precision = t.precision if t.right and (t.wrong or t.rest) else None  # of a group that can be wrong
            flagged = t.flagged if t.rest else None
            if any(counts):
                figures = [number(precision), number(t.recall), number(flagged, percent=True)]
                yield [name, group, *(f"{n:.0f}" for n in counts), *figures]


def clean(scores: Scores) -> Iterator[list[str]]:
    for tier, tally in sorted(scores.groups.items()):
        words = scores.counts[f"{tier}, words"]
        each = number(1000 * scores.counts[f"{tier}, diagnostics"] / max(1, words))
        untrue = number(scores.figure(tier, "untrue per 1,000 words")) if tier == "tiers A and B" else ""
        yield [tier, f"{tally.wrong + tally.rest:.0f}", f"{words:,}", number(tally.flagged, percent=True), each, untrue]


def in_the_field(read: Mapping[str, Mapping[str, Any]], bounds: Mapping[str, Any]) -> Iterator[str]:
    """The part of the page on articles that were read whole, where these are at hand."""
    if {"field", "oneline"} <= read.keys():
        yield FIELD.format(articles=read["field"]["articles"], pages=f"{read['oneline']['pages']:,}")
        yield table(["set", "figure", "now", "to reach", "reached"], field.rows(read, bounds["field"]))
        yield table(["kind of fault", "articles that have it", "recall"], field.kinds(read["field"]))


def render(
    sets: Mapping[str, Scores],
    read: Mapping[str, Mapping[str, Any]],
    rows: Sequence[RuleRow],
    bounds: Mapping[str, Any],
    command: str,
    split: str,
) -> str:
    """The whole page. The same figures give the same page, but for the date."""
    date = datetime.date.today()
    parts = [
        INTRO.format(command=command, date=f"{date:%d %B %Y}", version=artlint.__version__, split=split).lstrip(),
        *in_the_field(read, bounds),
        "\n## The figures to reach\n\nOn pages of the part that is kept back; here, of the part for development.\n",
        table(["set", "group", "figure", "now", "to reach", "reached", "best simple rule"], targets(sets, bounds)),
        RULES.format(fewest=bounds["fewest"]),
        table(["code", "rule", "set", "diagnostics", "precision", "bound", "in clean articles"], rules(rows, bounds)),
        "\nBounds lower than the others:\n\n" if bounds["exceptions"] else "",
        *(f"- `{rule}`: {e['why']}\n" for rule, e in sorted(bounds["exceptions"].items())),
        CLEAN.format(**{verdict: sets["clean"].counts[verdict] for verdict in VERDICTS}),
        table(
            ["tier", "articles", "words", "flagged", "diagnostics per 1,000 words", "of these untrue"],
            clean(sets["clean"]),
        ),
        GROUPS,
        table(
            ["set", "group", "right", "wrong", "missed", "rest", "precision", "recall", "flagged"],
            groups({n: s for n, s in sets.items() if n != "clean"}),
        ),
        "\n" + pathlib.Path(__file__).with_name("anchors.md").read_text(encoding="utf-8"),
    ]
    return "".join(parts)
