"""The names of months."""

from __future__ import annotations

import re

from artlint.text.months import MONTHS, alternation


def test_every_language_names_twelve_months() -> None:
    assert all(len(names) == len(set(names)) >= 12 for names in MONTHS.values())
    assert all(name == name.lower() and not name.endswith(".") for names in MONTHS.values() for name in names)
    names = alternation(["en"]).split("|")
    assert names[0] == "september"
    assert set(names) == set(MONTHS["en"])
    assert re.findall(rf"\b(?:{alternation()})\b", "sept september marks märz mayor 3 tháng 12") == [
        "sept",
        "september",
        "märz",
        "tháng 12",
    ]
