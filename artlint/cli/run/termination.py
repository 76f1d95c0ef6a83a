"""SIGTERM, by which clusters and service managers end a run: it ends as by Ctrl-C, and leaves nothing half written."""

from __future__ import annotations

import signal
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Terminated(KeyboardInterrupt):
    """The run was told to end by SIGTERM."""


def end_as_by_ctrl_c() -> None:
    """From here on, SIGTERM is an exception like KeyboardInterrupt."""
    if threading.current_thread() is threading.main_thread():  # Python allows it to no other
        signal.signal(signal.SIGTERM, _raise)


def _raise(*_: Any) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not disturb the clearing up
    raise Terminated
