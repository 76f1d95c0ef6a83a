"""Printing: the one way in which the command line says something, apart from what a reporter writes."""

from __future__ import annotations

import sys

from artlint.base.shown_text import harmless, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def say(text: object = "", out: TextIO | None = None) -> None:
    """Print lines, to standard error where nothing else is named. What is not artlint's own in them commands neither a
    terminal nor a log; its own line ends are to be taken out by the caller (see `one_line`)."""
    lines = [harmless(visible(line)) for line in str(text).split("\n")]
    (out or sys.stderr).write("\n".join(lines) + "\n")
