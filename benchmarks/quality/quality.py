"""Score artlint's rules on labelled articles, and write docs/quality.md.

    python benchmarks/quality/quality.py [--data ../shared/eval] [--output docs/quality.md]
    python benchmarks/quality/quality.py --sample 1000 --check

--check writes nothing: it prints what each rule scores, and ends with 1 when one falls below its bound in
benchmarks/quality/bounds.yaml. The folder must hold SET/SET.dev.jsonl.gz for each set; benchmarks/quality/README.md describes them.
"""

from __future__ import annotations

import argparse
import csv
import functools
import gzip
import json
import os
import pathlib
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import field
import page
import yaml
from scoring import FAMILIES, SCORERS, VERDICTS, Hit, RuleRow, Scores, Tally

from artlint import Linter
from artlint.text.article import Article

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks" / "quality"
SEED = 7
MISSING = """{path} is missing.
The articles that artlint is measured by belong to their publishers and are not part of the project. To measure, name a
folder with --data that holds {sets}, each as SET/SET.{split}.jsonl.gz.
benchmarks/quality/README.md says what a case looks like, and from which public collections cases can be made."""


@functools.cache
def linter(thorough: bool) -> Linter:
    """What runs by default, or every rule about boilerplate, unfinished ones too."""
    return Linter.from_config(select=["BOI"], preview=True) if thorough else Linter.from_config()


def diagnose(text: str, thorough: bool) -> list[list[Hit]]:
    """The diagnostics of an article by default, then those of the thorough setting where that is asked for."""
    text = text.replace("\r\n", "\n").replace("\r", " ").removeprefix("\ufeff")
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair can't stand in a file
    article, lines, found = Article(text), text.split("\n"), []
    for setting in (False, True) if thorough else (False,):
        hits = []
        for d in linter(setting).lint(article):
            if d.severity == "info":
                continue
            last = d.end.row - (d.end.row > d.start.row and d.end.column == 1)
            one = d.start.row == d.end.row
            words = text[d.span.start : d.span.end] if one else "\n".join(lines[d.start.row - 1 : d.end.row])
            hits.append(Hit(d.rule, d.code, d.start.row, last, words))
        found.append(hits)
    return found


def load(data: pathlib.Path, name: str, split: str, sample: int | None) -> list[dict[str, Any]]:
    """The cases of a set, or a sample of them that is always the same."""
    with gzip.open(data / name / f"{name}.{split}.jsonl.gz", "rt", encoding="utf-8") as lines:
        cases = [json.loads(line) for line in lines]
    return random.Random(SEED).sample(cases, sample) if sample and len(cases) > sample else cases


def verdicts(folder: pathlib.Path) -> dict[tuple[str, str, int], list[str]]:
    """What readers say of diagnostics in the clean articles: by case, rule and line, for each in order."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for path in sorted(folder.glob("clean_verdicts*.tsv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                found.setdefault((row["case"], row["rule"], int(row["line"])), []).append(row["verdict"])
    return found


def score(name: str, cases: Sequence[Mapping[str, Any]], pool: ProcessPoolExecutor, thorough: bool = False) -> Scores:
    """The figures of a set; of boilerplate those of the thorough setting as well, on demand."""
    scores, scorer = Scores(len(cases)), SCORERS[name]
    if name == "clean":
        scorer = functools.partial(scorer, verdicts=verdicts(FOLDER))
    run = functools.partial(diagnose, thorough=thorough and name == "boilerplate")
    found = pool.map(run, [c["text"] for c in cases], chunksize=16)
    for case, (default, *more) in zip(cases, found, strict=True):
        scorer(case, [h for h in default if h.code.startswith(FAMILIES[name])], scores)
        for hits in more:
            scorer(case, hits, scores, ", thorough")
    return scores


def rule_rows(sets: Mapping[str, Scores]) -> Iterator[RuleRow]:
    """A row for each rule that reports by default."""
    for rule in linter(False).selection.for_path("").rules:
        if rule.severity != "info":
            name = next((s for s, family in FAMILIES.items() if family and rule.code.startswith(family)), "")
            tally = sets[name].rules[rule.name] if name else Tally()
            clean = {verdict: sets["clean"].counts[f"{rule.name}, {verdict}"] for verdict in VERDICTS}
            yield RuleRow(rule.name, rule.code, name, tally, clean)


def check(
    sets: Mapping[str, Scores],
    rows: Sequence[RuleRow],
    bounds: Mapping[str, Any],
    read: Mapping[str, Mapping[str, Any]],
) -> int:
    """Print what each rule scores, and to standard error each bound that does not hold; 1 if there is one."""
    wrong = []
    for row in rows:
        precision = row.tally.precision
        bound = bounds["exceptions"].get(row.rule, bounds)["precision"]
        if precision is not None:
            print(f"{row.rule:24} right in {precision:.3f} of {row.said}")
            if row.said >= bounds["fewest"] and precision < bound:
                wrong.append(f"{row.rule}: right in {precision:.3f} of {row.said}, to be at least {bound}")
    for figure, bound in bounds["clean"].items():
        value = sets["clean"].figure("tiers A and B", figure) or 0
        print(f"clean articles, {figure}: {value:.4f}")
        if value > bound:
            wrong.append(f"clean articles, {figure}: {value:.4f}, to be at most {bound}")
    for shown, fault in field.broken(read, bounds["field"]):
        print(shown)
        wrong += [fault] if fault else []
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "eval", help="the folder of sets")
    parser.add_argument("--split", default="dev", help="the part of each set to read")
    parser.add_argument("--sample", type=int, metavar="N", help="so many cases a set, always the same ones")
    parser.add_argument("--check", action="store_true", help="write no page; fail where a bound does not hold")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs" / "quality.md", help="the page to write")
    args = parser.parse_args(arguments)
    for name in FAMILIES:
        path = args.data / name / f"{name}.{args.split}.jsonl.gz"
        if not path.exists():
            print(MISSING.format(path=path, sets=", ".join(FAMILIES), split=args.split), file=sys.stderr)
            return 2
    bounds = yaml.safe_load((FOLDER / "bounds.yaml").read_text(encoding="utf-8"))
    sets = {}
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name in FAMILIES:
            cases = load(args.data, name, args.split, args.sample)
            sets[name] = score(name, cases, pool, thorough=not args.check)
    rows = list(rule_rows(sets))
    read = field.measure(args.data, args.split, sample=args.check)
    if args.check:
        return check(sets, rows, bounds, read)
    sample = f" --sample {args.sample}" if args.sample else ""
    text = page.render(sets, read, rows, bounds, f"python benchmarks/quality/quality.py{sample}", args.split)
    args.output.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
