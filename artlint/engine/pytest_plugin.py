"""pytest runs the examples of rule files: `pytest my-rules/` collects every YAML file that holds a list of rules."""

from __future__ import annotations

import os
import pathlib
import re
from collections.abc import Iterable

import pytest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from artlint.ruleset.rule import Rule, RuleRecord


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(
        "artlint_rules",
        "folders whose YAML files hold artlint rules, to be collected as tests",
        type="paths",
        default=[],
    )


def pytest_collect_file(parent: pytest.Collector, file_path: pathlib.Path) -> pytest.Collector | None:
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    if any(folder in file_path.parents for folder in parent.config.getini("artlint_rules")):
        return RuleFile.from_parent(parent, path=file_path)
    if parent.config.args_source is not pytest.Config.ArgsSource.ARGS:
        return None
    named = [pathlib.Path(os.path.abspath(arg)) for arg in parent.config.args]
    if any(p == file_path or p in file_path.parents for p in named) and _holds_rules(file_path):
        return RuleFile.from_parent(parent, path=file_path)
    return None


def _holds_rules(path: pathlib.Path) -> bool:
    """Whether a file looks like rules: a folder of tests may hold YAML of any kind."""
    text = path.read_text("utf-8", "replace")
    return all(re.search(rf"^(?:- |  ){key}:", text, re.M) for key in ("name", "code", "check"))


class RuleFile(pytest.File):
    def collect(self) -> Iterable[pytest.Item]:
        from artlint.engine.examples import marking_rules
        from artlint.ruleset import rule, rule_packs

        records = (
            rule_packs.load(examples=True)
            if str(self.path).startswith(rule.builtin_folder())
            else rule_packs.load([str(self.path)], examples=True)
        )
        evidence = marking_rules(records)
        for record in records:
            if record.path == str(self.path):
                yield RuleItem.from_parent(self, name=record.name, record=record, evidence=evidence)


class RuleItem(pytest.Item):
    def __init__(self, *, record: RuleRecord, evidence: list[Rule], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.record, self.evidence = record, evidence
        self.funcargs: dict[str, object] = {}  # fixtures, of which there are none: some plugins ask every item for them

    def runtest(self) -> None:
        from artlint.engine.examples import failures

        wrong = list(failures(self.record, self.evidence))
        if wrong:
            raise AssertionError("\n".join(wrong))

    def reportinfo(self) -> tuple[pathlib.Path, int, str]:
        return self.path, self.record.line - 1, f"rule {self.name}"
