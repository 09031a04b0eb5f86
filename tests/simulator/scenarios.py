"""Small changes to the paper's scenario, for the simulator's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator import presets
from simulator.loads.step import Step

if TYPE_CHECKING:
    from simulator.scenario import Scenario


def changed(scenario: Scenario, **sections: Any) -> Scenario:
    """Give *scenario* with other sections."""
    return scenario.model_copy(update=sections)


def by_pod(scenario: Scenario) -> Scenario:
    """Give *scenario* with a Pods metric and a rule that keeps the pods apart."""
    manifest = presets.authors_manifest()
    manifest["spec"]["metrics"] = [pods_metric(presets.SERIES, "200")]
    scrape = scenario.scrape.model_copy(
        update={"pod_label": "pod", "namespace_label": "namespace", "labels": {}}
    )
    return changed(
        with_rules(scenario, sum_by_object(presets.SERIES)),
        scrape=scrape,
        autoscaler=scenario.autoscaler.model_copy(update={"manifest": manifest}),
    )


def with_rules(scenario: Scenario, *rules: dict[str, Any]) -> Scenario:
    """Give *scenario* with these discovery rules."""
    config = {"rules": list(rules)}
    adapter = scenario.adapter.model_copy(update={"config": config})
    return changed(scenario, adapter=adapter)


def sum_by_object(series: str) -> dict[str, Any]:
    """Give a rule that sums *series* for each object that is asked for."""
    return {
        "seriesQuery": f'{series}{{namespace!="",pod!=""}}',
        "resources": {"template": "<<.Resource>>"},
        "metricsQuery": "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)",
    }


def pods_metric(name: str, average: str) -> dict[str, Any]:
    """Give a Pods metric of a manifest."""
    target = {"type": "AverageValue", "averageValue": average}
    return {"type": "Pods", "pods": {"metric": {"name": name}, "target": target}}


def with_connections(scenario: Scenario, connections: float) -> Scenario:
    """Give *scenario* with so many connections from 120 s on."""
    load = Step(shape="step", unit="connections", after=connections, at_seconds=120.0)
    return changed(scenario, load=load)


def with_nodes(scenario: Scenario, count: int) -> Scenario:
    """Give the paper's *scenario* with another number of nodes."""
    master, nodes = scenario.cluster.pools
    pools = (master, nodes.model_copy(update={"count": count}))
    cluster = scenario.cluster.model_copy(update={"pools": pools})
    return changed(scenario, cluster=cluster)
