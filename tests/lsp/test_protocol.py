"""Answers as the protocol has them."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server takes artlint[lsp]")

from artlint.lsp import protocol


def test_what_is_replaced_is_little() -> None:
    old = "one\ntwo\r\nthree\nfour"
    for new in (old.replace("two", "2"), old + "\n", "", "zero\n" + old, old.replace("three\n", "")):
        text = old
        for span, more in sorted(protocol.differences(old, new), reverse=True):
            text = text[: span.start] + more + text[span.end :]
        assert text == new
    assert [old[slice(*s)] for s, _ in protocol.differences(old, old.replace("two", "2"))] == ["two\r\n"]
