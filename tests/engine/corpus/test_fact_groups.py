"""Facts, gathered by key in bounded memory."""

from __future__ import annotations

import random

from artlint.base.model import Fact
from artlint.engine.corpus.fact_groups import FactGroups


def test_groups_come_whole_and_in_order() -> None:
    facts = [Fact("r", bytes([n % 7]), f"{n:03}", 0, "", b"x" * 50) for n in range(500)]
    for room in (10**9, 5000):
        groups = FactGroups(room)
        for fact in random.Random(1).sample(facts, len(facts)):
            groups.add(fact)
        seen = {key: members for _, key, members in groups}
        assert len(seen) == 7
        assert all(members == [f for f in facts if f.key == key] for key, members in seen.items())
