"""Words become collectors, or a complaint."""

from __future__ import annotations

import pytest

from exporters.building import KINDS, Request, build_collector
from octoscale.core.errors import UsageError

NEEDS = {
    "process": Request(kind="process", pattern="x"),
    "groups": Request(kind="groups", groups={"a": "x"}),
    "redis": Request(kind="redis", queues=("jobs",), uri="redis://127.0.0.1:7/3"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_had_in_words(kind: str) -> None:
    collector = build_collector(NEEDS.get(kind, Request(kind=kind)))
    assert collector.descriptors


def test_a_prefix_names_every_series() -> None:
    collector = build_collector(Request(kind="expvar", prefix="shop"))
    declared = (*collector.descriptors, *collector.own_descriptors)
    assert {d.series_name.split("_")[0] for d in declared} == {"shop"}


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(Request(kind="mapping"), id="needs-code"),
        pytest.param(Request(kind="redis"), id="no-queues"),
        pytest.param(
            Request(kind="redis", queues=("a",), uri="redis://:pw@h/0"), id="password"
        ),
        pytest.param(Request(kind="redis", queues=("a",), uri="http://h"), id="scheme"),
        pytest.param(
            Request(kind="redis", queues=("a",), uri="redis://h:x"), id="port"
        ),
        pytest.param(Request(kind="process"), id="no-pattern"),
        pytest.param(Request(kind="http", prefix="1"), id="prefix"),
    ],
)
def test_words_that_make_none_are_refused(request_: Request) -> None:
    with pytest.raises(UsageError):
        build_collector(request_)
