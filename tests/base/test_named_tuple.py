"""The records that start quickly are as typing.NamedTuple makes them, on this very Python.

Their makers are one function with other names for its parameters, which belongs to the inside of CPython.
"""

from __future__ import annotations

import pickle
import typing
from typing import Any

import pytest

from artlint.base import model, named_tuple

FIELDS = {"path": "str", "start": "int", "end": "int", "why": "str"}
DEFAULTS = {"end": 0, "why": "unknown"}


def record(base: Any, number: int) -> Any:
    """A class of the first so many fields."""
    fields = dict(list(FIELDS.items())[:number])
    defaults = {field: value for field, value in DEFAULTS.items() if field in fields}
    source = "\n".join(f"    {f}: {t}" + (f" = {defaults[f]!r}" if f in defaults else "") for f, t in fields.items())
    made: dict[str, Any] = {"Base": base, "__name__": __name__}
    exec(f"from __future__ import annotations\nclass Place(Base):\n{source}\n", made)
    return made["Place"]


def said(call: Any) -> str:
    with pytest.raises(TypeError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_record_is_a_named_tuple(number: int) -> None:
    ours, theirs = record(named_tuple.NamedTuple, number), record(typing.NamedTuple, number)
    values = ("a.txt", 3, 7, "because")[:number]
    a, b = ours(*values), theirs(*values)
    assert tuple(a) == tuple(b) == values
    assert (repr(a), ours._fields, a._asdict()) == (repr(b), theirs._fields, b._asdict())
    assert [getattr(a, field) for field in ours._fields] == list(values)
    assert ours(**a._asdict()) == ours._make(values) == a
    assert tuple(a._replace(path="b.txt")) == tuple(b._replace(path="b.txt"))
    least = min(number, 2)
    assert tuple(ours(*values[:least])) == tuple(theirs(*values[:least]))
    assert said(lambda: ours()) == said(lambda: theirs())
    assert said(lambda: ours(*values, 1)) == said(lambda: theirs(*values, 1))
    assert said(lambda: ours(*values, other=1)) == said(lambda: theirs(*values, other=1))


def test_a_record_survives_pickling_and_matching() -> None:
    span = model.Span(3, 7)
    assert pickle.loads(pickle.dumps(span)) == span
    match span:
        case model.Span(start, end):
            assert (start, end) == (3, 7)
