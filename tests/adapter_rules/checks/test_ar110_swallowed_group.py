"""AR110: a reference to no group."""

from __future__ import annotations

import pytest

from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    ("as_", "hint"),
    [
        ("$1_per_second", "write ${1}_per_second"),
        ("$0_x", "write ${0}_x"),
        ("${2}", "give 'matches' such a group, or name another"),
        ("$name", "give 'matches' such a group, or name another"),
    ],
)
def test_it_is_found(as_: str, hint: str) -> None:
    (finding,) = found("AR110", rule(matches="^(.*)_total$", as_=as_))
    assert finding.hint == hint


@pytest.mark.parametrize("as_", ["$1", "${1}_x", "$0", "$$1_x", "$1-x", "plain"])
def test_it_is_fine(as_: str) -> None:
    assert found("AR110", rule(matches="^(.*)_total$", as_=as_)) == []


def test_named_groups_are_known() -> None:
    assert found("AR110", rule(matches="^(?P<what>.*)_total$", as_="${what}_x")) == []
