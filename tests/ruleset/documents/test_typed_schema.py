"""What msgspec says of a value that is not as the annotations ask, and what artlint makes of it.

msgspec's messages are no interface, and typed_schema reads them: where a new version of msgspec words one differently,
the first test names it, and pyproject.toml's upper bound waits until typed_schema knows the new words.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta

from artlint.base.errors import PlacedError
from artlint.ruleset.documents.typed_schema import convert, struct
from artlint.ruleset.documents.yaml_document import Document
from artlint.ruleset.entries import RuleSettings


class Options:
    """Each kind of value that rules and configurations have."""

    name: str
    kind: Literal["first", "last"] = "first"
    level: Literal[1, 2] = 1
    code: Annotated[str, Meta(pattern="^[A-Z]{2,6}[0-9]{3}$")] = "ABC123"
    shape: Annotated[str, Meta(pattern="^[a-z]+$")] = "abc"
    count: Annotated[int, Meta(ge=1, le=5)] = 1
    share: Annotated[float, Meta(gt=0, lt=1)] = 0.5
    whole: bool = False
    words: Annotated[list[str], Meta(min_length=1)] = ["a"]
    most: int | None = None
    either: str | list[str] = ""
    by_language: dict[str, list[int]] = {}
    by_code: dict[Annotated[str, Meta(pattern="^[a-z]+$")], int] = {}
    listed: list[RuleSettings] = []
    named: dict[str, RuleSettings] = {}


CASES = [
    ("{}", "Object missing required field `name`", (1, 1), "the key “name” is missing here"),
    ("{name: n, nam: x}", "Object contains unknown field `nam`", (1, 11), "unknown key “nam”"),
    (
        "{name: n, listed: [{}, {siz: 1}]}",
        "Object contains unknown field `siz` - at `$.listed[1]`",
        (1, 25),
        "unknown key “siz”",
    ),
    (
        "{name: n, named: {a: {}, b: {siz: 1}}}",
        "Object contains unknown field `siz` - at `$.named[...]`",
        (1, 30),
        "unknown key “siz”",
    ),
    (
        "{name: n, kind: lst}",
        "Invalid enum value 'lst' - at `$.kind`",
        (1, 17),
        "“lst” is none of: first, last",
    ),
    ("{name: n, level: 3}", "Invalid enum value 3 - at `$.level`", (1, 18), "“3” is none of: 1, 2"),
    ("{name: 1}", "Expected `str`, got `int` - at `$.name`", (1, 8), "expected text, got a whole number"),
    (
        "{name: n, whole: 1}",
        "Expected `bool`, got `int` - at `$.whole`",
        (1, 18),
        "expected true or false, got a whole number",
    ),
    (
        "{name: n, share: x}",
        "Expected `float`, got `str` - at `$.share`",
        (1, 18),
        "expected a number, got text",
    ),
    (
        "{name: n, count: 1.5}",
        "Expected `int`, got `float` - at `$.count`",
        (1, 18),
        "expected a whole number, got a number",
    ),
    ("{name: null}", "Expected `str`, got `null` - at `$.name`", (1, 8), "expected text, got nothing"),
    ("{name: true}", "Expected `str`, got `bool` - at `$.name`", (1, 8), "expected text, got true or false"),
    ("{name: {}}", "Expected `str`, got `object` - at `$.name`", (1, 8), "expected text, got a mapping"),
    ("[]", "Expected `object`, got `array`", (1, 1), "expected a mapping, got a list"),
    (
        "{name: n, most: x}",
        "Expected `int | null`, got `str` - at `$.most`",
        (1, 17),
        "expected a whole number or nothing, got text",
    ),
    (
        "{name: n, either: 1}",
        "Expected `str | array`, got `int` - at `$.either`",
        (1, 19),
        "expected text or a list, got a whole number",
    ),
    ("{name: n, words: x}", "Expected `array`, got `str` - at `$.words`", (1, 18), "expected a list, got text"),
    (
        "{name: n, by-language: {en: [1], de: [2, x]}}",
        "Expected `int`, got `str` - at `$.by-language[...][1]`",
        (1, 42),
        "expected a whole number, got text",
    ),
    (
        "{name: n, by-code: {A: 1}}",
        "Expected `str` matching regex '^[a-z]+$' - at `key` in `$.by-code`",
        (1, 20),
        "it must match the regular expression ^[a-z]+$",
    ),
    (
        "{name: n, shape: A}",
        "Expected `str` matching regex '^[a-z]+$' - at `$.shape`",
        (1, 18),
        "it must match the regular expression ^[a-z]+$",
    ),
    (
        "{name: n, code: A}",
        "Expected `str` matching regex '^[A-Z]{2,6}[0-9]{3}$' - at `$.code`",
        (1, 17),
        "a code is two to six capitals and three digits: OUR001",
    ),
    ("{name: n, count: 0}", "Expected `int` >= 1 - at `$.count`", (1, 18), "expected a whole number >= 1"),
    ("{name: n, count: 6}", "Expected `int` <= 5 - at `$.count`", (1, 18), "expected a whole number <= 5"),
    ("{name: n, share: 0.0}", "Expected `float` > 0.0 - at `$.share`", (1, 18), "expected a number > 0.0"),
    ("{name: n, share: 1.0}", "Expected `float` < 1.0 - at `$.share`", (1, 18), "expected a number < 1.0"),
    (
        "{name: n, words: []}",
        "Expected `array` of length >= 1 - at `$.words`",
        (1, 18),
        "expected a list of length >= 1",
    ),
]


@pytest.mark.parametrize(("text", "words"), [case[:2] for case in CASES])
def test_msgspec_words_it_so(text: str, words: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(Document("rule.yaml", text).data, type=struct(Options), strict=True)
    assert str(caught.value) == words


@pytest.mark.parametrize(("text", "place", "message"), [(case[0], *case[2:]) for case in CASES])
def test_artlint_says_where_and_in_plain_words(text: str, place: tuple[int, int], message: str) -> None:
    document = Document("rule.yaml", text)
    with pytest.raises(PlacedError) as caught:
        convert(Options, document.data, document)
    assert (caught.value.message, caught.value.line, caught.value.column) == (message, *place)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{name: n, nam: x}", "did you mean “name”?"),
        ("{name: n, kind: lst}", "did you mean “last”?"),
        ("{name: n, words: x}", "put it in brackets: [...]"),
    ],
)
def test_what_helps(text: str, hint: str) -> None:
    document = Document("rule.yaml", text)
    with pytest.raises(PlacedError) as caught:
        convert(Options, document.data, document)
    assert caught.value.hint == hint


def test_what_is_right_is_filled_up_with_defaults() -> None:
    document = Document("rule.yaml", "{name: n, share: 0.25, by-language: {en: [1]}, listed: [{}]}")
    values: dict[str, Any] = convert(Options, document.data, document)
    assert values["name"] == "n"
    assert values["share"] == 0.25
    assert values["by_language"] == {"en": [1]}
    assert values["listed"] == [{"severity": None, "options": {}}]
    assert values["words"] == ["a"]
