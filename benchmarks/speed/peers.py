"""The tools that artlint is compared with, in an environment of their own, and how each is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable, Collection
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import measure


class Tool(NamedTuple):
    """A command that checks files: what comes before the paths, and the exit codes of a run that did its work."""

    name: str
    command: tuple[str, ...]
    codes: tuple[int, ...]

    def on(self, *paths: Path | str) -> list[str]:
        return [*self.command, *map(str, paths)]


# what to install for each: the package that is compared, and what it needs besides to be run as here
PACKAGES = {
    "typos": ["typos"],
    "codespell": ["codespell"],
    "proselint": ["proselint"],
    "datatrove": ["datatrove[processing]", "spacy"],
}
COMMANDS = {
    "typos": (("--format", "brief"), (0, 2)),
    "codespell": ((), (0, 65)),
    "proselint": (("--output-format", "compact", "check"), (0, 1)),
}


class Peers:
    """The environment in `folder`. What was installed, or could not be, is remembered there."""

    def __init__(self, folder: Path, wanted: Collection[str], say: Callable[[str], None]) -> None:
        self.folder = folder
        self._note = folder / "peers.json"
        known = json.loads(self._note.read_text(encoding="utf-8")) if self._note.exists() else {}
        self.versions: dict[str, str] = {k: v for k, v in known.get("versions", {}).items() if k in wanted}
        self.failed: dict[str, str] = {k: v for k, v in known.get("failed", {}).items() if k in wanted}
        missing = [name for name in PACKAGES if name in wanted and name not in {*self.versions, *self.failed}]
        for name in missing:
            say(f"installing {name} into {folder}")
            self._install(name)
            known.setdefault("versions", {}).update(self.versions)
            known.setdefault("failed", {}).update(self.failed)
            self._note.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
        for name, why in self.failed.items():
            say(f"{name} could not be installed: {why}\n  to try again, delete {self._note}")

    @property
    def python(self) -> str:
        return self._program("python")

    def tools(self) -> list[Tool]:
        """Those that check files from the command line."""
        return [
            Tool(name, (self._program(name), *options), codes)
            for name, (options, codes) in COMMANDS.items()
            if name in self.versions
        ]

    def _program(self, name: str) -> str:
        return str(self.folder / ("Scripts" if os.name == "nt" else "bin") / name)

    def _install(self, name: str) -> None:
        try:
            if not Path(self.python).exists():
                venv.create(self.folder, with_pip=True)
            self._pip("install", "--quiet", *PACKAGES[name])
            shown = self._pip("list", "--format=json")
            installed = {p["name"].lower(): p["version"] for p in json.loads(shown)}
            self.versions[name] = installed[name]
        except measure.Failed as error:
            self.failed[name] = str(error)
        except (OSError, subprocess.SubprocessError) as error:
            self.failed[name] = f"no environment: {error}"

    def _pip(self, *arguments: str) -> str:
        command = [self.python, "-m", "pip", "--disable-pip-version-check", *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            raise measure.Failed(errors[-1].removeprefix("ERROR: ") if errors else done.stderr.strip()[-200:])
        return done.stdout


def artlint() -> Tool:
    """The artlint of the Python that runs this."""
    program = Path(sys.executable).with_name("artlint")
    command = (str(program),) if program.exists() else (sys.executable, "-m", "artlint")
    return Tool("artlint", command, (0, 1))


def artlint_version() -> str:
    """With the commit where this is a checkout, and a + where files differ from it."""
    git = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty=+", "--exclude=*"]
    try:
        done = subprocess.run(git, capture_output=True, encoding="utf-8", check=False)
        commit = done.stdout.strip() if done.returncode == 0 else ""
    except OSError:
        commit = ""
    return version("artlint") + (f" ({commit})" if commit else "")
