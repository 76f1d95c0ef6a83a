"""The centre of runs that fix: record batches in, and out of each record its fixed text and what was fixed in it."""

from __future__ import annotations

import pyarrow as pa

from artlint.base.errors import ArtlintError
from artlint.base.model import RecordPath, Result
from artlint.engine import fixer
from artlint.records import rows
from artlint.records.lint_batch import article
from artlint.records.schema import DIAGNOSTIC, path_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from artlint.base.model import Diagnostic, KnownFaults
    from artlint.engine.linter import Linter

FIXED = pa.schema(
    [
        ("text", pa.large_string()),  # as it was where nothing was fixed, and null where it was null
        ("fixed", pa.list_(DIAGNOSTIC)),  # places are those of the text as it stood when each was fixed
        ("problem", pa.string()),  # why it was left as it was
    ]
)


class BatchFixer:
    """Fixes records with the fixes of these safeties. `linter_for` gives the linter of a file. What the baselines in
    `known` know is left as it is."""

    def __init__(
        self, linter_for: Callable[[str], Linter], safeties: Sequence[str], known: KnownFaults | None = None
    ) -> None:
        self._linter_for, self._safeties, self._known = linter_for, safeties, known

    def fix(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """A batch of schema.RECORDS to one of FIXED, row by row. Raises ArtlintError."""
        path = path_of(batch)
        linter = self._linter_for(path)
        return pa.RecordBatch.from_pylist([self._row(path, linter, r) for r in batch.to_pylist()], FIXED)

    def _row(self, path: str, linter: Linter, record: Mapping[str, Any]) -> dict[str, Any]:
        if record["text"] is None:
            return {"text": None, "fixed": [], "problem": record["problem"] or "it has no text"}
        place = RecordPath(path, record["record"], record["id"] or "")

        def lint(text: str) -> Sequence[Diagnostic]:
            found = linter.lint(article({**record, "text": text}, place, linter))
            return self._known.apply(Result(place, tuple(found))).diagnostics if self._known else found

        try:
            text, fixed, _ = fixer.fix_text(record["text"], lint, self._safeties)
        except ArtlintError as error:
            return {"text": record["text"], "fixed": [], "problem": str(error)}
        return {"text": text, "fixed": [rows.diagnostic(d) for d in fixed], "problem": None}
