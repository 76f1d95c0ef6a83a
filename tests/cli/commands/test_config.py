"""`artlint config show` as data."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.articles import Artlint, write


def test_config_show_as_data_says_what_the_text_says(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "artlint.yaml", "select: [DUP]\nunfixable: [repeated-block]\nexclude: [old/]\n")
    found = json.loads(artlint("config", "show", "a.txt", "--output-format", "json").out)
    text = artlint("config", "show", "a.txt").out
    assert found["files"] == [str(tmp_path / "artlint.yaml")]
    assert (found["values"]["select"], found["values"]["exclude"]) == (["DUP"], ["old/"])
    assert set(found["origins"]) == {"select", "unfixable", "exclude"}
    for rule in found["rules"]:
        assert f"  {rule['name']}: {rule['severity']}  # {rule['code']}" in text
    fixes = {rule["name"]: rule["fix"] for rule in found["rules"]}
    assert (fixes["repeated-block"], fixes["repeated-title"]) == (None, "safe")
