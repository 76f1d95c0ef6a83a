"""`artlint learn`: a rule file from the lines that recur around the articles of each source."""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import one_line, shown_path, shown_problem
from artlint.base.wording import plural
from artlint.cli.options import path_argument, pattern
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping, Sequence

    from artlint.project.workspace import Workspace
    from artlint.ruleset.learn.miner import Learned
    from artlint.text.article import Article

SHOWN = 5  # sources with too few articles that are named


def arguments(command: str, parser: ArgumentParser) -> None:
    path_argument(parser, "folders of articles, a sub-folder a source; default: this folder")
    parser.add_argument(
        "-o", "--output-file", metavar="FILE", help="write the rules there instead of to standard output"
    )
    parser.add_argument(
        "--source",
        metavar="REGEX",
        type=pattern,
        help="what of a file's path below PATH, with / between its parts, names the source: the group of this pattern",
    )


def run(args: Namespace) -> int:
    from artlint.base.atomic_file import Replacing
    from artlint.project.workspace import Workspace
    from artlint.ruleset import rule_packs
    from artlint.ruleset.learn.miner import learn
    from artlint.ruleset.learn.rule_writer import rule_file
    from artlint.ruleset.learn.source import MIN_ARTICLES

    paths, target = args.paths or ["."], args.output_file
    _check_target(target)
    workspace = Workspace()
    sources, broken = _read(workspace, paths, args)
    found = {name: learn(articles) for name, articles in sources.items()}
    few = {name: learned for name, learned in found.items() if learned.articles < MIN_ARTICLES}
    _say_few(few, len(found), MIN_ARTICLES)
    found = {name: learned for name, learned in found.items() if name not in few and _size(learned)}
    if not found:
        say("no line recurs as boilerplate does: nothing written")
        return 2 if broken else 0
    known = rule_packs.load(workspace.linter(os.path.dirname(target or "") or ".").settings.rule_paths)
    text = rule_file(found, [word for r in known for word in (r.name, r.code, *r.aliases)])
    if target:
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        with Replacing(target) as file:
            file.write(text)
    else:
        say(text.rstrip("\n"), sys.stdout)
    lines = sum(map(_size, found.values()))
    where = f" written to {target}; read them before you use them" if target else ""
    say(f"{plural(lines, 'line')} of {plural(len(found), 'source')}{where}")
    return 2 if broken else 0


def _check_target(target: str | None) -> None:
    """Raise ArtlintError where the file could not be written in the end."""
    if target and os.path.lexists(target):
        raise ArtlintError(
            f"{target}: exists already, and somebody may have edited it\n  help: delete it, or name another file"
        )


def _read(workspace: Workspace, paths: Sequence[str], args: Namespace) -> tuple[Mapping[str, list[Article]], bool]:
    """The articles by source, and whether one could not be read. Raises ArtlintError."""
    from artlint.cli.run.discover import find_files
    from artlint.cli.run.run_options import DiscoveryOptions
    from artlint.project.decode import NotText
    from artlint.ruleset.plugins import registry

    sources: dict[str, list[Article]] = {}
    seen: set[str] = set()
    broken = False
    unnamed: list[str] = []
    for path in paths:
        walk = find_files(workspace, DiscoveryOptions((path,)))
        if walk.problems:
            raise ArtlintError("; ".join(walk.said()))
        for file in walk.files:
            if (real := os.path.realpath(file)) in seen:
                continue
            seen.add(real)
            source = _source(path, file, args.source)
            if source is None:
                unnamed.append(_below(path, file))
                continue
            try:
                article, decoded, _ = workspace.read(file)
            except NotText as error:
                say(f"artlint: {shown_path(file)}: {shown_problem(str(error))}")
                broken = True
                continue
            sources.setdefault(source, []).append(article)
            if decoded.note:
                say(f"artlint: {shown_path(file)}: {decoded.note}")
    if unnamed and not sources:
        raise ArtlintError(f"--source matches no path\n  help: it is looked for in paths such as {unnamed[0]}")
    if unnamed:
        say(f"artlint: {plural(len(unnamed), 'file')} passed over, which --source does not match")
    if not sources:
        known = ", ".join(sorted(registry.sources()))
        raise ArtlintError(f"no articles in {', '.join(paths)}\n  help: folders are searched for {known}")
    return sources, broken


def _below(path: str, file: str) -> str:
    """The path of a file below the one that was named, with / between its parts."""
    return os.path.relpath(file, path if os.path.isdir(path) else os.path.dirname(path) or ".").replace(os.sep, "/")


def _source(path: str, file: str, named: re.Pattern[str] | None) -> str | None:
    """The source of a file: what the pattern says, or the first folder below `path`, or the folder that holds it."""
    below = _below(path, file)
    if named:
        match = named.search(below)
        return (match.group(1) or None) if match else None
    folder, slash, _ = below.partition("/")
    return folder if slash else os.path.basename(os.path.dirname(os.path.abspath(file))) or "articles"


def _say_few(few: Mapping[str, Learned], sources: int, least: int) -> None:
    """Name the sources of which there are too few articles. Raises ArtlintError if that is all of them."""
    if len(few) == sources:
        name, most = max(few.items(), key=lambda item: item[1].articles)
        repeat = f"repeat{'s' * (most.copies == 1)} {'it' if most.articles == 1 else 'them'}"
        copies = f", besides {most.copies} that {repeat}" if most.copies else ""
        raise ArtlintError(
            f"{least} different articles of one source are needed; {'the largest, ' * (sources > 1)}“{name}” has "
            f"{most.articles}{copies}\n"
            "  help: each folder in PATH is a source; --source finds its name elsewhere in the path"
        )
    for name in sorted(few)[:SHOWN]:
        say(f"artlint: “{one_line(name)}” passed over: fewer than {least} different articles")
    if len(few) > SHOWN:
        say(f"artlint: and {plural(len(few) - SHOWN, 'other source')} of this kind")


def _size(learned: Learned) -> int:
    return len(learned.lines) + len(learned.long) + len(learned.headings)
