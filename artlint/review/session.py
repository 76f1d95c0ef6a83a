"""The articles that are under review: listed as `artlint check` lists them, read, checked, and saved where they are.

Articles go by an id that is looked up, never by a path from outside. Nothing that lies outside what the command line
named is read or written, wherever a link may lead.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import partial
from hashlib import blake2b

from artlint.base.errors import ArtlintError
from artlint.base.model import Result
from artlint.base.named_tuple import NamedTuple
from artlint.base.shown_text import one_line, visible
from artlint.engine import fixer
from artlint.project.decode import NotText, decode, encode
from artlint.project.save import save
from artlint.review import notes
from artlint.review.browser_text import from_browser, to_browser
from artlint.review.rejections import Rejections
from artlint.text.article import Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic
    from artlint.engine.linter import Linter
    from artlint.project.baselines import Baselines
    from artlint.project.decode import Decoded
    from artlint.project.discovery import Walk
    from artlint.project.workspace import Workspace

    Lint = Callable[[str], Sequence[Diagnostic]]

SAFE = ("safe",)
MAX_BYTES = 4 << 20  # bytes of a file: a text field with more is slow
PASTED_PREFIX = "pasted-"  # begins the id of a text that is no file; the page makes it up
MAX_DIFFERENCES = 200  # lines shown of a file that changed on disk


class Refused(Exception):
    """What cannot be done, in words for the person at the page. `more` goes with the answer."""

    def __init__(self, message: str, status: int = 400, **more: Any) -> None:
        super().__init__(message)
        self.status, self.more = status, more


class ArticleFile(NamedTuple):
    """A file as it stands on disk. `locked` says why it cannot be saved, where that is so."""

    path: str  # as artlint names it
    real: str  # where it lies, every link followed
    raw: bytes
    article: Article
    decoded: Decoded
    locked: str


class Draft(NamedTuple):
    """A text on which a person works, with the line ends that it would be saved with."""

    linter: Linter
    text: str
    lint: Lint


class ReviewSession:
    """The articles below `paths`; `find` lists their files anew. What a person rejected stays hidden as long as this
    lives."""

    def __init__(
        self, paths: Sequence[str], workspace: Workspace, find: Callable[[], Walk], baselines: Baselines
    ) -> None:
        self._roots = [os.path.realpath(p) for p in paths]
        self._first, self._workspace, self._find, self._baselines = paths[0], workspace, find, baselines
        self._paths: dict[str, str] = {}
        self._rejected: defaultdict[str, Rejections] = defaultdict(Rejections)
        self._counts: dict[str, tuple[tuple[bytes, str], dict[str, Any]]] = {}
        self.title = ", ".join(os.path.basename(root) or root for root in self._roots)

    def articles(self) -> list[dict[str, str]]:
        """The articles that there are now: id and name."""
        found = self._find().files
        self._paths = {blake2b(os.fsencode(p), digest_size=8).hexdigest(): p for p in found}
        absolute = [os.path.abspath(p) for p in found]
        common = os.path.commonpath(map(os.path.dirname, absolute)) if absolute else ""
        return [{"id": id, "name": os.path.relpath(p, common)} for id, p in zip(self._paths, absolute, strict=True)]

    def counts(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """How many faults the articles have, or a `problem`."""
        return {id: self._count(id) for id in ids}

    def _count(self, id: str) -> dict[str, Any]:
        try:
            file = self._read(id)
            text, rejected = file.article.text, self._rejected[id]
            key = self._digest(file.raw), rejected.mark(text)
            if id not in self._counts or self._counts[id][0] != key:
                self._counts[id] = key, notes.counts(rejected.left(text, self._all(file, text)))
        except (Refused, ArtlintError) as error:  # of one article; the others are to be listed all the same
            return {"problem": one_line(str(error))}
        return self._counts[id][1]

    def open(self, id: str) -> dict[str, Any]:
        """An article with its notes, and the digest that `save` asks for."""
        return self._opened(id, self._read(id))

    def _opened(self, id: str, file: ArticleFile) -> dict[str, Any]:
        text = file.article.text
        return {
            **self._checked(id, Draft(self._workspace.linter(file.path), text, partial(self._all, file))),
            "text": to_browser(text),
            "digest": self._digest(file.raw).hex(),
            "remark": file.decoded.note,
            "locked": file.locked,
        }

    def check(self, id: str, text: str) -> dict[str, Any]:
        """The notes on an article as it would be saved."""
        return self._checked(id, self._draft(id, text))

    def _checked(self, id: str, draft: Draft) -> dict[str, Any]:
        rejected = self._rejected[id]
        rejected.follow(draft.text)
        found = draft.lint(draft.text)
        left = rejected.left(draft.text, found)
        return {
            "notes": notes.notes(draft.text, left),
            "counts": notes.counts(left),
            "rules": notes.rules(draft.linter.selection.records, {d.rule for d in left}),
            "rejected": len(found) - len(left),
        }

    def accept(self, id: str, text: str, note: str) -> dict[str, Any]:
        """The text after the fix of one note on it."""
        draft = self._draft(id, text)
        for d in self._named(draft, {note}):
            if d.fix:
                new = fixer.apply(draft.text, d.fix.edits)
                self._rejected[id].fixed(draft.text, d.fix.edits, new)
                return {"text": to_browser(new)}
        raise Refused("This fix is no longer offered.", 409)

    def fix(self, id: str, text: str) -> dict[str, Any]:
        """The text after all safe fixes, as `artlint --fix` applies them, but for those that were rejected."""
        draft, rejected = self._draft(id, text), self._rejected[id]
        rejected.follow(draft.text)
        rounds: list[tuple[str, Sequence[Diagnostic]]] = []  # each text, and what was left to fix in it

        def lint(now: str) -> Sequence[Diagnostic]:
            if rounds:  # the fixer applied these
                before, left = rounds[-1]
                chosen = fixer.choose(left, SAFE)
                rejected.fixed(before, [edit for d in chosen if d.fix for edit in d.fix.edits], now)
            rounds.append((now, rejected.left(now, draft.lint(now))))
            return rounds[-1][1]

        try:
            new, fixed, _ = fixer.fix_text(draft.text, lint, SAFE)
        except ArtlintError as error:
            raise Refused(str(error)) from None
        return {"text": to_browser(new), "fixed": len(fixed)}

    def reject(self, id: str, text: str, notes: Container[str]) -> None:
        """Hide these notes on a text from now on."""
        draft = self._draft(id, text)
        self._rejected[id].add(draft.text, self._named(draft, notes))

    def recall(self, id: str) -> None:
        """Show again what was rejected of an article."""
        self._rejected.pop(id, None)

    def _draft(self, id: str, text: str) -> Draft:
        if id.startswith(PASTED_PREFIX):
            linter = self._workspace.linter(self._first)
            return Draft(linter, text, linter.lint_text)
        file = self._read(id)
        return Draft(self._workspace.linter(file.path), from_browser(text, file.article.text), partial(self._all, file))

    def _named(self, draft: Draft, names: Container[str]) -> list[Diagnostic]:
        return [d for d in draft.lint(draft.text) if notes.identity(d) in names]

    def save(self, id: str, text: str, digest: str) -> dict[str, Any]:
        """Write an article, if the file is still the one with this digest; as `open`.

        The encoding, its mark, and the line ends of lines that were not touched stay as they are.
        """
        file = self._read(id)
        if self._digest(file.raw).hex() != digest:
            raise self._changed(file, text)
        if file.locked:
            raise Refused(file.locked)
        whole = from_browser(text, file.article.text)
        content = _encoded(whole, file.decoded.encoding)
        if content != file.raw:
            try:
                save(file.real, content, file.raw)
            except ArtlintError as error:
                if self._bytes(file.real) != file.raw:
                    raise self._changed(self._read(id), text) from None
                raise Refused(f"The file {str(error).partition(chr(10))[0]}.") from None
        return self._opened(id, self._read(id))

    def _changed(self, file: ArticleFile, text: str) -> Refused:
        """What to say where the file is no longer the one that was opened: with what stands there now."""
        from difflib import unified_diff

        disk, yours = to_browser(file.article.text).split("\n"), text.split("\n")
        rows = [
            {"whose": "disk" if row[0] == "-" else "yours", "text": visible(row[1:])}
            for row in list(unified_diff(disk, yours, n=0, lineterm=""))[2:]
            if row[0] != "@"
        ]
        return Refused(
            "The file was changed on disk after it was opened here. Nothing was saved.",
            409,
            digest=self._digest(file.raw).hex(),
            differences=rows[:MAX_DIFFERENCES],
            more=max(0, len(rows) - MAX_DIFFERENCES),
        )

    def _path(self, id: str) -> str:
        if id not in self._paths:
            raise Refused("There is no such article here. Load the list again.", 404)
        return self._paths[id]

    def _read(self, id: str) -> ArticleFile:
        """Raises Refused."""
        path = self._path(id)
        real = os.path.realpath(path)
        if not any(real == root or real.startswith(root.rstrip(os.sep) + os.sep) for root in self._roots):
            raise Refused("This is a link that leads outside of the folder. It is left alone.", 403)
        raw = self._bytes(real)
        try:
            article, decoded, _ = self._workspace.read(path, raw)
        except NotText as error:
            raise Refused(f"The file cannot be read: {error}.", 422) from None
        locked = ""
        if article.text != decoded.text:
            locked = "Only a part of this file is shown, so it cannot be saved here."
        elif encode(decoded.text, decoded.encoding) != raw:
            locked = f"The file cannot be written back as {decoded.encoding} without other changes."
        return ArticleFile(path, real, raw, article, decoded, locked)

    @staticmethod
    def _bytes(real: str) -> bytes:
        try:
            if not os.path.isfile(real):
                raise Refused("The file is no longer there." if not os.path.exists(real) else "This is no file.", 410)
            if os.path.getsize(real) > MAX_BYTES:
                raise Refused("The file is too large to be reviewed here; “artlint check” reads it.", 422)
            with open(real, "rb") as file:
                return file.read()
        except OSError as error:
            raise Refused(f"The file cannot be read: {error.strerror}.", 410) from None

    @staticmethod
    def _digest(raw: bytes) -> bytes:
        return blake2b(raw, digest_size=16).digest()

    def _all(self, file: ArticleFile, text: str) -> tuple[Diagnostic, ...]:
        """The diagnostics of an article with this text in it, without those that its baseline knows."""
        article = Article(text, file.path, format=file.article.format, meta=file.article.meta)
        found = tuple(self._workspace.linter(file.path).lint(article))
        return self._baselines.apply(Result(file.path, found)).diagnostics


def _encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text as it is to be saved. Raises Refused where it could not be read again."""
    if "\0" in text:
        raise Refused("The text has a NUL character, which no text file may have. Nothing was saved.")
    try:
        content = encode(text, encoding)
    except UnicodeEncodeError as error:
        sign = f"U+{ord(text[error.start]):04X}"
        raise Refused(f"The file is written in {encoding}, which has no sign for {sign}. Nothing was saved.") from None
    try:
        if decode(content).text == text:
            return content
    except NotText:
        pass
    raise Refused(f"Written in {encoding}, this text could not be read again. Nothing was saved.")
