"""On this very Python, a pattern that was kept between runs is the one that `re` compiles.

`_sre` and the compiler of `re` are no public interface. Every pattern of artlint's own modules and rules is tried.
"""

from __future__ import annotations

import ast
import os
import pathlib
import re
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from artlint.base.startup import cached_re, disk_cache
from tests.support import SEEDS

Key = tuple[str | bytes, int]
# What stands as a constant in artlint's modules, and what they make up while they check the seeds and all examples.
COLLECT = """
import ast, contextlib, importlib, io, pkgutil, sys
import artlint
from artlint.base.errors import ArtlintError
from artlint.base.startup import cached_re
from artlint.cli.main import main
from artlint.engine.linter import Linter

cached_re.MAX_PATTERNS = 10**6
for module in pkgutil.walk_packages(artlint.__path__, "artlint.", onerror=lambda name: None):
    with contextlib.suppress(ImportError, ArtlintError):  # for lack of an extra
        importlib.import_module(module.name)
for module in [m for m in list(sys.modules.values()) if vars(m).get("re") is cached_re]:
    with open(module.__file__, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    for node in ast.walk(tree):
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if name.startswith("re.") and node.args and name != "re.escape":
            with contextlib.suppress(NameError):
                cached_re.compile(eval(ast.unparse(node.args[0]), vars(module)))
linter = Linter.from_config(select=["ALL"], preview=True)
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        linter.lint_text(file.read(), path=path)
with contextlib.redirect_stdout(io.StringIO()):
    main(["test"])
print(ascii([*cached_re._ready]))
"""


@pytest.fixture(scope="module")
def patterns(tmp_path_factory: pytest.TempPathFactory) -> list[Key]:
    environment = {**os.environ, "ARTLINT_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}
    command = [sys.executable, "-c", COLLECT, *map(str, sorted(SEEDS.glob("*.txt")))]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8")
    assert run.returncode == 0, run.stderr
    found: list[Key] = ast.literal_eval(run.stdout)
    assert len(found) > 200
    return found


@pytest.fixture
def fresh(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has compiled nothing yet, with a cache of its own."""
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(disk_cache, "enabled", True)
    monkeypatch.setattr(cached_re, "MAX_PATTERNS", 10**6)  # all rules have more patterns than a run uses
    for name, empty in (("_ready", {}), ("_stored", None), ("_new", {})):
        monkeypatch.setattr(cached_re, name, empty)


def restart() -> None:
    """As when a run ends and another begins."""
    cached_re.save()
    cached_re._ready, cached_re._stored, cached_re._new = {}, None, {}


@pytest.mark.usefixtures("fresh")
def test_every_pattern_is_kept_as_re_compiles_it(patterns: list[Key]) -> None:
    data = b"\n".join(path.read_bytes() for path in SEEDS.glob("*.txt"))

    def differs(pattern: str | bytes, flags: int) -> bool:
        ours, theirs = cached_re.compile(pattern, flags), re.compile(pattern, flags)
        text: Any = data if isinstance(pattern, bytes) else data.decode()
        found, expected = ([(m.span(), m.groups(), m.lastgroup) for m in p.finditer(text)] for p in (ours, theirs))
        return ours != theirs or ours.groupindex != theirs.groupindex or found != expected

    assert [p for p in patterns if differs(*p)] == []
    assert [p for p in patterns if p not in cached_re._new] == []
    restart()
    assert [p for p in patterns if differs(*p)] == []
    assert not cached_re._new


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    "inside",
    [
        {},
        {"_compiler": SimpleNamespace()},
        {"_compiler": SimpleNamespace(compile=len)},
        {"_compiler": SimpleNamespace(compile=lambda pattern, flags: re.compile(pattern, flags))},
    ],
    ids=["no compiler", "empty", "not Python", "hands over nothing"],
)
def test_another_compiler_is_left_alone(monkeypatch: pytest.MonkeyPatch, inside: dict[str, object]) -> None:
    """A Python whose `re` is built otherwise gets what its `re.compile` makes, and nothing is kept."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "re", SimpleNamespace(compile=re.compile, **inside))
        found = cached_re.findall(r"(?P<n>\d)+", "a 12")
    assert found == ["2"]
    assert not cached_re._new


def test_constants_and_escapes_are_those_of_re() -> None:
    assert (cached_re.I, cached_re.M, cached_re.S) == (re.I, re.M, re.S)
    every = "".join(map(chr, range(256)))
    assert cached_re.escape(every) == re.escape(every)
