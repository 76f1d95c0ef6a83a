"""The worked example of CONTRIBUTING.md, followed as it is written, in a copy of the checkout."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.docs.test_docs import FENCE
from tests.support import ROOT, run

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Add a mechanism")[1].split("\n## ")[0]
STEPS = {name: body for _, _, name, body in FENCE.findall(PAGE) if name}
TABLE, RULES = "artlint/ruleset/plugins/builtin.py", "rules/structure.yaml"


def with_step(path: Path, name: str, body: str) -> str:
    """What a file holds after a step, which somebody may have taken before."""
    if name not in (TABLE, RULES):
        return body
    before = path.read_text(encoding="utf-8")
    if body in before:
        return before
    return before.replace('        "engine": ', f'{body}        "engine": ') if name == TABLE else f"{before}\n{body}"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the example in it."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("artlint", "rules"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, body in STEPS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(with_step(folder / name, name, body), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ["artlint", "test"],
        ["artlint", "rule", "list-gap"],
        ["pytest", "-q", "-p", "no:cacheprovider", "tests"],
        ["ruff", "check", "artlint/checks", TABLE],
        ["ruff", "format", "--check", "artlint/checks", TABLE],
        ["mypy", "--follow-imports", "silent", "artlint/checks/list_numbers.py"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_example_works(checkout: Path, environment: dict[str, str], command: list[str]) -> None:
    env = {**environment, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = run([sys.executable, "-m", *command], env=env, cwd=checkout)
    assert ran.code == 0, ran.out + ran.err
