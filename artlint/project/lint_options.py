"""What decides on the diagnostics of a file besides its configuration."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple


class LintOptions(NamedTuple):
    """The selectors and switches of one run, complete when made. They travel to worker processes.

    `config` is the configuration for all files, `isolated` leaves configuration files out, `want_text` asks for the
    text of a file that has diagnostics, `want_facts` for what the rules that look across articles note of it.
    """

    config: str | None = None
    isolated: bool = False
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    preview: bool = False
    strict_encoding: bool = False
    want_text: bool = False
    want_facts: bool = False
