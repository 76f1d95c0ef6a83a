"""What a command line asks for, as frozen records that are complete when made.

This is the only place under run/ that knows argparse's Namespace.
"""

from __future__ import annotations

import os

from artlint.base.named_tuple import NamedTuple
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from typing import Any

    from artlint.base.timer import Timer


class DiscoveryOptions(NamedTuple):
    """Which files are meant. `with_records` searches folders for files of records too; `outputs` are what the run writes
    and so does not read, where it finds them in a folder."""

    paths: tuple[str, ...] = (".",)
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    with_records: bool = False
    stdin_filename: str | None = None
    outputs: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """The path whose configuration holds for what concerns the whole run; of standard input, the name given."""
        return self.paths[0] if self.paths[0] != "-" else (self.stdin_filename or ".")


class FixOptions(NamedTuple):
    """What becomes of fixes: files changed `in_place`, a `diff`, or fixed copies in the folder `copies`."""

    in_place: bool = False
    diff: bool = False
    unsafe: bool = False
    copies: str | None = None

    @property
    def safeties(self) -> tuple[str, ...]:
        """The degrees of safety whose fixes apply."""
        return ("safe", "unsafe") if self.unsafe else ("safe",)


class OutputOptions(NamedTuple):
    """Where the report goes, and how much is said beside it."""

    format: str | None = None
    file: str | None = None
    color: str = "auto"
    statistics: bool = False
    quiet: bool = False
    verbose: bool = False


class FieldNames(NamedTuple):
    """The fields of a record, where they were named."""

    text: str | None = None
    id: str | None = None
    meta: tuple[str, ...] = ()


class PartOptions(NamedTuple):
    """Of the records, the first `limit` or a `sample` of so many; the folders for those that are `kept` and `dropped`; and
    the selectors of which each judges what the one before has left."""

    limit: int | None = None
    sample: int | None = None
    kept: str | None = None
    dropped: str | None = None
    chain: tuple[str, ...] = ()


class BaselineOptions(NamedTuple):
    """The baseline that was named, and whether baselines are asked at all."""

    named: str | None = None
    enabled: bool = True


class BatchWork(NamedTuple):
    """What a worker process needs to make rows of records, or of files of one article each. Fixed texts are made where
    `fixes` writes copies; what the baselines know is not fixed. The selectors of a `chain` judge in turn."""

    lint: LintOptions
    fixes: FixOptions
    baseline: BaselineOptions
    fail_on: str | None = None
    want_language: bool = False
    chain: tuple[str, ...] = ()


class RunOptions(NamedTuple):
    """One run of a command over files. `cached` looks up and keeps what runs have found."""

    discovery: DiscoveryOptions
    output: OutputOptions
    fixes: FixOptions
    fields: FieldNames
    baseline: BaselineOptions
    parts: PartOptions
    fail_on: str | None = None
    exit_zero: bool = False
    jobs: int | None = None
    cached: bool = False
    resume: bool = False
    profile: bool = False


def lint_options(args: Namespace) -> LintOptions:
    """The selectors and switches of a command that checks files."""
    select = args.select if args.select is not None else getattr(args, "chain", None)
    return LintOptions(
        config=args.config,
        isolated=args.isolated,
        select=None if select is None else tuple(select),
        extend_select=tuple(args.extend_select),
        ignore=tuple(args.ignore),
        preview=args.preview,
        allow_outside=args.allow_outside,
        strict_encoding=getattr(args, "strict_encoding", False),
        against=getattr(args, "against", None),
    )


def run_options(args: Namespace) -> RunOptions:
    """The rest of them. A command that lacks an option runs as if it had not been given."""

    def given(name: str, default: Any) -> Any:
        return getattr(args, name, default)

    return RunOptions(
        DiscoveryOptions(
            tuple("-" if path == "/dev/stdin" else path for path in args.paths or ["."]),
            tuple(given("exclude", ())),
            given("force_exclude", False),
            bool(given("text_field", None)),
            given("stdin_filename", None),
            _outputs(*(given(n, None) for n in ("output_file", "write_fixed", "write_kept", "write_dropped"))),
        ),
        OutputOptions(
            given("output_format", None),
            given("output_file", None),
            given("color", "auto"),
            given("statistics", False),
            given("quiet", False),
            given("verbose", False),
        ),
        FixOptions(given("fix", False), given("diff", False), given("unsafe_fixes", False), given("write_fixed", None)),
        FieldNames(given("text_field", None), given("id_field", None), tuple(given("meta_field", ()))),
        BaselineOptions(given("baseline", None), not given("no_baseline", False)),
        PartOptions(
            given("limit", None),
            given("sample", None),
            given("write_kept", None),
            given("write_dropped", None),
            tuple(given("chain", None) or ()),
        ),
        given("fail_on", None),
        given("exit_zero", False),
        given("jobs", None),
        not given("no_cache", True),
        given("resume", False),
        given("profile", False),
    )


def _outputs(*names: str | None) -> tuple[str, ...]:
    """What a run writes: outputs, and the journals beside them."""
    given = [name for name in names if name]
    return (*(name.rstrip(os.sep) for name in given), *map(journal_of, given))


def journal_of(output: str) -> str:
    """Where the journal of a run lies that writes this file or folder."""
    return f"{output.rstrip(os.sep)}.journal"


def workspace_for(args: Namespace, path: str = ".", timer: Timer | None = None) -> Workspace:
    """The workspace of a command, once the selectors of its command line are known to mean something: they are those
    of the configuration that holds for `path`. Raises ArtlintError."""
    options = lint_options(args)
    workspace = Workspace(options, timer=timer)
    for flag in ("select", "extend_select", "ignore"):
        if selectors := getattr(options, flag):
            workspace.linter(path).selection.check_selectors(selectors, f"--{flag.replace('_', '-')}: ")
    return workspace
