"""The options of the commands that check files, apart from what they do."""

from __future__ import annotations

import os

from artlint.base.model import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _ActionsContainer, _ArgumentGroup
    from typing import Any


def names(value: str) -> list[str]:
    """“a,b” as a list. That of an empty value would be none at all: nothing is selected where a variable was not set."""
    found = [v.strip() for v in value.split(",") if v.strip()]
    if not found:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError("it is empty; leave the option out, or see whether a variable is set")
    return found


def patterns(value: str) -> list[str]:
    """The same, of patterns as in .gitignore."""
    from argparse import ArgumentTypeError

    from artlint.ruleset.path_patterns import unclosed

    found = names(value)
    for pattern in found:
        if unclosed(pattern):
            raise ArgumentTypeError(f"“{pattern}” opens a bracket and does not close it; a bracket itself is \\[")
    return found


def path_of_source(value: str) -> str:
    """A file or folder that is there."""
    from argparse import ArgumentTypeError

    if not value or not os.path.exists(value):
        raise ArgumentTypeError(
            f"{value}: there is no such file or folder of sources"
            if value
            else "it is empty; see whether a variable is set"
        )
    return value


def count(value: str) -> int:
    """A number from 1 on."""
    from argparse import ArgumentTypeError

    if not value.isdecimal() or int(value) < 1:
        raise ArgumentTypeError(f"“{value}” is no number from 1 on")
    return int(value)


def pattern(value: str) -> Any:
    """A regular expression with the one group that counts."""
    import re
    from argparse import ArgumentTypeError

    try:
        compiled = re.compile(value)
    except re.error as error:
        raise ArgumentTypeError(f"“{value}” is no regular expression: {error}") from None
    if compiled.groups != 1:
        raise ArgumentTypeError(f"“{value}” has {compiled.groups or 'no'} groups; it needs one, as in “^([^/]+)/”")
    return compiled


def path_argument(parser: ArgumentParser, help: str = "files and folders; default: this folder") -> None:
    """The files and folders that a command is about."""
    parser.add_argument("paths", metavar="PATH", nargs="*", help=help)


def exclude_argument(parser: _ActionsContainer, help: str = "pass over files that match") -> None:
    """The option that leaves files out."""
    parser.add_argument("--exclude", metavar="PATTERN", type=patterns, action="extend", default=[], help=help)


def jobs_argument(parser: _ActionsContainer) -> None:
    """The option that says how many processes work."""
    parser.add_argument("-j", "--jobs", type=count, metavar="N", help="worker processes (default: one a core)")


def allow_outside_argument(parser: _ActionsContainer) -> None:
    """The option for a configuration that is one's own."""
    parser.add_argument(
        "--allow-outside", action="store_true", help="let a configuration name files outside of its repository"
    )


def selection_arguments(parser: ArgumentParser) -> None:
    """The options that say which rules run under which configuration."""
    rules = parser.add_argument_group(
        "rules", "RULES are rule names, code prefixes (DUP), tags, packs, or ALL, with commas between"
    )
    rules.add_argument("--select", metavar="RULES", type=names, action="extend", help="run only these")
    rules.add_argument(
        "--extend-select", metavar="RULES", type=names, action="extend", default=[], help="run these besides"
    )
    rules.add_argument("--ignore", metavar="RULES", type=names, action="extend", default=[], help="do not run these")
    rules.add_argument("--preview", action="store_true", help="run preview rules too")
    rules.add_argument(
        "--against",
        metavar="PATH",
        type=path_of_source,
        help="report what the source of an article does not have: the source, or the folder of sources under the same names",
    )
    which = rules.add_mutually_exclusive_group()
    which.add_argument("--config", metavar="FILE", help="use this configuration for all files")
    which.add_argument("--isolated", action="store_true", help="use no configuration file")
    allow_outside_argument(rules)


def field_arguments(parser: ArgumentParser) -> _ArgumentGroup:
    """The options that say what the fields of a record mean."""
    data = parser.add_argument_group(
        "data files",
        "JSON Lines (.jsonl, .ndjson, .json.gz), .parquet, .arrow, .feather, .csv and .tsv, also .gz and .zst; in folders, with "
        "--text-field. A dot leads into a nested field",
    )
    data.add_argument(
        "--text-field", metavar="NAME", help="what holds the text (default: text, content, body or raw_content)"
    )
    data.add_argument("--id-field", metavar="NAME", help="what holds the id (default: id or url)")
    data.add_argument(
        "--meta-field",
        metavar="NAME[=ROLE]",
        action="append",
        default=[],
        help="what holds the language, the source or the text that an article was made from, if NAME does not tell with "
        "=language, =source or =against (default: language or lang; source, domain or url; source_text)",
    )
    return data


