"""The packs that follow datatrove drop what datatrove drops."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from artlint.text.measures.tokenizer import tokens
from tests.checks.standards.packs import DATATROVE, RECORDS
from tests.support import ROOT

REFERENCE = [json.loads(line) for line in Path(__file__).with_name("datatrove.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture
def datatrove_packs() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "benchmarks" / "quality"))
    try:
        import datatrove_packs

        yield datatrove_packs
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("given", [True, False], ids=["datatrove's words", "own words"])
@pytest.mark.parametrize("pack", DATATROVE)
def test_the_packs_drop_what_datatrove_drops(datatrove_packs: ModuleType, pack: str, given: bool) -> None:
    compared = datatrove_packs.compare(pack, [row["text"] for row in REFERENCE], REFERENCE, given=given)
    assert not compared.kinds
    assert 0 < compared.theirs < len(REFERENCE)
    assert compared.reasons == compared.both == compared.theirs == compared.dropped


@pytest.mark.parametrize("row", REFERENCE, ids=lambda row: repr(row["text"][:25]))
def test_words_and_marks_are_those_of_datatrove(row: dict[str, Any]) -> None:
    assert tokens(row["text"]) == row["words"]


def test_the_reference_is_what_datatrove_says(datatrove_packs: ModuleType, tmp_path: Path) -> None:
    """To renew it, or to add `{"text": …}`: benchmarks/quality/datatrove_reference.py on the file, without the last line of what it
    writes."""
    python = datatrove_packs.ready()
    if python is None:
        pytest.skip("datatrove is not installed: python benchmarks/quality/datatrove_packs.py does that")
    texts = [row["text"] for row in REFERENCE]
    examples = [e.bad for r in RECORDS if "datatrove" in r.tags for e in r.examples if isinstance(e.bad, str)]
    texts += [text.replace("⟦", "").replace("⟧", "") for text in examples]
    rows, _ = datatrove_packs.reference(texts, tmp_path, python=python)
    assert rows[: len(REFERENCE)] == REFERENCE
    for pack in DATATROVE:
        assert not datatrove_packs.compare(pack, texts, rows, given=True).kinds, pack


def test_a_pack_that_agrees_too_seldom_is_named(datatrove_packs: ModuleType) -> None:
    texts = [row["text"] for row in REFERENCE]
    rows = [{**row, "datatrove-c4": "" if row["datatrove-c4"] else "too_few_sentences"} for row in REFERENCE]
    results = {
        pack: (datatrove_packs.compare(pack, texts, rows, given=True),) * 2 for pack in ("datatrove-c4", DATATROVE[0])
    }
    failed = datatrove_packs.failures(results, len(texts))
    assert len(failed) == 2
    assert all(line.startswith("datatrove-c4: the same verdict on 0.00%") for line in failed)
