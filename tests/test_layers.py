"""Imports run one way, from the plain data up to the command line; here is which module stands where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "artlint"

# From the ground up. A module may import its own room and any room of a layer below; it may not import another
# room of its own layer, nor one above. `*` stands for any names.
LAYERS: list[dict[str, list[str]]] = [
    {"kept between runs": ["bundle", "compiled", "files", "snapshot"], "in C": ["native"]},
    {
        "plain data": ["errors", "model", "position", "records"],
        "text knowledge": ["language", "lexicon", "literals", "months"],
        "the terminal": ["progress"],
    },
    {
        "article": ["article", "layout", "markdown"],
        "documents that people write": ["strictyaml", "tomlfile", "typed"],
    },
    {
        "what checks share": [
            "checks",
            "checks.across",
            "checks.base",
            "checks.byright",
            "checks.misread",
            "checks.phrases",
            "checks.quotemarks",
            "checks.spelling",
        ]
    },
    {"furniture": ["furniture", "furniture.*"], "numbers of an article": ["measures", "measures.*"]},
    {"checks": ["checks.*"]},
    {"plugins": ["builtin", "hookspecs", "plugins"]},
    {"packs": ["packs", "rulecheck", "rulefiles"], "engine": ["engine", "plan", "proposal"]},
    {"configuration": ["config", "configcheck", "selection"], "suppression": ["suppress"]},
    {"corpus": ["corpus", "corpus.*"]},
    {"interface": ["api"]},
    {"pages for people": ["web", "web.*"]},
    {
        "runners": ["runners", "runners.*"],
        "reporters": ["reporters", "reporters.*"],
        "fixer": ["fixer"],
        "sources": ["sources", "sources.*"],
        "rule pages": ["pages"],
        "learning": ["learn", "learned"],
        "result cache": ["cache"],
    },
    {"files": ["workspace", "baselines"], "rules under test": ["examples", "pytest_plugin"]},
    {"data files": ["data", "data.*"]},
    {"cluster": ["spark", "spark.*"]},
    {"editor": ["lsp", "lsp.*"], "review": ["review", "review.*"]},
    {"command line": ["cli", "commands", "commands.*", "__main__"], "package": [""]},
]


def room(module: str) -> tuple[int, str] | None:
    """(layer, room) of a module by its name below `artlint`; the package itself is the empty name."""
    for height, rooms in enumerate(LAYERS):
        for name, patterns in rooms.items():
            if any(fnmatchcase(module, pattern) for pattern in patterns):
                return height, name
    return None


def below(path: Path) -> str:
    """The name of a module below the package: `checks/base.py` is “checks.base”."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {below(p): p for p in sorted(PACKAGE.rglob("*.py"))}


def imported(module: str, source: str) -> Iterator[tuple[int, str]]:
    """(line, name below artlint) of each import of artlint's own, those inside functions too, since they run as well.

    What stands under `if TYPE_CHECKING:` never runs and does not count; the version is a word and not a module.
    """
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            waiting += node.orelse
            continue
        waiting += ast.iter_child_nodes(node)
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = ["artlint", *module.split(".")] if module else ["artlint"]
                if MODULES.get(module, Path()).name != "__init__.py":
                    package.pop()
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [base])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        for name in names:
            first, _, rest = name.partition(".")
            if first == "artlint" and rest != "__version__":
                while rest and rest not in MODULES:  # a name inside a module
                    rest = rest.rpartition(".")[0]
                yield node.lineno, rest  # type: ignore[attr-defined]


def wrong(module: str, source: str) -> list[str]:
    """The imports of a module that break the rule, in words."""
    place = room(module)
    assert place, f"artlint/{module.replace('.', '/')}.py stands in no layer: give it a room in LAYERS of {__file__}"
    out = []
    for line, name in imported(module, source):
        other = room(name)
        if other is None or other[0] > place[0] or (other[0] == place[0] and other[1] != place[1]):
            where = f"in the room “{other[1]}”, which is not below “{place[1]}”" if other else "in no layer"
            out.append(f"artlint.{module}, line {line}: imports artlint.{name}, {where}")
    return out


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    assert not wrong(module, MODULES[module].read_text(encoding="utf-8"))


def test_a_mechanism_knows_no_other_mechanism() -> None:
    """Only what stands in a layer below the mechanisms may be shared; and what a title is, is asked of `titles`."""
    crossing = [
        f"artlint.{module}, line {line}: imports artlint.{name}"
        for module, path in MODULES.items()
        if module.startswith("checks.")
        for line, name in imported(module, path.read_text(encoding="utf-8"))
        if room(name) == room("checks.pattern") and name not in (module, "checks", "checks.titles")
    ]
    assert not crossing


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model", "from artlint.article import Article"),
        ("model", "def f():\n    from artlint import cli"),
        ("checks.pattern", "import artlint.packs"),
        ("checks.pattern", "from ..engine import lint"),
        ("engine", "from artlint import packs"),
        ("reporters.json", "from artlint.runners.supervised import run"),
        ("fixer", "if not TYPE_CHECKING:\n    import artlint.cli"),
        ("config", "import artlint"),
    ],
)
def test_the_rule_can_be_broken(module: str, source: str) -> None:
    assert len(wrong(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model", "if TYPE_CHECKING:\n    from artlint.article import Article"),
        ("cli", "from artlint import __version__"),
        ("article", "from .layout import Layout"),
        ("commands.check", "from . import baseline"),
        ("packs", "import re, artlint_other"),
    ],
)
def test_what_the_rule_allows(module: str, source: str) -> None:
    assert not wrong(module, source)


def test_a_module_without_a_room_is_named() -> None:
    with pytest.raises(AssertionError, match=r"artlint/attic\.py stands in no layer"):
        wrong("attic", "")
