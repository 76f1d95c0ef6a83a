"""artlint: a content-quality linter for scraped articles.

The Python interface::

    import artlint

    for d in artlint.lint_text("262\\nThe talks have ended."):
        print(d.start.row, d.rule, d.message)

    artlint.fix_text("The harbour\u200b is closed.").text

    linter = artlint.Linter.from_config("artlint.yaml")   # keeps rules loaded between articles
    linter.lint_text(text)
"""

from __future__ import annotations

from artlint.base.version import __version__

__all__ = ["FixResult", "Linter", "__version__", "fix_text", "lint_text"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.engine.linter import FixResult, Linter, fix_text, lint_text


def __getattr__(name: str) -> object:
    """Load the interface when it is first touched: `artlint --version` should not pay for it."""
    if name in ("FixResult", "Linter", "fix_text", "lint_text"):
        from artlint.engine import linter

        return getattr(linter, name)
    raise AttributeError(f"module 'artlint' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What is the interface, for who explores it."""
    return __all__
