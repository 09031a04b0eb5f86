"""Label selectors, in the server's own grammar."""

from __future__ import annotations

import pytest

from octoscale.kube.errors import InvalidError
from octoscale.kube.selectors import parse


@pytest.mark.parametrize(
    ("selector", "labels", "picked"),
    [
        pytest.param("", {}, True, id="nothing asked"),
        pytest.param("a=b", {"a": "b"}, True, id="equal"),
        pytest.param("a = b", {"a": "b"}, True, id="spaces"),
        pytest.param("a==b", {"a": "c"}, False, id="double equal"),
        pytest.param("a=", {"a": ""}, True, id="empty value"),
        pytest.param("a=", {}, False, id="empty value is not absence"),
        pytest.param("a!=b", {}, True, id="unequal when absent"),
        pytest.param("a!=b", {"a": "b"}, False, id="unequal"),
        pytest.param("a in (b,c)", {"a": "c"}, True, id="in"),
        pytest.param("a in (b,c)", {}, False, id="in when absent"),
        pytest.param("a notin (b, c)", {}, True, id="notin when absent"),
        pytest.param("a notin (b, c)", {"a": "c"}, False, id="notin"),
        pytest.param("a", {"a": ""}, True, id="present"),
        pytest.param("!a", {"a": ""}, False, id="absent"),
        pytest.param("a=b,c in (d,e),!f", {"a": "b", "c": "e"}, True, id="all"),
        pytest.param("a=b,c in (d,e),!f", {"a": "b", "c": "x"}, False, id="one not"),
        pytest.param("k8s.io/app-name=b_1.x", {"k8s.io/app-name": "b_1.x"}, True),
    ],
)
def test_a_selector_picks(selector: str, labels: dict[str, str], picked: bool) -> None:
    assert parse(selector)(labels) is picked


@pytest.mark.parametrize(
    "selector", ["a=(", "a=b=c", "in (a)", "a in b", ",", "a=b,", "a b", "=a", "a=ä"]
)
def test_what_is_no_selector_is_refused_before_any_object_is_seen(
    selector: str,
) -> None:
    with pytest.raises(InvalidError):
        parse(selector)
