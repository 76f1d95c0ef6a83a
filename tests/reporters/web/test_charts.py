"""The bars of the report."""

from __future__ import annotations

from artlint.reporters.web import charts


def test_bars_are_in_percent_of_the_longest() -> None:
    rows, more = charts.bars({"a": {"warning": 1}, "b": {"error": 1, "info": 3}})
    assert [(bar.label, bar.total) for bar in rows] == [("b", 4), ("a", 1)]
    assert rows[0].parts == (("error", 0.0, 25.0), ("info", 25.0, 75.0))
    assert (rows[1].parts, more) == ((("warning", 0.0, 25.0),), 0)
    assert {bar.label: bar.total for bar in charts.spread([{}, {"error": 12}, {"info": 3}])}["10+"] == 1
