"""The journal of a run over files of records: whether it has one, where, and of what run it says that it is."""

from __future__ import annotations

import os

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import shown_path
from artlint.base.wording import plural
from artlint.cli.run.run_options import journal_of
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.cli.run.run_options import BatchWork, RunOptions
    from artlint.project.workspace import Workspace
    from artlint.records.fields import Fields
    from artlint.records.journal import Journal


def place(options: RunOptions, files: Sequence[str]) -> str:
    """Where the journal of a run over these files of records lies: beside its output. Empty where it has none. Raises
    ArtlintError where there is nothing to resume."""
    problem = "that has an output\n  help: name it by --output-file or --write-fixed"
    if not files:
        problem = "over files of records, and there is none among these\n  help: leave it out"
    else:
        from artlint.records.outputs import is_stream

        for name in filter(
            None, (options.output.file, options.fixes.copies, options.parts.kept, options.parts.dropped)
        ):
            if not is_stream(name):
                return journal_of(name)
            problem = f"whose output stays, and {name} does not\n  help: name a file by --output-file"
    if options.resume:
        raise ArtlintError(f"--resume goes on with a run {problem}")
    return ""


def opener(
    path: str, workspace: Workspace, work: BatchWork, files: Sequence[str], options: RunOptions
) -> Callable[[Fields], Journal]:
    """What opens the journal at `path` of the run that does this `work` over `files`, once their fields are known.
    `workspace` has the options of the work."""

    def open_journal(wanted: Fields) -> Journal:
        from artlint.records.journal import Journal

        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        resume = options.resume
        if resume and not os.path.lexists(path):
            say(
                f"artlint: there is nothing to go on from, since {shown_path(path)} is not there: a run that ends removes it; all is done anew"
            )
        journal = Journal(path, _key(workspace, work, files, {"fields": wanted, "parts": options.parts}), resume=resume)
        if journal.lost:
            done = f"{plural(journal.lost, 'batch', 'batches')} that a run before had done"
            hint = "; --resume would have gone on" if journal.same else ", which was another run"
            say(f"artlint: {shown_path(path)} is begun anew, without {done}{hint}")
        return journal

    return open_journal


def _key(workspace: Workspace, work: BatchWork, files: Sequence[str], also: Mapping[str, Any]) -> dict[str, Any]:
    """All that decides what comes of a batch, by the names that are shown where it is not the same."""
    from artlint.project import result_cache
    from artlint.records.journal import of_inputs

    linters = [workspace.linter(f) for f in files]
    rules = {result_cache.rules_digest(li.selection.for_path(f)).hex() for li, f in zip(linters, files, strict=True)}
    return {
        "inputs": of_inputs(files),
        "rules": sorted(rules),
        "settings": sorted({repr((li.settings.languages, li.settings.fail_on)) for li in linters}),
        "baseline": sorted(set(_baselines(workspace, work, files))),
        "options": sorted((name, repr(value)) for name, value in {**work._asdict(), **also}.items()),
        "versions of artlint, plugins or libraries": result_cache.environment(),
    }


def _baselines(workspace: Workspace, work: BatchWork, files: Sequence[str]) -> Iterator[str]:
    """The digests of the baselines, where these decide on what is fixed."""
    if not (work.fixes.copies and work.baseline.enabled):
        return
    from hashlib import blake2b

    from artlint.base import regular_file
    from artlint.project.baselines import place

    named = work.baseline.named
    for path in {named} if named else {place(workspace, file)[0] for file in files}:
        if os.path.exists(path):
            content = regular_file.read(path, regular_file.MAX_BASELINE_BYTES)
            yield blake2b(content, digest_size=16).hexdigest()
