"""Configuration: found upwards, merged along `extend`, different per path, and strict."""

from __future__ import annotations

import copy
import json
import pathlib

import jsonschema
import pytest
import yaml

from artlint.base.errors import ArtlintError
from artlint.cli.main import main
from artlint.engine.linter import Linter
from artlint.ruleset import config

TEXT = "262\nThe harbour was closed for a week after the storm, and the ships were sent elsewhere.\n"


def write(folder: pathlib.Path, text: str, name: str = "artlint.yaml") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def rules(path: str, text: str = TEXT, at: str = "x.txt") -> list[str]:
    where = pathlib.Path(path).parent / at
    return [d.rule for d in Linter.from_config(path).lint_text(text, str(where))]


def test_defaults() -> None:
    assert [d.rule for d in Linter.from_config(None).lint_text(TEXT)] == ["stray-number", "missing-title"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ignore: [stray-number]", ["missing-title"]),
        ("ignore: [STR]", ["stray-number"]),
        ("select: [BOI]", ["stray-number"]),
        ("select: [boilerplate]", ["stray-number"]),
        ("select: [MET001]", ["too-short"]),
        ("extend-select: [too-short]", ["stray-number", "too-short", "missing-title"]),
        ("select: [ALL]\nignore: [MET, BOI, STD]", ["missing-title"]),
        ("select: [stray-number]\nignore: [BOI]", ["stray-number"]),
        ("select: [BOI]\nignore: [BOI004]", []),
    ],
)
def test_selection(tmp_path: pathlib.Path, text: str, expected: list[str]) -> None:
    """The more specific selector wins."""
    assert rules(write(tmp_path, text)) == expected


def test_selecting_fewer_rules_changes_nothing_of_the_others(tmp_path: pathlib.Path) -> None:
    """The ending is judged without the boilerplate under it, whether the boilerplate is reported or not."""
    text = "The harbour is closed. Nobody knows why, and nobody knows for how many weeks it will\nShare this article\n"
    text = "The harbour is closed. It was a storm.\n" + text
    assert rules(write(tmp_path, "select: [END]"), text) == ["truncated-ending"]
    assert rules(write(tmp_path, "select: [END, BOI]"), text) == ["truncated-ending", "share-line"]


def test_severity_and_options(tmp_path: pathlib.Path) -> None:
    path = write(
        tmp_path, "rules:\n  too-short: {severity: error, options: {min: 3}}\nselect: [too-short, stray-number]\n"
    )
    assert rules(path) == ["stray-number"]
    path = write(tmp_path, "rules:\n  too-short: {severity: error, options: {min: 99}}\nselect: [too-short]\n")
    (found,) = Linter.from_config(path).lint_text(TEXT)
    assert (found.severity, found.message) == ("error", "17 words; at least 99 are asked for")


def test_per_path(tmp_path: pathlib.Path) -> None:
    path = write(
        tmp_path,
        "per-path:\n  - {paths: [wires/**], ignore: [missing-title]}\n  - {paths: ['*.tmp.txt'], select: [PUN]}\n",
    )
    assert rules(path) == ["stray-number", "missing-title"]
    assert rules(path, at="wires/a.txt") == ["stray-number"]
    assert rules(path, at="wires/a.tmp.txt") == []


def test_per_path_options_are_merged(tmp_path: pathlib.Path) -> None:
    top = "select: [too-short]\nrules:\n  too-short: {options: {min: 99}}\n"
    path = write(tmp_path, top + "per-path:\n  - {paths: ['*'], rules: {too-short: {options: {max: 500}}}}\n")
    assert rules(path) == ["too-short"]
    two = "  - {paths: ['*'], rules: {too-short: {options: {min: 99}}}}\n"
    two += "  - {paths: ['*.txt'], rules: {too-short: {options: {max: 500}}}}\n"
    assert rules(write(tmp_path, "select: [too-short]\nper-path:\n" + two)) == ["too-short"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("# [tool.artlint]\n", False),
        ("[tool.artlint-extra]\n", False),
        ("[tool]\nartlint = {preview = true}\n", True),
    ],
)
def test_pyproject_counts_by_its_table(tmp_path: pathlib.Path, text: str, found: bool) -> None:
    path = write(tmp_path, text, "pyproject.toml")
    assert (config.find(str(tmp_path)) == path) is found


def test_pyproject_places_in_the_second_table(tmp_path: pathlib.Path) -> None:
    table = '[[tool.artlint.per-path]]\npaths = ["a"]\n'
    path = write(tmp_path, f'{table}ignore = ["DUP"]\n{table}ignore = ["XYZ"]\n', "pyproject.toml")
    with pytest.raises(ArtlintError, match=r"pyproject\.toml:6:"):
        config.load(path)


def test_settings_can_be_copied() -> None:
    settings = config.load(None)
    assert copy.copy(settings).fail_on == settings.fail_on


