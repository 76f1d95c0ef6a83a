"""Validation of what people write in YAML and TOML, and the JSON Schema of it, from the same annotated classes.

A class of plain annotations and defaults (a check's `Options`, the shape of a rule, a configuration) is turned
into a msgspec struct, which validates and describes itself. The classes themselves stay free of imports, because
a run that finds everything in the snapshot never validates anything.
"""

from __future__ import annotations

import re
import types
import typing
from typing import Any

import msgspec

from artlint.base.errors import ArtlintError, PlacedError, nearest
from artlint.ruleset.documents.yaml_document import Document

_STRUCTS: dict[type, type] = {}
_NAMES: dict[str, Any] = {**vars(typing), "Meta": msgspec.Meta}


def struct(cls: type) -> type:
    """The msgspec struct of a class of annotations: kebab-case keys, unknown ones forbidden."""
    if cls not in _STRUCTS:
        hints: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            module = vars(__import__(base.__module__, fromlist=["_"]))
            for name, annotation in getattr(base, "__annotations__", {}).items():
                hint = eval(annotation, {**_NAMES, **module}) if isinstance(annotation, str) else annotation
                hints[name] = _deep(hint)
        fields: list[Any] = []
        for name, hint in hints.items():
            if not hasattr(cls, name):
                fields.append((name, hint))
                continue
            default = getattr(cls, name)
            if isinstance(default, (dict, list)):
                default = msgspec.field(default_factory=default.copy)
            fields.append((name, hint, default))
        fields.sort(key=len)  # those without a default first
        _STRUCTS[cls] = msgspec.defstruct(
            cls.__qualname__.replace(".", ""),
            fields,
            rename=lambda n: n.rstrip("_").replace("_", "-"),
            forbid_unknown_fields=True,
            kw_only=True,
            namespace={"__doc__": cls.__doc__},
            module=cls.__module__,
        )
    return _STRUCTS[cls]


def _deep(hint: Any) -> Any:
    """Annotated classes of ours, wherever they stand inside a hint, become structs."""
    if isinstance(hint, type) and hint.__module__.startswith("artlint"):
        return struct(hint)
    args = typing.get_args(hint)
    if not args or typing.get_origin(hint) is typing.Literal:
        return hint
    if typing.get_origin(hint) is typing.Annotated:
        return typing.Annotated[(_deep(args[0]), *hint.__metadata__)]
    new = tuple(_deep(a) for a in args)
    if new == args:
        return hint
    if hasattr(hint, "copy_with"):
        return hint.copy_with(new)
    origin = typing.get_origin(hint)
    return typing.Union[new] if isinstance(hint, types.UnionType) else origin[new]  # noqa: UP007


def convert(cls: type, data: Any, document: Document, path: tuple[str | int, ...] = ()) -> dict[str, Any]:
    """Check `data`, the node of `document` at `path`, against `cls`; the values by attribute name, defaults filled in.

    Raises PlacedError at the first value that is not as the annotations say.
    """
    try:
        values: dict[str, Any] = to_dict(msgspec.convert(data, type=struct(cls), strict=True))
        return values
    except TypeError as error:  # an annotation that msgspec does not know: the fault is the class's
        raise ArtlintError(f"{cls.__module__}.{cls.__qualname__} cannot be checked against YAML: {error}") from None
    except msgspec.ValidationError as error:
        raise _placed(cls, str(error), data, document, path) from None


