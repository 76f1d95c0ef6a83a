"""A configuration against the rules that exist: its selectors and its rules' options."""

from __future__ import annotations

from artlint.base.errors import PlacedError
from artlint.base.startup import disk_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from artlint.ruleset.documents.yaml_document import Document


def place_rules(own: dict[str, Any], document: Document) -> None:
    """Note where each selector and each rule entry stands, for messages that only later steps can make."""

    def note(group: dict[str, Any], base: tuple[str | int, ...]) -> None:
        for name, entry in group["rules"].items():
            entry["at"] = [document.filename, *document.place((*base, "rules", name), key=True)]
            entry["places"] = {
                o: list(document.place((*base, "rules", name, "options", o), key=True)) for o in entry["options"]
            }
        group["selectors"] = [
            [s, document.filename, *document.place((*base, key, i))]
            for key in ("select", "extend-select", "ignore")
            for i, s in enumerate(group[key.replace("-", "_")] or [])
        ]

    note(own, ())
    for i, entry in enumerate(own["per_path"]):
        note(entry, ("per-path", i))


def check_lists(own: dict[str, Any], document: Document) -> None:
    """What has the right type and can only be a slip: a name without a letter, a selection of nothing."""
    for i, name in enumerate(own["names"]):
        if not name.strip():
            raise document.error(("names", i), "a name needs at least one letter")
    groups: list[tuple[dict[str, Any], tuple[str | int, ...]]] = [(own, ())]
    for group, base in groups + [(e, ("per-path", i)) for i, e in enumerate(own["per_path"])]:
        if group["select"] == []:
            hint = "leave “select” out for the default rules; “ignore: [ALL]” runs none"
            raise document.error((*base, "select"), "an empty selection would run no rule", hint)


def _source(path: str) -> str:
    return (disk_cache.read(path) or b"").decode("utf-8", "replace")


def check_rules(values: dict[str, Any], records: Mapping[str, Mapping[str, Any]]) -> None:
    """Check selectors and rule settings against the rules that exist, and make the changed rules' records."""
    from artlint.base.errors import nearest
    from artlint.ruleset.rule_validation import check_selector

    for group in (values, *values["per_path"]):
        for selector, path, line, column in group.pop("selectors", []):
            hint = check_selector(selector, records)
            if hint:
                raise PlacedError(
                    path, line, column, f"no rule answers to “{selector}”", source=_source(path), hint=hint
                )
        for name, entry in group["rules"].items():
            path, line, column = entry["at"]
            places = entry.pop("places")
            if name not in records:
                raise PlacedError(
                    path,
                    line,
                    column,
                    f"there is no rule “{name}”",
                    source=_source(path),
                    hint=_by_code(name, records) or nearest(name, records) or "“artlint rules” lists the rules",
                )
            if entry["options"]:
                options = {**values["rules"].get(name, {}).get("options", {}), **entry["options"]}
                entry["record"] = changed(records[name], options, path, (line, column), places)


def _by_code(word: str, records: Mapping[str, Mapping[str, Any]]) -> str:
    names = [r["name"] for r in records.values() if word in (r["code"], *r["aliases"])]
    return f"rules are set by name here: {names[0]}" if names else ""


def changed(
    record: Mapping[str, Any],
    options: Mapping[str, Any],
    path: str,
    at: tuple[int, int],
    places: Mapping[str, list[int]],
) -> dict[str, Any]:
    """The part of a rule's record that depends on its options, for changed options."""
    from artlint.ruleset.documents.yaml_document import Document
    from artlint.ruleset.rule_files import set_options

    original = {k.replace("_", "-"): v for k, v in record["options"].items()}
    document = Document(path, "")
    document.text = _source(path)
    document.place = lambda p, *, key=False: tuple(places.get(str(p[0]), at)) if p else at  # type: ignore
    changed = {"check": record["check"]}
    set_options(changed, {**original, **options}, document, ())
    return {"options": changed["options"], "prepared": changed["prepared"]}
