"""What decides on the diagnostics of a file besides its configuration."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class LintOptions(NamedTuple):
    """The selectors and switches of one run, complete when made. They travel to worker processes.

    `config` is the configuration for all files, `isolated` leaves configuration files out, `against` is the source of the
    articles, or the folder of their sources, whatever configurations say, `want_text` asks for the
    text of a file that has diagnostics, `want_facts` for what the rules that look across articles note of it.
    """

    config: str | None = None
    isolated: bool = False
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    allow_outside: bool = False
    strict_encoding: bool = False
    against: str | None = None
    want_text: bool = False
    want_facts: bool = False

    @property
    def selectors(self) -> dict[str, Any]:
        """What chooses the rules besides the configuration, by the names that `Selection` has for it."""
        return {
            "select": self.select,
            "extend_select": self.extend_select,
            "ignore": self.ignore,
            "preview": self.preview,
        }
