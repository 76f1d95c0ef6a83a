"""`--write-kept` and `--write-dropped`: the records of each file that are to keep, and the others, as they came.

Whether one is to drop may follow from the last article of all, so the files are read a second time to write them.
"""

from __future__ import annotations

from artlint.base.wording import plural
from artlint.cli.run.verdicts import KEEP
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from artlint.cli.run.records_run import RecordsRun
    from artlint.cli.run.verdicts import Verdicts
    from artlint.records.readers import Feed


def write_by_verdict(run: RecordsRun, verdicts: Verdicts, folders: Mapping[int, str]) -> list[str]:
    """Write the records of each verdict into its folder, under the names of their files, and say how many; why files
    were not written."""
    from artlint.records import outputs, readers

    problems = []
    for verdict, folder in folders.items():
        targets = run.targets(folder, "--write-kept" if verdict == KEEP else "--write-dropped")
        copies = outputs.PerFile(targets, lambda file, reader, target: readers.writer(file, reader))
        count = 0
        try:
            for reader, part in _chosen(run.feed(keep=True), verdicts, verdict):
                if part is None:
                    problems.append(copies.end(reader, reader.tail))
                else:
                    raw, size = part
                    copies.add(reader, raw, [None] * size)
                    count += size
        finally:
            copies.drop(None)
        if not run.is_quiet:
            say(f"{plural(count, 'record')} in {plural(len(copies.written), 'file')} written to {folder}.")
    return list(filter(None, problems))


def _chosen(feed: Feed, verdicts: Verdicts, verdict: int) -> Iterator[tuple[Any, tuple[Any, int] | None]]:
    """What each reader read of the records that have the verdict, and how many these are; None where a file ends."""
    for batch in feed:
        yield from _ends(feed)
        reader, raw = feed.behind.popleft()
        mask = verdicts.are(reader.path, batch.column("record").to_pylist(), verdict)
        yield reader, (reader.chosen(raw, mask), sum(mask))
    yield from _ends(feed)


def _ends(feed: Feed) -> Iterator[tuple[Any, None]]:
    from artlint.records.readers import END

    while feed.behind and feed.behind[0][1] is END:
        yield feed.behind.popleft()[0], None
