"""What several test files need: where things are, and commands run in processes of their own."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"  # labelled articles, schemas and data that are no part of the checkout
EVAL = SHARED / "eval"


class Ran(NamedTuple):
    """How a command ended: its exit code, and its two outputs with line ends as they were written."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


# Runs a command, and prints its exit code and the kilobytes of its largest process behind what it prints.
MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def run(command: list[str], *, input: str | bytes = b"", timeout: float = 120, **options: Any) -> Ran:
    """Run a command to its end; outputs are read as UTF-8 and not translated."""
    data = input.encode() if isinstance(input, str) else input
    done = subprocess.run(command, input=data, capture_output=True, timeout=timeout, check=False, **options)
    return Ran(done.returncode, *(b.decode("utf-8", "surrogateescape") for b in (done.stdout, done.stderr)))


def outputs_everywhere(code: str, given: str) -> set[str]:
    """What a program in Python prints with the disk cache (made, then read) and without it, with several seeds of hashes."""
    switched = (
        f"import sys; from artlint.base.startup import disk_cache; disk_cache.enabled = sys.argv[1] == 'on'\n{code}"
    )
    return {
        run([sys.executable, "-c", switched, switch], input=given, env={**os.environ, "PYTHONHASHSEED": seed}).out
        for switch, seed in (("on", "1"), ("on", "2"), ("off", "3"))
    }


def without_privileges() -> None:
    """Take from root the capability to read what the permissions forbid; for others there is nothing to take."""
    libc = ctypes.CDLL(None)
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


def python_path(*folders: Path) -> str:
    """PYTHONPATH for a process that is to find what lies in these folders, and artlint in this checkout."""
    return os.pathsep.join(map(str, (*folders, ROOT)))


def install(site: Path, name: str, source: str, *, version: str = "1.0", **files: str) -> None:
    """Put a plugin of one module into a folder, as the installers leave one; `files` are YAML files beside it."""
    module, info = name.replace("-", "_"), site / f"{name.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    info.joinpath("entry_points.txt").write_text(f"[artlint]\n{module.removeprefix('artlint_')} = {module}\n")
    site.joinpath(f"{module}.py").write_text(source)
    for stem, text in files.items():
        site.joinpath(f"{stem}.yaml").write_text(text)
