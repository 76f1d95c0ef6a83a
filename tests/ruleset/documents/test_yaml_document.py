"""What is wrong in a YAML file is told with its place, by the parser in C (libyaml) as by that in Python."""

from __future__ import annotations

import pytest
import yaml

from artlint.base.errors import PlacedError
from artlint.ruleset.documents import yaml_document
from artlint.ruleset.documents.yaml_document import MAX_DEPTH, Document

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ignore: " + "[" * 3000 + "]" * 3000, (1, 108)),
        ("ignore: " + "[" * 3000, (1, 108)),
        ("ignore:\n" + "  [\n" * 3000, (101, 3)),
        ("\n".join(" " * i + "a:" for i in range(1200)), (101, 101)),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), (1, 101)),
    ],
)
def test_nested_too_deep(
    monkeypatch: pytest.MonkeyPatch, loader: type[yaml.SafeLoader], text: str, place: tuple[int, int]
) -> None:
    """PyYAML's parser in Python runs out of stack; libyaml has a limit of its own from PyYAML 6.0.4 on."""
    monkeypatch.setattr(yaml_document, "_LOADER", loader)
    with pytest.raises(PlacedError) as caught:
        Document("artlint.yaml", text)
    error = caught.value
    assert (error.line, error.column) == place
    assert error.message.startswith("nested too deep")
    assert "[[[" not in str(error)
    assert error.hint.startswith("no setting needs more than a few levels")


@pytest.mark.parametrize("loader", LOADERS)
def test_nested_as_deep_as_is_allowed(monkeypatch: pytest.MonkeyPatch, loader: type[yaml.SafeLoader]) -> None:
    monkeypatch.setattr(yaml_document, "_LOADER", loader)
    node = Document("artlint.yaml", "[" * MAX_DEPTH + "]" * MAX_DEPTH).data
    for _ in range(MAX_DEPTH - 1):
        (node,) = node
    assert node == []
