"""MF401: pods that do not say where to scrape them."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found

TWO = "[{containerPort: 8080}, {containerPort: 9117}]"


@pytest.mark.parametrize(
    ("annotations", "ports", "wrong"),
    [
        pytest.param('{prometheus.io/scrape: "true"}', TWO, True, id="two ports"),
        pytest.param('{prometheus.io/scrape: "true"}', "[]", True, id="no port"),
        pytest.param(
            '{prometheus.io/scrape: "true"}',
            "[{containerPort: 1}]",
            False,
            id="one port",
        ),
        pytest.param('{prometheus.io/scrape: "false"}', TWO, False, id="not wanted"),
        pytest.param(
            '{prometheus.io/scrape: "true", prometheus.io/port: "9117"}',
            TWO,
            False,
            id="a port",
        ),
        pytest.param(
            '{prometheus.io/scrape: "true", prometheus.io/port: metrics}',
            TWO,
            True,
            id="a name",
        ),
        pytest.param(
            '{prometheus.io/scrape: "true", prometheus.io/port: "99999"}',
            TWO,
            True,
            id="too large",
        ),
    ],
)
def test_the_port_is_needed_where_it_is_not_clear(
    annotations: str, ports: str, wrong: bool
) -> None:
    assert (
        bool(found("MF401", deployment(annotations=annotations, ports=ports))) is wrong
    )
