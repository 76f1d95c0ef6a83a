"""The five seed articles: what a careful editor found in them, and what artlint says of them, to the letter."""

from __future__ import annotations

import json
import pathlib

import pytest
import yaml

from artlint.cli.main import main
from artlint.engine.linter import Linter
from tests.support import ROOT, SEEDS, SHARED

GOLD = SHARED / "gold" / "seeds.yaml"
ARTICLES = sorted(SEEDS.glob("*.txt"))


def diagnostics(path: pathlib.Path) -> list:
    return Linter.from_config(None).lint_text(path.read_bytes().decode("utf-8"), str(path))


def test_golden(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`artlint seeds/` prints what tests/golden/seeds.txt says. A change of it is meant to be seen in review."""
    monkeypatch.chdir(ROOT)
    assert main(["seeds/", "--output-format", "concise", "--isolated"]) == 1
    assert capsys.readouterr().out == (ROOT / "tests" / "golden" / "seeds.txt").read_text("utf-8")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.name[:3])
def test_fixed(path: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """Each seed after `artlint fix --unsafe-fixes` is the text that was read by eye and kept."""
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    main(["fix", "--unsafe-fixes", "--isolated", "-q", str(copy)])
    assert copy.read_bytes() == (ROOT / "tests" / "golden" / "fixed" / path.name).read_bytes()


@pytest.mark.skipif(not GOLD.exists(), reason="the editor's list (shared/gold/seeds.yaml) is not beside this checkout")
@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.name[:3])
def test_what_the_editor_found(path: pathlib.Path) -> None:
    """Every `must` is reported on its lines, and nothing at warning or above that is neither must nor may."""
    entry = yaml.safe_load(GOLD.read_text("utf-8"))[path.name]
    found = [d for d in diagnostics(path) if d.severity != "info"]
    explained = set()
    for wanted in entry["must"]:
        lines = wanted["lines"]
        hits = [
            d
            for d in found
            if d.rule == wanted["rule"]
            and ((d.start.row, d.end.row) == tuple(lines) if wanted.get("span") else d.start.row in lines)
        ]
        assert len(hits) == wanted.get("count", 1), (wanted, [(d.rule, d.start.row, d.end.row) for d in found])
        explained |= set(hits)
    for d in set(found) - explained:
        assert any(d.rule == m["rule"] and d.start.row in m["lines"] for m in entry.get("may", [])), d


def test_orphan_markers_are_related_places() -> None:
    """One diagnostic for the block, and each marker as a related place that can be gone to."""
    (found,) = [d for d in diagnostics(ARTICLES[0]) if d.rule == "orphan-citation"]
    text = ARTICLES[0].read_text("utf-8").split("\n")[9]
    places = [text[p.start.column - 1 : p.end.column - 1] for p in found.related]
    assert places == [f"[{n}]" for n in (3, 1, 1, 3, 3, 1, 2, 3, 2, 4, 2, 6, 1)]


def test_seeds_are_the_evidence() -> None:
    """The articles are kept byte for byte; git must not touch their line ends."""
    shared = SHARED / "seeds"
    if not shared.exists():
        pytest.skip("the original articles (shared/seeds) are not beside this checkout")
    for path in ARTICLES:
        assert path.read_bytes() == (shared / path.name).read_bytes()


def test_json_lines_name_the_places(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows and columns lead to the words that the message quotes."""
    monkeypatch.chdir(ROOT)
    main(["seeds/", "--output-format", "json-lines", "--isolated", "--select", "NAM"])
    (row,) = map(json.loads, capsys.readouterr().out.splitlines())
    line = (ROOT / row["filename"]).read_text("utf-8").split("\n")[row["location"]["row"] - 1]
    assert line[row["location"]["column"] - 1 : row["end_location"]["column"] - 1] == "Witkock"
    assert row["fix"]["edits"][0]["content"] == "Witkoff"
