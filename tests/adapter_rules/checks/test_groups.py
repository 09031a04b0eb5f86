"""References that Go reads as another group than their author did."""

from __future__ import annotations

import pytest

from adapter_rules.checks.groups import unknown_groups
from adapter_rules.model import NameMapping


@pytest.mark.parametrize(
    ("matches", "as_", "unknown"),
    [
        pytest.param("^(.*)$", "$1", [], id="one"),
        pytest.param("^(.*)$", "${1}_x", [], id="in braces"),
        pytest.param("^(.*)$", "$1_x", ["$1_x"], id="swallowed"),
        pytest.param("^(.*)$", "$1-x", [], id="a dash ends it"),
        pytest.param("^(.*)$", "$2", ["$2"], id="too many"),
        pytest.param("^(?P<base>.*)$", "${base}_x", [], id="named"),
        pytest.param("^(?P<base>.*)$", "$base_x", ["$base_x"], id="named, swallowed"),
        pytest.param("", "$0", [], id="the whole"),
        pytest.param("", "$$1", [], id="a dollar sign"),
        pytest.param("(a)(b)", "$1x${2}y", ["$1x"], id="several"),
    ],
)
def test_unknown_references_are_listed(
    matches: str, as_: str, unknown: list[str]
) -> None:
    assert unknown_groups(NameMapping(matches=matches, as_=as_)) == unknown
