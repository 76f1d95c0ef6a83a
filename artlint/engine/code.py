"""Code inside an article is nobody's article: what rules find there is left out, and no fix changes it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artlint.base.model import Finding, Span


def outside_code(findings: Iterable[Finding], code: Sequence[Span]) -> list[Finding]:
    """The findings without those that speak of code, each without its related places and its edits in code.

    What holds a piece of code as a whole, as a paragraph does, speaks of the paragraph.
    """
    from artlint.text.markdown_code import touches_code

    out = []
    for finding in findings:
        related = tuple([r for r in finding.related if not touches_code(r.span, code)])
        edits = tuple([e for e in finding.edits if not touches_code(e.span, code)])
        if touches_code(finding.span, code):
            if not related:
                continue
            finding = finding._replace(span=related[0].span)
        out.append(finding._replace(related=related, edits=edits))
    return out
