"""The Grafana dashboard: whole, deterministic, and for any Prometheus."""

from __future__ import annotations

import json

import pytest

from octoscale.service.dashboard import configmap, dashboard, queries
from tests.octoscale.service.services import SHAPES, service


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_service_gives_the_same_bytes(shape: str) -> None:
    texts = {dashboard(service(**SHAPES[shape]), description="d") for _ in range(2)}
    assert len(texts) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_every_panel_asks_the_chosen_prometheus(shape: str) -> None:
    made = service(**SHAPES[shape])
    read = json.loads(dashboard(made, description="d"))
    asked = []
    for panel in read["panels"]:
        assert panel["datasource"]["uid"] == "${datasource}"
        assert panel["title"]
        refs = [target["refId"] for target in panel["targets"]]
        assert len(set(refs)) == len(refs)
        asked += [target["expr"] for target in panel["targets"]]
    assert asked == queries(made)
    (variable,) = read["templating"]["list"]
    assert (variable["name"], variable["query"]) == ("datasource", "prometheus")


def test_each_link_of_the_chain_has_its_panel() -> None:
    read = json.loads(dashboard(service(), description="d"))
    titles = " ".join(panel["title"] for panel in read["panels"])
    for words in ("against its target", "Replicas", "Age", "Scrape targets"):
        assert words in titles


def test_two_metrics_have_two_panels_each() -> None:
    one, two = (
        len(json.loads(dashboard(service(**SHAPES[name]), description=""))["panels"])
        for name in ("a rate", "a quantile and a rate")
    )
    assert two == one + 2


def test_grafanas_sidecar_finds_it() -> None:
    made = configmap(service(), "{}")
    assert made["metadata"]["labels"] == {"grafana_dashboard": "1"}
    assert made["data"] == {"shop-autoscaling.json": "{}"}
