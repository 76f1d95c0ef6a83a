"""`--write-kept` and `--write-dropped`: the records of each file that are to keep, and the others, as they came.

Whether one is to drop may follow from the last article of all, so the files are read a second time to write them.
"""

from __future__ import annotations

from artlint.base.wording import plural
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from artlint.cli.run.records_run import RecordsRun
    from artlint.cli.run.verdicts import Verdicts
    from artlint.records.outputs import PerFile
    from artlint.records.readers import Feed


class VerdictCopy:
    """The records of one verdict, each file's written into its copy in a folder."""

    def __init__(self, verdict: int, folder: str, writer: PerFile) -> None:
        self._verdict, self._folder, self.writer = verdict, folder, writer
        self._records = self._of_file = 0  # in files that are done, and in the one that is being written

    def add(self, reader: Any, raw: Any, verdicts: Verdicts, numbers: Sequence[int]) -> None:
        """Hand the writer those records of a batch that have the verdict."""
        mask = verdicts.are(reader.path, numbers, self._verdict)
        size = sum(mask)
        self.writer.add(reader, reader.chosen(raw, mask), [None] * size)
        self._of_file += size

    def end(self, reader: Any) -> str:
        """A file is done; why its copy was not written, if it was not."""
        problem = self.writer.end(reader, reader.tail)
        self._records += 0 if problem else self._of_file
        self._of_file = 0
        return problem

    def __str__(self) -> str:
        files = plural(len(self.writer.written), "file")
        return f"{plural(self._records, 'record')} in {files} written to {self._folder}."


def write_by_verdict(run: RecordsRun, verdicts: Verdicts, copies: Sequence[VerdictCopy]) -> list[str]:
    """Write the records of each verdict into its folder, under the names of their files, and say how many; why files
    were not written."""
    feed = run.feed(keep=True)
    problems: list[str] = []
    try:
        for batch in feed:
            problems += _ends(feed, copies)
            reader, raw = feed.behind.popleft()
            for copy in copies:
                copy.add(reader, raw, verdicts, batch.column("record").to_pylist())
        problems += _ends(feed, copies)
    finally:
        for copy in copies:
            copy.writer.drop(None)
    for copy in copies if not run.is_quiet else ():
        say(str(copy))
    return problems


def _ends(feed: Feed, copies: Iterable[VerdictCopy]) -> Iterator[str]:
    """Close the copies of files that are done; why some were not written."""
    from artlint.records.readers import END

    while feed.behind and feed.behind[0][1] is END:
        reader, _ = feed.behind.popleft()
        yield from filter(None, [copy.end(reader) for copy in copies])
