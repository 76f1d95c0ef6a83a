"""How good the rules are that `artlint learn` writes, on labelled pages of real sites.

    python benchmarks/quality/rule_miner.py [--data ../shared/eval] [--show 20]

Each page counts once, in the output of one extractor. The pages of a site are learned from as `artlint learn` does, the
rule file is loaded as a user's is, and what its rules report is compared with the labels: on the same pages, and on each
page by rules learned from the other pages of its site. Then it learns from articles that people have cleaned, in which
there is little to be found.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import pathlib
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from artlint.engine import lint
from artlint.ruleset import rule, rule_files
from artlint.ruleset.learn.copies import originals
from artlint.ruleset.learn.miner import learn
from artlint.ruleset.learn.rule_writer import rule_file
from artlint.ruleset.learn.source import MIN_ARTICLES, key
from artlint.ruleset.prefilter import RulePlan
from artlint.text.article import Article

Case = Mapping[str, Any]


def read(folder: pathlib.Path, name: str) -> list[Case]:
    path = folder / name / f"{name}.dev.jsonl.gz"
    if not path.exists():
        print(f"{path}: no labelled articles there; name their folder with --data", file=sys.stderr)
        raise SystemExit(2)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def article(case: Case) -> Article:
    return Article(case["text"], case["id"])


def sites(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """The different pages of each site that has enough, by the extractor that most of its pages went through."""
    pages: dict[str, dict[str, list[Case]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for case in cases:
        if case["site"] and case["tier"] == "A":
            pages[f"{case['site']} ({case['source']})"][case["page"]].append(case)
    out = {}
    for site, outputs in sorted(pages.items()):
        count = collections.Counter(case["extractor"] for page in outputs.values() for case in page)
        chosen = [
            min(page, key=lambda c: (-count[c["extractor"]], c["extractor"])) for _, page in sorted(outputs.items())
        ]
        chosen = [chosen[i] for i in originals([article(c) for c in chosen])]
        if len(chosen) >= MIN_ARTICLES:
            out[site] = chosen
    return out


def rules(cases: Sequence[Case]) -> list[rule.Rule]:
    """The rules that a user would have after learning from these pages."""
    learned = learn([article(c) for c in cases])
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "learned.yaml")
        path.write_text(rule_file({"site": learned}), encoding="utf-8")
        return [rule.Rule(record) for record in rule_files.read_file(str(path), "learned")]


def reported(case: Case, learned: Sequence[rule.Rule]) -> Iterator[tuple[str, str, bool]]:
    """Each labelled line: its text, its label, and whether a rule reports it."""
    text = article(case)
    spans = [d.span for d in lint.lint(text, RulePlan(learned))]
    labels = {line["n"]: line["label"] for line in case["lines"]}
    for n, line in enumerate(text.lines, 1):
        if labels.get(n) in ("content", "boilerplate"):
            yield text.slice(line), labels[n], any(s.start < line.end and line.start < s.end for s in spans)


class Score:
    """Counts of lines, and the content lines that were reported."""

    def __init__(self) -> None:
        self.counts: collections.Counter[tuple[str, bool]] = collections.Counter()
        self.recurring: collections.Counter[bool] = collections.Counter()
        self.wrong: list[str] = []

    def add(self, site: str, case: Case, learned: Sequence[rule.Rule], held: Mapping[str, int]) -> None:
        for text, label, hit in reported(case, learned):
            self.counts[label, hit] += 1
            self.recurring[hit] += label == "boilerplate" and held[key(text)] >= MIN_ARTICLES
            if hit and label == "content":
                self.wrong.append(f"{site}: {' '.join(text.split())[:160]}")

    def __str__(self) -> str:
        good, bad = self.counts["boilerplate", True], self.counts["content", True]
        every, content = good + self.counts["boilerplate", False], bad + self.counts["content", False]
        return (
            f"precision {good / max(1, good + bad):.3f} ({good + bad} lines reported, {bad} of {content} content lines), "
            f"recall {good / max(1, every):.3f} of {every} boilerplate lines, "
            f"{self.recurring[True] / max(1, self.recurring.total()):.3f} of the {self.recurring.total()} that stand on {MIN_ARTICLES} pages"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(__file__).parents[3] / "shared" / "eval")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many wrong answers of each kind")
    args = parser.parse_args()
    cases = read(args.data, "boilerplate")
    every = sites(cases)
    same, other = Score(), Score()
    for site, pages in every.items():
        held = collections.Counter(k for c in pages for k in {key(line) for line in c["text"].splitlines()})
        learned = rules(pages)
        for i, page in enumerate(pages):
            same.add(site, page, learned, held)
            if len(pages) > MIN_ARTICLES:
                other.add(site, page, rules([*pages[:i], *pages[i + 1 :]]), held)
    print(f"{len(every)} sites, {sum(map(len, every.values()))} pages")
    print(f"the same pages: {same}")
    print(f"the page left out: {other}")
    for score in (same, other):
        print(*score.wrong[: args.show], sep="\n", end="\n" if args.show else "")

    site_of = {c["page"]: c["site"] for c in cases}
    groups: dict[str, list[Case]] = collections.defaultdict(list)
    for case in read(args.data, "clean"):
        if case["tier"] in ("A", "B"):
            groups[f"{case['source']} {site_of.get(case['page']) or case['lang']}"].append(case)
    found = {name: learn([article(c) for c in group]) for name, group in groups.items() if len(group) >= MIN_ARTICLES}
    lines = {name: [*learned.lines, *learned.long] for name, learned in found.items()}
    print(
        f"cleaned articles: {sum(map(len, lines.values()))} lines learned from {sum(len(groups[n]) for n in found)} "
        f"articles of {len(found)} sources"
    )
    shown = [f"{name}: {x.articles}: {x.text[:160]}" for name, own in sorted(lines.items()) for x in own]
    print(*shown[: args.show], sep="\n", end="\n" if args.show else "")


if __name__ == "__main__":
    main()
