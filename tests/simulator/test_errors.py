"""The simulator's errors are findings with a way out."""

from __future__ import annotations

from octoscale.core.errors import InputError
from simulator.errors import ScenarioError, UnsupportedQueryError


def test_an_unsupported_query_names_its_node_and_the_command_that_takes_it() -> None:
    error = UnsupportedQueryError("a subquery", "rate(hits[5m:1m])")
    assert isinstance(error, InputError)
    assert [f.code for f in error.findings] == ["SI001"]
    assert "a subquery" in str(error)
    assert "`octoscale test`" in error.findings[0].hint


def test_parts_that_do_not_fit_are_one_finding() -> None:
    error = ScenarioError("no room", hint="add nodes")
    assert [(f.code, f.message, f.hint) for f in error.findings] == [
        ("SI002", "no room", "add nodes")
    ]
