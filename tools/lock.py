"""Renews constraints.txt, the versions that CI and the README's second command install.

    python tools/lock.py             # what pyproject.toml asks for now; versions that still fit stay
    python tools/lock.py --upgrade   # the newest version of everything; what else follows goes to uv

One file holds for every Python that pyproject.toml admits and for every platform: where they need different versions,
a line has a marker. uv, which comes with artlint[dev], works that out.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "-", "--all-extras", "--universal"]
    command += ["--python-version", project["project"]["requires-python"].removeprefix(">=")]
    command += ["--output-file", "constraints.txt", "--quiet", "--annotation-style", "line"]
    command += ["--custom-compile-command", "python tools/lock.py", *arguments]
    # hatchling asks for editables only when it makes an editable installation.
    build = "\n".join([*project["build-system"]["requires"], "editables"])
    return subprocess.run(command, input=build, text=True, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
