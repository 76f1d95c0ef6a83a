"""The phrases of the boilerplate rules once more, in words that nobody has written: what twice the rules cost."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).resolve().parents[2] / "rules" / "boilerplate.yaml"
LISTS = ("phrases", "headings")  # the options that hold phrases by language
KEPT = ("check", "summary", "why", "severity", "message", "fix", "marks", "part", "tags")


def write(folder: Path) -> tuple[Path, int]:
    """Write rules with as many phrases as the boilerplate rules have, and a configuration that adds them to those.

    Returns the configuration, and the number of phrases.
    """
    entries = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    made: list[dict[str, Any]] = []
    count = 0
    for entry in entries:
        options = entry.get("options") or {}
        for name in LISTS:
            if isinstance(options.get(name), dict):
                options[name] = {code: made_up(code, phrases) for code, phrases in options[name].items()}
                count += sum(map(len, options[name].values()))
                made.append(
                    {**{k: entry[k] for k in KEPT if k in entry}, **_named(entry, len(made)), "options": options}
                )
    rules = folder / "rules"
    rules.mkdir(parents=True, exist_ok=True)
    (rules / "made-up.yaml").write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), encoding="utf-8")
    configuration = folder / "artlint.yaml"
    configuration.write_text("rule-paths: [rules/]\n", encoding="utf-8")
    return configuration, count


def _named(entry: dict[str, Any], n: int) -> dict[str, Any]:
    examples = [{"bad": "⟦Nothing⟧"}, {"good": "Nothing."}]  # they are not run
    return {"name": f"made-up-{entry['name']}", "code": f"MUP{n + 1:03}", "examples": examples}


def made_up(language: str, phrases: Iterable[str]) -> list[str]:
    """The phrases with every letter replaced by another one of the same kind; {placeholders} stay."""
    phrases = list(phrases)
    letters = sorted({c for p in phrases for c in re.sub(r"\{.*?\}", "", p) if c.isalpha()})
    table: dict[int, str] = {}
    for script in sorted({_script(c) for c in letters}):
        own = [c for c in letters if _script(c) == script]
        other = own[:]
        random.Random(f"{language} {script}").shuffle(other)
        table.update(zip(map(ord, own), other, strict=True))
    parts = (re.split(r"(\{.*?\})", p) for p in phrases)
    return ["".join(x if x.startswith("{") else x.translate(table) for x in part) for part in parts]


def _script(letter: str) -> str:
    return f"{unicodedata.name(letter, '').split()[0]} {unicodedata.category(letter)}"
