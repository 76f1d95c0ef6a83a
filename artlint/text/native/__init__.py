"""The parts that are also written in C, for speed, where a compiler was at hand when artlint was installed.

The Python modules say what is to be computed and are used where this is not built: nothing but the time differs, which
a test holds. ARTLINT_NATIVE=0 (or no, off, false) in the environment turns it off.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from typing import Any, Protocol

    Forest = tuple[bytes, ...]  # see text/line_model/trees.py

    class Model(Protocol):
        """The line model."""

        def judge(
            self, texts: list[str], places: Sequence[int], counts: Sequence[int], /
        ) -> tuple[list[float], list[tuple[bool, int, bool, float]]]: ...

    class Native(Protocol):
        """What module.c has: each does what the function of this name does in Python."""

        def fold_all(self, texts: list[str], /) -> list[str]: ...
        def shared_ngrams(self, texts: list[str], n: int, /) -> list[int]: ...
        def name_counts(self, text: str, longest: int, /) -> dict[str, int]: ...
        def repeated_ngrams(self, words: list[str], n: int, /) -> dict[int, int]: ...
        def tokenize(self, text: str, table: dict[str, tuple[str, ...]], known: Set[str], /) -> list[str]: ...
        def may_be_similar(
            self, texts: list[str], near_characters: int, far: float, max_pairs: int, min_words: int, max_sample: int, /
        ) -> bool: ...
        def common(self, a: bytes, b: bytes, /) -> int: ...
        def shingles(self, text: str, n: int, base: int, /) -> bytes: ...
        def Model(
            self,
            *,
            words: str,
            weights: bytes,
            first: Forest,
            second: Forest,
            functions: str,
            terminals: str,
            closers: str,
            bullets: str,
            ends: tuple[str, ...],
            sizes: tuple[int, int, int],
            near: tuple[int, ...],
            near_logits: tuple[int, ...],
            limits: Mapping[str, float],
        ) -> Model: ...


built: Native | None = None
if os.environ.get("ARTLINT_NATIVE", "").lower() not in ("0", "no", "off", "false"):
    try:
        _module: Any = __import__("artlint.text.native._native", fromlist=["_"])
        built = _module
    except ImportError:
        pass
