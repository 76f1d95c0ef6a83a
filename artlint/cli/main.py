"""The `artlint` command: which subcommand, and what becomes of errors. Each subcommand lives in commands/.

Only the parser that is needed is built, and only the modules that are used are imported: a hook that starts
slowly is a hook that people turn off.
"""

from __future__ import annotations

import errno
import gc
import os
import sys

from artlint.base.startup import cached_re, disk_cache
from artlint.cli.command_table import COMMANDS
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


def parse(argv: Sequence[str]) -> Namespace:
    """The arguments, `run` among them: the function to call."""
    if not argv or argv[0] in ("-h", "--help"):
        from artlint.cli.parser import whole_parser

        whole_parser().print_help()
        raise SystemExit(0 if argv else 2)
    if argv[0] not in COMMANDS and (meant := _misspelt(argv[0])):
        from artlint.base.errors import ArtlintError

        raise ArtlintError(f"there is no command, file or folder “{argv[0]}”\n  help: did you mean “artlint {meant}”?")
    command, rest = (argv[0], argv[1:]) if argv[0] in COMMANDS else ("check", argv)
    if _is_plain(argv):
        return _without_options(rest)
    from artlint.cli.parser import parser_of

    return parser_of(command).parse_args(rest)


def _is_plain(argv: Sequence[str]) -> bool:
    """Whether this is `artlint PATH...`, the run that is to be quick."""
    return bool(argv) and (argv[0] == "check" or argv[0] not in COMMANDS) and not any(a.startswith("-") for a in argv)


def _without_options(paths: Sequence[str]) -> Any:
    """The arguments of `artlint PATH...`: argparse's own defaults, kept between runs, since argparse takes a quarter
    of the time that a run on one file does."""
    from artlint.cli.commands import check

    def defaults() -> tuple[dict[str, Any], list[str]]:
        from artlint.cli.parser import parser_of

        values = vars(parser_of("check").parse_args([]))
        return {k: v for k, v in values.items() if k != "run"}, []

    return _Arguments({**disk_cache.get_or_build("arguments", defaults), "paths": list(paths), "run": check.run})


class _Arguments:
    """What argparse's Namespace is, without argparse."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def _misspelt(word: str) -> str:
    """The command that was probably meant by a word that is neither a command nor a path."""
    if os.path.lexists(word) or word.startswith("-") or not word.isalpha():
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, COMMANDS, 1)), "")


def main(argv: Sequence[str] | None = None) -> int:
    """Run artlint; the exit code. 0: clean, 1: findings, 2: artlint, its configuration or its input is broken."""
    argv = sys.argv[1:] if argv is None else argv
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller (2>&-)
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure"):  # articles hold any character, whatever the locale can show
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    from artlint.base.errors import ArtlintError

    try:
        if list(argv) in (["--version"], ["-V"]):
            from artlint.base.version import __version__

            sys.stdout.write(f"artlint {__version__}\n")
            sys.stdout.flush()
            return 0
        if "--no-cache" not in argv and (place := disk_cache.untrusted()):
            say(
                f"artlint: the cache in {place} is not used: it lies in a repository, where a pull request can write\n"
                "  help: let ARTLINT_CACHE_DIR name a folder outside of it"
            )
        args = parse(argv)
        run: Callable[[Namespace], int] = args.run
        code = run(args)
        sys.stdout.flush()
        return code
    except ArtlintError as error:
        say(f"artlint: {error}")
        return 2
    except KeyboardInterrupt as stop:
        _silence()
        say("artlint: stopped")
        return 143 if type(stop) is not KeyboardInterrupt else 130  # 128 and the signal, as shells have it
    except BrokenPipeError:  # the reader had enough: artlint ... | head
        _silence()
        return 1
    except OSError as error:
        _silence()
        where = f"{error.filename}: " if error.filename else "writing the output: "
        say(f"artlint: {where}{error.strerror or error}{_remedy(error)}")
        return 2
    except Exception as error:
        _silence()
        say(f"artlint: {_fault(error)}; please report it")
        return 2


def entry() -> None:
    """What the installed command and `python -m artlint` call: `main`, without the costs of a long-lived process.

    Collecting garbage while modules load and tearing the interpreter down take a fifth of a short run's time; and a pool
    of processes that was stopped half-way complains while that is done. None of them outlives `main`.
    """
    gc.set_threshold(100_000, 50, 50)
    code = main()
    try:
        cached_re.save()
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
    os._exit(code)


def _remedy(error: OSError) -> str:
    """What helps against an error of the system, where that is known."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT) and error.filename:
        return "\n  help: make room on that disk; what was there before is as it was"
    return ""


def _fault(error: Exception) -> str:
    """A fault of artlint's own on one line: what, and where in the code."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    place = f" in {os.path.basename(at.tb_frame.f_code.co_filename)}:{at.tb_lineno}" if at else ""
    return f"a fault in artlint itself: {type(error).__name__}{place}: {' '.join(str(error).split())}"


def _silence() -> None:
    """Let nothing be written to a broken standard output while Python ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
