"""The only code that edits text: which fixes apply together, and writing a file so that nothing is ever half done."""

from __future__ import annotations

import os

from artlint.errors import ArtlintError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artlint.model import Diagnostic, Edit

    Lint = Callable[[str], Sequence[Diagnostic]]

ROUNDS = 10


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
    taken: list[Edit] = []
    for d in diagnostics:
        if d.fix is None or d.fix.safety not in safeties:
            continue
        if all(not _overlap(e, other) for e in d.fix.edits for other in taken):
            chosen.append(d)
            taken += d.fix.edits
    return chosen


def _overlap(a: Edit, b: Edit) -> bool:
    if a.span == b.span:
        return True
    return a.span.start < b.span.end and b.span.start < a.span.end


def mend(text: str, lint: Lint, safeties: Sequence[str]) -> tuple[str, list[Diagnostic], Sequence[Diagnostic]]:
    """Fix, lint again, and so on until nothing is left to fix: (new text, what was fixed, what is left).

    Raises ArtlintError where rules undo each other's fixes.
    """
    fixed: list[Diagnostic] = []
    seen = {text}
    left = lint(text)
    for _ in range(ROUNDS):
        now = choose(left, safeties)
        if not now:
            break
        text = apply(text, (e for d in now for e in d.fix.edits if d.fix))  # type: ignore[union-attr]
        fixed += now
        if text in seen:
            names = ", ".join(sorted({d.rule for d in now}))
            raise ArtlintError(f"fixes go in a circle: {names}\n  help: leave one of these rules out with --ignore")
        seen.add(text)
        left = lint(text)
    return text, fixed, left


def write(path: str, content: bytes, before: bytes) -> None:
    """Replace a file's content: written beside it and renamed, with its permissions; a link stays a link.

    Raises ArtlintError where the file is no longer what was read (`before`), or cannot be written.
    """
    target = os.path.realpath(path)
    beside = os.path.join(os.path.dirname(target), f".{os.path.basename(target)}.{os.getpid()}.artlint")
    try:
        with open(target, "rb") as file:
            if file.read() != before:
                raise ArtlintError(
                    f"{path}: changed on disk while it was being checked; it was left as it is\n  help: run artlint again"
                )
        mode = os.stat(target).st_mode
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside, mode & 0o7777)
        os.replace(beside, target)
    except OSError as error:
        raise ArtlintError(f"{path}: cannot be written: {error.strerror}; it was left as it was") from None
    finally:
        if os.path.exists(beside):
            os.unlink(beside)
