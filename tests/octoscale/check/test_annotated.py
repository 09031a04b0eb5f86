"""Services that ask to be scraped, for their pods."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service

PODS = deployment(
    ports="[{containerPort: 8080, name: http}, {containerPort: 9117, name: metrics}]"
)


def scraped(annotations: str, ports: str = "{port: 80, targetPort: 8080}") -> str:
    text = service().replace("labels:", f"annotations: {annotations}, labels:")
    return text.replace("{port: 80, targetPort: 8080}", ports)


@pytest.mark.parametrize(
    ("port", "codes"),
    [
        pytest.param("9117", [], id="a port of the pods"),
        pytest.param("80", ["MF402"], id="its own port"),
        pytest.param("metrics", ["MF401"], id="a name"),
        pytest.param("9" * 5000, ["MF401", "MF402"], id="a very long number"),
    ],
)
def test_the_port_is_one_of_the_pods(port: str, codes: list[str]) -> None:
    annotations = f'{{prometheus.io/scrape: "true", prometheus.io/port: "{port}"}}'
    texts = (PODS, scraped(annotations))
    assert [code for code in ("MF401", "MF402") if found(code, *texts)] == codes


@pytest.mark.parametrize(
    ("ports", "wrong"),
    [
        ("{port: 80, targetPort: metrics}", False),
        ("{port: 80, targetPort: http}, {port: 81, targetPort: metrics}", True),
    ],
)
def test_without_a_port_every_one_of_the_services_is_scraped(
    ports: str, wrong: bool
) -> None:
    texts = (PODS, scraped('{prometheus.io/scrape: "true"}', ports))
    assert bool(found("MF401", *texts)) is wrong


def test_without_its_pods_nothing_is_known() -> None:
    text = scraped('{prometheus.io/scrape: "true", prometheus.io/port: "1"}')
    assert found("MF402", text) == []
    assert found("MF401", scraped('{prometheus.io/scrape: "true"}')) == []
