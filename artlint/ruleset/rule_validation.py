"""What can be wrong with a rule besides the types of its entries: placeholders, languages, examples, selectors."""

from __future__ import annotations

from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from artlint.ruleset.documents.yaml_document import Document


def check_selector(selector: str, records: Mapping[str, Mapping[str, Any]]) -> str:
    """An empty string, or what is wrong with a selector, with the nearest one that is right."""
    from artlint.base.errors import nearest
    from artlint.ruleset.rule import Rule

    if any(Rule(r).answers_to(selector) for r in records.values()):
        return ""
    known = {"ALL"}
    for r in records.values():
        known |= {r["name"], r["code"], r["code"].rstrip("0123456789"), r["pack"], *r["tags"], *r["aliases"]}
    return nearest(selector, known) or "“artlint rules” lists the rules"


def check_subsumes(records: list[dict[str, Any]]) -> None:
    """Raise the error for a `subsumes` that means no rule: it would settle nothing, in silence."""
    from artlint.base.errors import PlacedError
    from artlint.base.startup import disk_cache

    by_name = {r["name"]: r for r in records}
    for record in records:
        for selector, (line, column) in zip(record["subsumes"], record.pop("subsumes_at"), strict=True):
            hint = check_selector(selector, by_name)
            if hint:
                source = (disk_cache.read(record["path"]) or b"").decode("utf-8", "replace")
                message = f"no rule answers to “{selector}”"
                raise PlacedError(record["path"], line, column, message, source=source, hint=hint)


def check_languages(codes: Iterable[str], document: Document, path: tuple[str | int, ...]) -> None:
    """Raise the error for a code that names no language that can be told: it would switch a rule off in silence."""
    for n, code in enumerate(codes):
        _check_language(code, document, (*path, n))


def check_phrase_languages(options: Mapping[str, Any], document: Document, path: tuple[str | int, ...]) -> None:
    """The same for phrases, which stand under the codes of their languages, or under `any`."""
    for name in ("phrases", "headings"):
        group = options.get(name)
        for code in group if isinstance(group, dict) else ():
            if code != "any":
                _check_language(code, document, (*path, name, code), key=True)


def _check_language(code: str, document: Document, path: tuple[str | int, ...], *, key: bool = False) -> None:
    from artlint.text.language import unknown

    hint = unknown(code)
    if hint:
        raise document.error(path, f"“{code}” is no language code", hint, key=key)


def placeholders(template: str) -> Iterator[str]:
    """The names in braces in a message or a replacement. Raises ValueError for a stray brace."""
    from string import Formatter

    for _, name, spec, conversion in Formatter().parse(template):
        if name is not None:
            if spec or conversion or not name:
                raise ValueError("only plain {names} may stand in braces")
            yield name


def check_placeholders(record: dict[str, Any], document: Document, i: int) -> None:
    from artlint.base.errors import nearest

    known = [*registry.check_class(record["check"]).placeholders(record["options"], record["prepared"]), "text"]
    fix = record["fix"] or {}
    for path, template in (((i, "message"), record["message"]), ((i, "fix", "replace"), fix.get("replace") or "")):
        try:
            for name in placeholders(template):
                if name not in known:
                    raise document.error(
                        path,
                        f"the check “{record['check']}” fills in no “{{{name}}}”",
                        nearest(name, known) or "it fills in: " + ", ".join(f"{{{k}}}" for k in known),
                    )
        except ValueError as error:
            raise document.error(
                path, f"not a valid template: {error}", "write {{ and }} for braces that are meant as such"
            ) from None


def check_fix(record: dict[str, Any], document: Document, i: int) -> None:
    fix = record["fix"]
    if fix and (fix["delete"] is None) == (fix["replace"] is None):
        raise document.error((i, "fix"), "a fix needs one of “delete” and “replace”, and not both")


def check_example(
    example: dict[str, Any], document: Document, path: tuple[str | int, ...], corpus: bool = False
) -> None:
    if (example["bad"] is None) == (example["good"] is None):
        raise document.error(path, "an example is either “bad” or “good”")
    if example["language"]:
        check_languages([example["language"]], document, path)
    for kind in ("bad", "good"):
        if isinstance(example[kind], list) and not corpus:
            raise document.error((*path, kind), "only a rule that looks across articles has several in one example")
    texts = {kind: "\n".join(v) if isinstance(v := example[kind], list) else v for kind in ("bad", "good")}
    if texts["good"] is not None and "⟦" in texts["good"]:
        raise document.error((*path, "good"), "a good example has nothing to be marked")
    if example["good"] is not None and example["fixed"] is not None:
        raise document.error(path, "a good example has nothing to be fixed")
    text = texts["bad"] or ""
    if example["bad"] is not None and (text.count("⟦") != text.count("⟧") or "⟦" not in text):
        raise document.error((*path, "bad"), "mark what must be reported with ⟦ and ⟧")
