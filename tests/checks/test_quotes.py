"""Quotations that are not closed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artlint.checks.common import quotation_marks
from artlint.checks.common.quotation_pairs import PAIRED, Reader
from artlint.text.article import Article


@settings(max_examples=1500)
@given(st.text("""“”„‟"″«»「」『』'`,.: -—(€²3aZשж?\u00a0""", max_size=14).map(str.strip).filter(bool))
def test_plain_pairs_leave_nothing_to_the_reader(text: str) -> None:
    article = Article(text)
    for family in quotation_marks.MEMBERS:
        pairs = quotation_marks.plain_pairs(article.view(quotation_marks.running), family)
        if pairs >= 0:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(quotation_marks, "plain_pairs", lambda text, family: -1)
                read = Reader(article, family, lambda text: False).read()
            assert [kind for kind, _, _ in read] == [PAIRED] * pairs
