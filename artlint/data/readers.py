"""Which reader and writer a file has, by its name."""

from __future__ import annotations

from artlint.data import csvfile, jsonl, parquet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO

    from artlint.data.batches import Reader
    from artlint.data.fields import Fields


def _module(path: str) -> Any:
    name = path.lower()
    if name.endswith(".parquet"):
        return parquet, parquet.Parquet
    return (csvfile, csvfile.Csv) if ".csv" in name[-8:] or ".tsv" in name[-8:] else (jsonl, jsonl.JsonLines)


def reader(path: str, wanted: Fields, *, keep: bool = False) -> Reader:
    """What reads the records of a file; with `keep`, so that they can be written again."""
    made: Reader = _module(path)[1](path, wanted, keep=keep)
    return made


def writer(file: BinaryIO, reader: Reader) -> Any:
    """What writes the records of a reader's file again."""
    return _module(reader.path)[0].Writer(file, reader)
