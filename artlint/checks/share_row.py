"""`share-row`: a line of counters and names of networks, the names often glued together: “8.1k SHARES FacebookTwitter”."""

from __future__ import annotations

from artlint.base.model import Finding
from artlint.base.startup import cached_re as re
from artlint.base.wording import quoted
from artlint.checks.base import Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated, Any

    from msgspec import Meta

    from artlint.text.article import Article

MAX_ROW_CHARACTERS = 300
MAX_SHOWN = 60  # characters of a row in a message
BETWEEN = r"[ \u00a0|·•/]{0,3}"  # commas stand between names in a sentence
COUNT = r"\d[\d.,]{0,8} ?[kKmM]?(?![^\W\d_])"


class ShareRow(Check):
    """Reports each line that holds nothing else."""

    args = {"row": "the line"}

    class Options:
        names: Annotated[list[str], Meta(description="names of networks and of their buttons, as pages write them")]
        counted: Annotated[
            list[str], Meta(description="what is counted: one of these with a number, or without others")
        ]
        min_names: Annotated[int, Meta(ge=2, description="so many names make a row where nothing is counted")] = 4

    def __init__(self, options: Any, prepared: Any) -> None:
        super().__init__(options, prepared)
        longest = sorted([*options.names, *options.counted], key=lambda name: (-len(name), name))
        self._piece = f"({'|'.join(map(re.escape, longest))}){BETWEEN}|({COUNT}){BETWEEN}"
        self._starts = tuple({name[0] for name in longest} | set("0123456789"))

    def run(self, article: Article) -> Iterator[Finding]:
        for block in article.blocks:
            text = block.text
            if (
                len(text) <= MAX_ROW_CHARACTERS
                and text.startswith(self._starts)
                and not block.fence
                and self._is_row(text)
            ):
                yield Finding(block.span(), {"row": quoted(text, MAX_SHOWN)})

    def _is_row(self, text: str) -> bool:
        at = names = counted = numbers = 0
        piece = re.compile(self._piece)
        while at < len(text):
            match = piece.match(text, at)
            if match is None:
                return False
            at = match.end()
            names += match[1] is not None and match[1] not in self.options.counted
            counted += match[1] in self.options.counted
            numbers += match[1] is None
        return bool(names >= self.options.min_names or (counted and numbers and (names or counted > 1)))
