"""The forms that a text should not mix."""

from __future__ import annotations

import pytest

from artlint.checks.base import OptionError
from artlint.checks.consistency import Consistency


def test_forms_are_patterns_of_regex() -> None:
    Consistency.prepare({"forms": {"a": r"\p{Lu}", "b": "b"}})
    with pytest.raises(OptionError, match="does not compile"):
        Consistency.prepare({"forms": {"a": "(", "b": "b"}})
