"""`substitution`: wrong words and right ones in one rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from artlint import Linter
from artlint.base.errors import ArtlintError

RULE = """\
- name: house-words
  code: OUR001
  check: substitution
  severity: warning
  summary: A word is written otherwise.
  why: Style.
  message: "“{{found}}” is written “{{right}}”"
  options: {options}
  fix: {{replace: "{{right}}", safety: safe}}
  examples: [{{good: "Nothing."}}]
"""
GERMAN = "Die Fähre liegt im Hafen, und niemand weiß, warum sie dort bleiben soll, sagte der Kapitän am Montag. "


@pytest.fixture
def fixed(tmp_path: Path):
    def fix(options: str, text: str) -> str:
        tmp_path.joinpath("words.yaml").write_text(RULE.format(options=options), encoding="utf-8")
        config = tmp_path / "artlint.yaml"
        config.write_text("rule-paths: [words.yaml]\nselect: [OUR001]\n", encoding="utf-8")
        return Linter.from_config(str(config)).fix_text(text).text

    return fix


@pytest.mark.parametrize(("options", "text", "right"), [
    ("{words: {any: {email: e-mail}}}", "Email, EMAIL, email and emails", "E-mail, E-MAIL, e-mail and emails"),
    ("{words: {any: {web site: website, web site map: sitemap}}}", "Web site, web site map", "Website, sitemap"),
    ("{words: {any: {kiev: Kyiv}}}", "KIEV and Kiev", "KYIV and Kyiv"),
    ("{words: {any: {Gaza: Gaza Strip}}}", "Gaza and the Gaza Strip", "Gaza Strip and the Gaza Strip"),
    ("{words: {any: {town hall: city hall, hall: house}}}", "town hall, city hall and hall", "city hall, city hall and house"),
    ("{words: {any: {in kiev: in Kyiv}}}", "In Kiev it rains in  Kiev.", "In Kyiv it rains in Kyiv."),
    ("{words: {any: {web site: website}}}", "A web\nsite", "A website"),
    ("{words: {any: {iphone: iPhone}}}", "Iphone, IPHONE and iPhone", "iPhone, iPhone and iPhone"),
    ("{words: {any: {IPHONE: iPhone, Iphone: iPhone}}, match-case: true}", "IPHONE, Iphone, iphone", "iPhone, iPhone, iphone"),
    ("{words: {any: {Gaza strip: Gaza Strip}}}", "the Gaza strip", "the Gaza Strip"),
    ("{words: {any: {us: U.S.}}, match-case: true}", "us, US and Us", "U.S., US and Us"),
    ("{words: {any: {email: e-mail}}}", "at https://example.org/email or email@example.org", "at https://example.org/email or email@example.org"),
    ("{words: {any: {计划: 規劃}}}", "新的计划很好", "新的規劃很好"),
    ("{words: {any: {'C++': 'C'}}}", "C++ and XC++", "C and XC++"),
    ("{words: {de: {Photo: Foto}}}", GERMAN + "Das Photo.", GERMAN + "Das Foto."),
    ("{words: {de: {Photo: Foto}}}", "The photo that the mayor saw is of the harbour.", "The photo that the mayor saw is of the harbour."),
])  # fmt: skip
def test_what_becomes_of_words(fixed, options: str, text: str, right: str) -> None:
    assert fixed(options, text + "\n") == right + "\n"
    assert fixed(options, right + "\n") == right + "\n", "once is enough"


@pytest.mark.parametrize(("options", "said"), [
    ("{words: {any: {a: b, b: c}}}", "“b” is itself a word to replace"),
    ("{words: {any: {color: ''}}}", "nothing is to stand for “color”"),
    ("{words: {any: {color: colour, Color: couleur}}}", "“Color” and “color” are the same word"),
    ("{words: {english: {a: b}}}", "“english” is no language"),
    ("{words: {any: {}}}", "there are no words here"),
    ("{words: {any: {' a': b}}}", "must begin and end with a character that shows"),
    ("{words: {}}", "words"),
])  # fmt: skip
def test_what_makes_no_sense(fixed, options: str, said: str) -> None:
    with pytest.raises(ArtlintError, match=said):
        fixed(options, "text\n")
