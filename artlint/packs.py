"""rules/*.yaml -> Rule objects. Loading is strict: what is not understood stops the run and names its place."""

from __future__ import annotations

import os

from artlint import plugins, snapshot
from artlint.errors import ArtlintError, PlacedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Annotated, Any, Literal

    from msgspec import Meta

    from artlint.checks.base import Check
    from artlint.strictyaml import Document


class FixEntry:
    """How a rule mends what it found: delete something, or replace the span by a text with placeholders."""

    safety: Literal["safe", "unsafe", "suggestion"]
    delete: Literal["span", "block", "related"] | None = None
    replace: str | None = None
    title: str = ""


class Example:
    """A text that must be reported (`bad`, the span between ⟦ and ⟧) or must not (`good`), and how it is mended.
    `language` spares short examples the guess; `options` replace the rule's for this example."""

    bad: str | None = None
    good: str | None = None
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


class Rule:
    """A rule ready to run. `record` is its YAML entry as plain data, with `pack`, `origin`, `path` and `line`."""

    __slots__ = (
        "_check",
        "code",
        "fix",
        "formats",
        "languages",
        "marks",
        "message",
        "name",
        "part",
        "record",
        "severity",
        "subsumes",
    )

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.name: str = record["name"]
        self.code: str = record["code"]
        self.severity: str = record["severity"]
        self.message: str = record["message"]
        self.fix: Mapping[str, Any] | None = record["fix"]
        self.part: str = record["part"]
        self.marks: str | None = record["marks"]
        self.subsumes: list[str] = record["subsumes"]
        self.languages: list[str] = record["languages"]
        self.formats: list[str] = record["formats"]
        self._check: Check | None = None

    @property
    def check(self) -> Check:
        if self._check is None:
            from artlint.checks.base import instantiate

            cls = plugins.check_class(self.record["check"])
            self._check = instantiate(cls, self.record["options"], self.record["prepared"])
        return self._check

    def answers_to(self, selector: str) -> bool:
        """Whether a selector means this rule: ALL, its name, an alias, a code prefix, a tag or its pack."""
        r = self.record
        return (
            selector in ("ALL", self.name, r["pack"])
            or selector in r["aliases"]
            or selector in r["tags"]
            or (selector.isupper() and self.code.startswith(selector))
        )


def builtin_folder() -> str:
    """rules/ inside the installed package, or beside it in a checkout."""
    here = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(here, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(here), "rules")


def yaml_files(path: str) -> list[str]:
    """The rule files at `path`: itself, or those in the folder and the folders in it, in order of their names."""
    if not os.path.isdir(path):
        return [path]
    found = []
    for top, folders, names in os.walk(path):
        folders.sort()
        found += [os.path.join(top, n) for n in sorted(names) if n.endswith((".yaml", ".yml"))]
    return sorted(found)


def load(paths: Iterable[str] = (), *, examples: bool = False) -> list[dict[str, Any]]:
    """The records of all rules: artlint's own, those of plugins, and those at the user's `paths`.

    Without `examples` their list is left out: a run on articles needs none of them, and starts faster.

    Raises ArtlintError for a file that cannot be read, an entry that is wrong, or a name or code used twice.
    """
    sources = [(builtin_folder(), "artlint"), *plugins.rule_packs()]
    taken = [os.path.abspath(p) for p, _ in sources]
    sources += [(p, "") for p in paths if not any((os.path.abspath(p) + os.sep).startswith(t + os.sep) for t in taken)]
    key = "\n".join([f"packs {examples}", *(f"{p}\t{o}" for p, o in sources), plugins.stamp()])
    return snapshot.remember(key, lambda: _build(sources, examples))


def _build(sources: list[tuple[str, str]], examples: bool) -> tuple[list[dict[str, Any]], list[str]]:
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
                            source=(snapshot.read(file) or b"").decode(),
                            hint="give this rule a name and a code of its own",
                        )
                records.append(record)
    from artlint.rulecheck import check_subsumes

    check_subsumes(records)
    records.sort(key=lambda r: r["code"])
    if not examples:
        records = [{**r, "examples": []} for r in records]
    return records, inputs


def read_file(path: str, origin: str) -> list[dict[str, Any]]:
    """The rules of one YAML file as checked records. Raises ArtlintError."""
    from artlint.strictyaml import Document

    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
    except UnicodeDecodeError as error:
        raise ArtlintError(f"{path}: a rule file must be UTF-8; byte {error.start} is not") from None
    except OSError as error:
        raise ArtlintError(f"{path}: cannot read the rule file: {error.strerror}") from None
    document = Document(path, text)
    if document.data is None:
        return []
    if not isinstance(document.data, list):
        raise document.error((), "a rule file is a list of rules, each beginning with “- name:”")
    return [_record(document, i, entry, origin) for i, entry in enumerate(document.data)]


def _record(document: Document, i: int, entry: Any, origin: str) -> dict[str, Any]:
    from artlint import rulecheck
    from artlint.typed import convert

    record = convert(RuleEntry, entry, document, (i,))
    record["path"], record["line"] = document.filename, document.place((i,))[0]
    record["pack"] = os.path.splitext(os.path.basename(document.filename))[0]
    record["origin"] = origin
    record["subsumes_at"] = [document.place((i, "subsumes", n)) for n in range(len(record["subsumes"]))]
    known = plugins.checks()
    if record["check"] not in known:
        from artlint.errors import nearest

        raise document.error(
            (i, "check"),
            f"there is no check “{record['check']}”",
            nearest(record["check"], known) or "known: " + ", ".join(sorted(known)),
        )
    set_options(record, entry.get("options") or {}, document, (i, "options"))
    rulecheck.check_languages(record["languages"], document, (i, "languages"))
    rulecheck.check_placeholders(record, document, i)
    rulecheck.check_fix(record, document, i)
    for n, example in enumerate(record["examples"]):
        rulecheck.check_example(example, document, (i, "examples", n))
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
    from artlint.rulecheck import check_phrase_languages
    from artlint.typed import convert

    cls = plugins.check_class(record["check"])
    record["options"] = convert(cls.Options, options, document, path)
    check_phrase_languages(record["options"], document, path)
    try:
        record["prepared"] = cls.prepare(record["options"])
    except OptionError as error:
        raise document.error((*path, *error.path), error.message, error.hint) from None
