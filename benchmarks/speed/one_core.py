"""artlint on one core, in process: every article of a JSON Lines file, or one large article.

    python benchmarks/speed/one_core.py FILE.jsonl|FILE.txt [--config artlint.yaml]

Prints, as JSON, the seconds that reading and checking took without loading the rules, and the peak of memory.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import in_process

from artlint import Linter


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--config", help="a configuration; the defaults hold where none is named")
    args = parser.parse_args()
    in_process.one_core()
    linter = Linter.from_config(args.config)
    in_process.measure(args.file, linter.lint_text)


if __name__ == "__main__":
    main()
