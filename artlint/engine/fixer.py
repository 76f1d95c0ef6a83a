"""The only code that edits text: which fixes apply together, and in which order."""

from __future__ import annotations

from bisect import bisect, insort

from artlint.base.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artlint.base.model import Diagnostic, Edit

    Lint = Callable[[str], Sequence[Diagnostic]]

MAX_ROUNDS = 10
MAX_AGAIN = 3  # rounds on end in which a rule reports what its own fix has just written


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits applied that do not overlap."""
    out, at = [], 0
    for edit in sorted(edits):
        out += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*out, text[at:]])


def choose(diagnostics: Iterable[Diagnostic], safeties: Sequence[str]) -> list[Diagnostic]:
    """Those whose fixes can be applied together: in order of place, none overlapping one before it."""
    chosen: list[Diagnostic] = []
    taken: list[Edit] = []  # in order and apart
    for d in diagnostics:
        if d.fix is None or d.fix.safety not in safeties:
            continue
        if not any(_overlaps(e, taken) for e in d.fix.edits):
            chosen.append(d)
            for edit in d.fix.edits:
                insort(taken, edit)
    return chosen


def _overlaps(edit: Edit, taken: list[Edit]) -> bool:
    """Whether an edit overlaps one of those that are in order and apart, or stands where one of them does."""
    at = bisect(taken, edit)
    return any(
        edit.span == e.span or (edit.span.start < e.span.end and e.span.start < edit.span.end)
        for e in taken[max(0, at - 2) : at + 2]
    )


def fix_text(text: str, lint: Lint, safeties: Sequence[str]) -> tuple[str, list[Diagnostic], Sequence[Diagnostic]]:
    """Fix, lint again, and so on until nothing is left to fix: (new text, what was fixed, what is left).

    After MAX_ROUNDS it ends all the same; `choose` tells from what is left whether there were more to come. Raises
    ArtlintError where rules undo each other's fixes, and where a rule reports what its own fix writes, so that the text
    would grow without end.
    """
    again: dict[str, int] = {}  # by rule: for how many rounds on end
    fixed: list[Diagnostic] = []
    seen = {text: 0}  # and how much had been fixed by then
    left = lint(text)
    for _ in range(MAX_ROUNDS):
        now = choose(left, safeties)
        if not now:
            break
        text = apply(text, (edit for d in now if d.fix for edit in d.fix.edits))
        fixed += now
        if text in seen:
            names = ", ".join(sorted({d.rule for d in fixed[seen[text] :]}))
            raise ArtlintError(f"fixes go in a circle: {names}\n  help: leave one of these rules out with --ignore")
        seen[text] = len(fixed)
        left = lint(text)
        again = {rule: again.get(rule, 0) + 1 for rule in _fed_by_themselves(now, left, safeties)}
        endless = sorted(rule for rule, rounds in again.items() if rounds >= MAX_AGAIN)
        if endless:
            raise ArtlintError(
                f"the fix of {', '.join(endless)} has no end: what it writes is reported again\n"
                "  help: correct the rule so that its fix is no fault, or leave it out with --ignore"
            )
    return text, fixed, left


def _fed_by_themselves(done: Sequence[Diagnostic], left: Iterable[Diagnostic], safeties: Sequence[str]) -> set[str]:
    """The rules that would change once more what their own fixes have just written."""
    written: dict[str, list[tuple[int, int]]] = {}  # by rule: places in the new text
    shift = 0
    for edit, rule in sorted((edit, d.rule) for d in done if d.fix for edit in d.fix.edits):
        start = edit.span.start + shift
        shift += len(edit.text) - (edit.span.end - edit.span.start)
        if edit.text:
            written.setdefault(rule, []).append((start, start + len(edit.text)))
    return {
        d.rule
        for d in left
        if d.rule in written
        and d.fix
        and d.fix.safety in safeties
        and any(_meets(e, written[d.rule]) for e in d.fix.edits)
    }


def _meets(edit: Edit, places: list[tuple[int, int]]) -> bool:
    """Whether an edit touches one of these places, which are in order and apart."""
    at = bisect(places, (edit.span.end, edit.span.end))
    return any(start <= edit.span.end and edit.span.start <= end for start, end in places[max(0, at - 2) : at + 1])
