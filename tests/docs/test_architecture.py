"""docs/architecture.md and its picture speak of the code as it is."""

from __future__ import annotations

import ast
import re
import tomllib
from xml.etree import ElementTree

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "artlint"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
FLOORS = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "floors")
PACKAGES = sorted(name for floor in FLOORS for name in floor.split(" | ") if name != "__main__")
BEGINS = rf"`((?:{'|'.join(PACKAGES)})"


@pytest.mark.parametrize("path", sorted(set(re.findall(BEGINS + r"/[\w/.]*)`", PAGE))))
def test_path_exists(path: str) -> None:
    assert (PACKAGE / path).is_dir() if path.endswith("/") else (PACKAGE / path).is_file()


@pytest.mark.parametrize("name", sorted(set(re.findall(BEGINS + r"(?:\.\w+)+)`", PAGE))))
def test_name_is_defined(name: str) -> None:
    parts = name.split(".")
    depth = next(n for n in range(1, len(parts)) if PACKAGE.joinpath(*parts[:n]).with_suffix(".py").is_file())
    scope: ast.AST = ast.parse(PACKAGE.joinpath(*parts[:depth]).with_suffix(".py").read_text(encoding="utf-8"))
    for part in parts[depth:]:
        scope = next(node for node in ast.iter_child_nodes(scope) if getattr(node, "name", "") == part)


def test_every_package_has_a_paragraph() -> None:
    described = PAGE.split("## The packages")[1].split("\n## ")[0]
    assert sorted(re.findall(r"\*\*`(\w+)/`\*\*", described)) == PACKAGES


def test_picture_shows_the_floors_of_the_contract() -> None:
    svg = ElementTree.parse(ROOT / "docs" / "architecture.svg")
    space = {"svg": "http://www.w3.org/2000/svg"}
    shown = [
        " | ".join(name.text or "" for name in floor.findall(".//svg:text[@class='name']", space))
        for floor in svg.findall("svg:g[@class='floor']", space)
    ]
    assert shown == [floor for floor in FLOORS if floor != "__main__"]


def test_new_colleagues_are_led_here() -> None:
    for page in ("README.md", "CONTRIBUTING.md"):
        assert "(docs/architecture.md)" in (ROOT / page).read_text(encoding="utf-8")
