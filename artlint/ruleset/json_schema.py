"""The JSON Schemas of artlint.yaml and of rule files, from the types that validate them."""

from __future__ import annotations

from artlint.base.model import SEVERITIES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def rule_schema() -> dict[str, Any]:
    """The JSON Schema of a rule file: the options of an entry are those of its check."""
    from artlint.ruleset.documents.typed_schema import json_schema
    from artlint.ruleset.entries import RuleEntry
    from artlint.ruleset.plugins import registry

    checks = sorted(registry.checks())
    (entry, *options), definitions = json_schema(RuleEntry, *(registry.check_class(c).Options for c in checks))
    shape = definitions.pop(entry["$ref"].rsplit("/", 1)[-1])
    shape["properties"]["check"] = {"description": "the mechanism", "enum": checks}
    shape["allOf"] = [
        {"if": {"properties": {"check": {"const": check}}}, "then": {"properties": {"options": of}}}
        for check, of in zip(checks, options, strict=True)
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "artlint rules",
        "type": "array",
        "items": shape,
        "$defs": definitions,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of artlint.yaml, with the options of every rule, from the types that validate."""
    from artlint.ruleset import rule_packs
    from artlint.ruleset.documents.typed_schema import json_schema
    from artlint.ruleset.entries import Config
    from artlint.ruleset.plugins import registry

    records = rule_packs.load()
    checks = sorted({r.check for r in records})
    (config, *options), definitions = json_schema(Config, *(registry.check_class(c).Options for c in checks))
    by_check = dict(zip(checks, options, strict=True))
    rules: dict[str, Any] = {}
    for record in records:
        shape = by_check[record.check]
        target = definitions[shape["$ref"].rsplit("/", 1)[-1]] if "$ref" in shape else shape
        rules[record.name] = {
            "type": "object",
            "description": record.summary,
            "additionalProperties": False,
            "properties": {
                "severity": {"enum": list(SEVERITIES)},
                "options": {**{k: v for k, v in target.items() if k not in ("required", "title", "description")}},
            },
        }
    config_shape = definitions.pop(config["$ref"].rsplit("/", 1)[-1]) if "$ref" in config else config
    config_shape["properties"]["rules"] = {
        "type": "object",
        "description": "severity and options of rules, by name",
        "properties": rules,
        "additionalProperties": {"$ref": "#/$defs/RuleSettings"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "artlint configuration",
        **config_shape,
        "$defs": definitions,
    }
