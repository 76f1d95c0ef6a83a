"""What artlint's fixes are worth: texts of real extractors before and after, against the body that a person marked.

    git clone https://github.com/scrapinghub/article-extraction-benchmark
    python benchmarks/quality/extractors.py article-extraction-benchmark [--safe]
    python benchmarks/quality/extractors.py --unseen   # the line model has not seen the pages' sites: six minutes, and lightgbm

The folder is a clone of that benchmark (ground-truth.json and output/*.json), or one that holds
extraction/extraction.dev.jsonl.gz, a case a line: {page, source, extractor, text, truth}. The measure is the
benchmark's: words are runs of word characters, runs of four of them are counted, each page weighs one, and precision,
recall and F1 are taken over all pages of an extractor.
"""

from __future__ import annotations

import argparse
import collections
import functools
import gzip
import json
import os
import pathlib
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from artlint import Linter
from artlint.base.model import Diagnostic
from artlint.engine import fixer
from artlint.text.article import Article
from artlint.text.line_model import trees

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = "aeb"  # in the other shape of data, what comes from the benchmark
STRONG = 0.9  # F1 from which an extractor has more to lose than to gain
MISSING = """{folder}: neither a clone of the article extraction benchmark (ground-truth.json) nor a folder with \
extraction/extraction.dev.jsonl.gz.
    git clone https://github.com/scrapinghub/article-extraction-benchmark"""


class Case(NamedTuple):
    """What an extractor made of a page, and the article's body."""

    page: str
    extractor: str
    text: str
    truth: str


Counts = tuple[float, float, float]  # shares of a page: right, too much, missing


def read(folder: pathlib.Path) -> list[Case]:
    """All texts that extractors made of pages whose body is known. Raises SystemExit (2) where there are none."""
    truth = folder / "ground-truth.json"
    cases = folder / "extraction" / "extraction.dev.jsonl.gz"
    if truth.exists():
        body = {page: entry["articleBody"] for page, entry in json.loads(truth.read_text(encoding="utf-8")).items()}
        return [
            Case(page, path.stem, entry.get("articleBody") or "", body[page])
            for path in sorted((folder / "output").glob("*.json"))
            for page, entry in sorted(json.loads(path.read_text(encoding="utf-8")).items())
            if page in body
        ]
    if cases.exists():
        with gzip.open(cases, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        return [
            Case(row["page"], row["extractor"], row["text"], row["truth"]) for row in rows if row["source"] == SOURCE
        ]
    print(MISSING.format(folder=folder), file=sys.stderr)
    raise SystemExit(2)


@functools.cache
def linter() -> Linter:
    return Linter.from_config()


def fixed_text(text: str, safeties: Sequence[str]) -> str:
    def lint(now: str) -> list[Diagnostic]:
        return linter().lint(Article(now))

    return fixer.fix_text(text, lint, safeties)[0]


def compare(case: Case, safeties: Sequence[str]) -> tuple[Counts, Counts]:
    """The counts of a page, before and after."""
    return counts(case.text, case.truth), counts(fixed_text(case.text, safeties), case.truth)


def runs(text: str) -> collections.Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return (
        collections.Counter(zip(*(words[n:] for n in range(4)), strict=False))
        if len(words) > 3
        else collections.Counter({tuple(words): 1} if words else {})
    )


def counts(text: str, truth: str) -> Counts:
    found, wanted = runs(text), runs(truth)
    right = sum((found & wanted).values())
    all_ = (right, found.total() - right, wanted.total() - right)
    return tuple(n / max(1, sum(all_)) for n in all_)  # type: ignore[return-value]


def figures(pages: Sequence[Counts]) -> Counts:
    """Precision, recall and F1 over pages."""
    right, much, missing = (sum(page[i] for page in pages) for i in range(3))
    precision, recall = right / ((right + much) or 1), right / ((right + missing) or 1)
    return precision, recall, 2 * precision * recall / ((precision + recall) or 1)


def table(pairs: dict[str, list[tuple[Counts, Counts]]]) -> Iterator[str]:
    """A line for each extractor, the weakest first, and what it comes to."""
    rows = sorted((figures([a for a, _ in p]), figures([b for _, b in p]), name, len(p)) for name, p in pairs.items())
    rows.sort(key=lambda row: row[0][2])
    yield "| extractor | pages | precision | recall | F1 | gain in F1 |"
    yield "|---|---|---|---|---|---|"
    for before, after, name, pages in rows:
        cells = (f"{a:.3f} → {b:.3f}" for a, b in zip(before, after, strict=True))
        yield f"| {name} | {pages} | {' | '.join(cells)} | {after[2] - before[2]:+.4f} |"
    gains = [after[2] - before[2] for before, after, *_ in rows]
    weak = [after[2] - before[2] for before, after, *_ in rows if before[2] < STRONG]
    falls = [before[1] - after[1] for before, after, *_ in rows if before[2] >= STRONG]
    yield ""
    yield f"Mean gain {sum(gains) / len(gains):+.4f}; of the {len(weak)} that start below {STRONG:.2f}, {sum(weak) / max(1, len(weak)):+.4f}."
    yield f"Least gain {min(gains):+.4f}; the recall of those that start above falls by {max(falls, default=0):.4f} at most."


def gather(
    cases: Sequence[Case], safeties: Sequence[str], numbers: pathlib.Path | None = None
) -> Iterator[tuple[str, tuple[Counts, Counts]]]:
    """The extractor of each case, and its counts before and after; by the line model of the file `numbers`."""
    run = functools.partial(compare, safeties=safeties)
    with ProcessPoolExecutor(os.cpu_count(), initializer=use_model, initargs=(numbers,)) as pool:
        for case, pair in zip(cases, pool.map(run, cases, chunksize=16), strict=True):
            yield case.extractor, pair


def use_model(numbers: pathlib.Path | None) -> None:
    """Have a worker judge lines by these numbers."""
    if numbers is not None:
        trees.path = lambda: str(numbers)


def unseen(
    folder: pathlib.Path, cases: Sequence[Case], safeties: Sequence[str]
) -> Iterator[tuple[str, tuple[Counts, Counts]]]:
    """As `gather`, each page by a line model that was trained on other sites."""
    if not (folder / "boilerplate").exists():
        print(f"{folder}: to train the line model, it must hold the sets boilerplate and clean, too", file=sys.stderr)
        raise SystemExit(2)
    import line_model

    data = line_model.Data(folder)
    for fold in range(line_model.FOLDS):
        held = [case for case in cases if data.fold_of[case.page] == fold]
        with tempfile.TemporaryDirectory() as place:
            numbers = pathlib.Path(place, "line_model.json")
            line_model.write(numbers, data, data.use & (data.fold != fold))
            yield from gather(held, safeties, numbers)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--safe", action="store_true", help="apply safe fixes only")
    parser.add_argument(
        "--unseen", action="store_true", help="train the line model anew, five times, for pages of other sites each"
    )
    args = parser.parse_args(arguments)
    cases = read(args.folder)
    if not cases:
        print(f"{args.folder}: no outputs of extractors there", file=sys.stderr)
        return 2
    safeties = ("safe",) if args.safe else ("safe", "unsafe")
    pairs: dict[str, list[tuple[Counts, Counts]]] = collections.defaultdict(list)
    for extractor, pair in unseen(args.folder, cases, safeties) if args.unseen else gather(cases, safeties):
        pairs[extractor].append(pair)
    print("\n".join(table(pairs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
