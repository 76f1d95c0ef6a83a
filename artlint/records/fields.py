"""Which field of a record is the text, which its id, its language, its source: as asked for, or by the usual names."""

from __future__ import annotations

from functools import lru_cache

from artlint.base.errors import ArtlintError, nearest
from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from typing import Any

# By role, in the order in which they are tried.
USUAL = {
    "text": ("text", "content", "body", "raw_content"),
    "id": ("id", "url"),
    "language": ("language", "lang"),
    "source": ("source", "domain", "url"),
    "against": ("source_text",),
}
META = ("language", "source", "against")
MAX_CHARACTERS = 4_000_000  # characters of one article: to check a longer one takes more memory than a run may have
MAX_NAMES_SHOWN = 12  # names of fields in a message
MAX_DEPTH_SHOWN = 4  # of nested fields in one
_CODES = {
    "ara": "ar", "ces": "cs", "cmn": "zh", "dan": "da", "deu": "de", "ell": "el", "eng": "en", "fas": "fa", "fin": "fi",
    "fra": "fr", "heb": "he", "hin": "hi", "hun": "hu", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "nld": "nl",
    "nob": "no", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr", "ukr": "uk",
    "vie": "vi", "zho": "zh",
}  # fmt: skip


class Fields(NamedTuple):
    """The names, with dots into nested fields; empty where there is no such field."""

    text: str = ""
    id: str = ""
    language: str = ""
    source: str = ""
    against: str = ""


class NoField(ArtlintError):
    """A file lacks a field; the message names those that it has."""


UNREADABLE = frozenset('"\\').union(map(chr, range(32)))  # in the name of a field that msgspec is to read


def asked(text: str | None, id: str | None, meta: Collection[str]) -> Fields:
    """The fields that the command line names. A NAME of --meta-field is NAME=ROLE where the name does not say what it
    holds. Raises ArtlintError."""
    roles: dict[str, str] = {}
    for value in meta:
        name, _, role = value.rpartition("=") if "=" in value else (value, "", "")
        last = name.rpartition(".")[2].lower()
        role = role or next((r for r in META if last in USUAL[r]), "")
        if role not in META:
            raise ArtlintError(
                f"--meta-field {value}: what “{name}” holds is not clear\n"
                f"  help: --meta-field {name}={', '.join(META[:-1])} or {META[-1]} (the text that the article was made from)"
            )
        if role in roles:
            raise ArtlintError(f"--meta-field {value}: the {role} is in “{roles[role]}” already")
        roles[role] = name
    named = [("--text-field", text or ""), ("--id-field", id or ""), *(("--meta-field", n) for n in roles.values())]
    for flag, field in named:
        if not UNREADABLE.isdisjoint(field):
            raise ArtlintError(
                f"{flag} {field}: no field can be looked for by a name with a quotation mark, backslash or control character\n"
                "  help: give the field another name in the data"
            )
    return Fields(text or "", id or "", *(roles.get(role, "") for role in META))


def resolved(wanted: Fields, has: Callable[[str], bool], names: Collection[str]) -> Fields:
    """The fields of a file in which `has` tells whether there is one; `names` are those that there are, of nested fields
    with dots.

    Raises NoField where one that was asked for, or the text, is missing.
    """
    found = {}
    for role, name in wanted._asdict().items():
        if name and not has(name):
            flag = f"--{role}-field" if role in ("text", "id") else "--meta-field"
            raise NoField(f"no record has the field “{name}” of {flag}\n  help: {_help(name, names)}")
        found[role] = name or next((usual for usual in USUAL[role] if has(usual)), "")
    if not found["text"]:
        raise NoField(
            f"no field has a name that is usual for the text ({', '.join(USUAL['text'])})\n"
            f"  help: name it with --text-field; {_help('', names)}"
        )
    return Fields(**found)


def _help(name: str, names: Collection[str]) -> str:
    """What is close to a name, or else what there is where it leads to."""
    above = name.rpartition(".")[0]
    while above and above not in names:
        above = above.rpartition(".")[0]
    inside = f"{above}." if above else ""
    listed = sorted(n for n in names if n.startswith(inside) and "." not in n.removeprefix(inside))
    more = f" and {len(listed) - MAX_NAMES_SHOWN} more" if len(listed) > MAX_NAMES_SHOWN else ""
    known = f"there are {', '.join(listed[:MAX_NAMES_SHOWN])}{more}" if listed else "there is none at all"
    return (name and nearest(name, names)) or known


def paths(record: Mapping[str, Any], depth: int = MAX_DEPTH_SHOWN) -> Iterator[str]:
    """The names of a record's fields, of nested ones with dots."""
    for name, value in record.items():
        yield name
        if isinstance(value, dict) and depth > 1:
            yield from (f"{name}.{inner}" for inner in paths(value, depth - 1))


def steps(name: str, top: Collection[str]) -> tuple[str, ...]:
    """A name as the way into nested fields. One of the first level is meant as it stands, whatever dots it has."""
    return (name,) if name in top else tuple(name.split("."))


def as_id(value: object) -> str:
    """An id as text: ids are numbers, strings or bytes."""
    if value is None or isinstance(value, (list, dict)):
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value).encode("utf-8", "replace").decode() if value != "" else ""


def as_language(value: object) -> str | None:
    """ISO 639-1 from “en-GB”, “eng_Latn” and their like; None where artlint is to find out by itself."""
    if not isinstance(value, str):
        return None
    return _language(value[:40])


@lru_cache(1024)
def _language(value: str) -> str | None:
    code = value.strip().lower().replace("_", "-").partition("-")[0]
    code = _CODES.get(code, code)
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def as_source(value: object) -> str | None:
    """A source as it is named; of an address, its host."""
    if not isinstance(value, str) or not value:
        return None
    if "://" in value[:12]:
        value = value.split("://", 1)[1].split("/", 1)[0].rpartition("@")[2].split(":", 1)[0].lower()
    return value[:200].encode("utf-8", "replace").decode()


def as_against(value: object) -> str | None:
    """The text that an article was made from; None for what is none, or is too long to be looked through."""
    text = as_text(value)
    return text if isinstance(text, str) and text.strip() and len(text) <= MAX_CHARACTERS else None


def as_text(value: Any) -> Any:
    """Bytes as the text that they are in UTF-8; other bytes and other values stay."""
    try:
        return value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError:
        return value


def why_not(value: object, name: str) -> str | None:
    """Why a value is no article; None where it is one. An empty string is one, if an empty one."""
    if value is None:
        return f"no text: “{name}” is null"
    if isinstance(value, bytes):
        return _not_utf8(value)
    if not isinstance(value, str):
        kinds: Mapping[type, str] = {bool: "true or false", int: "a number", float: "a number", list: "a list"}
        return f"“{name}” is {kinds.get(type(value), 'an object')}, not a text"
    if len(value) > MAX_CHARACTERS:
        return f"“{name}” has {len(value):,} characters; artlint reads articles of up to {MAX_CHARACTERS:,}"
    try:
        value.isascii() or value.encode()
    except UnicodeEncodeError:
        return f"“{name}” has a lone surrogate, which is no character"
    return None


def _not_utf8(value: bytes) -> str:
    try:
        value.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8: byte {error.start + 1} of the text is 0x{value[error.start]:02x}"
    return "bytes, not a text"
