"""Score the rules that find copies of articles: on labelled pairs, and on copies that are made here.

    python benchmarks/quality/neardup.py [--data ../shared/eval] [--articles 20000] [--check]

The labelled pairs are DATA/neardup/neardup.dev.jsonl.gz (see benchmarks/quality/README.md). The made corpus is DATA/clean's articles
of 100 words or more, each beside an exact copy, one with 2 % and one with 5 % of its words replaced by words of other
articles, drawn by a seed: about so many articles as are asked for. Both go through Linter.collect and the same
conclusions as a run of artlint does; the time is that of one process, from the text to the diagnostics, without the
rules on single articles. With `--check` the exit code is 1 where a figure is worse than the one to reach, but for the
speed, which is the machine's too.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pathlib
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from artlint import Linter
from artlint.base.model import Diagnostic
from artlint.engine.corpus import collect, conclude
from artlint.engine.corpus.conclusion_store import ConclusionStore
from artlint.text.article import Article

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 7
SHARES = {"exact": 0.0, "2 %": 0.02, "5 %": 0.05}
TO_REACH = {"exact": 1.0, "2 %": 0.97, "5 %": 0.55, "precision": 0.99, "flagged": 0.005}
AT_MOST = {"flagged"}


def load(data: pathlib.Path, name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data / name / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def found_in(texts: Mapping[str, str]) -> tuple[dict[str, list[Diagnostic]], dict[str, float]]:
    """The diagnostics of a corpus by path, and the seconds of this process by stage."""
    linter = Linter.from_config(select=["duplicate-article", "near-duplicate-article"])
    rules = {collect.identity(rule): rule for rule in linter.selection.for_path("").corpus}
    start = time.process_time()
    facts = [fact for path, text in texts.items() for fact in linter.collect(Article(text, path))]
    collected = time.process_time()
    found = dict(conclude.diagnostics(ConclusionStore(conclude.conclude(rules, facts)), linter.corpus_rule))
    return found, {"collect": collected - start, "conclude": time.process_time() - collected}


def pairs_of(found: Mapping[str, list[Diagnostic]]) -> set[frozenset[str]]:
    return {frozenset((path, place.path)) for path, ds in found.items() for d in ds for place in d.related}


def speed(texts: Mapping[str, str], seconds: Mapping[str, float]) -> float:
    size = sum(len(t.encode("utf-8", "surrogatepass")) for t in texts.values()) / 1e6
    parts = ", ".join(f"{name} {size / s:.1f}" for name, s in seconds.items())
    whole = size / sum(seconds.values())
    print(f"  {len(texts):,} articles, {size:.1f} MB: {whole:.1f} MB/s a core ({parts})")
    return whole


def labelled(data: pathlib.Path) -> dict[str, float]:
    """The pairs that people and pages have labelled: how many are found, as one figure for each that is to be reached."""
    cases = list(load(data, "neardup"))
    texts = {x["id"]: x["text"] for case in cases for x in (case["a"], case["b"])}
    found, seconds = found_in(texts)
    pairs = pairs_of(found)
    rate: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    count: Counter[str] = Counter()
    for case in cases:
        hit = frozenset((case["a"]["id"], case["b"]["id"])) in pairs
        rate[case["label"], case["kind"]][0] += hit
        rate[case["label"], case["kind"]][1] += 1
        count["dup" if case["label"] == "dup" else "other", hit] += case["label"] in ("dup", "different", "related")
    print("labelled pairs")
    speed(texts, seconds)
    for (label, kind), (hit, of) in sorted(rate.items()):
        print(f"  {label:9} {kind:26} {hit / of:6.3f} of {of}")
    true, false = count["dup", True], count["other", True]
    precision = true / (true + false) if true + false else 0.0
    print(
        f"  precision {precision:.4f} (to reach {TO_REACH['precision']}), recall {true / (true + count['dup', False]):.3f}"
    )
    others = false / (false + count["other", False])
    print(f"  different and related pairs flagged: {others:.4f} (to reach {TO_REACH['flagged']} at the most)")
    return {"precision": precision, "flagged": others}


def changed(words: list[str], share: float, rng: random.Random, all_words: list[str]) -> str:
    """The words with such a share of them replaced, each by one of the others'."""
    out = words[:]
    for n in rng.sample(range(len(out)), round(share * len(out))):
        out[n] = rng.choice(all_words)
    return " ".join(out)


def made(data: pathlib.Path, articles: int) -> dict[str, float]:
    """Copies with a known share of words changed: the recall by that share."""
    rng = random.Random(SEED)
    originals = [c["text"] for c in load(data, "clean")]
    originals = list(dict.fromkeys(t for t in originals if len(t.split()) >= 100))
    all_words = sorted({w for t in originals for w in t.split()})
    texts: dict[str, str] = {}
    copies: list[tuple[str, str, str]] = []
    each = max(1, round((articles / len(originals) - 1) / len(SHARES)))
    for n, text in enumerate(originals):
        texts[f"{n:05}"] = text
        for name, share in SHARES.items():
            for k in range(1 if name == "exact" else each):
                path = f"{n:05} {name} {k}"
                texts[path] = changed(text.split(), share, rng, all_words) if share else f" {text.upper()}\n"
                copies.append((name, f"{n:05}", path))
    found, seconds = found_in(texts)
    pairs = pairs_of(found)
    # an exact copy counts as its original where others are compared with it
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, original, path in copies:
        hits[name][0] += frozenset((original, path)) in pairs
        hits[name][1] += 1
    strange = {pair for pair in pairs if len({path[:5] for path in pair}) > 1}
    print("made corpus")
    speed(texts, seconds)
    for name, (hit, of) in hits.items():
        print(f"  {name:6} words changed: recall {hit / of:.4f} of {of:,} (to reach {TO_REACH[name]})")
    firsts = {tuple(sorted({path[:5] for path in pair})) for pair in strange}
    print(f"  pairs of different originals: {len(firsts)} (copies and near-copies that the collection itself holds)")
    return {name: hit / of for name, (hit, of) in hits.items()}


def failures(figures: Mapping[str, float]) -> list[str]:
    """The figures that are worse than those to reach."""
    return [
        f"{name}: {figures[name]:.4f}; at {'most' if name in AT_MOST else 'least'} {bound} is asked for"
        for name, bound in TO_REACH.items()
        if (figures[name] > bound if name in AT_MOST else figures[name] < bound)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--check", action="store_true", help="exit with 1 where a figure is not reached")
    args = parser.parse_args()
    failed = failures({**labelled(args.data), **made(args.data, args.articles)})
    if args.check:
        print(*failed, sep="\n", file=sys.stderr, end="\n" if failed else "")
    return int(args.check and bool(failed))


if __name__ == "__main__":
    sys.exit(main())
