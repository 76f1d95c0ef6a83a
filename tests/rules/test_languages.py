"""Whole articles in many languages: nothing is reported in them, and what is done to them is.

The articles are in languages.yaml, beside this file. Where a language or a script lacks something (a full stop,
capitals), or the language is not sure, the rules that need it stay silent.
"""

from __future__ import annotations

import itertools
import pathlib
import re
from typing import Any

import pytest
import yaml

from artlint.checks.ending import TRAILING_LANGUAGES
from artlint.engine.linter import Linter
from artlint.text.article import Article
from tests.support import ROOT

DATA = yaml.safe_load(pathlib.Path(__file__).with_name("languages.yaml").read_text("utf-8"))
RULES = yaml.safe_load((ROOT / "rules" / "boilerplate.yaml").read_text("utf-8"))
ARTICLES = {code: entry["article"] for code, entry in DATA.items() if "article" in entry}
NAMED = [*ARTICLES][: [*ARTICLES].index("cs") + 1]  # those that rules know well stand first
SENTENCE_END = r"[.!?。！？।۔։።]['\"”’»」』]*(?: +|(?<=[。！？」”]))"
COMMA_MISSING = "the words after the quotation follow without a comma, so it may go on in the next sentence"
AMBIGUOUS = {"am": COMMA_MISSING}
SAME_MARKS = ("sv", "fi")  # ”so”, which is a slip in an article that quotes “so” elsewhere
LINTER = Linter.from_config(None)


def found(text: str, language: str = "") -> list[tuple[str, int]]:
    """The rules that report something at warning or above, each with its line."""
    meta = {"language": language} if language else {}
    return [(d.rule, d.start.row) for d in LINTER.lint(Article(text, meta=meta)) if d.severity != "info"]


def endings(text: str) -> list[int]:
    """The lines of which one of the rules on endings reports something."""
    return [d.start.row for d in LINTER.lint(Article(text)) if d.code.startswith("END")]


def values(key: str) -> list[Any]:
    """Each entry of each language's list of that name, with an id."""
    return [
        pytest.param(code, value, id=f"{code}-{number}")
        for code, entry in DATA.items()
        for number, value in enumerate(entry.get(key, ()), 1)
    ]


def without_third(article: str) -> str:
    """The article without the last third of its last sentence."""
    above, _, last = article.rstrip().rpartition("\n")
    start = max((m.end() for m in re.finditer(SENTENCE_END, last[:-2])), default=0)
    return f"{above}\n{last[: start + (len(last) - start) * 2 // 3]}\n"


def test_the_languages_are_there() -> None:
    assert len(NAMED) == 23 + 1
    assert len(ARTICLES) >= 39
    for code, text in ARTICLES.items():
        assert len(text.split("\n\n")) >= 5, code
        assert Article(text).language == code.split("-")[0]


@pytest.mark.parametrize("code", ARTICLES)
def test_nothing_in_a_whole_article(code: str) -> None:
    assert found(ARTICLES[code]) == []
    assert found(ARTICLES[code].replace("\n\n", "\n")) == []


PAIRS = [*itertools.pairwise(ARTICLES), ("sw", "en"), ("en", "ru"), ("ar", "zh")]


@pytest.mark.parametrize(("code", "other"), [pair for pair in PAIRS if pair[1] not in SAME_MARKS])
def test_nothing_where_the_language_is_not_sure(code: str, other: str) -> None:
    """Half an article in one language and half in another."""
    halves = [ARTICLES[c].rstrip().split("\n\n") for c in (code, other)]
    assert found("\n\n".join([*halves[0][:3], *halves[1][-2:]]) + "\n") == []


