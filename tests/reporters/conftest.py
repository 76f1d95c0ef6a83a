"""What the tests of several reporters need."""

from __future__ import annotations

import pytest

from artlint.base.model import Edit, Fix, Place, Result, Span
from artlint.text.position import Positions
from tests.reporters.made import CRLF, on


@pytest.fixture
def results() -> tuple[Result, ...]:
    """A multi-line span with everything on it, an info of a user's own rule, a clean file, and one unreadable."""
    block = on(CRLF, "Read more\x1b[31m\r\nHamas Reasserts Control\r\n")
    at = Positions(CRLF).at
    block = block._replace(
        message="“Read more”,\r\n100% of: “it”",
        related=(Place(at(0), at(2), "the first\nplace"),),
        fix=Fix("Delete these lines", (Edit(block.span, ""), Edit(Span(6, 7), "·")), "safe"),
    )
    emoji = on(CRLF, "📰", rule="house-rule", code="OWN001", severity="info", fingerprint="0a")
    return (
        Result("a/b.txt", (emoji, block), CRLF),
        Result("clean.txt", (), "Fine.\n"),
        Result("broken.txt", problem="not UTF-8: \x00"),
    )
