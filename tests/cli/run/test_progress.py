"""The line on a terminal that says how far a run is."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from artlint.cli.run import progress

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a terminal of Linux")


CLOCK = """\
from artlint.cli.run import progress

class Clock:
    now = 0.0

    @classmethod
    def monotonic(cls):
        return cls.now

progress.time = Clock

def pause(seconds):
    Clock.now += seconds
"""


def on_a_terminal(body: str) -> str:
    """What a script shows on a terminal of 120 columns. `pause` takes time by the clock of progress alone."""
    import pty

    leader, follower = pty.openpty()
    script = CLOCK + textwrap.dedent(body)
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "120", "NO_COLOR": "1"}
    running = subprocess.Popen([sys.executable, "-c", script], stderr=follower, env=env)
    os.close(follower)
    out = b""
    try:
        while data := os.read(leader, 65536):
            out += data
    except OSError:  # the other end was closed
        pass
    os.close(leader)
    assert running.wait(60) == 0
    return out.decode()


def test_progress_of_files() -> None:
    said = on_a_terminal("list(progress.shown((pause(0.1) for _ in range(20)), 20))")
    assert " of 20 files, " in said
    assert "/s" in said
    assert "left" in said


def test_progress_of_records() -> None:
    said = on_a_terminal(
        """
        at = 0
        def read():
            global at
            for at in range(1, 21):
                pause(0.1)
                yield at
        list(progress.shown(read(), unit="records", measure=lambda _: (250, 1_000_000), share=lambda: at / 20))
        list(progress.shown(read(), unit="records", measure=lambda _: (250, 1_000_000)))
        """
    )
    assert " records, " in said
    assert " MB/s" in said
    assert "0:00:0" in said
    assert "left" in said


def test_the_rate_is_that_of_the_last_seconds() -> None:
    assert progress.rate(1_234_567, 12_340, 52_000_000, 10, "records") == "1,234,567 records, 1,234/s, 5.2 MB/s"
    assert progress.rate(1200, 25, 0, 10, "files", 5000) == "1,200 of 5,000 files, 2.5/s"
