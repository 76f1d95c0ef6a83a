"""`artlint rules`, `artlint rule NAME` and, for the documentation, all pages into a folder."""

from __future__ import annotations

import os
import shutil
import sys

from artlint.base.errors import ArtlintError, nearest
from artlint.base.shown_text import one_line
from artlint.cli.options import allow_outside_argument, names
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from artlint.ruleset.rule import RuleRecord


KEYS = (
    "name", "code", "summary", "severity", "status", "default", "check", "pack", "origin", "path", "line", "tags", "aliases",
)  # fmt: skip
MARKS = {"safe": "[*]", "unsafe": "[!]", "suggestion": "[?]", None: ""}  # how safe the fix is
MIN_SUMMARY, INDENT = 24, 8  # columns: of a row of a summary, and before it where the terminal is too narrow


def arguments(command: str, parser: ArgumentParser) -> None:
    if command == "rules":
        parser.epilog = "[*] has a safe fix, [!] an unsafe one, [?] one that a person must decide."
    parser.add_argument("--config", metavar="FILE", help="a configuration whose rule-paths are to be read too")
    allow_outside_argument(parser)
    if command == "rule":
        parser.add_argument(
            "name",
            metavar="RULE",
            help="the rule's name or code; of a code's beginning (DUP), a pack or a tag, its rules are listed",
        )
    else:
        parser.add_argument(
            "words", metavar="WORD", nargs="*", help="list the rules whose name or summary holds all of these"
        )
        parser.add_argument("--select", metavar="RULES", type=names, action="extend", help="list only these")
        parser.add_argument("--fixable", action="store_true", help="list those that have a fix")
        parser.add_argument("--output-format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--write-pages", metavar="FOLDER", help="write every rule's page there, as docs/rules/ has them"
        )


def run(args: Namespace) -> int:
    from artlint.ruleset import config, rule_packs
    from artlint.ruleset.selection import Selection

    settings = config.load(args.config or config.find("."), args.allow_outside)
    records = rule_packs.load(settings.rule_paths, examples=True)
    if args.command == "rule":
        return _page(args.name, records)
    if args.write_pages:
        return _write_pages(args.write_pages, records)
    Selection(settings, records=records).check_selectors(args.select or (), "--select: ")
    chosen = _chosen(args, records)
    if args.output_format == "json":
        import json

        say(json.dumps([{**{k: getattr(r, k) for k in KEYS}, "fix": _safety(r)} for r in chosen], indent=1), sys.stdout)
        return 0
    if not chosen:
        raise ArtlintError("no rule answers to all of that\n  help: “artlint rules” lists them all")
    return _list(chosen)


def _chosen(args: Namespace, records: Sequence[RuleRecord]) -> list[RuleRecord]:
    """The rules that are asked for: by selectors, by having a fix, by words."""
    words = [word.casefold() for word in args.words]
    return [
        r
        for r in records
        if (args.select is None or any(r.matches_selector(selector) for selector in args.select))
        and (r.fix or not args.fixable)
        and all(word in f"{r.name} {r.code} {r.summary}".casefold() for word in words)
    ]


def _safety(r: RuleRecord) -> str | None:
    """How safe the fix of a rule is; None where it has none."""
    return r.fix.safety if r.fix else None


def _list(records: Sequence[RuleRecord]) -> int:
    """A line for each rule; at a terminal its summary goes on under itself."""
    columns = max(len(r.name) for r in records), max(len(r.origin) for r in records)
    width = _width()
    for r in records:
        head = f"{r.code:7} {r.name:{columns[0]}}  {r.state:8} {r.origin:{columns[1]}} {MARKS[_safety(r)]:3} "
        rows = _wrapped(r.summary, max(MIN_SUMMARY, width - len(head))) if width else [r.summary]
        say(one_line(head + rows[0]), sys.stdout)
        for row in rows[1:]:
            say(" " * (len(head) if width - len(head) >= MIN_SUMMARY else INDENT) + row, sys.stdout)
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
    say(_fitted(page(found).rstrip("\n"), _width()), sys.stdout)
    return 0


def _fitted(page: str, width: int) -> str:
    """A page with its paragraphs and list items in rows of a width, where there is one; examples and tables stay as they are."""
    rows: list[str] = []
    is_code = False
    for line in page.split("\n"):
        is_code ^= line.startswith("```")
        is_prose = width and len(line) > width and not is_code and not line.startswith(("|", "#", "```"))
        rows += _wrapped(line, width, "  " * line.startswith("- ")) if is_prose else [line]
    return "\n".join(rows)


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    import textwrap

    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _width() -> int:
    """The columns of the terminal; 0 where the output goes elsewhere, and nothing is broken into rows."""
    return max(MIN_SUMMARY, shutil.get_terminal_size().columns) if sys.stdout.isatty() else 0


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
