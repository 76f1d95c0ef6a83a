"""Counts what the rules on residue of assistants and programs report in articles, and shows each report in its context.

    python benchmarks/quality/residue.py ARTICLES.jsonl.gz... [--select GEN,CIT002,PRG]

The articles are records with a `text`. In articles that people wrote and edited nothing is wanted of GEN001, CIT002 and
GEN003; whatever is reported is to be read: it is a false alarm, or a leak that was overlooked.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
from collections.abc import Iterator
from typing import Any

from artlint.engine.linter import Linter
from artlint.text.article import Article

AROUND = 60  # characters shown on both sides of a report
MAX_SHOWN = 300  # characters of a report


def records(paths: list[str]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def in_context(text: str, start: int, end: int) -> str:
    shown = f"{text[max(0, start - AROUND) : start]}⟦{text[start:end][:MAX_SHOWN]}⟧{text[end : end + AROUND]}"
    return shown.replace("\n", "⏎")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--select", default="GEN001,GEN003,GEN006,GEN007,CIT002,PRG")
    arguments = parser.parse_args()
    linter = Linter.from_config(None, select=arguments.select.split(","), preview=True)
    count: collections.Counter[str] = collections.Counter()
    articles = 0
    for record in records(arguments.articles):
        articles += 1
        for found in linter.lint(Article(record["text"])):
            count[found.code] += 1
            print(found.code, record.get("id", articles), in_context(record["text"], *found.span), sep="\t")
    print(f"{articles} articles", *(f"{code} {number}" for code, number in sorted(count.items())), sep="\n")


if __name__ == "__main__":
    main()
