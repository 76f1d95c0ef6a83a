"""The journal of a run over files of records: whether it has one, where, and of what run it says that it is."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.wording import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from artlint.project.workspace import Workspace
    from artlint.records.fields import Fields
    from artlint.records.journal import Journal


def place(args: Namespace, files: Sequence[str]) -> str:
    """Where the journal of a run over these files of records lies: beside its output. Empty where it has none. Raises
    ArtlintError where there is nothing to resume."""
    problem = "that has an output\n  help: name it by --output-file or --write-fixed"
    if not files:
        problem = "over files of records, and there is none among these\n  help: leave it out"
    else:
        from artlint.records.outputs import is_stream

        for name in filter(None, (args.output_file, args.write_fixed)):
            if not is_stream(name):
                return f"{name.rstrip(os.sep)}.journal"
            problem = f"whose output stays, and {name} does not\n  help: name a file by --output-file"
    if args.resume:
        raise ArtlintError(f"--resume goes on with a run {problem}")
    return ""


def begun(path: str, args: Namespace, options: Mapping[str, Any], files: Sequence[str], wanted: Fields) -> Journal:
    """The journal at `path` of the run with these `options` over `files`, whose fields are `wanted`."""
    from artlint.records.journal import Journal

    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    journal = Journal(path, _key(options, files, wanted), resume=args.resume)
    if journal.lost:
        done = f"{plural(journal.lost, 'batch', 'batches')} that a run before had done"
        hint = "; --resume would have gone on" if journal.same else ", which was another run"
        print(f"artlint: {path} is begun anew, without {done}{hint}", file=sys.stderr)
    return journal


def _key(options: Mapping[str, Any], files: Sequence[str], wanted: Fields) -> dict[str, Any]:
    """All that decides what comes of a batch, by the names that are shown where it is not the same."""
    from artlint.project import result_cache
    from artlint.project.workspace import Workspace
    from artlint.records.journal import of_inputs

    workspace = Workspace(options)
    linters = [workspace.linter(f) for f in files]
    rules = {result_cache.rules_digest(li.selection.for_path(f)).hex() for li, f in zip(linters, files, strict=True)}
    return {
        "inputs": of_inputs(files),
        "rules": sorted(rules),
        "settings": sorted({repr((li.settings.languages, li.settings.fail_on)) for li in linters}),
        "baseline": sorted(set(_baselines(workspace, options, files))),
        "options": sorted((k, repr(v)) for k, v in {**options, "fields": wanted}.items()),
        "versions of artlint, plugins or libraries": result_cache.environment(),
    }


def _baselines(workspace: Workspace, options: Mapping[str, Any], files: Sequence[str]) -> Iterator[str]:
    """The digests of the baselines, where these decide on what is mended."""
    if not options.get("write_fixed") or options.get("no_baseline"):
        return
    from hashlib import blake2b

    from artlint.project.baselines import place

    named = options.get("baseline")
    for path in {named} if named else {place(workspace, file)[0] for file in files}:
        if os.path.exists(path):
            with open(path, "rb") as file:
                yield blake2b(file.read(), digest_size=16).hexdigest()
