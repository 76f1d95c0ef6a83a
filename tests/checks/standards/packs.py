"""The packs of published standards, and prose that passes them."""

from __future__ import annotations

from artlint import Linter
from artlint.ruleset import rule_packs

DATATROVE = ("datatrove-gopher-quality", "datatrove-gopher-repetition", "datatrove-c4", "datatrove-fineweb")

PROSE = (
    "The harbour of the old town was closed for a week after the storm, and the ships that were on their way to it "
    "had to be sent to three other places along the coast. Nobody had asked for them there. It cost a lot of money, "
    "as the mayor said on Monday. She will have to find it. What is left of the pier can be used again in May."
)

RECORDS = [r for r in rule_packs.load(examples=True) if "standards" in r.tags]


def rules(text: str, *selectors: str) -> list[str]:
    return [d.rule for d in Linter.from_config(select=list(selectors)).lint_text(text)]
