"""Loading rules is strict: what is not understood names its place, shows the line, and offers the nearest name."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

from artlint.base.errors import ArtlintError, PlacedError
from artlint.engine.examples import failures
from artlint.ruleset import rule_files, rule_packs

GOOD = """\
- name: no-shouting
  code: OWN001
  check: pattern
  summary: A word is shouted.
  why: Nobody likes to be shouted at.
  message: "“{text}” is shouted"
  options:
    patterns: ['[A-Z]{9,}']
  examples:
    - bad: The ⟦HARBOURMASTER⟧ is ill.
    - bad: ⟦BREAKINGNEWS⟧, they said.
    - good: The harbourmaster is ill.
    - good: NATO met.
"""


def load(tmp_path: pathlib.Path, text: str) -> list:
    (tmp_path / "own.yaml").write_text(text, "utf-8")
    return rule_files.read_file(str(tmp_path / "own.yaml"), "own")


def test_good(tmp_path: pathlib.Path) -> None:
    (record,) = load(tmp_path, GOOD)
    assert record.severity == "warning"
    assert record.pack == "own"
    assert list(failures(record)) == []


@pytest.mark.parametrize(
    ("change", "line", "column", "words"),
    [
        (("  summary:", "  sumary:"), 4, 3, ["unknown key “sumary”", "did you mean “summary”?"]),
        (("    patterns:", "    pattern:"), 8, 5, ["unknown key “pattern”", "did you mean “patterns”?"]),
        (("  check: pattern", "  check: patern"), 3, 10, ["there is no check “patern”", "did you mean “pattern”?"]),
        (("  code: OWN001\n", "  code: OWN001\n  code: OWN002\n"), 3, 3, ["“code” stands twice", "line 2"]),
        (("  check: pattern", "  default: no\n  check: pattern"), 3, 12, ["'no' would be read as a boolean"]),
        (("['[A-Z]{9,}']", "7"), 8, 15, ["expected a list, got a whole number"]),
        (("['[A-Z]{9,}']", "[7]"), 8, 16, ["expected text, got a whole number"]),
        (("['[A-Z]{9,}']", "['[A-Z{9,}']"), 8, 16, ["does not compile"]),
        (("“{text}”", "“{txet}”"), 6, 12, ["fills in no “{txet}”", "did you mean “text”?"]),
        (("“{text}”", "“{text”"), 6, 12, ["not a valid template"]),
        (
            ("  check: pattern", "  severity: fatal\n  check: pattern"),
            3,
            13,
            ["“fatal” is none of", "info, warning, error"],
        ),
        (("code: OWN001", "code: own1"), 2, 9, ["two to six capitals and three digits"]),
        (("- name: no-shouting\n  code", "- code"), 1, 3, ["the key “name” is missing"]),
        (("    - good: NATO met.", "    - good: NATO met.\n      bad: ⟦x⟧"), 13, 7, ["either “bad” or “good”"]),
        (("⟦HARBOURMASTER⟧", "⟦HARBOURMASTER"), 10, 12, ["⟦ and ⟧"]),
        (("  summary: A word", "  summary: 2024-01-01 #"), 4, 12, ["YAML timestamp", "quotes"]),
        (("options:\n", "options: [\n"), 9, 3, ["not valid YAML"]),
    ],
)
def test_wrong(tmp_path: pathlib.Path, change: tuple[str, str], line: int, column: int, words: list[str]) -> None:
    text = GOOD.replace(*change, 1)
    assert text != GOOD
    with pytest.raises(PlacedError) as caught:
        load(tmp_path, text)
    message = str(caught.value)
    for word in words:
        assert word in message, message
    assert f"own.yaml:{line}:{column}: " in message, message
    assert text.split("\n")[line - 1].strip()[:30] in message, "the line is shown"


def test_a_name_is_used_once(tmp_path: pathlib.Path) -> None:
    (tmp_path / "own.yaml").write_text(GOOD.replace("no-shouting", "stray-number"), "utf-8")
    with pytest.raises(ArtlintError, match=r"“stray-number” is already the name of a rule in .*boilerplate.yaml:"):
        rule_packs.load([str(tmp_path)])


def test_what_would_be_silent(tmp_path: pathlib.Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(GOOD.replace("  options:", "  subsumes: [stray-nubmer]\n  options:"), "utf-8")
    with pytest.raises(PlacedError, match=r"own.yaml:7:14: (.|\n)*did you mean “stray-number”"):
        rule_packs.load([str(own)])
    own.write_text(
        GOOD.replace("check: pattern", "check: lines")
        .replace("patterns: [", "phrases: {xx-bad: [")
        .replace("}']", "}']}"),
        "utf-8",
    )
    with pytest.raises(PlacedError, match=r"own.yaml:8:15: “xx-bad” is no language code"):
        rule_packs.load([str(own)])


def test_one_flipped_bit(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path / "cache"))
    names = [r.summary for r in rule_packs.load()]
    for file in (tmp_path / "cache").iterdir():
        data = bytearray(file.read_bytes())
        at = data.rfind(names[0].encode())
        data[at if at > 0 else -9] ^= 1
        file.write_bytes(data)
    assert [r.summary for r in rule_packs.load()] == names


def test_examples_can_fail(tmp_path: pathlib.Path) -> None:
    """An example that is not as it says is told apart from one that is."""
    (record,) = load(
        tmp_path, GOOD.replace("NATO met", "NORTHATLANTIC met").replace("⟦BREAKINGNEWS⟧", "BREAKING⟦NEWS⟧")
    )
    messages = list(failures(record))
    assert len(messages) == 3
    assert "example 2: not reported: 'BREAKING⟦NEWS⟧" in messages[0]
    assert "example 2: reported, but not marked" in messages[1]
    assert "example 4: must not be reported" in messages[2]


def test_every_builtin_rule_is_whole() -> None:
    records = rule_packs.load(examples=True)
    assert len(records) > 40
    codes = [r.code for r in records]
    assert codes == sorted(set(codes))
    for record in records:
        if record.check != "engine":
            bad = [e for e in record.examples if e.bad is not None]
            assert len(bad) >= 2, record.name
            assert len(record.examples) - len(bad) >= 2, record.name
        if record.fix and record.fix.safety != "suggestion":
            assert any(e.fixed for e in record.examples), f"{record.name}: an example must show the fix"


def test_snapshot_follows_the_files(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule file that changed, or was added, is read again; one that did not is not."""
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "own.yaml").write_text(GOOD, "utf-8")
    names = {r.name for r in rule_packs.load([str(folder)])}
    assert "no-shouting" in names
    assert {r.name for r in rule_packs.load([str(folder)])} == names
    (folder / "own.yaml").write_text(GOOD.replace("no-shouting", "no-yelling"), "utf-8")
    assert "no-yelling" in {r.name for r in rule_packs.load([str(folder)])}
    (folder / "more.yaml").write_text(GOOD.replace("OWN001", "OWN002"), "utf-8")
    assert {"no-yelling", "no-shouting"} <= {r.name for r in rule_packs.load([str(folder)])}
    for file in (tmp_path / "cache").iterdir():
        file.write_bytes(file.read_bytes()[:100])  # cut off in the middle of a write
    assert {"no-yelling", "no-shouting"} <= {r.name for r in rule_packs.load([str(folder)])}


def test_pytest_collects_a_folder_that_is_named(tmp_path: pathlib.Path) -> None:
    """Without any setting; YAML that holds no rules is passed over."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.yaml").write_text(GOOD, "utf-8")
    (tmp_path / "own" / "other.yaml").write_text("- name: x\n", "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "own"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in ran.stdout, ran.stdout + ran.stderr
