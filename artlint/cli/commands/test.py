"""`artlint test`: the examples of rules as tests, without pytest."""

from __future__ import annotations

import sys

from artlint.base.shown_text import shown_path
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="rule files, or folders of them; default: the built-in rules"
    )


def run(args: Namespace) -> int:
    import os

    from artlint.base.errors import ArtlintError
    from artlint.engine.examples import failures, marking_rules
    from artlint.ruleset import rule, rule_files, rule_packs

    for path in args.paths:
        if not os.path.exists(path):
            raise ArtlintError(f"{path}: no such file or folder")
    records = rule_packs.load(args.paths, examples=True)
    evidence = marking_rules(records)
    wanted = {os.path.abspath(f) for p in (args.paths or [rule.builtin_folder()]) for f in rule_files.yaml_files(p)}
    tested = [r for r in records if os.path.abspath(r.path) in wanted]
    if not tested:
        raise ArtlintError(
            f"no rules in {', '.join(args.paths)}\n  help: a rule file ends in .yaml and holds a list of rules"
        )
    wrong = 0
    for record in tested:
        for message in failures(record, evidence):
            wrong += 1
            say(f"{shown_path(record.path)}:{record.line}: {message}", sys.stdout)
    examples = sum(len(r.examples) for r in tested)
    count = f"{len(tested)} rule{'s' * (len(tested) != 1)}, {examples} example{'s' * (examples != 1)}"
    say(f"{count}, {wrong} wrong" if wrong else f"{count}: all as they should be", sys.stdout)
    return int(wrong > 0)
