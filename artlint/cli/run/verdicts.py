"""Which records of a run are to keep, however many there are."""

from __future__ import annotations

from artlint.base.model import RecordPath, severity_rank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from artlint.base.model import Diagnostic

KEEP, DROP = 1, 2


class Verdicts:
    """The verdicts of the records of a run: a byte each, by file and number. `fail_on` tells the severity from which on
    an article of a file is dropped."""

    def __init__(self, fail_on: Callable[[str], str]) -> None:
        self._fail_on = fail_on
        self._of: dict[str, bytearray] = {}

    def take(self, rows: pa.RecordBatch) -> None:
        """Note the verdicts of a batch of rows."""
        names = (rows.column(name).to_pylist() for name in ("path", "record", "verdict"))
        for path, number, verdict in zip(*names, strict=True):
            self._note(path, number, KEEP if verdict == "keep" else DROP)

    def hear(self, path: str, found: Sequence[Diagnostic]) -> None:
        """Take what came to light of an article when all were known."""
        if isinstance(path, RecordPath):
            least = severity_rank(self._fail_on(path.file))
            if any(severity_rank(d.severity) >= least for d in found):
                self._note(path.file, path.number, DROP)

    def _note(self, path: str, number: int, verdict: int) -> None:
        of_file = self._of.setdefault(path, bytearray())
        if number >= len(of_file):
            of_file.extend(bytes(number + 1 - len(of_file)))
        of_file[number] = verdict

    def are(self, path: str, numbers: Sequence[int], verdict: int) -> list[bool]:
        """Which of these records of a file have the verdict."""
        of_file = self._of.get(path, b"")
        return [number < len(of_file) and of_file[number] == verdict for number in numbers]
