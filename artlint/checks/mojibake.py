"""`mojibake`: text that was decoded with the wrong encoding (“â€™” for ’, “Ã©” for é), repaired by ftfy."""

from __future__ import annotations

import re

from artlint.checks.base import Check, quoted
from artlint.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.article import Article

# A lead byte of UTF-8 read as a letter, and continuation bytes read as Latin-1, cp1252 or MacRoman signs.
LEADS = "ÂÃÄÅÆÇÈÉÊËÎÏÐÑ×ØÙâãäåæçèéêëìíîïðñ√Гв"
SUSPECT = f"[{LEADS}][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ°¬©±∂∏∑]"


class Mojibake(Check):
    """Reports, a block at a time, the stretch that ftfy's heuristic calls bad and can repair."""

    args = {"damaged": "a damaged word", "mended": "the same word mended", "repaired": "the whole stretch mended"}

    def may_fire(self, article: Article) -> bool:
        text = article.text
        return not text.isascii() and any(c in text for c in LEADS) and re.search(SUSPECT, text) is not None

    def run(self, article: Article) -> Iterator[Finding]:
        from ftfy import fix_encoding

        for block in article.blocks:
            if not re.search(SUSPECT, block.text):
                continue
            words = [
                (m.start(), m.end(), m.group())
                for m in re.finditer(r"\S+", block.text)
                if re.search(SUSPECT, m.group())
            ]
            bad = [(i, j, w) for i, j, w in words if fix_encoding(w) != w]
            if not bad:
                continue
            start, end = bad[0][0], bad[-1][1]
            stretch = block.text[start:end]
            repaired = fix_encoding(stretch)
            if repaired == stretch:
                repaired = re.sub(r"\S+", lambda m: fix_encoding(m.group()), stretch)
            args = {
                "damaged": quoted(bad[0][2], 30),
                "mended": quoted(fix_encoding(bad[0][2]), 30),
                "repaired": repaired,
            }
            yield Finding(block.span(start, end), args)
