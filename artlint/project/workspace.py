"""Files on disk: which configuration holds for each, reading them, checking them, fixing them.

This is what a worker process runs. It is made from plain options, so that it can be made again elsewhere.
"""

from __future__ import annotations

import os

from artlint.base import regular_file
from artlint.base.errors import ArtlintError
from artlint.base.model import Result
from artlint.base.named_tuple import NamedTuple
from artlint.base.timer import READ_BYTES, timed
from artlint.engine.linter import Linter
from artlint.project.decode import NotText, encode
from artlint.project.lint_options import LintOptions
from artlint.project.sources import source_text
from artlint.ruleset import config
from artlint.ruleset.plugins import registry
from artlint.ruleset.selection import Selection
from artlint.text.article import AGAINST, Article

NO_ARTICLE = """this is JSON, and no article
  help: records are read one a line, from a .jsonl: jq -c '.[]' FILE.json > FILE.jsonl"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from artlint.base.model import Diagnostic, Fact, KnownFaults
    from artlint.base.timer import Timer
    from artlint.project.decode import Decoded


class FixedFile(NamedTuple):
    """A file with its fixes, not yet written: what is left to report, what was fixed, its bytes and its text before
    and after, and what a baseline silenced."""

    result: Result
    fixed: Sequence[Diagnostic] = ()
    before: bytes = b""
    after: bytes = b""
    old_text: str = ""
    new_text: str = ""
    known: Sequence[Diagnostic] = ()


class Workspace:
    """Checks files. `linter` is the one for all paths where it was made elsewhere, `timer` measures a run that is
    profiled."""

    def __init__(
        self, options: LintOptions | None = None, linter: Linter | None = None, timer: Timer | None = None
    ) -> None:
        self.options = options or LintOptions()
        self._only, self.timer = linter, timer
        self._linters: dict[str | None, Linter] = {}
        self._configs: dict[str, str | None] = {}
        self._digests: dict[tuple[int, str], bytes] = {}

    def wanting(self, *, text: bool | None = None, facts: bool | None = None) -> Workspace:
        """A workspace that gives texts, or facts, or neither; it shares what this one has loaded."""
        twin = Workspace(self.options, self._only, self.timer)
        if text is not None:
            twin.options = twin.options._replace(want_text=text)
        if facts is not None:
            twin.options = twin.options._replace(want_facts=facts)
        twin._linters, twin._configs, twin._digests = self._linters, self._configs, self._digests
        return twin

    def config_for(self, path: str) -> str | None:
        """The configuration file that holds for a path: the one named, or the nearest at or above it."""
        if self.options.config or self.options.isolated:
            return self.options.config
        path = getattr(path, "file", path)  # of a record, its file
        if path not in self._configs:
            folder = path if os.path.isdir(path) else os.path.dirname(path) or "."
            if folder not in self._configs:
                self._configs[folder] = config.find(folder)
            self._configs[path] = self._configs[folder]
        return self._configs[path]

    def linter(self, path: str) -> Linter:
        """The linter for a path. Raises ArtlintError."""
        if self._only is not None:
            return self._only
        found = self.config_for(path)
        if found not in self._linters:
            self._linters[found] = timed(self.timer, "start", self._load_linter, found)
        return self._linters[found]

    def _load_linter(self, found: str | None) -> Linter:
        settings = config.load(found, self.options.allow_outside)
        return Linter(settings, Selection(settings, **self.options.selectors), self.timer)

    def read(self, path: str, data: bytes | None = None) -> tuple[Article, Decoded, bytes]:
        """The article in a file, or in `data` that came from elsewhere. Raises NotText."""
        article, decoded, data = timed(self.timer, "read", self._read, path, data)
        if self.timer:
            self.timer.add(READ_BYTES, len(data))
        return article, decoded, data

    def _read(self, path: str, data: bytes | None) -> tuple[Article, Decoded, bytes]:
        if data is None:
            data = _bytes(path)
        ending = os.path.splitext(path)[1].lower()
        known = ending in registry.sources()
        if ending == ".json" and not known and data.lstrip()[:1] in (b"[", b"{"):
            raise NotText(NO_ARTICLE)
        source = registry.source_class(ending if known else ".txt")()
        languages = tuple(self.linter(path).settings.languages)
        article, decoded = source.read(path, data, strict=self.options.strict_encoding, languages=languages)
        told = self._source(path)
        if told:
            meta = {**article.meta, AGAINST: told}
            article = Article(article.text, path, id=article.id, format=article.format, meta=meta)
        return article, decoded, data

    def _source(self, path: str) -> str | None:
        """The text that an article was made from; None where it is not known."""
        return source_text(self.options.against or self.linter(path).settings.against, path)

    def keyed(self, path: str) -> tuple[bytes | None, Result]:
        """As `check`, and the key of the bytes that were read (see result_cache.py); none where there is nothing to keep."""
        try:
            data = _bytes(path)
        except NotText as error:
            return None, Result(path, problem=str(error))
        result = self.check(path, data)
        return (None if result.problem else self.key(path, data)), result

    def key(self, path: str, data: bytes | None = None) -> bytes | None:
        """What the result of a file depends on; None where it cannot be read."""
        from artlint.project import result_cache

        if data is None:
            try:
                data = _bytes(path)
            except NotText:
                return None
        linter = self.linter(path)
        ruleset = linter.selection.for_path(path)
        kind = id(ruleset), os.path.splitext(path)[1].lower()
        if kind not in self._digests:
            options = kind[1], linter.settings.languages, self.options.strict_encoding
            self._digests[kind] = result_cache.rules_digest(ruleset, *options)
        try:
            return result_cache.digest(data, self._digests[kind], self._source(path) or "")
        except NotText:
            return None

    def with_text(self, result: Result, key: bytes) -> Result:
        """A result that was looked up, with the text where that is wanted and there is something to show in it."""
        if not (result.diagnostics and self.options.want_text):
            return result
        try:
            article, _, data = self.read(result.path)
        except NotText as error:
            return Result(result.path, problem=str(error))
        if self.key(result.path, data) != key:
            return self.check(result.path, data)  # it was changed a moment ago
        return result._replace(text=article.text)

    def check(self, path: str, data: bytes | None = None) -> Result:
        """One file's diagnostics; a file that is no text, or on which a rule fails, gives a result with a `problem`."""
        try:
            article, decoded, _ = self.read(path, data)
        except NotText as error:
            return Result(path, problem=str(error))
        linter = self.linter(path)
        linter.selection.for_path(path)  # a configuration that is wrong is no fault of the file
        try:
            found = tuple(linter.lint(article))
            facts = tuple(linter.collect(article, found)) if self.options.want_facts else ()
        except ArtlintError as error:
            return Result(path, problem=str(error))
        text = article.text if self.options.want_text else ""
        return Result(path, found, text, self._notes(article, decoded), "", facts)

    def _notes(self, article: Article, decoded: Decoded) -> tuple[str, ...]:
        """What is to be said of how a file was read."""
        against = self.options.against
        lost = f"no source of its name in {against}" if against and AGAINST not in article.meta else ""
        return tuple(note for note in (decoded.note, lost) if note)

    def collect(self, path: str) -> Result:
        """What the rules that look across articles note of a file, and nothing else of it."""
        try:
            article, _, _ = self.read(path)
        except NotText as error:
            return Result(path, problem=str(error))
        return Result(path, facts=tuple(self.linter(path).collect(article)))

    def fix(
        self, path: str, safeties: Sequence[str], *, data: bytes | None = None, baseline: KnownFaults | None = None
    ) -> FixedFile:
        """As `check`, with the fixes of these safeties applied; `save` writes them to the file.

        What the baseline knows is left as it is.
        """
        return timed(self.timer, "fix", self._fix, path, safeties, data, baseline)

    def _fix(self, path: str, safeties: Sequence[str], data: bytes | None, baseline: KnownFaults | None) -> FixedFile:
        from artlint.engine import fixer

        try:
            article, decoded, raw = self.read(path, data)
        except NotText as error:
            return not_fixed(path, str(error))
        if article.text != decoded.text:
            safeties = ()  # the source shows only a part of the file: what it hid would be lost in writing
        linter = self.linter(path)
        known: list[Diagnostic] = []

        def lint(text: str) -> Sequence[Diagnostic]:
            found = linter.lint(Article(text, path, format=article.format, meta=article.meta))
            if baseline is None:
                return found
            new = baseline.apply(Result(path, tuple(found))).diagnostics
            shown = {id(d) for d in new}
            known.extend(d for d in found if id(d) not in shown)
            return new

        content = raw
        try:
            text, fixed, left = fixer.fix_text(article.text, lint, safeties)
            if text != article.text:
                content = encode(text, decoded.encoding)
                if encode(decoded.text, decoded.encoding) != raw:  # some have several bytes for one character
                    return not_fixed(path, f"cannot be written back as {decoded.encoding} without other changes")
        except UnicodeEncodeError as error:
            return not_fixed(path, f"the fixed text does not fit into {decoded.encoding}: {error.reason}")
        except ArtlintError as error:
            return not_fixed(path, str(error))
        notes = list(self._notes(article, decoded))
        if fixer.choose(left, safeties):
            again = "artlint --fix --unsafe-fixes" if "unsafe" in safeties else "artlint --fix"
            notes.append(f"{fixer.MAX_ROUNDS} rounds of fixes were not enough; run {again} again for the rest")
        shown = text if self.options.want_text else ""
        facts: tuple[Fact, ...] = ()
        if self.options.want_facts:
            facts = tuple(linter.collect(Article(text, path, format=article.format, meta=article.meta), left))
        result = Result(path, tuple(left), shown, tuple(notes), "", facts)
        return FixedFile(result, fixed, raw, content, article.text, text, known)

    def save(self, fixed: FixedFile) -> FixedFile:
        """Write a fixed file, if it was changed; what failed has a `problem` instead."""
        return timed(self.timer, "fix", _save, fixed)


def _save(fixed: FixedFile) -> FixedFile:
    from artlint.project.save import save

    try:
        if fixed.after != fixed.before:
            save(fixed.result.path, fixed.after, fixed.before)
    except ArtlintError as error:
        return not_fixed(fixed.result.path, str(error))
    return fixed


def _bytes(path: str) -> bytes:
    """A file's content. Raises NotText."""
    try:
        return regular_file.read(path, regular_file.MAX_ARTICLE_BYTES, pipes=True)
    except OSError as error:
        raise NotText(f"cannot be read: {error.strerror}") from None


def not_fixed(path: str, problem: str) -> FixedFile:
    """A file that could not be fixed. Its failure is its own: the others go on."""
    return FixedFile(Result(path, problem=problem))
