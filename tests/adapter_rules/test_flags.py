"""How an adapter is started, read from whatever starts it."""

from __future__ import annotations

import pytest

from adapter_rules.flags import MAX_AGE, RELIST, flags_of
from octoscale.core import yamlio


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "args: [--metrics-relist-interval=1m30s, --v=4]", {RELIST: 90.0}, id="args"
        ),
        pytest.param("metricsMaxAge: 2m", {MAX_AGE: 120.0}, id="values"),
        pytest.param(
            "args: [--metrics-relist-interval=1m, --metrics-relist-interval=2m]",
            {RELIST: 120.0},
            id="the last one counts",
        ),
        pytest.param("args: [--metrics-max-age=soon]", {}, id="no duration"),
        pytest.param("metricsMaxAge: 5", {}, id="a number"),
        pytest.param("--metrics-max-age=1m", {}, id="no entry of anything"),
        pytest.param("[]", {}, id="nothing"),
    ],
)
def test_durations_are_found_where_they_are_set(
    text: str, found: dict[str, float]
) -> None:
    flags = flags_of(yamlio.load(text, file="f"))
    assert {name: flag.seconds for name, flag in flags.items()} == found


def test_each_has_its_place() -> None:
    text = "spec:\n  args:\n  - --v=4\n  - --metrics-max-age=1h\n"
    assert str(flags_of(yamlio.load(text, file="f"))[MAX_AGE].place) == "f:4:5"
