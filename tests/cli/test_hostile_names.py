"""What is not artlint's own (names, ids, sources, configuration, articles) commands neither a terminal nor a log."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.articles import FAULTY, Artlint, write

EVIL = "\x1b]0;PWNED\x07\n::error file=app.js,line=1::pwned\r##[error]pwned ##vso[task.x]\u202e\x9b2J"
NAMES = [
    "::error::pwned.txt",
    "##[error]pwned.txt",
    "a\n::error::pwned.txt",
    "a\x1b[31m.txt",
    "broken\n::error::.jsonl",
]
RULE = """\
- name: "evil"
  code: TST001
  check: pattern
  severity: warning
  summary: "Evil {evil}"
  why: "Evil {evil}"
  message: "evil {{text}} {evil}"
  examples:
    - bad: "It is ⟦bad⟧."
    - bad: "It is so ⟦bad⟧."
    - good: "It is good."
    - good: "It is so good."
  options:
    patterns: [bad]
"""
CONFIG = 'rule-paths: [house]\nexclude: ["{evil}"]\nrules:\n  "evil":\n    severity: info\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which all that can be named is named in an evil way."""
    folder = tmp_path / "checkout"
    for name in NAMES:
        write(folder / name, FAULTY.replace("Monday", f"bad {EVIL}"))
    rows = [
        {"id": EVIL, "text": None, "source": EVIL},
        {"id": f"{EVIL}2", "text": f"{FAULTY} It is bad. {EVIL}", "source": EVIL, "url": f"https://{EVIL}/"},
        {"id": f"{EVIL}3", "text": FAULTY + EVIL, "source": EVIL, EVIL: 1},
    ]
    write(folder / "r.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    escaped = json.dumps(EVIL)[1:-1]
    write(folder / "house" / "evil.yaml", RULE.format(evil=escaped))
    write(folder / "artlint.yaml", CONFIG.format(evil=escaped))
    write(folder / "odd.yaml", f'ignore: ["{escaped}"]\n"{escaped}": 1\n')
    return folder


def assert_harmless(text: str) -> None:
    assert re.findall(r"[^\n\x20-\x7e\xa0-\u200a\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\uffff]", text) == []
    assert [
        line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line or "##vso[" in line
    ] == []


COMMANDS: dict[str, tuple[int, list[str]]] = {  # the exit code shows that a command came to where it prints
    **{f"check, {form}": (1, [".", "--output-format", form]) for form in ("concise", "full")},
    **{f"records, {form}": (2, ["r.jsonl", "--output-format", form]) for form in ("concise", "full", "github")},
    "statistics": (1, [".", "--statistics"]),
    "statistics of records": (2, ["r.jsonl", "--statistics"]),
    "profile": (1, [".", "--profile", "-v"]),
    "fix": (1, [".", "--fix", "--unsafe-fixes"]),
    "a field that is missing": (2, ["r.jsonl", "--text-field", EVIL]),
    "stats": (2, ["stats", ".", "r.jsonl"]),
    "rules": (0, ["rules"]),
    "rule": (0, ["rule", "evil"]),
    "config": (0, ["config", "show", "."]),
    "test": (0, ["test", "house"]),
    "a broken configuration": (2, [".", "--config", "odd.yaml"]),
    "a selector": (2, [".", "--select", EVIL]),
    "an argument": (2, [".", f"--{EVIL}"]),
    "a path": (2, [EVIL]),
    "baseline": (2, ["baseline", ".", "r.jsonl"]),
    "learn": (0, ["learn", "."]),
}


@pytest.mark.parametrize(("code", "arguments"), COMMANDS.values(), ids=COMMANDS)
def test_nothing_commands_a_terminal_or_a_log(
    artlint: Artlint, checkout: Path, code: int, arguments: list[str]
) -> None:
    ran = artlint(*arguments, cwd=checkout)
    out = re.sub(r"^::(?:error|warning|notice) file=r\.jsonl,", "", ran.out, flags=re.M)  # artlint's own
    assert ran.code == code
    assert_harmless(out)
    assert_harmless(ran.err)
