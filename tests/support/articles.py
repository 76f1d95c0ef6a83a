"""Small articles with and without a fault, and folders of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.support import Ran

Artlint = Callable[..., Ran]

CLEAN = "The bridge opens again\n\nThe bridge over the river opened on Monday. Nobody spoke.\n"

FAULTY = "The bridge opens again\n\nThe bridge &amp; the road opened on Monday. Nobody spoke.\n"

FIXED = FAULTY.replace("&amp;", "&")

ENTITY = "ENC004 html-entity"

FORMATS = ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"]


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, to compare."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