def to_dict(value: Any) -> Any:
    """A struct, and those inside it, as dicts by attribute name."""
    if isinstance(value, msgspec.Struct):
        return {name: to_dict(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {k: to_dict(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_dict(v) for v in value]
    return value


def _placed(cls: type, text: str, data: Any, document: Document, base: tuple[str | int, ...]) -> PlacedError:
    message, _, where = text.partition(" - at `")
    raw = re.findall(r"\.([^.\[\]`]+)|\[(\d+|\.\.\.)\]", where.rstrip("`").removeprefix("key "))
    steps = _steps(data, [int(i) if i.isdigit() else i or name for name, i in raw], message)
    path = (*base, *steps)
    unknown = re.match(r"Object contains unknown field `(.*)`", message)
    if unknown:
        known = _known_at(cls, steps)
        return document.unknown((*path, unknown.group(1)), unknown.group(1), known)
    missing = re.match(r"Object missing required field `(.*)`", message)
    if missing:
        return document.error(path, f"the key “{missing.group(1)}” is missing here")
    invalid = re.match(r"Invalid enum value '?(.*?)'?$", message)
    if invalid:
        choices = _choices(cls, steps)
        return document.error(
            path, f"“{invalid.group(1)}” is none of: {', '.join(map(str, choices))}", nearest(invalid.group(1), choices)
        )
    return document.error(path, _plain_words(message), _hint(message))


def _steps(node: Any, steps: list[str | int], message: str) -> list[str | int]:
    """The path to the offending value. msgspec names no key inside a mapping (“...”): try which one it can be."""
    for n, step in enumerate(steps):
        if step != "...":
            try:
                node = node[step]
            except (KeyError, IndexError, TypeError):
                return steps[: n + 1]
            continue
        for key in node if isinstance(node, dict) else range(len(node)):
            path = _steps(node[key], steps[n + 1 :], message)
            if _fits(node[key], path, message):
                return [*steps[:n], key, *path]
        return steps[:n]
    return steps


def _fits(node: Any, path: list[str | int], message: str) -> bool:
    """Whether the value at `path` is one that msgspec's message can speak of."""
    try:
        for step in path:
            node = node[step]
    except (KeyError, IndexError, TypeError):
        return False
    unknown = re.match(r"Object contains unknown field `(.*)`", message)
    if unknown:
        return isinstance(node, dict) and unknown.group(1) in node
    invalid = re.match(r"Invalid enum value '?(.*?)'?$", message)
    if invalid:
        return str(node) == invalid.group(1)
    got = re.search(r"got `(\w+)`", message)
    return got is None or type(node) is _KINDS.get(got.group(1))


_KINDS = {"str": str, "int": int, "float": float, "bool": bool, "array": list, "object": dict, "null": type(None)}


def _plain_words(message: str) -> str:
    words = {
        "str": "text",
        "int": "a whole number",
        "float": "a number",
        "bool": "true or false",
        "array": "a list",
        "object": "a mapping",
        "null": "nothing",
    }
    match = re.match(r"Expected `([^`]*)`, got `([^`]*)`", message)
    if match:
        wanted = " or ".join(words.get(w.strip(), w.strip()) for w in match.group(1).split("|"))
        return f"expected {wanted}, got {words.get(match.group(2), match.group(2))}"
    for kind, plain in words.items():
        message = message.replace(f"`{kind}`", plain)
    match = re.match(r"Expected .* matching regex '(.*)'", message)
    if match:
        return _SHAPES.get(match.group(1), f"it must match the regular expression {match.group(1)}")
    return message[0].lower() + message[1:]


_SHAPES = {
    "^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "a rule's name is made of small letters, digits and hyphens: picture-credit",
    "^[A-Z]{2,6}[0-9]{3}$": "a code is two to six capitals and three digits: OUR001",
}


def _hint(message: str) -> str:
    """What to write, where a single text stands in the place of a list."""
    return "put it in brackets: [...]" if re.match(r"Expected `array.*got `str`", message) else ""


def _resolve(hint: Any, steps: list[str | int]) -> Any:
    for step in steps:
        hint = _strip(hint)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            hint = next((f.type for f in msgspec.structs.fields(hint) if f.encode_name == step), None)
        else:
            args = typing.get_args(hint)
            hint = args[-1] if args else None
    return _strip(hint)


def _strip(hint: Any) -> Any:
    while typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    args = [a for a in typing.get_args(hint) if a is not type(None)]
    if type(None) in typing.get_args(hint) and len(args) == 1:
        return _strip(args[0])
    structs = [a for a in args if isinstance(a, type) and issubclass(a, msgspec.Struct)]
    return structs[0] if structs and typing.get_origin(hint) not in (dict, list) else hint


def _known_at(cls: type, steps: list[str | int]) -> list[str]:
    hint = _resolve(struct(cls), steps)
    return [f.encode_name for f in msgspec.structs.fields(hint)] if isinstance(hint, type) else []


def _choices(cls: type, steps: list[str | int]) -> list[Any]:
    return list(typing.get_args(_resolve(struct(cls), steps)))


def json_schema(*classes: type) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The JSON Schemas of the classes and the definitions that they share."""
    schemas, definitions = msgspec.json.schema_components([struct(c) for c in classes], ref_template="#/$defs/{name}")
    return list(schemas), definitions
