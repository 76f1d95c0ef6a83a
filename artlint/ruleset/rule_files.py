"""rules/*.yaml -> records: what each rule file says, checked, as plain data (see packs.py)."""

from __future__ import annotations

import marshal
import os
import zlib

from artlint.base.errors import PlacedError
from artlint.base.startup import disk_cache
from artlint.ruleset import rule
from artlint.ruleset.plugins import registry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.ruleset.documents.yaml_document import Document

LARGE = 200  # bytes: what takes more is packed


class FixEntry:
    """How a rule mends what it found: delete something, or replace the span by a text with placeholders."""

    safety: Literal["safe", "unsafe", "suggestion"]
    delete: Literal["span", "block", "related"] | None = None
    replace: str | None = None
    title: str = ""


class Example:
    """A text that must be reported (`bad`, the span between ⟦ and ⟧) or must not (`good`), and how it is mended. A list
    is several articles, whose paths are 1, 2 and so on. `language` spares short examples the guess; `options` replace the rule's for this example."""

    bad: str | list[str] | None = None
    good: str | list[str] | None = None
    fixed: str | None = None
    note: str = ""
    format: Literal["text", "markdown"] = "text"
    language: str = ""
    options: dict[str, Any] = {}


class RuleEntry:
    """One rule, as it stands in a YAML file."""

    name: Annotated[str, Meta(pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$", description="the identity of the rule")]
    code: Annotated[str, Meta(pattern="^[A-Z]{2,6}[0-9]{3}$", description="a short, stable alias")]
    check: str
    summary: str
    why: str
    message: str
    severity: Literal["info", "warning", "error"] = "warning"
    languages: list[str] = []
    formats: list[Literal["text", "markdown"]] = ["text", "markdown"]
    part: Literal["body", "all"] = "all"
    marks: Literal["furniture"] | None = None
    subsumes: list[str] = []
    status: Literal["stable", "preview"] = "stable"
    default: bool = True
    tags: list[str] = []
    aliases: list[str] = []
    source: str = ""
    options: dict[str, Any] = {}
    fix: FixEntry | None = None
    examples: list[Example] = []


def yaml_files(path: str) -> list[str]:
    """The rule files at `path`: itself, or those in the folder and the folders in it, in order of their names."""
    if not os.path.isdir(path):
        return [path]
    found = []
    for top, folders, names in os.walk(path):
        folders.sort()
        found += [os.path.join(top, n) for n in sorted(names) if n.endswith((".yaml", ".yml"))]
    return sorted(found)


def build(sources: list[tuple[str, str]], examples: bool) -> tuple[list[dict[str, Any]], list[str]]:
    records: list[dict[str, Any]] = []
    inputs: list[str] = []
    seen: dict[str, dict[str, Any]] = {}
    for path, origin in sources:
        if os.path.isdir(path):
            inputs += [path, *(os.path.join(t, d) for t, ds, _ in os.walk(path) for d in ds)]
        for file in yaml_files(path):
            inputs.append(file)
            for record in read_file(file, origin or os.path.relpath(file)):
                for word in (record["name"], record["code"], *record["aliases"]):
                    other = seen.setdefault(word, record)
                    if other is not record:
                        raise PlacedError(
                            file,
                            record["line"],
                            1,
                            f"“{word}” is already the name of a rule in {other['path']}:{other['line']}",
                            source=(disk_cache.read(file) or b"").decode(),
                            hint="give this rule a name and a code of its own",
                        )
                records.append(record)
    from artlint.ruleset.rule_validation import check_subsumes

    check_subsumes(records)
    records.sort(key=lambda r: r["code"])
    if not examples:
        records = [_packed({**r, "examples": []}) for r in records]
    own = rule.builtin_folder()
    return records, [path for path in inputs if not (path + os.sep).startswith(own + os.sep)]  # see builtin_stamp


def _packed(record: dict[str, Any]) -> dict[str, Any]:
    """A record with its large values packed each on its own, `needed` among them: the options that a run reads.

    What a run does not read is compressed, since the whole snapshot is read.
    """
    unread = registry.check_class(record["check"]).only_prepared
    record["needed"] = {k: v for k, v in record["options"].items() if k not in unread}
    packed = {key: marshal.dumps(value) for key, value in record.items()}
    packed = {key: value for key, value in packed.items() if len(value) > LARGE}
    packed.update({k: zlib.compress(v) for k, v in packed.items() if k not in rule.Record.READ})
    return {**{k: v for k, v in record.items() if k not in packed}, "packed": packed}


def read_file(path: str, origin: str, text: str | None = None) -> list[dict[str, Any]]:
    """The rules of one YAML file, or of a `text` in its place, as checked records. Raises ArtlintError."""
    from artlint.ruleset.documents.yaml_document import Document, read_text

    if text is None:
        text = read_text(path, "rule file")
    document = Document(path, text)
    if document.data is None:
        return []
    if not isinstance(document.data, list):
        raise document.error((), "a rule file is a list of rules, each beginning with “- name:”")
    return [_record(document, i, entry, origin) for i, entry in enumerate(document.data)]


def _record(document: Document, i: int, entry: Any, origin: str) -> dict[str, Any]:
    from artlint.checks.corpus.base import CorpusCheck
    from artlint.ruleset import rule_validation
    from artlint.ruleset.documents.typed_schema import convert

    record = convert(RuleEntry, entry, document, (i,))
    record["path"], record["line"] = document.filename, document.place((i,))[0]
    record["pack"] = os.path.splitext(os.path.basename(document.filename))[0]
    record["origin"] = origin
    record["subsumes_at"] = [document.place((i, "subsumes", n)) for n in range(len(record["subsumes"]))]
    known = registry.checks()
    if record["check"] not in known:
        from artlint.base.errors import nearest

        raise document.error(
            (i, "check"),
            f"there is no check “{record['check']}”",
            nearest(record["check"], known) or "known: " + ", ".join(sorted(known)),
        )
    record["corpus"] = issubclass(registry.check_class(record["check"]), CorpusCheck)
    set_options(record, entry.get("options") or {}, document, (i, "options"))
    rule_validation.check_languages(record["languages"], document, (i, "languages"))
    rule_validation.check_placeholders(record, document, i)
    rule_validation.check_fix(record, document, i)
    for n, example in enumerate(record["examples"]):
        rule_validation.check_example(example, document, (i, "examples", n), record["corpus"])
        if example["options"]:
            example["record"] = {"check": record["check"]}
            set_options(
                example["record"],
                {**(entry.get("options") or {}), **example["options"]},
                document,
                (i, "examples", n, "options"),
            )
    return record


def set_options(record: dict[str, Any], options: Any, document: Document, path: tuple[str | int, ...]) -> None:
    """Check a rule's options against its mechanism and store them, with what the mechanism prepares from them."""
    from artlint.checks.base import OptionError
    from artlint.ruleset.documents.typed_schema import convert
    from artlint.ruleset.rule_validation import check_phrase_languages

    cls = registry.check_class(record["check"])
    record["options"] = convert(cls.Options, options, document, path)
    check_phrase_languages(record["options"], document, path)
    try:
        record["prepared"] = cls.prepare(record["options"])
    except OptionError as error:
        raise document.error((*path, *error.path), error.message, error.hint) from None
