"""Where the text lies that an article was made from: one file for all, or in a folder under the article's name."""

from __future__ import annotations

import os

from artlint.base import regular_file
from artlint.base.bounds import leads_out
from artlint.base.errors import ArtlintError
from artlint.project.decode import NotText

ENDINGS = (".txt", ".md", ".markdown")  # a source may have another than the article


def source_bytes(against: str | None, path: str) -> bytes:
    """The text that an article was made from, as it lies in its file; nothing where `against` has none. Raises NotText where
    it cannot be read, and ArtlintError where `against` is not there."""
    file = source_file(against, path) if against else ""
    try:
        return regular_file.read(file, regular_file.MAX_ARTICLE_BYTES) if file else b""
    except OSError as error:
        raise NotText(f"its source {file} cannot be read: {error.strerror}") from None


def source_file(against: str, path: str) -> str:
    """The file of the source of an article, or nothing where the folder has none of its name: the one below it that has as
    much of the article's path as there is. Raises ArtlintError where `against` is not there."""
    if os.path.isfile(against):
        return against
    if not os.path.isdir(against):
        raise ArtlintError(
            f"{against}: there is no such file or folder of sources\n  help: --against and “against:” name one"
        )
    parts = os.path.normpath(path).split(os.sep)
    for n in range(len(parts)):
        stem, ending = os.path.splitext(os.path.join(against, *parts[n:]))
        for file in dict.fromkeys((stem + ending, *(stem + e for e in ENDINGS))):
            if os.path.isfile(file) and not _is_same(file, path):
                if leads_out(file, against):
                    raise ArtlintError(
                        f"{file}: it leads out of the folder of sources, to {os.path.realpath(file)}; not followed"
                    )
                return file
    return ""


def _is_same(file: str, path: str) -> bool:
    """Whether a file is the article itself, which is nobody's source."""
    return os.path.exists(path) and os.path.samefile(file, path)
