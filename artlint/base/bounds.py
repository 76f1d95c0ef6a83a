"""Where a repository ends: what it holds may lead out of it, by a path or a link, and is not followed there."""

from __future__ import annotations

import os


def repository_of(path: str) -> str | None:
    """The root of the repository that holds a file or folder; None where there is none."""
    at = os.path.dirname(os.path.abspath(path))
    while not os.path.lexists(os.path.join(at, ".git")):
        above = os.path.dirname(at)
        if above == at:
            return None
        at = above
    return at


def checkout_of(path: str) -> str:
    """The repository that holds a file, or else the folder in which artlint was started if the file lies in it, or the
    file's own folder."""
    if root := repository_of(path):
        return root
    folder, started_in = os.path.dirname(os.path.abspath(path)), os.getcwd()
    return folder if leads_out(folder, started_in) else started_in


def leads_out(path: str, root: str) -> bool:
    """Whether a path leads out of a folder, links followed, or into what git keeps in it: that holds secrets."""
    real, inside = os.path.realpath(path), os.path.realpath(root)
    if real != inside and not real.startswith(os.path.join(inside, "")):
        return True
    return ".git" in os.path.relpath(real, inside).split(os.sep)
