"""rules/*.yaml -> records: what each rule file says, checked (see rule_packs.py)."""

from __future__ import annotations

import marshal
import os
import zlib

from artlint.base.errors import PlacedError, nearest
from artlint.base.startup import disk_cache
from artlint.ruleset.entries import RuleEntry, plain
from artlint.ruleset.plugins import registry
from artlint.ruleset.rule import RuleRecord, builtin_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from artlint.ruleset.documents.yaml_document import Document, Path
    from artlint.ruleset.rule import Checked

MIN_PACKED = 200  # bytes of a value: what takes more is packed


def yaml_files(path: str) -> list[str]:
    """The rule files at `path`: itself, or those in the folder and the folders in it, in order of their names."""
    if not os.path.isdir(path):
        return [path]
    found = []
    for top, folders, names in os.walk(path):
        folders.sort()
        found += [os.path.join(top, n) for n in sorted(names) if n.endswith((".yaml", ".yml"))]
    return sorted(found)


def inputs(path: str) -> list[str]:
    """What the rules at `path` are made of: itself, the folders in it, in which a file may be added, and the files."""
    folders = [os.path.join(top, name) for top, names, _ in os.walk(path) for name in names]
    return list(dict.fromkeys([path, *folders, *yaml_files(path)]))


def build(sources: list[tuple[str, str]], examples: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """The rules of all sources, which are paths and who supplies each, in their plain form, and the files that were
    read. Without `examples` their list is left out and what is large is packed."""
    from artlint.ruleset.rule_validation import check_subsumes

    records: list[RuleRecord] = []
    files: list[str] = []
    for path, origin in sources:
        files += inputs(path)
        for file in yaml_files(path):
            records += read_file(file, origin or os.path.relpath(file))
    _check_unique(records)
    check_subsumes(records)
    records.sort(key=lambda r: r.code)
    own = builtin_folder()
    made = [plain(r) if examples else _packed(r) for r in records]
    return made, [path for path in files if not (path + os.sep).startswith(own + os.sep)]  # see builtin_version_key


def _check_unique(records: Iterable[RuleRecord]) -> None:
    """Raise the error for a name, code or alias that two rules have."""
    owners: dict[str, RuleRecord] = {}
    for record in records:
        for word in (record.name, record.code, *record.aliases):
            other = owners.setdefault(word, record)
            if other is not record:
                raise PlacedError(
                    record.path,
                    record.line,
                    1,
                    f"“{word}” is already the name of a rule in {other.path}:{other.line}",
                    source=(disk_cache.read(record.path) or b"").decode(),
                    hint="give this rule a name and a code of its own",
                )


def _packed(record: RuleRecord) -> dict[str, Any]:
    """The plain form of a record with its large values packed, each on its own.

    What a run does not read is compressed, since the whole snapshot is read.
    """
    unread = registry.check_class(record.check).only_prepared
    run_options = {k: v for k, v in record.options.items() if k not in unread}
    values: dict[str, Any] = {**plain(record), "examples": [], "run_options": run_options}
    packed = {key: marshal.dumps(value) for key, value in values.items() if key != "fix"}
    packed = {key: value for key, value in packed.items() if len(value) > MIN_PACKED}
    packed.update({k: zlib.compress(v) for k, v in packed.items() if k not in RuleRecord.UNCOMPRESSED})
    return {**{k: v for k, v in values.items() if k not in packed}, "packed": packed}


def read_file(path: str, origin: str, text: str | None = None) -> list[RuleRecord]:
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


def _record(document: Document, i: int, entry: Any, origin: str) -> RuleRecord:
    """The record of the `i`th rule of a file, whose entry is plain data as it was written."""
    from artlint.checks.corpus.base import CorpusCheck
    from artlint.ruleset import rule_validation
    from artlint.ruleset.documents.typed_schema import convert

    values = convert(RuleEntry, entry, document, (i,))
    check, known = values["check"], registry.checks()
    if check not in known:
        hint = nearest(check, known) or "known: " + ", ".join(sorted(known))
        raise document.error((i, "check"), f"there is no check “{check}”", hint)
    given = entry.get("options") or {}
    cls = registry.check_class(check)
    options, prepared = checked_options(check, given, document, (i, "options"))
    record = RuleRecord.from_plain(
        {
            **values,
            "path": document.filename,
            "line": document.place((i,))[0],
            "pack": os.path.splitext(os.path.basename(document.filename))[0],
            "origin": origin,
            "corpus": issubclass(cls, CorpusCheck),
            "alone": cls.alone,
            "needs_source": cls.needs_source,
            "asked_last": cls.asked_last,
            "options": options,
            "prepared": prepared,
        }
    )
    rule_validation.check_languages(record.languages, document, (i, "languages"))
    rule_validation.check_placeholders(record, document, i)
    rule_validation.check_fix(record, document, i)
    for n, example in enumerate(record.examples):
        at = (i, "examples", n)
        rule_validation.check_example(example, document, at, record.corpus)
        if example.options:
            options = {**given, **example.options}
            example.options, _ = checked_options(check, options, document, (*at, "options"))
    return record


def checked_options(check: str, options: Mapping[str, Any], document: Document, path: Path) -> Checked:
    """The options of a rule by attribute name, checked against its mechanism, and what that prepares from them.

    `options` are as they were written, at `path` of the document.
    """
    from artlint.checks.base import OptionError
    from artlint.ruleset.documents.typed_schema import convert
    from artlint.ruleset.rule_validation import check_phrase_languages

    cls = registry.check_class(check)
    checked = convert(cls.Options, options, document, path)
    check_phrase_languages(checked, document, path)
    try:
        return checked, cls.prepare(checked)
    except OptionError as error:
        raise document.error((*path, *error.path), error.message, error.hint) from None
