"""Where the text lies that an article was made from: one file for all, or in a folder under the article's name."""

from __future__ import annotations

import os

from artlint.base import regular_file
from artlint.base.bounds import leads_out
from artlint.base.errors import ArtlintError
from artlint.project.decode import NotText, decode

ENDINGS = (".txt", ".md", ".markdown")  # a source may have another than the article


def source_text(against: str | None, path: str) -> str | None:
    """The text that an article was made from; None where `against` has none of its name. Raises NotText where it cannot be
    read, or is empty, and ArtlintError where `against` is not there."""
    file = source_file(against, path) if against else ""
    if not file:
        return None
    try:
        text = decode(regular_file.read(file, regular_file.MAX_ARTICLE_BYTES)).text
    except OSError as error:
        raise NotText(f"its source {file} cannot be read: {error.strerror}") from None
    except NotText as error:
        raise NotText(f"its source {file} is no text: {error}") from None
    if not text.strip():
        raise NotText(f"its source {file} is empty")
    return text


def source_file(against: str, path: str) -> str:
    """The file of the source of an article, or nothing where the folder has none of its name: the one below it that has as
    much of the article's path as there is. Raises ArtlintError where `against` is not there, and NotText where a
    link leads out of it."""
    if os.path.isfile(against):
        return against
    if not os.path.isdir(against):
        raise ArtlintError(
            f"{against}: there is no such file or folder of sources\n  help: --against and “against:” name one"
        )
    parts = [part for part in os.path.normpath(path).split(os.sep) if part not in ("", os.pardir)]
    for n in range(len(parts)):
        stem, ending = os.path.splitext(os.path.join(against, *parts[n:]))
        for file in dict.fromkeys((stem + ending, *(stem + e for e in ENDINGS))):
            if os.path.isfile(file) and not _is_same(file, path):
                if leads_out(file, against):
                    raise NotText(
                        f"its source {file} leads out of the folder, to {os.path.realpath(file)}; not followed"
                    )
                return file
    return ""


def _is_same(file: str, path: str) -> bool:
    """Whether a file is the article itself, which is nobody's source."""
    return os.path.exists(path) and os.path.samefile(file, path)