def test_extend(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "ignore: [STR]\nnames: [Quellenderf]\nfail-on: error\n", "base.yaml")
    path = write(tmp_path / "sub", "extend: ../base.yaml\nignore: [stray-number]\n")
    assert rules(path) == []
    settings = config.load(path)
    assert settings.fail_on == "error"
    assert settings.origins["fail_on"].endswith("base.yaml")
    write(tmp_path, "extend: sub/artlint.yaml\n", "base.yaml")
    with pytest.raises(ArtlintError, match="extends this file in turn"):
        config.load(path)


def test_what_a_base_does_not_set_changes_nothing(tmp_path: pathlib.Path) -> None:
    write(tmp_path, "fail-on: error\n", "strict.yaml")
    write(tmp_path, "names: [Quellenderf]\n", "names.yaml")
    settings = config.load(write(tmp_path, "extend: [strict.yaml, names.yaml]\n"))
    assert (settings.fail_on, settings.names) == ("error", ["Quellenderf"])


def test_names_are_right(tmp_path: pathlib.Path) -> None:
    text = "In the village of Quellendorf they remember the flood; Quellendorf lost its mill. The mayor of Quellenderf wants a dam.\n"
    assert rules(write(tmp_path, "select: [NAM]"), text) == ["misspelled-name"]
    assert rules(write(tmp_path, "select: [NAM]\nnames: [Quellenderf, Quellendorf]"), text) == []


def test_pyproject(tmp_path: pathlib.Path) -> None:
    path = write(tmp_path, '[project]\nname = "x"\n\n[tool.artlint]\nselect = ["BOI"]\n', "pyproject.toml")
    assert config.find(str(tmp_path)) == path
    assert rules(path) == ["stray-number"]
    path = write(tmp_path, '[tool.artlint]\npreview = true\nselekt = ["BOI"]\n', "pyproject.toml")
    with pytest.raises(ArtlintError) as caught:
        config.load(path)
    assert "pyproject.toml:3:1: unknown key “selekt”" in str(caught.value)
    assert "did you mean “select”?" in str(caught.value)


def test_found_upwards_from_each_file(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "ignore: [STR]\n")
    write(tmp_path / "strict", "select: [STR]\n")
    for place in ("a.txt", "strict/b.txt", "lax/deep/c.txt"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(TEXT)
    main([str(tmp_path), "-q", "--output-format", "concise"])
    shown = [
        (line.split(":")[0].removeprefix(str(tmp_path) + "/"), line.split()[1])
        for line in capsys.readouterr().out.splitlines()
    ]
    assert shown == [("a.txt", "BOI004"), ("lax/deep/c.txt", "BOI004"), ("strict/b.txt", "STR001")]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("selct: [DUP]\n", "1:1", "did you mean “select”?"),
        ("select: [DOP]\n", "1:10", "no rule answers to “DOP”"),
        ("ignore:\n  - stray-nubmer\n", "2:5", "did you mean “stray-number”?"),
        ("preview: yes\n", "1:10", "would be read as a boolean"),
        ("rules:\n  stray-nubmer: {severity: info}\n", "2:3", "did you mean “stray-number”?"),
        ("rules:\n  too-short:\n    options: {mim: 3}\n", "3:15", "unknown key “mim”"),
        ("rules:\n  too-short:\n    options: {min: few}\n", "3:15", "expected a number or nothing, got text"),
        ("rules:\n  too-short:\n    severity: bad\n", "3:15", "“bad” is none of"),
        ("rule-paths: [nowhere/]\n", "1:14", "no file or folder “nowhere/”"),
        ("per-path:\n  - {paths: [a], ignore: [XYZ]}\n", "2:27", "no rule answers to “XYZ”"),
        ("fail-on: never\n", "1:10", "“never” is none of"),
        ("names: ['  ']\n", "1:9", "at least one letter"),
        ("select: []\n", "1:9", "ignore: [ALL]"),
        ("- select\n", "1:1", "a configuration is a mapping"),
    ],
)
def test_wrong(tmp_path: pathlib.Path, text: str, place: str, words: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ArtlintError) as caught:
        Linter.from_config(path)
    assert f"artlint.yaml:{place}: " in str(caught.value), str(caught.value)
    assert words in str(caught.value)


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    """The schema that editors use says yes and no where loading does."""
    assert main(["config", "schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    good = "select: [DUP]\nrules:\n  too-short: {severity: error, options: {min: 3}}\nper-path: [{paths: [a], ignore: [DUP]}]\n"
    assert list(validator.iter_errors(yaml.safe_load(good))) == []
    for bad in (
        "selct: [DUP]",
        "preview: maybe",
        "rules: {too-short: {options: {mim: 3}}}",
        "rules: {too-short: {severity: bad}}",
        "per-path: [{ignore: [DUP]}]",
    ):
        assert list(validator.iter_errors(yaml.safe_load(bad))), bad


def test_show(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, "ignore: [STR]\nrules:\n  stray-number: {severity: error}\n")
    assert main(["config", "show", str(tmp_path), "--config", path]) == 0
    out = capsys.readouterr().out
    assert 'ignore: ["STR"]' in out
    assert "stray-number: error" in out
    assert "missing-title" not in out
