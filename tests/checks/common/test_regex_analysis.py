"""On this very Python, the tree that the parser of `re` makes of a pattern is read rightly, or not at all.

`re._parser` is no public interface: a new version may know another operation, or lay out one that it has otherwise.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.checks.common import regex_analysis
from artlint.checks.common.regex_analysis import bounded, required
from artlint.engine.examples import unmarked
from artlint.ruleset import rule_packs
from artlint.text.article import Article


@pytest.mark.parametrize(
    ("pattern", "sets", "few"),
    [
        ("harbour", [["harbour"]], True),
        ("har.bour", [["bour"], ["har"]], True),
        ("har[^x]bour", [["bour"], ["har"]], True),
        (r"ab\dcd", [["ab"], ["cd"]], True),
        ("[☎✆]", [["☎", "✆"]], True),
        ("[①-③]x", [["①", "②", "③"]], True),
        ("[^☎✆]", [], True),
        ("(?:cat|dog)s", [["cat", "dog"]], True),
        ("(cat|d.g)", [], True),
        ("(?:cats|)x", [], True),
        ("cats?dog", [["cat"], ["dog"]], True),
        ("(?:cats){2,9}", [["cats"]], True),
        ("(?:cats){0,3}dog", [["dog"]], True),
        ("(?:cats)*dog", [["dog"]], False),
        ("(?:cats)+?dog", [["cats"], ["dog"]], False),
        ("(?:cats)++dog", [["cats"], ["dog"]], False),
        ("(?>cats)dog", [["cats"], ["dog"]], False),
        ("(?P<x>cats)(?P=x)", [["cats"]], False),
        ("(cats)?(?(1)dog|cow)pig", [["pig"]], False),
        ("(?=cats)dog", [["dog"]], True),
        ("(?!cats)dog", [["dog"]], True),
        ("(?<=cats)dog", [["dog"]], True),
        ("(?<!cats)dog", [["dog"]], True),
        (r"^\bcats\b$", [["cats"]], True),
        ("(?i)CATS", [["cats"]], True),
        ("(?i:CATS)dog", [["cats"], ["dog"]], True),
        ("(?x) c a t s # dogs", [["cats"]], True),
        (r"\p{Lu}cats", [["cats"]], False),
        ("Straße", [["stra"]], True),
        ("(?:ab|c){2}", [], True),
        ("(?:a{1,30}){1,30}", [], False),
        ("a{1,30}b{1,30}", [], True),
        ("cats(", [], False),
    ],
)
def test_each_operation_is_read_as_it_is_meant(pattern: str, sets: list[list[str]], few: bool) -> None:
    assert (required(pattern), bounded(pattern)) == (sets, few)


Made = tuple[str, str]  # a pattern, and a text that matches it


@st.composite
def one_of(draw: st.DrawFn, branches: st.SearchStrategy[Made]) -> Made:
    made = draw(st.lists(branches, min_size=1, max_size=3))
    return f"(?:{'|'.join(pattern for pattern, _ in made)})", draw(st.sampled_from(made))[1]


@st.composite
def repeated(draw: st.DrawFn, inner: st.SearchStrategy[Made]) -> Made:
    pattern, text = draw(inner)
    least, more = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    times = draw(st.sampled_from([f"{{{least},{least + more}}}", f"{{{least},}}", f"{{{least},{least + more}}}?"]))
    return f"(?:{pattern}){times}", text * (least + draw(st.integers(0, more)))


def in_a_row(parts: list[Made]) -> Made:
    return "".join(pattern for pattern, _ in parts), "".join(text for _, text in parts)


MADE = st.recursive(
    st.one_of(
        st.text("abcİſß", min_size=1, max_size=4).map(lambda word: (re.escape(word), word)),
        st.sampled_from(
            [("[ab]", "a"), ("[^ab]", "c"), (".", "x"), (r"\d", "7"), (r"(?=\w)ab", "ab"), ("(?!x)c", "c")]
        ),
    ),
    lambda inner: st.one_of(one_of(inner), repeated(inner), st.lists(inner, min_size=1, max_size=3).map(in_a_row)),
    max_leaves=12,
)


def missing(pattern: str, text: str) -> list[list[str]]:
    """What a pattern requires and a text that it matches does not hold."""
    lowered = Article(text).lowered
    return [words for words in required(pattern) if not any(word in lowered for word in words)]


@settings(max_examples=400, deadline=None)
@given(MADE)
def test_what_matches_a_pattern_holds_what_it_requires(made: Made) -> None:
    pattern, text = made
    assert re.search(pattern, text)
    assert missing(pattern, text) == []


def rule_patterns() -> list[re.Pattern[str]]:
    """The patterns of the built-in rules, as far as `re` knows them too."""
    found = []
    for record in rule_packs.load():
        for pattern in [p for key in ("patterns", "unless") for p in record.options.get(key, ())]:
            with contextlib.suppress(re.error):
                found.append(re.compile(pattern))
    return found


def test_what_matches_a_pattern_of_the_rules_holds_what_it_requires() -> None:
    """In the examples of all rules."""
    given = [g for record in rule_packs.load(examples=True) for e in record.examples for g in (e.bad, e.good) if g]
    texts = {unmarked(text)[0] for g in given for text in ([g] if isinstance(g, str) else g)}
    matched = [(p.pattern, m.group()) for p in rule_patterns() for text in sorted(texts) if (m := p.search(text))]
    assert sum(bool(required(pattern)) for pattern, _ in matched) > 50
    assert [(pattern, text) for pattern, text in matched if missing(pattern, text)] == []


def tree(pattern: str, **replaced: str) -> list[Any]:
    """The tree of a pattern, with other names for some operations."""
    return [(replaced.get(str(op), op), value) for op, value in re._parser.parse(pattern)]  # type: ignore[attr-defined]


def test_an_unknown_operation_requires_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = tree("(?:cats){2}dog", MAX_REPEAT="MAX_REPEAT_OF_A_NEW_KIND")
    monkeypatch.setattr(regex_analysis, "_parsed", lambda pattern: parsed)
    assert required("") == [["dog"]]
    assert not bounded("")


@pytest.mark.parametrize(
    "shape",
    [
        [("SUBPATTERN", None)],
        [("SUBPATTERN", ())],
        [("BRANCH", 7)],
        [("MAX_REPEAT", "ab")],
        [("IN", [("RANGE", 7)])],
        [("LITERAL", "a")],
        ["LITERAL"],
        [7],
    ],
    ids=str,
)
def test_a_tree_of_another_shape_tells_nothing(monkeypatch: pytest.MonkeyPatch, shape: list[Any]) -> None:
    monkeypatch.setattr(regex_analysis, "_parsed", lambda pattern: [*tree("cats"), *shape])
    assert required("") == []


@pytest.mark.parametrize("gone", ["_parser", "parse"])
def test_without_the_parser_nothing_is_known(monkeypatch: pytest.MonkeyPatch, gone: str) -> None:
    parser = re._parser  # type: ignore[attr-defined]
    with monkeypatch.context() as patch:
        patch.delattr(re if gone == "_parser" else parser, gone)
        known = required("cats"), bounded("cats")
    assert known == ([], False)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("(?i)ſtop|K9", ["stop", "K9"]),
        ("(?i)straße", ["STRASSE", "straße"]),
        ("(?i)σας", ["ΣΑΣ", "σας"]),
        (r"\p{Lu}x", ["Éx"]),
        ("(?:a|bc)+d?", ["bc"]),
    ],
)
def test_literals_know_case(pattern: str, matches: list[str]) -> None:
    import regex

    sets = regex_analysis.required(pattern)
    for text in matches:
        if regex.search(pattern, text):
            lowered = Article(text).lowered
            assert all(any(w in lowered for w in words) for words in sets), (pattern, text, sets)


@pytest.mark.parametrize("pattern", ["(?:harbour){e<=1}", r"harbour\d{s<=1:[a-z]}", r"\\p{e<=3}"])
def test_what_is_fuzzy_requires_nothing(pattern: str) -> None:
    """`re` would take the braces for characters, and its matches for all there are."""
    assert regex_analysis.required(pattern) == []
    assert not regex_analysis.bounded(pattern)


def test_braces_that_are_no_constraint_are_read() -> None:
    assert regex_analysis.required(r"a\{bc[{;]d{2}") == [["a{bc"], [";", "{"]]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^(a|aa)+$", False),
        (r"^(\w+\s?)*$", False),
        (r"\w+x", False),
        (r"a{1,30}b{1,30}", True),
        (r"(a{1,9}){1,9}", False),
        (r"\bread more\b", True),
        (r"(x)\1", False),
    ],
)
def test_bounded(pattern: str, expected: bool) -> None:
    assert regex_analysis.bounded(pattern) is expected