def choice_arguments(parser: _ActionsContainer) -> None:
    """The options that take some of the records."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--limit", metavar="N", type=count, help="check the first N records alone")
    choice.add_argument("--sample", metavar="N", type=count, help="check N of them by chance, the same ones every time")


def check_arguments(command: str, parser: ArgumentParser) -> None:
    path_argument(parser, "files and folders; - reads standard input; default: this folder")
    selection_arguments(parser)
    fixing = parser.add_argument_group("fixing")
    if command == "check":
        fixing.add_argument("--fix", action="store_true", help="apply safe fixes to the files")
    else:
        parser.set_defaults(fix=True)
    fixing.add_argument(
        "--unsafe-fixes", action="store_true", help="apply unsafe fixes too, with --fix, --diff or --write-fixed"
    )
    fixing.add_argument(
        "--write-fixed",
        metavar="DIR",
        help="write the files there, in the form they came in, with safe fixes (and unsafe ones, if asked for) applied",
    )
    fixing.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    data = field_arguments(parser)
    choice_arguments(data)
    data.add_argument(
        "--chain",
        metavar="RULES",
        type=names,
        help="run these rules, each alone and in turn, on what the fixes of the one before have left",
    )
    data.add_argument("--write-kept", metavar="DIR", help="write the records there that are to keep, as they came")
    data.add_argument(
        "--write-dropped", metavar="DIR", help="write the others there: to drop, from --fail-on on, or broken"
    )
    data.add_argument(
        "--resume",
        action="store_true",
        help="go on with a run that was stopped, with an output among --output-file and --write-…",
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        metavar="FORMAT",
        help="full (default on a terminal), concise (default when piped), json, json-lines, "
        "sarif, github, gitlab, junit, rdjson, html, or a plugin's; a row for each article: parquet, jsonl, dolma",
    )
    output.add_argument("-o", "--output-file", metavar="FILE", help="write there instead of to standard output")
    output.add_argument(
        "--show-files", action="store_true", help="list the files that would be checked, and check none"
    )
    output.add_argument("--statistics", action="store_true", help="count by rule and by file instead of listing")
    output.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="default: auto (NO_COLOR and FORCE_COLOR are heeded)",
    )
    output.add_argument("-q", "--quiet", action="store_true", help="print diagnostics only")
    output.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="say which files and configurations are used, and which rule of yours takes more than its share of time",
    )
    output.add_argument(
        "--profile", action="store_true", help="print the time by rule and by stage; works all out anew"
    )
    run_ = parser.add_argument_group("run")
    run_.add_argument("--fail-on", choices=SEVERITIES, help="exit with 1 from this severity on (default: warning)")
    run_.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    run_.add_argument("--baseline", metavar="FILE", help="do not report what this baseline knows")
    run_.add_argument("--no-baseline", action="store_true", help="use no baseline")
    run_.add_argument("--stdin-filename", metavar="NAME", help="the name by which standard input goes")
    run_.add_argument("--strict-encoding", action="store_true", help="a file that is not UTF-8 is an error")
    exclude_argument(run_, "pass over files that match, as in .gitignore")
    run_.add_argument(
        "--force-exclude", action="store_true", help="exclude holds for files named on the command line too"
    )
    jobs_argument(run_)
    run_.add_argument(
        "--no-cache", action="store_true", help="neither read nor write anything that is kept between runs"
    )
    cluster = parser.add_argument_group("cluster")
    cluster.add_argument("--runner", choices=("local", "spark"), default="local", help="where to run (default: local)")
    cluster.add_argument(
        "--master",
        metavar="URL",
        help="with --runner spark: the cluster (default: the one that Spark is configured for)",
    )
    cluster.add_argument("--output", metavar="DIR", help="with --runner spark: the folder to write, which must be new")


def refuse(args: Namespace) -> None:
    """Refuse options that would mean nothing in a local run. Raises ArtlintError."""
    from artlint.base.errors import ArtlintError

    if args.chain and args.select is not None:
        raise ArtlintError("--chain says which rules run, as --select does\n  help: name one of them")
    for flag, instead in (("master", ""), ("output", "; --output-file FILE is for other runs")):
        if getattr(args, flag):
            raise ArtlintError(f"--{flag} is for a run on a cluster\n  help: --runner spark is one{instead}")
    if args.resume and {"-", "/dev/stdin"}.intersection(args.paths):
        raise ArtlintError("--resume goes on with a run over files, and standard input is none")
