"""The parsers: argparse's own, whose errors are one line and say what was probably meant."""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser, HelpFormatter
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

from artlint.cli.command_table import COMMANDS
from artlint.cli.say import say

MIN_WIDTH, MAX_WIDTH = 40, 100  # of help, in columns


class Parser(ArgumentParser):
    """For `artlint COMMAND`."""

    def __init__(self, command: str, summary: str) -> None:
        # argparse asks for the terminal's width at every argument, and imports shutil to learn it; once is enough.
        width = _width()
        super().__init__(
            prog=f"artlint {command}",
            description=summary[0].upper() + summary[1:] + ".",
            formatter_class=lambda prog: HelpFormatter(prog, width=width),
        )

    def add_subparsers(self, **options: Any) -> Any:
        return super().add_subparsers(**{"parser_class": ArgumentParser, **options})

    def error(self, message: str) -> NoReturn:
        """End with 2. Without the usage: of forty options it hides the one line that matters."""
        unknown = re.match(r"unrecognized arguments: (-[^\s=]+)", message)
        known = [option for action in self._actions for option in action.option_strings]
        near = get_close_matches(unknown[1], known, 1) if unknown else []
        hint = f"did you mean {near[0]}?" if near else f"“{self.prog} --help” lists what there is"
        say(f"{self.prog}: {message}\n  help: {hint}")
        raise SystemExit(2)


def _width() -> int:
    """The width of the terminal, in columns, up to MAX_WIDTH; without shutil, which a run has no other use for."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns) >= MIN_WIDTH:
        return min(MAX_WIDTH, int(columns))
    try:
        found = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError, AttributeError):  # no terminal, or no file at all
        return MAX_WIDTH
    return min(MAX_WIDTH, max(MIN_WIDTH, found))


def parser_of(command: str) -> Parser:
    """The parser of one subcommand."""
    parser = Parser(command, COMMANDS[command][1])
    _add_arguments(command, parser)
    return parser


def whole_parser() -> ArgumentParser:
    """The parser with every subcommand: for help and completion."""
    parser = ArgumentParser(
        prog="artlint",
        description="A content-quality linter for scraped articles.",
        epilog="artlint COMMAND --help tells more. Exit codes: 0 clean, 1 findings, 2 something is broken.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and end")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (_, summary) in COMMANDS.items():
        described = summary[0].upper() + summary[1:] + "."
        _add_arguments(name, commands.add_parser(name, help=summary, description=described))
    return parser


def _add_arguments(command: str, parser: ArgumentParser) -> None:
    module = import_module(f"artlint.cli.commands.{COMMANDS[command][0]}")
    module.arguments(command, parser)
    parser.set_defaults(run=module.run, command=command)
    if command == "completion":  # it may import no parser: parsers know the commands
        parser.set_defaults(whole_parser=whole_parser)
