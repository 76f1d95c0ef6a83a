"""`--write-kept` and `--write-dropped`: the records of each file that are to keep, and the others, as they came.

Whether one is to drop may follow from the last article of all, so the files are read a second time to write them.
"""

from __future__ import annotations

from artlint.base.wording import plural
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artlint.cli.run.records_run import RecordsRun
    from artlint.cli.run.verdicts import Verdicts
    from artlint.records.outputs import PerFile
    from artlint.records.readers import Feed


def write_by_verdict(run: RecordsRun, verdicts: Verdicts, copies: Mapping[int, tuple[str, PerFile]]) -> list[str]:
    """Write the records of each verdict into its folder, under the names of their files, and say how many; why files
    were not written."""
    counts, feed = dict.fromkeys(copies, 0), run.feed(keep=True)
    problems: list[str] = []
    writers = [writer for _, writer in copies.values()]
    try:
        for batch in feed:
            problems += _ends(feed, writers)
            reader, raw = feed.behind.popleft()
            numbers = batch.column("record").to_pylist()
            for verdict, (_, writer) in copies.items():
                mask = verdicts.are(reader.path, numbers, verdict)
                size = sum(mask)
                writer.add(reader, reader.chosen(raw, mask), [None] * size)
                counts[verdict] += size
        problems += _ends(feed, writers)
    finally:
        for writer in writers:
            writer.drop(None)
    for verdict, (folder, writer) in copies.items() if not run.is_quiet else ():
        say(f"{plural(counts[verdict], 'record')} in {plural(len(writer.written), 'file')} written to {folder}.")
    return problems


def _ends(feed: Feed, writers: list[PerFile]) -> Iterator[str]:
    """Close the copies of files that are done; why some were not written."""
    from artlint.records.readers import END

    while feed.behind and feed.behind[0][1] is END:
        reader, _ = feed.behind.popleft()
        yield from filter(None, [writer.end(reader, reader.tail) for writer in writers])
