"""Names that are misspelt."""

from __future__ import annotations

import re
import sys

from artlint.checks.common.name_forms import CAPITALS


def test_no_capital_is_passed_over() -> None:
    capitals = re.compile(f"[{CAPITALS}]")
    letters = filter(str.isalnum, map(chr, range(sys.maxunicode + 1)))
    assert not [c for c in letters if c.isupper() and not capitals.match(c)]
