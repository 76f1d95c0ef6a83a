"""The base class of mechanisms: typed options, a slow step done once when rules are loaded, and `run`."""

from __future__ import annotations

from artlint.base.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, ClassVar, TypeVar

    from artlint.base.model import Finding
    from artlint.text.article import Article
    from artlint.text.blocks import Block

    T = TypeVar("T")


class OptionError(ArtlintError):
    """An option has the right type and still makes no sense (a pattern that does not compile).

    `path` leads to the value inside the options, so that the message can name line and column.
    """

    def __init__(self, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.path, self.message, self.hint = path, message, hint
        super().__init__(message)


class Check:
    """A mechanism that rules make use of. A subclass supplies `Options`, `args` and `run`.

    `Options` is a class of annotations and defaults. Its keys are written in YAML with hyphens (`max_lines` is
    `max-lines`); its docstring describes them in the rule pages' order.
    `args` names the placeholders that findings fill in, each with a few words on what it holds; messages and
    fixes of rules may use these, and `{text}`, the characters of the span.
    `alone` says that nothing which other rules find (boilerplate, the layout that goes by it) changes what this one does.
    `asked_last` says that it leaves alone what others that mark boilerplate have marked: they know the phrase, and say more.
    `needs_source` says that it speaks only where the text is known that an article was made from.
    `only_prepared` are the options that nothing but `prepare` reads: where rules are kept ready, no check has them.
    """

    args: ClassVar[Mapping[str, str]] = {}
    only_prepared: ClassVar[tuple[str, ...]] = ()
    alone: ClassVar[bool] = False
    asked_last: ClassVar[bool] = False
    needs_source: ClassVar[bool] = False

    class Options:
        """No options."""

    def __init__(self, options: Any, prepared: Any) -> None:
        self.options, self.prepared = options, prepared

    @classmethod
    def prepare(cls, options: Mapping[str, Any]) -> Any:
        """Do once, when rules are loaded, what no article needs to wait for; raise OptionError on nonsense.

        Returns plain data (numbers, text, lists, dicts): it is stored between runs.
        """
        return None

    @classmethod
    def placeholders(cls, options: Mapping[str, Any], prepared: Any) -> list[str]:
        """The names that messages and fixes of a rule with these options may use."""
        return list(cls.args)

    def literals(self) -> Iterable[str] | None:
        """Strings of which one occurs in `article.lowered` wherever `run` finds anything; None where none is known."""
        return None

    def may_match(self, article: Article) -> bool:
        """A cheap test that is False only where `run` would find nothing."""
        return True

    def score(self, article: Article) -> float:
        """The number that a check finds in an article. A subclass without a `score` of its own measures nothing."""
        raise NotImplementedError

    def run(self, article: Article) -> Iterable[Finding]:
        """The findings in one article, in any order. Must not keep state between articles."""
        raise NotImplementedError


def instantiate(cls: type[Check], options: Mapping[str, Any], prepared: Any) -> Check:
    """A check with `options` (by attribute name) set on an instance of its Options class."""
    values = cls.Options()
    values.__dict__.update(options)
    return cls(values, prepared)


def runs(items: Iterable[T], follows: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """The items in groups, in order: of each group, every one `follows` the one before it."""
    run: list[T] = []
    for item in items:
        if run and not follows(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def is_next(one: Block, other: Block) -> bool:
    """Whether a block stands right behind another, for `runs`."""
    return other.index == one.index + 1
