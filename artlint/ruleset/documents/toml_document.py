"""[tool.artlint] of a pyproject.toml, with the places of its keys as far as the text shows them."""

from __future__ import annotations

import re
import tomllib

from artlint.base.errors import PlacedError
from artlint.ruleset.documents.yaml_document import Document, Path


class TomlTable(Document):
    """As a YAML document; TOML itself already refuses duplicate keys and knows no `no`."""

    def __init__(self, filename: str, text: str) -> None:
        self.filename, self.text = filename, text
        self._marks, self._keys = {}, {}
        try:
            tool = tomllib.loads(text).get("tool")
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(place[1]), int(place[2])) if place else (0, 0)
            raise PlacedError(
                filename, line, column, f"not valid TOML: {str(error).split(' (at')[0]}", source=text
            ) from None
        except RecursionError:
            raise self._too_deep((0, 0)) from None
        self.data = tool.get("artlint", {}) if isinstance(tool, dict) else {}
        if not isinstance(self.data, dict):
            raise self.error(("artlint",), "tool.artlint must be a table", "write [tool.artlint], and keys below it")

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """The line of the last key of `path` that can be found, from [tool.artlint] on. tomllib keeps no places."""
        lines = self.text.split("\n")
        at = next((i for i, line in enumerate(lines) if line.lstrip().startswith("[tool.artlint")), 0)
        found = (at + 1, 1)
        for n, step in enumerate(path):
            if not isinstance(step, str):
                header = re.compile(rf"\s*\[\[\s*tool\.artlint\.{re.escape(str(path[n - 1]))}\s*\]\]")
                tables = [i for i, line in enumerate(lines) if header.match(line)]
                if step < len(tables):
                    at, found = tables[step], (tables[step] + 1, 1)
                continue
            for i in range(at, len(lines)):
                match = re.search(rf"(?<![\w-])[\"']?{re.escape(step)}[\"']?(?=\s*[=.\]])", lines[i])
                if match:
                    at, found = i, (i + 1, match.start() + 1)
                    break
        return found
