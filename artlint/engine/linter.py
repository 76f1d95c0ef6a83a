"""The Python interface: a `Linter` keeps its rules loaded, `lint_text` is for one text."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.spans import holds, merged
from artlint.base.timer import timed
from artlint.engine import lint as engine
from artlint.ruleset import config
from artlint.ruleset.selection import Selection, refuse_strings
from artlint.text.article import AGAINST, Article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from artlint.base.model import Diagnostic, Fact
    from artlint.base.timer import Timer
    from artlint.ruleset.rule import Rule
    from artlint.ruleset.selection import Ruleset
    from artlint.ruleset.settings import Settings


class Linter:
    """Checks articles under one configuration. Holds no state between articles; safe to keep for ever. A `timer`
    measures a run that is profiled."""

    def __init__(self, settings: Settings, selection: Selection, timer: Timer | None = None) -> None:
        self.settings, self.selection, self._timer = settings, selection, timer
        self._ready: set[int] = set()  # rule sets whose checks were made before they are measured

    @classmethod
    def from_config(
        cls,
        path: str | None = None,
        *,
        select: Sequence[str] | None = None,
        extend_select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        preview: bool = False,
        allow_outside: bool = False,
    ) -> Linter:
        """A linter under the configuration file at `path`, or under the defaults. The selectors are those of the
        command line and come after the file's. No path in it leads out of its repository, unless `allow_outside`.

        Raises ArtlintError for a configuration or rule that is wrong.
        """
        refuse_strings(select, extend_select, ignore)
        settings = config.load(path, allow_outside)
        selection = Selection(settings, select=select, extend_select=extend_select, ignore=ignore, preview=preview)
        selection.check_selectors([*(select or ()), *extend_select, *ignore])
        return cls(settings, selection)

    def lint(self, article: Article) -> list[Diagnostic]:
        """The diagnostics of an article, in order of their places."""
        ruleset = timed(self._timer, "start", self.ruleset, article.path)
        article.timer = self._timer
        found = timed(self._timer, "lint", engine.lint, article, ruleset.plan)
        if article.format != "markdown":
            return found  # plain text has no comments, and is never edited to silence a rule
        from artlint.engine import suppressions

        return timed(self._timer, "suppress", suppressions.apply, article, found, ruleset)

    def ruleset(self, path: str) -> Ruleset:
        """The rules that hold for a path. In a run that is measured their checks are made here, so that the time for
        this is no rule's."""
        ruleset = self.selection.for_path(path)
        if self._timer and id(ruleset) not in self._ready:
            self._ready.add(id(ruleset))
            for rule in (*ruleset.rules, *ruleset.evidence):
                _ = rule.check
        return ruleset

    def collect(self, article: Article, found: Sequence[Diagnostic] | None = None) -> list[Fact]:
        """What the selected rules that look across articles note of an article. They are silent of places where those
        of `found`, its own diagnostics, have told that it is boilerplate, or have reported just that. Without `found`
        they are worked out where they matter."""
        return timed(self._timer, "corpus", self._collect, article, found)

    def _collect(self, article: Article, found: Sequence[Diagnostic] | None) -> list[Fact]:
        ruleset = self.selection.for_path(article.path)
        if not ruleset.corpus:
            return []
        if found is None:
            in_parts = any(not rule.corpus_check.whole for rule in ruleset.corpus)
            found = self.lint(article) if in_parts else ()
        from artlint.engine import suppressions
        from artlint.engine.corpus.collect import collect

        suppressed = suppressions.suppresses(article)
        settled = merged(d.span for d in found if d.rule in ruleset.known and ruleset.known[d.rule].marks)
        reported = {d.span.start for d in found}

        def is_suppressed(rule: Rule, offset: int) -> bool:
            if suppressed(rule, offset):
                return True
            if rule.corpus_check.whole:
                return False
            return offset in reported or holds(settled, offset)

        return collect(article, ruleset.corpus, is_suppressed)

    def corpus_rule(self, name: str, path: str) -> Rule | None:
        """A rule that looks across articles as it holds for a path, or None."""
        return next((r for r in self.selection.for_path(path).corpus if r.name == name), None)

    def lint_corpus(self, articles: Iterable[Article]) -> dict[str, list[Diagnostic]]:
        """The diagnostics of articles that belong together, by path (each needs one of its own): of each by itself, and
        of what only shows across them. The articles themselves are read once, and not kept."""
        from artlint.engine.corpus.collect import identity
        from artlint.engine.corpus.conclude import conclude, diagnostics
        from artlint.engine.corpus.conclusion_store import ConclusionStore

        found: dict[str, list[Diagnostic]] = {}
        rules: dict[str, Rule] = {}

        def facts() -> Iterator[Fact]:
            for article in articles:
                found[article.path] = self.lint(article)
                for rule in self.selection.for_path(article.path).corpus:
                    rules[identity(rule)] = rule
                yield from self.collect(article, found[article.path])

        for path, more in diagnostics(ConclusionStore(conclude(rules, facts())), self.corpus_rule):
            found[path] = sorted([*found[path], *more], key=lambda d: (d.span, d.code, d.rule))
        return found

    def lint_text(self, text: str, path: str = "", format: str = "text", source: str = "") -> list[Diagnostic]:
        """As `lint`, for a text. `path` decides which per-path settings hold; `format` is text or markdown; `source` is the
        text that this one was made from, against which the rules SRC hold it."""
        if not isinstance(text, str):
            raise TypeError(f"text must be str, not {type(text).__name__}; decode bytes first")
        if not isinstance(source, str):
            raise TypeError(f"source must be str, not {type(source).__name__}; decode bytes first")
        if format not in ("text", "markdown"):
            raise ValueError(f"format must be “text” or “markdown”, not “{format}”")
        meta = {"languages": tuple(self.settings.languages), AGAINST: source}
        return self.lint(Article(text, path, format=format, meta=meta))

    def fix_text(
        self, text: str, path: str = "", format: str = "text", source: str = "", *, unsafe: bool = False
    ) -> FixResult:
        """The text with its safe fixes, or with the unsafe ones too, applied until there is nothing left to fix; the other
        arguments are those of `lint_text`. Raises ArtlintError where rules undo each other's fixes."""
        from artlint.engine import fixer

        safeties = ("safe", "unsafe") if unsafe else ("safe",)
        new, fixed, left = fixer.fix_text(text, lambda t: self.lint_text(t, path, format, source), safeties)
        return FixResult(new, tuple(fixed), tuple(left))


class FixResult(NamedTuple):
    """A text after its fixes, the diagnostics that were fixed (each with its place in the text as it stood then), and those
    that are left (with their places in this text)."""

    text: str
    fixed: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


_default: dict[str | None, Linter] = {}


def _for(config: str | None) -> Linter:
    if config not in _default:
        _default[config] = Linter.from_config(config)
    return _default[config]


def lint_text(text: str, config: str | None = None, *, format: str = "text", source: str = "") -> list[Diagnostic]:
    """The diagnostics of one text under a configuration file, or under the defaults; with a `source`, also of what it does
    not have.

    Spans are in code points, half-open. Raises ArtlintError for a configuration that is wrong.
    """
    return _for(config).lint_text(text, format=format, source=source)


def fix_text(
    text: str, config: str | None = None, *, format: str = "text", source: str = "", unsafe: bool = False
) -> FixResult:
    """One text with its safe fixes applied under a configuration file, or under the defaults; `unsafe` ones too, if asked."""
    return _for(config).fix_text(text, format=format, source=source, unsafe=unsafe)
