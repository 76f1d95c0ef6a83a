"""From the paths of a command line to the files to check, in a fixed order."""

from __future__ import annotations

import os
from itertools import groupby

from artlint.base import bounds, regular_file
from artlint.base.errors import ArtlintError
from artlint.base.shown_text import shown_path, shown_problem
from artlint.ruleset import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

CONFIGURATIONS = (*config.NAMES, "pyproject.toml")
# Files of many articles, which artlint/records/ reads; a folder may hold tables of other things besides.
DATA = (
    *(kind + packed for kind in (".jsonl", ".ndjson", ".csv", ".tsv") for packed in ("", ".gz", ".zst")),
    *(".json.gz", ".json.zst", ".parquet", ".arrow", ".feather", ".ipc"),
)
SKIPPED = frozenset(
    (
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
    )
)


def is_data(path: str) -> bool:
    """Whether a file is one of records, by its name."""
    return path.lower().endswith(DATA)


class Walk:
    """`files` in order of their names, and `problems`: paths that could not be read, each with the reason; what is wrong
    with the settings of a folder, below which nothing is taken then, names its own place.

    Files named on the command line are always taken (with `force_exclude`, unless `exclude` names them); those found in
    folders only when a source knows their ending, and neither .gitignore nor `exclude` names them; `excluded_in` gives
    the patterns of a folder that has a configuration of its own. Links to folders are not followed.
    """

    def __init__(
        self,
        paths: Sequence[str],
        endings: Collection[str],
        exclude: Sequence[Sequence[str]] = (),
        *,
        force_exclude: bool = False,
        excluded_in: Callable[[str], Sequence[Sequence[str]]] = lambda folder: (),
    ) -> None:
        self.files: list[str] = []
        self.problems: list[tuple[str, str]] = []
        self._endings = tuple(endings)
        self._links = False  # whether there are any among the files
        self._exclude = _Patterns([(root, [pattern]) for root, pattern in exclude])
        self._known, self._excluded_in = {tuple(e) for e in exclude}, excluded_in
        for path in paths:
            if os.path.isdir(path):
                self._root = bounds.repository_of(path) or path
                if self._leads_out(path):
                    self.problems.append(
                        (path, f"leads out of the checkout, to {os.path.realpath(path)}; not followed")
                    )
                    continue
                waiting = [(path, _Patterns(_ignores_above(path)), self._exclude)]
                while waiting:  # folders may be nested more deeply than calls
                    waiting += reversed(self._folder(*waiting.pop()))
            elif os.path.lexists(path):
                if not (force_exclude and self._exclude.match(path, False)):
                    self._file(path)
            else:
                self.problems.append((path, "no such file or folder"))
        self.files = _once(
            sorted(dict.fromkeys(self.files), key=lambda p: p.split(os.sep)), self._links or len(paths) > 1
        )

    def said(self) -> list[str]:
        """The problems as they are said."""
        return [f"{shown_path(path)}: {shown_problem(why)}" if path else why for path, why in self.problems]

    def _file(self, path: str) -> None:
        if os.path.exists(path):
            self.files.append(path)
            self._links = self._links or os.path.islink(path)
        else:
            self.problems.append((path, f"broken symbolic link to {os.readlink(path)}"))

    def _leads_out(self, path: str) -> bool:
        """Whether a link leads out of the checkout, or out of the folder that was named where there is none."""
        return bounds.leads_out(path, self._root)

    def _folder(self, folder: str, ignored: _Patterns, exclude: _Patterns) -> list[tuple[str, _Patterns, _Patterns]]:
        """Take the files of a folder; the folders in it, with what is left out below each."""
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda e: e.name)
        except OSError as error:
            self.problems.append((folder, f"cannot read the folder: {error.strerror}"))
            return []
        below = []
        try:
            if any(e.name in CONFIGURATIONS for e in found):
                exclude = exclude.plus([(r, [p]) for r, p in self._excluded_in(folder) if (r, p) not in self._known])
            if any(e.name == ".gitignore" for e in found):
                ignored = ignored.plus(_gitignore(folder))
        except ArtlintError as error:  # what lies below cannot be checked; the rest can
            self.problems.append(("", str(error)))
            return []
        for entry in found:
            path = entry.path.removeprefix("./") if folder == "." else entry.path
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in SKIPPED:
                continue
            if not is_folder and not entry.name.lower().endswith(self._endings):
                continue
            if ignored.match(path, is_folder) or exclude.match(path, is_folder):
                continue
            if is_folder:
                below.append((path, ignored, exclude))
            elif entry.is_symlink() and os.path.exists(path) and self._leads_out(path):
                self.problems.append((path, f"leads out of the folder, to {os.path.realpath(path)}; not followed"))
            elif os.path.isfile(path) or not os.path.exists(
                path
            ):  # a link to itself is no file; a link to a folder, a pipe or a device is neither
                self._file(path)
        return below


def _once(files: list[str], several: bool) -> list[str]:
    """The files, of `several` names that lead to one only the first: that of the file itself before those of links."""
    if not several:
        return files
    names: dict[str, str] = {}
    for path in sorted(files, key=os.path.islink):
        names.setdefault(os.path.realpath(path), path)
    kept = set(names.values())
    return [path for path in files if path in kept]


class _Patterns:
    """Patterns as in .gitignore, each set relative to a folder; pathspec is imported only where there are any."""

    def __init__(self, sets: Sequence[tuple[str, Sequence[str]]]) -> None:
        self._sets: list[tuple[str, Any]] = []
        if sets:
            from artlint.ruleset.path_patterns import compiled

            for root, group in groupby(sets, lambda each: each[0]):  # the last pattern that matches decides
                lines = [line for _, of_root in group for line in of_root]
                self._sets.append((os.path.abspath(root), compiled(lines, root)))

    def plus(self, sets: Sequence[tuple[str, Sequence[str]]]) -> _Patterns:
        more = _Patterns(sets)
        more._sets = [*self._sets, *more._sets]
        return more

    def match(self, path: str, is_folder: bool) -> bool:
        verdict = False
        if self._sets:
            full = os.path.abspath(path)
            for root, spec in self._sets:
                relative = os.path.relpath(full, root)
                if not relative.startswith(".."):
                    answer = spec.check_file(relative + ("/" if is_folder else "")).include
                    verdict = verdict if answer is None else answer
        return verdict


def _gitignore(folder: str) -> list[tuple[str, list[str]]]:
    path = os.path.join(folder, ".gitignore")
    try:
        text = regular_file.read(path, regular_file.MAX_SETTINGS_BYTES).decode("utf-8", "replace")
    except (FileNotFoundError, IsADirectoryError):
        return []
    except OSError as error:
        raise ArtlintError(f"{path}: cannot read the patterns: {error.strerror}") from None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(folder, lines)] if lines else []


def _ignores_above(folder: str) -> list[tuple[str, list[str]]]:
    """The .gitignore files that hold for a folder: those above it, up to the root of its repository."""
    root = bounds.repository_of(os.path.join(folder, ".gitignore"))
    out: list[tuple[str, list[str]]] = []
    at, chain = os.path.abspath(folder), []
    while root and at != root:  # without a repository, .gitignore files above mean nothing
        at = os.path.dirname(at)
        chain.append(at)
    for place in reversed(chain):
        out += _gitignore(place)
    return out
