"""Data files of the text floor: the words of the lexicon, and the numbers of the line model."""

from __future__ import annotations

import os


def folder() -> str:
    """The folder of the data files."""
    return os.path.dirname(os.path.abspath(__file__))


def path(name: str) -> str:
    """Where the data file of this name lies."""
    return os.path.join(folder(), name)
