"""`csv`: one row for each diagnostic, for spreadsheets."""

from __future__ import annotations

import csv
from typing import TextIO

from artlint.plugin_api import Context, Reporter, Result


class Csv(Reporter):
    def __init__(self, out: TextIO, context: Context) -> None:
        super().__init__(out, context)
        self._table = csv.writer(out, lineterminator="\n")
        self._table.writerow(["file", "line", "rule", "message"])

    def article(self, result: Result) -> None:
        self._table.writerows([d.path, d.start.row, d.rule, d.message] for d in result.diagnostics)
