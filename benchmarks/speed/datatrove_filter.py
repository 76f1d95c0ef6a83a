"""One of datatrove's quality filters on one core: every article of a JSON Lines file. Runs in the peers' environment.

    PEERS/bin/python benchmarks/speed/datatrove_filter.py FILE.jsonl gopher-quality|gopher-repetition|c4|fineweb

The filters are called as a pipeline calls them, with their defaults; their word tokenizer for English is spaCy's,
which needs no model. Prints, as JSON, what one_core.py prints of artlint.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

import in_process


def make(name: str) -> Any:
    filters = importlib.import_module("datatrove.pipeline.filters")
    classes = {
        "gopher-quality": "GopherQualityFilter",
        "gopher-repetition": "GopherRepetitionFilter",
        "c4": "C4QualityFilter",
        "fineweb": "FineWebQualityFilter",
    }
    return getattr(filters, classes[name])()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("filter", choices=["gopher-quality", "gopher-repetition", "c4", "fineweb"])
    args = parser.parse_args()
    document = importlib.import_module("datatrove.data").Document
    in_process.one_core()
    quality = make(args.filter)
    in_process.measure(args.file, lambda text: quality.filter(document(text=text, id="")))


if __name__ == "__main__":
    main()