@pytest.mark.parametrize("code", NAMED)
def test_cut_in_the_last_sentence(code: str) -> None:
    """Where authors leave out the last mark, as in Arabic, that it is missing is told as information."""
    text = without_third(ARTICLES[code])
    last = text.count("\n")
    assert endings(text) == [last]
    if " " in text.rsplit("\n", 2)[1]:
        assert endings(text.rsplit(" ", 1)[0] + "\n") == [last]
    cut = [[]] if code in TRAILING_LANGUAGES else [[("truncated-ending", last)], [("unfinished-ending", last)]]
    assert found(f"{text.rstrip()}…\n") in cut, "an author may trail off behind a whole sentence"


@pytest.mark.parametrize(("code", "line"), values("signed"))
def test_a_signature_is_no_cut(code: str, line: str) -> None:
    article = ARTICLES[code].rstrip()
    assert "truncated-ending" not in [rule for rule, _ in found(f"{article}\n\n{line}\n")]
    cased = any(c.lower() != c for c in line if c.isalpha())
    if not cased:  # where capitals would tell a name, it may follow in the same line, too
        assert {rule for rule, _ in found(f"{article} {line}\n")} <= {"picture-credit"}  # some are


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(c, marks=pytest.mark.xfail(reason=AMBIGUOUS[c], strict=True) if c in AMBIGUOUS else ())
        for c in ARTICLES
    ],
)
def test_quotation_never_closed(code: str) -> None:
    article, words = ARTICLES[code], DATA[code]["quote"]
    before, _, after = article.partition(words)
    row = before.count("\n") + 1
    assert found(before + words[:-1].rstrip() + after) == [("unbalanced-quotes", row)]


@pytest.mark.parametrize(("code", "line"), values("also"))
def test_other_styles_of_quoting(code: str, line: str) -> None:
    assert found(f"{ARTICLES[code]}\n{line}\n") == []
    assert found(line, code) == []


@pytest.mark.parametrize("code", ARTICLES)
def test_the_end_stands_twice(code: str) -> None:
    paragraphs = ARTICLES[code].rstrip().split("\n\n")
    text = "\n\n".join([*paragraphs, *paragraphs[-3:]]) + "\n"
    assert [rule for rule, _ in found(text)] == ["repeated-block"]


@pytest.mark.parametrize(("code", "forms"), values("names"))
def test_forms_of_a_name_are_no_misspellings(code: str, forms: list[str]) -> None:
    """In a text of that language, and in one of which the language is not known."""
    for often, once in itertools.permutations(forms, 2):
        text = f"a {often}, a {often} – a {once}.\n"
        assert found(text, code) == [], (often, once)
        assert found(text, "un") == [], (often, once)


@pytest.mark.parametrize(("code", "line"), values("residue"))
def test_what_an_assistant_says(code: str, line: str) -> None:
    """As a line of its own, at the top or at the end. The model of lines may be quicker, and call it the page's."""
    article = ARTICLES[code]
    for text, row in ((f"{article}\n{line}\n", article.count("\n") + 2), (f"{line}\n\n{article}", 1)):
        assert found(text) in ([("assistant-residue", row)], [("page-furniture", row)])
    assert ("assistant-residue", 1) in found(f"{line}\n")


@pytest.mark.parametrize(
    ("code", "rule", "line"),
    [
        pytest.param(code, rule, line, id=f"{code}-{rule}")
        for code, entry in DATA.items()
        for rule, line in entry.get("furniture", {}).items()
    ],
)
def test_what_the_page_says(code: str, rule: str, line: str) -> None:
    article = ARTICLES[code]
    assert found(f"{article}\n{line}\n") == [(rule, article.count("\n") + 2)]


def test_every_list_of_phrases_knows_every_language() -> None:
    for code in NAMED:
        assert len(DATA[code]["furniture"]) >= 4, code
    spoken = {code.split("-")[0] for code in NAMED}
    options = [r.get("options", {}) for r in RULES]
    lists = [o.get("phrases") or o.get("headings") or {"any": []} for o in options]
    missing = {r["name"]: spoken - set(known) for r, known in zip(RULES, lists, strict=True) if "any" not in known}
    assert len(missing) == 8
    assert not any(missing.values()), missing
