"""`artlint config show` and `artlint config schema`."""

from __future__ import annotations

import json
import os
import sys

from artlint.base.shown_text import one_line
from artlint.cli.options import allow_outside_argument
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import Any

    from artlint.engine.linter import Linter
    from artlint.ruleset.settings import Settings


def arguments(command: str, parser: ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", metavar="show|schema", required=True)
    show = what.add_parser(
        "show",
        help="what holds for a path, and from where",
        description="Show what holds for a path, and which file set it.",
    )
    show.add_argument("path", nargs="?", default=".", metavar="PATH")
    show.add_argument("--config", metavar="FILE", help="use this configuration")
    show.add_argument("--output-format", choices=("text", "json"), default="text")
    allow_outside_argument(show)
    schema = what.add_parser(
        "schema", help="the JSON Schema of artlint.yaml", description="Print the JSON Schema of artlint.yaml."
    )
    schema.add_argument("--rules", action="store_true", help="that of rule files instead")


def run(args: Namespace) -> int:
    from artlint.project.lint_options import LintOptions
    from artlint.project.workspace import Workspace

    if args.what == "schema":
        from artlint.ruleset.json_schema import rule_schema, schema

        say(json.dumps(rule_schema() if args.rules else schema(), indent=1), sys.stdout)
        return 0
    workspace = Workspace(LintOptions(config=args.config, allow_outside=args.allow_outside))
    linter = workspace.linter(args.path)
    settings = linter.settings
    if args.output_format == "json":
        say(json.dumps(_as_data(args.path, linter), ensure_ascii=False, indent=1), sys.stdout)
        return 0
    say(f"# what holds for {one_line(args.path)}", sys.stdout)
    for file in settings.files:
        say(f"# read: {one_line(os.path.relpath(file))}", sys.stdout)
    for name, value in settings.values.items():
        if name in ("rules", "per_path"):
            continue
        shown = [e[1] for e in value] if name == "exclude" else value
        origin = settings.origins.get(name)
        where = one_line(os.path.relpath(origin)) if origin else "default"
        say(f"{name.replace('_', '-')}: {json.dumps(shown, ensure_ascii=False)}  # {where}", sys.stdout)
    for entry in settings.per_path:
        paths = json.dumps(entry.paths, ensure_ascii=False)
        say(f"per-path: {paths}  # in {one_line(os.path.relpath(entry.root))}", sys.stdout)
    say("rules:", sys.stdout)
    ruleset = linter.selection.for_path(args.path)
    for rule in [*ruleset.notices.values(), *ruleset.rules, *ruleset.corpus]:
        origin = f"{rule.code}, from {one_line(rule.record.origin)}"
        say(f"  {rule.name}: {rule.severity}  # {origin}{_changed(rule.name, settings)}", sys.stdout)
    return 0


def _as_data(path: str, linter: Linter) -> dict[str, Any]:
    """What holds for a path: the files that were read, each value with the file that set it, and the rules that run."""
    settings, ruleset = linter.settings, linter.selection.for_path(path)
    values = {name.replace("_", "-"): value for name, value in settings.values.items()}
    values["exclude"] = [pattern for _, pattern in settings.exclude]
    return {
        "path": path,
        "files": settings.files,
        "values": values,
        "origins": {name.replace("_", "-"): origin for name, origin in settings.origins.items()},
        "rules": [
            {
                "name": rule.name,
                "code": rule.code,
                "severity": rule.severity,
                "fix": rule.record.fix and rule.record.fix.safety,
                "options": rule.record.check_options,
            }
            for rule in [*ruleset.notices.values(), *ruleset.rules, *ruleset.corpus]
        ],
    }


def _changed(name: str, settings: Settings) -> str:
    entry = settings.rules.get(name)
    if not entry:
        return ""
    parts = [f"severity {entry.severity}"] if entry.severity else []
    parts += [f"{k} {json.dumps(v, ensure_ascii=False)}" for k, v in entry.options.items()]
    return "; set: " + ", ".join(parts)
