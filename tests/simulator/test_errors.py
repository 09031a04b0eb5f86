"""The simulator's errors are findings with a way out."""

from __future__ import annotations

from octoscale.core import yamlio
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


def test_a_part_that_does_not_fit_is_found_in_its_file() -> None:
    document = yamlio.load("name: a\nload:\n  shape: steps\n", file="a.yaml")
    error = ScenarioError("no load", hint="add some", path=("load",))
    assert str(error.within(document)) == "a.yaml:2:1: error SI002: no load"
    assert error.within(document).findings[0].hint == "add some"
