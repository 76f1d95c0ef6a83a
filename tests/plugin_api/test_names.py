"""artlint.plugin_api: what it promises is there, and nothing is loaded before it is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from artlint import plugin_api
from tests.support import ROOT

PAGE = ROOT / "docs" / "plugins.md"


@pytest.mark.parametrize("name", plugin_api.__all__)
def test_every_name_is_there_and_described(name: str) -> None:
    assert getattr(plugin_api, name).__name__ == name
    table = PAGE.read_text(encoding="utf-8").split("## What can be imported")[1].split("\n## ")[0]
    assert f"`{name}`" in table


def test_type_checkers_are_shown_the_same_names() -> None:
    tree = ast.parse(Path(plugin_api.__file__).read_text(encoding="utf-8"))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module != "__future__"]
    named = {alias.name: node.module for node in imported for alias in node.names}
    assert sorted(named) == plugin_api.__all__ == dir(plugin_api)
    assert named == plugin_api._MODULES


def test_other_names_are_refused() -> None:
    with pytest.raises(ImportError, match="Checks"):
        from artlint.plugin_api import Checks  # noqa: F401


def test_only_what_is_used_is_loaded() -> None:
    code = """
import sys
import artlint.plugin_api
print(*sorted(m for m in sys.modules if m.startswith("artlint")))
from artlint.plugin_api import Check, Finding
print(*sorted(m for m in sys.modules if m.startswith("artlint.") and m.count(".") > 1))
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    alone, used = map(str.split, ran.stdout.splitlines())
    assert alone == ["artlint", "artlint.base", "artlint.base.version", "artlint.plugin_api"]
    assert "artlint.checks.base" in used
    assert not any(m.startswith(("artlint.project", "artlint.reporters", "artlint.engine")) for m in used)
