"""`artlint rules`, `artlint rule NAME` and, for the documentation, all pages into a folder."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError, nearest
from artlint.base.shown_text import one_line
from artlint.cli.options import allow_outside_argument
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from artlint.ruleset.rule import RuleRecord


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument("--config", metavar="FILE", help="a configuration whose rule-paths are to be read too")
    allow_outside_argument(parser)
    if command == "rule":
        parser.add_argument(
            "name",
            metavar="RULE",
            help="the rule's name or code; of a code's beginning (DUP), a pack or a tag, its rules are listed",
        )
    else:
        parser.add_argument("--output-format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--write-pages", metavar="FOLDER", help="write every rule's page there, as docs/rules/ has them"
        )


def run(args: Namespace) -> int:
    from artlint.ruleset import config, rule_packs

    settings = config.load(args.config or config.find("."), args.allow_outside)
    records = rule_packs.load(settings.rule_paths, examples=True)
    if args.command == "rule":
        return _page(args.name, records)
    if args.write_pages:
        return _write_pages(args.write_pages, records)
    if args.output_format == "json":
        import json

        keys = (
            "name",
            "code",
            "summary",
            "severity",
            "status",
            "default",
            "check",
            "pack",
            "origin",
            "path",
            "line",
            "tags",
            "aliases",
        )
        say(json.dumps([{k: getattr(r, k) for k in keys} for r in records], indent=1), sys.stdout)
        return 0
    return _list(records)


def _list(records: Sequence[RuleRecord]) -> int:
    width = max(len(r.name) for r in records)
    for r in records:
        say(one_line(f"{r.code:7} {r.name:{width}}  {r.state:8} {r.origin:12}  {r.summary}"), sys.stdout)
    return 0


def _page(name: str, records: Sequence[RuleRecord]) -> int:
    """Print a rule's page or, where the name is how codes begin, a pack or a tag, a line for each of its rules."""
    from artlint.ruleset.rule_pages import page

    found = next((r for r in records if name in (r.name, r.code, *r.aliases)), None)
    if found is None:
        if some := [r for r in records if name and (r.code.startswith(name) or name in (r.pack, *r.tags))]:
            return _list(some)
        known = [w for r in records for w in (r.name, r.code)]
        raise ArtlintError(f"there is no rule “{name}”\n  help: {nearest(name, known) or '“artlint rules” lists them'}")
    say(page(found).rstrip("\n"), sys.stdout)
    return 0


def _write_pages(folder: str, records: Sequence[RuleRecord]) -> int:
    from artlint.ruleset.rule_pages import index, page

    os.makedirs(folder, exist_ok=True)
    own = [r for r in records if r.origin == "artlint"]
    pages = {f"{r.name}.md": page(r) for r in own}
    pages["README.md"] = index(own)
    for name, text in pages.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return 0
