"""The place of a fault in a pyproject.toml, which Python's tomllib tells in its message alone."""

from __future__ import annotations

import pytest

from artlint.base.errors import PlacedError
from artlint.ruleset.documents.toml_document import TomlTable


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[tool.artlint]\nignore = nothing\n", (2, 10)),
        ("[tool.artlint]\npreview = true\npreview = true\n", (3, 15)),
        ("[tool.artlint]\nignore = [\n", (0, 0)),  # at the end of the file, says tomllib
    ],
)
def test_what_is_no_toml_has_its_place(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(PlacedError) as caught:
        TomlTable("pyproject.toml", text)
    assert caught.value.message.startswith("not valid TOML: ")
    assert "line" not in caught.value.message
    assert (caught.value.line, caught.value.column) == place
