"""`artlint completion`: a completion script, made by shtab from the parser itself."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"))


def run(args: Namespace) -> int:
    import shtab

    sys.stdout.write(shtab.complete(args.whole_parser(), shell=args.shell) + "\n")
    return 0
