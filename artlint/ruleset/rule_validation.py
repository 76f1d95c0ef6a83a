"""What can be wrong with a rule besides the types of its entries: placeholders, languages, examples, selectors."""

from __future__ import annotations

from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from artlint.ruleset.documents.yaml_document import Document, Path
    from artlint.ruleset.entries import Example
    from artlint.ruleset.rule import RuleRecord


def check_selector(selector: str, records: Iterable[RuleRecord]) -> str:
    """An empty string, or what is wrong with a selector, with the nearest one that is right."""
    from artlint.base.errors import nearest

    known = {"ALL"}
    for r in records:
        if r.matches_selector(selector):
            return ""
        known |= {r.name, r.code, r.code.rstrip("0123456789"), r.pack, *r.tags, *r.aliases}
    return nearest(selector, known) or "“artlint rules” lists the rules"


def check_subsumes(records: Sequence[RuleRecord]) -> None:
    """Raise the error for a `subsumes` that means no rule: it would settle nothing, in silence."""
    for record in records:
        for n, selector in enumerate(record.subsumes):
            hint = check_selector(selector, records)
            if hint:
                document, i = _entry_of(record)
                raise document.error((i, "subsumes", n), f"no rule answers to “{selector}”", hint)


def _entry_of(record: RuleRecord) -> tuple[Document, int]:
    """The document of a rule's file, and which of its entries the rule is."""
    from artlint.ruleset.documents.yaml_document import Document, read_text

    document = Document(record.path, read_text(record.path, "rule file"))
    return document, [entry["name"] for entry in document.data].index(record.name)


def check_languages(codes: Iterable[str], document: Document, path: Path) -> None:
    """Raise the error for a code that names no language that can be told: it would switch a rule off in silence."""
    for n, code in enumerate(codes):
        _check_language(code, document, (*path, n))


def check_phrase_languages(options: Mapping[str, Any], document: Document, path: Path) -> None:
    """Raise that error for phrases, which stand under the codes of their languages, or under `any`."""
    for name in ("phrases", "headings", "languages"):
        group = options.get(name)
        for code in group if isinstance(group, dict) else ():
            if code != "any":
                _check_language(code, document, (*path, name, code), key=True)


def _check_language(code: str, document: Document, path: Path, *, key: bool = False) -> None:
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


def check_placeholders(record: RuleRecord, document: Document, i: int) -> None:
    """Raise the error for a name in braces that the check of a rule does not fill in."""
    from artlint.base.errors import nearest

    known = [*registry.check_class(record.check).placeholders(record.options, record.prepared), "text"]
    replacement = (record.fix and record.fix.replace) or ""
    templates: list[tuple[Path, str]] = [((i, "message"), record.message), ((i, "fix", "replace"), replacement)]
    for path, template in templates:
        try:
            for name in placeholders(template):
                if name not in known:
                    raise document.error(
                        path,
                        f"the check “{record.check}” fills in no “{{{name}}}”",
                        nearest(name, known) or "it fills in: " + ", ".join(f"{{{k}}}" for k in known),
                    )
        except ValueError as error:
            raise document.error(
                path, f"not a valid template: {error}", "write {{ and }} for braces that are meant as such"
            ) from None


def check_fix(record: RuleRecord, document: Document, i: int) -> None:
    """Raise the error for a fix that does nothing, or two things."""
    fix = record.fix
    if fix and (fix.delete is None) == (fix.replace is None):
        raise document.error((i, "fix"), "a fix needs one of “delete” and “replace”, and not both")


def check_example(example: Example, document: Document, path: Path, corpus: bool) -> None:
    """Raise the error for what cannot be an example: one of a `corpus` rule may be several articles."""
    if (example.bad is None) == (example.good is None):
        raise document.error(path, "an example is either “bad” or “good”")
    if example.language:
        check_languages([example.language], document, path)
    for kind, given in (("bad", example.bad), ("good", example.good)):
        if isinstance(given, list) and not corpus:
            raise document.error((*path, kind), "only a rule that looks across articles has several in one example")
    if example.good is not None and "⟦" in _joined(example.good):
        raise document.error((*path, "good"), "a good example has nothing to be marked")
    if example.good is not None and example.fixed is not None:
        raise document.error(path, "a good example has nothing to be fixed")
    if example.bad is not None:
        text = _joined(example.bad)
        if text.count("⟦") != text.count("⟧") or "⟦" not in text:
            raise document.error((*path, "bad"), "mark what must be reported with ⟦ and ⟧")


def _joined(texts: str | list[str]) -> str:
    return texts if isinstance(texts, str) else "\n".join(texts)
