"""Which rules hold for a document, as its configuration says now; and what a baseline knows of it.

Nothing has to be told that a file has changed: the times of all files that a configuration was made of are looked at
before it is used. Where a new version is broken, the last good one goes on to hold, and the error is kept to be shown.
"""

from __future__ import annotations

import os
from contextlib import suppress

from artlint.base.errors import ArtlintError
from artlint.base.model import Result
from artlint.base.named_tuple import NamedTuple
from artlint.engine.linter import Linter
from artlint.project.baselines import Baselines, place
from artlint.project.decode import NotText
from artlint.project.discovery import Walk
from artlint.project.lint_options import LintOptions
from artlint.project.sources import source_text
from artlint.project.workspace import Workspace
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic
    from artlint.lsp.documents import Document

    Stamp = tuple[tuple[str, int], ...]


class Known(NamedTuple):
    """A configuration as it was loaded: its linter, if it was ever right, and the files that it was made of."""

    linter: Linter | None
    stamp: Stamp


class Project:
    """The configurations of all open documents. `errors` has what is wrong, by configuration file."""

    def __init__(
        self, root_of: Callable[[str], str] = lambda path: os.getcwd(), options: LintOptions | None = None
    ) -> None:
        self.options = options or LintOptions()
        self.errors: dict[str, ArtlintError] = {}
        self._root_of = root_of
        self._known: dict[str, Known] = {}
        self._baselines: dict[str, tuple[Any, Baselines]] = {}

    def reload(self) -> None:
        """Something may have changed that no stamp knows of: what was wrong is looked at anew."""
        for found in [*self.errors]:
            if found in self._known:
                self._known[found] = self._known[found]._replace(stamp=())
            if not os.path.exists(found):
                del self.errors[found]

    def linter(self, path: str) -> Linter | None:
        """The linter for a path; None where its configuration was never right."""
        workspace = Workspace(self.options)
        found = workspace.config_for(path)
        root = "" if found else self._root_of(path)
        key = found or os.path.join(root, "")
        known = self._known.get(key)
        if known and (known.stamp or not found) and known.stamp == _stamp(_files(known.stamp)):
            return known.linter
        try:
            linter = workspace.linter(path)
        except ArtlintError as error:
            self.errors[key] = error
            last = known.linter if known else None
            files = {key: 0, getattr(error, "path", "") or key: 0, **dict.fromkeys(_made_of(last) if last else ())}
            self._known[key] = Known(last, _stamp([*files]))
            return last
        self.errors.pop(key, None)
        if root:
            linter.settings.root = root  # where a baseline lies that no configuration names
        self._known[key] = Known(linter, _stamp(_made_of(linter)))
        return linter

    def linter_of(self, document: Document) -> Linter | None:
        """The linter for a document; None for what is no article, or is excluded."""
        linter = self.linter(document.path) if document.format else None
        if linter and linter.settings.exclude and os.path.exists(document.path):
            walk = Walk([document.path], (), linter.settings.exclude, force_exclude=True)
            return linter if walk.files else None
        return linter

    def article(self, document: Document, linter: Linter, text: str | None = None) -> Article:
        meta: dict[str, Any] = {"languages": tuple(linter.settings.languages)}
        with suppress(NotText):  # a source that cannot be read is said where files are checked
            meta[AGAINST] = source_text(linter.settings.against, document.path)
        text = document.text if text is None else text
        return Article(text, document.path, format=document.format, meta=meta)

    def lint(self, document: Document, linter: Linter, text: str | None = None) -> list[Diagnostic]:
        """The diagnostics of a document, or of a text in its place, that no baseline knows. Raises ArtlintError."""
        return self.unknown(document, linter, linter.lint(self.article(document, linter, text)))

    def unknown(self, document: Document, linter: Linter, found: list[Diagnostic]) -> list[Diagnostic]:
        """Diagnostics without what the baseline knows. Raises ArtlintError."""
        known = self.baselines(document.path, linter) if found else None
        return list(known.apply(Result(document.path, tuple(found))).diagnostics) if known else found

    def baselines(self, path: str, linter: Linter) -> Baselines | None:
        """The baseline of a path, read again when it has changed; None where there is none. Raises ArtlintError."""
        workspace = Workspace(linter=linter)
        target, _ = place(workspace, path)
        stamp = (_stamp([target]), linter)
        if target not in self._baselines or self._baselines[target][0] != stamp:
            self._baselines[target] = stamp, Baselines(workspace, None)
        known = self._baselines[target][1]
        return known if known.of(path) else None

    def suppress(self, document: Document, linter: Linter, diagnostics: Sequence[Diagnostic]) -> str:
        """Put diagnostics of a document into its baseline; the baseline's path. Raises ArtlintError."""
        from artlint.base.atomic_file import Replacing

        baseline = Baselines(Workspace(linter=linter), None).of(document.path, make=True)
        assert baseline is not None
        baseline.add(Result(document.path, tuple(diagnostics)))
        with Replacing(baseline.path) as file:
            file.write(baseline.dump())
        return str(baseline.path)


def _made_of(linter: Linter) -> list[str]:
    """The files that a linter's configuration was made of, and the folders of rules in which one may be added."""
    files = list(linter.settings.files)
    for path in linter.settings.rule_paths:
        files += [path, *(os.path.join(top, n) for top, _, names in os.walk(path) for n in ("", *names))]
    return files


def _files(stamp: Stamp) -> list[str]:
    return [path for path, _ in stamp]


def _stamp(paths: Sequence[str]) -> Stamp:
    out = []
    for path in paths:
        try:
            out.append((path, os.stat(path).st_mtime_ns))
        except OSError:
            out.append((path, -1))
    return tuple(out)
