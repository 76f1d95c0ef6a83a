"""Writing an article back to its file, so that nothing is ever half done."""

from __future__ import annotations

import os

from artlint.base.atomic_file import Replacing
from artlint.base.errors import ArtlintError


def save(path: str, content: bytes, before: bytes) -> None:
    """Replace a file's content, as a whole and at once (see Replacing); another hard link to it keeps the old one.

    Raises ArtlintError, which names no path, where the file is no longer what was read (`before`), or cannot be
    written.
    """
    try:
        with Replacing(path, "wb", followed=True) as new:
            new.write(content)
            new.flush()
            os.fsync(new.fileno())
            # As late as can be. For writing, though nothing is written: to replace a file one needs the permission
            # of its folder only, but whoever made it read-only does not want it changed.
            with open(path, "r+b") as old:
                if old.read() != before:
                    raise ArtlintError(
                        "changed on disk while it was being checked; it was left as it is\n  help: run artlint again"
                    )
    except OSError as error:
        raise ArtlintError(f"cannot be written: {error.strerror or error}; it was left as it was") from None
