"""A run over records that was killed goes on."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support import install, python_path
from tests.support.articles import Artlint
from tests.support.processes import wait_until
from tests.support.record_files import write_records

GATE = """
import os, time
from artlint.plugin_api import Check

class Gate(Check):
    class Options:
        pass

    def run(self, article):
        while "GATE" in article.text and os.path.exists(os.environ["GATE"]):
            time.sleep(0.01)
        return ()

def artlint_checks():
    return {"gate": Gate}

def artlint_rule_packs():
    return [os.path.join(os.path.dirname(__file__), "gate.yaml")]
"""


@pytest.fixture
def four_batches(tmp_path: Path, seeds: Path) -> str:
    """A file of four batches, with faults and copies in it, and a record in the third that stops at the gate."""
    openings = [p.read_text(encoding="utf-8")[:600] for p in sorted(seeds.glob("*.txt"))]
    rows = [{"id": n, "text": f"{openings[n % 5]}\n&amp; {n} {'GATE' if n == 600 else ''}\n"} for n in range(900)]
    return write_records(tmp_path / "many.jsonl", rows).name


@pytest.fixture
def gate(tmp_path: Path) -> dict[str, str]:
    """The variables for a run with the plugin that has the gate, which is open where the file $GATE is not."""
    rule = "- {name: gate, code: GAT001, check: gate, summary: s, why: w, message: m}\n"
    install(tmp_path / "site", "gate", GATE, gate=rule)
    return {"PYTHONPATH": python_path(tmp_path / "site"), "GATE": str(tmp_path / "gate")}


def kill_at_the_gate(arguments: Sequence[str], journal: Path, env: dict[str, str]) -> bytes:
    """Kill a run that stands before the closed gate once some batches are in its journal, which is given back."""
    gate = Path(env["GATE"])
    gate.touch()
    command = [sys.executable, "-m", "artlint", *arguments]
    with subprocess.Popen(
        command, env=env, cwd=gate.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:

        def so() -> bool:
            assert run.poll() is None
            return journal.exists() and journal.stat().st_size > 5000

        wait_until(so, "a batch is done")
        run.kill()
    gate.unlink()
    return journal.read_bytes()


def test_a_run_that_was_killed_goes_on(
    artlint: Artlint, environment: dict[str, str], four_batches: str, gate: dict[str, str], tmp_path: Path
) -> None:
    """Rows are those of a run that nobody stopped, and what was done is not done again."""
    options = [four_batches, "-j", "2", "--output-format", "jsonl", "--quiet"]
    out, journal = tmp_path / "rows.jsonl", tmp_path / "rows.jsonl.journal"
    assert artlint(*options, "--output-file", "whole.jsonl", env=gate).code == 1
    done = kill_at_the_gate([*options, "--output-file", "rows.jsonl"], journal, environment | gate)
    assert not out.exists()
    ran = artlint(*options, "--output-file", "rows.jsonl", "--resume", "--ignore", "BOI", env=gate)
    assert ran.code == 2
    assert "had other rules" in ran.err
    assert journal.read_bytes()[: len(done)] == done
    assert artlint(*options, "--output-file", "rows.jsonl", "--resume", env=gate).code == 1
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()
    assert not journal.exists()


def test_a_run_goes_on_only_under_what_it_began_with(
    artlint: Artlint,
    environment: dict[str, str],
    four_batches: str,
    gate: dict[str, str],
    rows: list[dict[str, Any]],
    tmp_path: Path,
) -> None:
    """Settings, the baseline where it decides on what is fixed, plugins; and a journal is not lost without a word."""
    settings, known = tmp_path / "artlint.yaml", tmp_path / ".artlint-baseline.json"
    settings.write_text("languages: [en, de]\n")
    write_records(tmp_path / "d.jsonl", rows[:1])
    assert artlint("baseline", "d.jsonl", env=gate).code == 0
    journal = tmp_path / "out.journal"
    options = [four_batches, "-j", "2", "--ignore", "COR", "--quiet", "--write-fixed", "out"]
    kept = kill_at_the_gate(options, journal, environment | gate)
    install(tmp_path / "more", "artlint-thing", "", version="0.3")
    plugin = {**gate, "PYTHONPATH": python_path(tmp_path / "site", tmp_path / "more")}
    entries = known.read_text()
    for change, undo, env, word in (
        (lambda: settings.write_text("languages: [en]\n"), lambda: None, gate, "settings"),
        (lambda: settings.write_text("languages: [en, de]\nfail-on: error\n"), lambda: None, gate, "settings"),
        (lambda: settings.write_text("languages: [en, de]\n"), lambda: None, plugin, "versions of artlint, plugins or libraries"),
        (known.unlink, lambda: known.write_text(entries), gate, "baseline"),
    ):  # fmt: skip
        change()
        ran = artlint(*options, "--resume", env=env)
        assert ran.code == 2
        assert f"had other {word}\n" in ran.err
        assert journal.read_bytes() == kept
        undo()
    ran = artlint(*options, "--resume", env=gate)
    assert (ran.code, ran.err) == (1, "")
    assert not journal.exists()
    journal.write_bytes(kept)
    said = artlint(*options, env=gate).err
    assert said.startswith("artlint: out.journal is begun anew, without ")
    assert said.endswith(" that a run before had done; --resume would have gone on\n")
    journal.write_bytes(kept)
    assert artlint(*options, "--select", "too-short", env=gate).err.endswith(" had done, which was another run\n")


def test_a_run_that_is_told_to_end_leaves_nothing_half_written(
    artlint: Artlint, environment: dict[str, str], four_batches: str, gate: dict[str, str], tmp_path: Path
) -> None:
    """SIGTERM is as Ctrl-C; and what a run has left that was killed, the next one removes."""
    options = [four_batches, "-j", "2", "--ignore", "COR", "--write-fixed", "out"]
    Path(gate["GATE"]).touch()
    command = [sys.executable, "-m", "artlint", *options]
    with subprocess.Popen(
        command, env=environment | gate, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        wait_until(lambda: (tmp_path / "out.journal").exists() and list((tmp_path / "out").glob(".*")), "it writes")
        os.killpg(run.pid, signal.SIGTERM)
        said = run.communicate(timeout=60)[1].decode()
    assert (run.returncode, list((tmp_path / "out").iterdir())) == (143, [])
    assert said == "artlint: what was done is kept; the same command with --resume goes on\nartlint: stopped\n"
    left, own = tmp_path / "out" / ".0123456789abcdef.artlint", tmp_path / "out" / ".artlint"
    left.touch()
    own.touch()
    Path(gate["GATE"]).unlink()
    assert artlint(*options, "--resume", "-q", env=gate).code == 1
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [".artlint", four_batches]
    said = artlint(*options, "--resume", "-q", env=gate).err
    assert said.startswith("artlint: there is nothing to go on from, since out.journal is not there")


def test_a_full_disk_is_named_with_what_helps(artlint: Artlint, four_batches: str, tmp_path: Path) -> None:
    """The output may have no more than a few kilobytes."""
    ran = artlint(
        four_batches, "-j", "1", "--ignore", "COR", "--write-fixed", "out",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )  # fmt: skip
    assert ran.code == 2
    assert f"artlint: out/{four_batches}: File too large\n" in ran.err or ".journal: File too large\n" in ran.err
    assert "the same command with --resume goes on" in ran.err
    assert list((tmp_path / "out").iterdir()) == []
