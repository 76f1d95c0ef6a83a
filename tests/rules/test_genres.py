"""Articles that are no plain news, such as code, tables, transcripts, recipes, poems and lists: nothing silly is said of them.

The articles are in genres.yaml, beside this file. Each holds something that looks like a fault and is none; where a
real fault is put into one, it is reported all the same.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable

import pytest
import yaml

from artlint.engine.linter import Linter
from artlint.text.article import Article
from tests.support import Ran

DATA = yaml.safe_load(pathlib.Path(__file__).with_name("genres.yaml").read_text("utf-8"))
LINTER = Linter.from_config(None)


def found(text: str, form: str) -> list[tuple[str, int]]:
    """The rules that report something at warning or above, each with its line."""
    return [(d.rule, d.start.row) for d in LINTER.lint(Article(text, format=form)) if d.severity != "info"]


def form_of(name: str) -> str:
    form: str = DATA[name].get("format", "text")
    return form


def test_the_genres_are_there() -> None:
    assert len(DATA) >= 65
    for name, entry in DATA.items():
        assert 8 <= len([line for line in entry["article"].splitlines() if line]) <= 50, name


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=entry["xfail"], strict=True) if "xfail" in entry else ())
        for name, entry in DATA.items()
    ],
)
def test_nothing_in_a_careful_article(name: str) -> None:
    text = DATA[name]["article"]
    assert found(text, form_of(name)) == []
    if form_of(name) == "text":
        assert found(text.replace("\n\n", "\n"), "text") == []


def test_nothing_is_changed(artlint: Callable[..., Ran], tmp_path: pathlib.Path) -> None:
    names = [name for name, entry in DATA.items() if "xfail" not in entry]
    files = {name: tmp_path / f"{name}.{'md' if form_of(name) == 'markdown' else 'txt'}" for name in names}
    for name, path in files.items():
        path.write_text(DATA[name]["article"], "utf-8")
    artlint("check", "--fix", "--unsafe-fixes", "--isolated", tmp_path)
    assert [name for name, path in files.items() if path.read_text("utf-8") != DATA[name]["article"]] == []


@pytest.mark.parametrize(
    ("name", "rule", "old", "new"),
    [
        pytest.param(name, fault["rule"], fault["old"], fault["new"], id=f"{name}-{fault['rule']}")
        for name, entry in DATA.items()
        for fault in entry.get("planted", ())
    ],
)
def test_a_real_fault_in_it(name: str, rule: str, old: str, new: str) -> None:
    text = DATA[name]["article"]
    assert text.count(old) == 1
    assert rule in [other for other, _ in found(text.replace(old, new), form_of(name))]
