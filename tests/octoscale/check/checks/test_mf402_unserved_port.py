"""MF402: pods scraped where nothing listens."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found


def scraped(port: str, *, ports: str) -> str:
    annotations = f'{{prometheus.io/scrape: "true", prometheus.io/port: "{port}"}}'
    return deployment(annotations=annotations, ports=ports)


@pytest.mark.parametrize(
    ("port", "ports", "wrong"),
    [
        ("9117", "[{containerPort: 8080}]", True),
        ("8080", "[{containerPort: 8080}]", False),
        ("9117", "[]", False),
    ],
)
def test_the_port_is_one_of_the_declared(port: str, ports: str, wrong: bool) -> None:
    assert bool(found("MF402", scraped(port, ports=ports))) is wrong


def test_ports_of_all_containers_count() -> None:
    text = scraped("9117", ports="[{containerPort: 8080}]")
    sidecar = "      - {name: exporter, image: a, ports: [{containerPort: 9117}]}\n"
    assert found("MF402", text + sidecar) == []
