"""Articles that tell another one again, and quotations that two articles tell in two ways."""

from __future__ import annotations

import pytest

from artlint import Linter
from artlint.text.article import Article

NEWS = (
    "The ferry Marlowe sails again from Quellendorf. After 23 days in the dock, the shaft, in which a diver had found a crack in May, "
    "is sound, said the harbour master, Edna Brockhurst. “We have lost forty thousand in fares, and the insurer pays half of that,” "
    "she said. The Marlowe was built in 1987 in Eastmarsh and carries ninety cars and four hundred people to the islands. A sister ship, "
    "the Tuckett, is laid up for want of a crew. The council will decide in June whether the line is to be sold to a Danish firm."
)
REWRITE = (
    "After being out of service for 23 days, the ferry Marlowe is sailing from Quellendorf once more. Harbour master Edna Brockhurst "
    "told reporters that the shaft is sound; a diver discovered the crack in May. Fares of some forty thousand were lost, of which the "
    "insurer covers half. Built in Eastmarsh in 1987, the Marlowe can carry four hundred people and ninety cars to the islands. Its "
    "sister ship, the Tuckett, remains laid up because there is no crew. In June, the council is to decide on a sale of the line to a "
    "Danish firm."
)
OTHER = (
    "Quellendorf waited three weeks for its ferry. On Monday the children on the pier cheered when the Marlowe came round the lighthouse; "
    "a band played, the mayor wept, and the baker gave away rolls. Nobody spoke of the bill. Old men on the bench by the custom house "
    "said that no ship had ever been missed so much, not even the steamer that took their fathers to war. By evening the square was "
    "empty again, and the gulls had the rolls. The next boat leaves at seven, and schoolchildren travel free until the end of term."
)
FACTS = ("We have decided to bring our team home from the region after two long and fruitless weeks",
         "We have decided to bring our staff home from the region after two long and fruitless weeks")  # fmt: skip


def found(*texts: str, select: str) -> dict[str, list[str]]:
    linter = Linter.from_config(select=[select], preview=True)
    articles = [Article(text, str(n)) for n, text in enumerate(texts, 1)]
    return {path: [d.message for d in found] for path, found in linter.lint_corpus(articles).items() if found}


@pytest.mark.parametrize("order", [(NEWS, REWRITE, OTHER), (REWRITE, OTHER, NEWS)])
def test_the_rewrite_is_reported_wherever_it_stands(order: tuple[str, ...]) -> None:
    told = found(*order, select="COR005")
    assert list(told) == [str(1 + order.index(REWRITE))]
    [message] = told[str(1 + order.index(REWRITE))]
    assert f"tells {1 + order.index(NEWS)} again" in message
    assert "brockhurst" in message or "quellendorf" in message


def test_a_copy_is_left_to_its_own_rule() -> None:
    assert found(NEWS, NEWS + " Share this.", select="COR005") == {}
    assert list(found(NEWS, NEWS + " Share this.", select="COR002")) == ["2"]


def test_the_wording_of_fewer_articles_is_reported() -> None:
    first, second = (f"“{fact},” said the envoy." for fact in FACTS)
    assert list(found(first, second, select="COR006")) == ["2"]
    told = found(first, second, second.replace("said the envoy", "he said"), select="COR006")
    assert told == {
        "1": ["“to bring our team home from the” is “to bring our staff home from the” in the quotation of 2"]
    }
    assert found(first, first, select="COR006") == {}


@pytest.mark.parametrize(
    "other",
    [
        FACTS[0].replace("two long", "two very long"),  # put in
        FACTS[0].replace("team", "teams"),  # another form
        FACTS[0].replace("fruitless", "fruit less"),  # spelling
        FACTS[0].replace("region", "Doha"),  # a name
        "We have decided to bring our team home from the region",  # shortened
    ],
)
def test_what_editors_do_is_no_alteration(other: str) -> None:
    assert found(f"“{FACTS[0]},” he said.", f"“{other},” he said.", select="COR006") == {}
