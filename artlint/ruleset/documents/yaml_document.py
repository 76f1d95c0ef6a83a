"""YAML as a person meant it: plain data with the place of every node, and no silent surprises.

A duplicate key, an unquoted `yes`/`no`/`on`/`off`, a tag or a date is an error here, where PyYAML would let the
last key win and read `no` as False.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from artlint.base import regular_file
from artlint.base.errors import ArtlintError, PlacedError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
MAX_VALUES = 100_000  # in one file, what an alias repeats counted each time
MAX_DEPTH = 100  # lists and mappings inside one another; readers of YAML give up at some depth between 300 and 1000


def read_text(path: str, what: str) -> str:
    """The text of a file that a person wrote; `what` it is goes into the message. Raises ArtlintError."""
    try:
        content = regular_file.read(path, regular_file.MAX_SETTINGS_BYTES)
        return content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise ArtlintError(f"{path}: a {what} must be UTF-8; byte {error.start} is not") from None
    except OSError as error:
        raise ArtlintError(f"{path}: cannot read the {what}: {error.strerror}") from None


class Document:
    """The data of one YAML file. `error(path, message)` makes an error at the node with that path."""

    def __init__(self, filename: str, text: str) -> None:
        self.filename, self.text = filename, text
        self._marks: dict[Path, tuple[int, int]] = {}
        self._keys: dict[Path, tuple[int, int]] = {}
        self._open: set[int] = set()  # the nodes around the one that is being read
        self._left = MAX_VALUES
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except RecursionError:
            raise self._too_deep(_deep_place(text)) from None
        except yaml.MarkedYAMLError as error:
            if "nesting depth" in (error.problem or ""):  # what libyaml says from PyYAML 6.0.4 on
                raise self._too_deep(_deep_place(text)) from None
            raise self._invalid(error) from None
        except yaml.YAMLError as error:
            raise PlacedError(filename, 0, 0, f"not valid YAML: {error}") from None
        self.data: Any = self._plain(node, ()) if node is not None else None

    def _invalid(self, error: yaml.MarkedYAMLError) -> PlacedError:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        message = f"not valid YAML: {error.problem or error.context}"
        return PlacedError(self.filename, line, column, message, source=self.text, hint=_remedy(self.text, line))

    def _too_deep(self, place: tuple[int, int]) -> PlacedError:
        """Without an excerpt, which would be a row of brackets."""
        return PlacedError(
            self.filename,
            *place,
            f"nested too deep: more than {MAX_DEPTH} lists and mappings inside one another",
            hint="no setting needs more than a few levels; look for brackets or indentation that came in by mistake",
        )

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self._marks[path] = place
        self._left -= 1
        if self._left < 0:
            raise PlacedError(
                self.filename,
                *place,
                f"more than {MAX_VALUES:,} values, with what aliases (*) repeat",
                source=self.text,
                hint="write out what is meant, or part the file in two",
            )
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if id(node) in self._open:
            raise PlacedError(self.filename, *place, "this holds itself, by an alias (*)", source=self.text)
        self._open.add(id(node))
        try:
            return self._collection(node, path)
        finally:
            self._open.discard(id(node))

    def _collection(self, node: yaml.Node, path: Path) -> Any:
        if len(path) >= MAX_DEPTH:
            raise self._too_deep(self._marks[path])
        if isinstance(node, yaml.MappingNode):
            out: dict[str, Any] = {}
            for key_node, value_node in node.value:
                here = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
                if not isinstance(key_node, yaml.ScalarNode):
                    raise PlacedError(self.filename, *here, "a key must be a plain name", source=self.text)
                key = key_node.value
                if key_node.style is None and key_node.tag == _TAG + "bool":
                    self._ambiguous(key, here)
                if key in out:
                    first = self._keys[(*path, key)][0]
                    raise PlacedError(
                        self.filename,
                        *here,
                        f"the key “{key}” stands twice, first in line {first}",
                        source=self.text,
                        hint="keep one of them; YAML itself would silently take the last",
                    )
                self._keys[(*path, key)] = here
                out[key] = self._plain(value_node, (*path, key))
            return out
        return [self._plain(item, (*path, i)) for i, item in enumerate(node.value)]

    def _scalar(self, node: yaml.Node, place: tuple[int, int]) -> Any:
        tag, value = node.tag.removeprefix(_TAG), node.value
        if tag == "str":
            return value
        if tag == "null":
            return None
        if tag == "bool":
            if value.lower() not in ("true", "false"):
                self._ambiguous(value, place)
            return value.lower() == "true"
        if tag in ("int", "float"):
            try:
                return int(value, 10) if tag == "int" else float(value)
            except ValueError:
                pass
        raise PlacedError(
            self.filename,
            *place,
            f"{value!r} would be read as a YAML {tag}",
            source=self.text,
            hint=f'put it in quotes: "{value}"',
        )

    def _ambiguous(self, value: str, place: tuple[int, int]) -> None:
        raise PlacedError(
            self.filename,
            *place,
            f"{value!r} would be read as a boolean by YAML",
            source=self.text,
            hint=f'write true or false, or put it in quotes: "{value}"',
        )

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column of the node at `path`, or of the nearest node above it that exists."""
        if key and path in self._keys:
            return self._keys[path]
        while path and path not in self._marks:
            path = path[:-1]
        return self._marks.get(path, (1, 1))

    def error(self, path: Path, message: str, hint: str = "", *, key: bool = False) -> PlacedError:
        return PlacedError(self.filename, *self.place(path, key=key), message, source=self.text, hint=hint)

    def unknown(self, path: Path, name: str, known: Iterable[object], what: str = "key") -> PlacedError:
        """The error for a name that is not known, with the nearest one that is."""
        names = ", ".join(sorted(map(str, known)))
        return self.error(path, f"unknown {what} “{name}”", nearest(name, known) or f"known: {names}", key=True)


def _deep_place(text: str) -> tuple[int, int]:
    """Line and column of the first list or mapping that has MAX_DEPTH others around it; (0, 0) where there is none.

    Reads with the parser in Python, which needs no stack and hands over each level before it looks for the next.
    """
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH and event.start_mark:
            return event.start_mark.line + 1, event.start_mark.column + 1
    return 0, 0


def _remedy(text: str, line: int) -> str:
    """What usually helps, for the two slips that people make most."""
    lines = text.split("\n")
    near = lines[line - 1] if 0 < line <= len(lines) else ""
    if "\\" in near and '"' in near:
        return "put a text with backslashes in single quotes: '\\d+'"
    if "{" in near:
        return "put a text that holds { or } in quotes"
    if "\t" in near[: len(near) - len(near.lstrip())]:
        return "indent with spaces, not with tabs"
    return "put a text that holds : # [ ] or begins with * & ! % in quotes" if near else ""
