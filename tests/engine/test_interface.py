"""The Python interface: `artlint.lint_text`, `artlint.fix_text`, and the same of a linter."""

from __future__ import annotations

from pathlib import Path

import pytest

import artlint
from artlint.base.errors import ArtlintError
from tests.support.articles import Artlint


def test_what_there_is() -> None:
    assert dir(artlint) == artlint.__all__
    assert all(getattr(artlint, name) for name in artlint.__all__)
    with pytest.raises(AttributeError):
        _ = artlint.mend_text


def test_fixes_are_those_of_the_command(artlint: Artlint, seeds: Path, tmp_path: Path) -> None:
    from artlint import fix_text, lint_text

    for seed in sorted(seeds.glob("*.txt")):
        text = seed.read_bytes().decode()
        for unsafe in (False, True):
            target = tmp_path / seed.name
            target.write_bytes(text.encode())
            artlint("fix", target, "--isolated", "--ignore", "COR", *(["--unsafe-fixes"] if unsafe else []))
            result = fix_text(text, unsafe=unsafe)
            assert result.text == target.read_bytes().decode()
            assert list(result.left) == lint_text(result.text)
            assert all(d.fix and d.fix.safety in ("safe", "unsafe")[: 1 + unsafe] for d in result.fixed)


def test_what_is_handed_on() -> None:
    text = "The <b>storm</b> hurt 58\u200b people.\n"
    assert {d.rule for d in artlint.lint_text(text, format="markdown", source="It hurt 85.")} >= {
        "number-not-in-source"
    }
    result = artlint.fix_text(text, source="It hurt 85.")
    assert "\u200b" not in result.text
    assert "number-not-in-source" in {d.rule for d in result.left}
    with pytest.raises(ValueError, match="format must be"):
        artlint.fix_text(text, format="html")


def test_rules_that_undo_each_other(tmp_path: Path) -> None:
    rule = (
        "- {name: %s, code: ZZZ00%d, check: pattern, severity: warning, summary: S, why: W, message: m, options: {patterns: ['\\b%s\\b']}, "
        "fix: {replace: %s, safety: safe}, examples: [{bad: '⟦%s⟧'}, {bad: 'a ⟦%s⟧'}, {good: x}, {good: y}]}\n"
    )
    pairs = (("one", 1, "Lake", "Sea", "Lake", "Lake"), ("two", 2, "Sea", "Lake", "Sea", "Sea"))
    (tmp_path / "my.yaml").write_text("".join(rule % pair for pair in pairs))
    (tmp_path / "artlint.yaml").write_text("rule-paths: [my.yaml]\nselect: [ZZZ]\n")
    with pytest.raises(ArtlintError, match="fixes go in a circle: one, two"):
        artlint.fix_text("The Lake is closed.\n", str(tmp_path / "artlint.yaml"))
