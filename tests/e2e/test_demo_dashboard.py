"""Every panel of the rendered dashboard shows something on the live demo."""

from __future__ import annotations

import pytest

from adapter_rules.prometheus.api_client import PrometheusClient
from bench.demo.run import Snapshot, Stage, run
from bench.demo.settings import SERIES, DemoSettings
from octoscale.core import yamlio
from octoscale.service.dashboard import queries
from octoscale.service.file import load
from tests.tools import find_tool

FILE = {
    "service": "demo-web",
    "scaleTarget": {"name": "demo-web"},
    "replicas": {"min": 1, "max": 2},
    "scrape": {"interval": "1s", "port": 1, "podLabels": {"app": "demo-web"}},
    "metrics": [{"series": SERIES, "kind": "gauge", "target": {"averageValue": 40}}],
}


@pytest.mark.soak
def test_every_panels_query_returns_data() -> None:
    if find_tool("prometheus") is None:
        pytest.skip("no prometheus (make tools)")
    asked = queries(load(yamlio.dump(FILE)))
    empty: dict[str, bool] = {}

    def look(now: Snapshot) -> None:
        if now.stage is not Stage.COOLING or empty:
            return
        with PrometheusClient(now.prometheus) as client:
            empty.update({query: not client.query(query).samples for query in asked})

    settings = DemoSettings(
        max_replicas=2, connections=60, target=40, settle_seconds=4.0,
        load_seconds=1.0, sync_seconds=2.0, scrape_seconds=1.0,
    )  # fmt: skip
    run(settings, stop=lambda: bool(empty), tell=look)
    assert len(empty) == len(set(asked))
    assert [query for query, none in empty.items() if none] == []
