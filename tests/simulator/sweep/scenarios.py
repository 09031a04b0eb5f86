"""Random fluid scenarios within what both engines cover."""

from __future__ import annotations

import random
from typing import Any

from simulator.loads.replay import Replay
from simulator.parameter import Parameter, assumed
from simulator.scenario import Scenario
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.sections.start import StartSection

NODES = 40
LINK = 125e6


def random_scenario(number: int, *, hours: float) -> Scenario:
    """Give the scenario of a number; always the same one."""
    chance = random.Random(number)
    counter = chance.random() < 0.7
    capacity = chance.choice([None, chance.uniform(20, 120)])
    most = chance.randint(3, 14)
    return Scenario(
        name=f"random-{number}",
        duration_seconds=hours * 3600,
        load=_load(chance, hours, most),
        service=ServiceSection(
            name="web",
            replicas=chance.randint(1, 3),
            series=(
                ExposedSeries(
                    name="hits_total" if counter else "hits",
                    kind="counter" if counter else "gauge",
                    base=chance.choice([0.0, chance.uniform(0, 30)]),
                    per_load=chance.choice([1.0, chance.uniform(0.2, 5)]),
                ),
            ),
            capacity=None
            if capacity is None
            else assumed(capacity, "units of load", "random"),
        ),
        image=ImageSection(
            on_disk_bytes=assumed(10 ** chance.uniform(7, 9.6), "bytes", "random"),
        ),
        start=StartSection(
            program_seconds=seconds(chance.uniform(0.1, 20)),
            probe_period_seconds=seconds(chance.choice([0, 0, 2, 10])),
            termination_seconds=seconds(chance.choice([1, 30])),
        ),
        cluster=ClusterSection(
            pools=(NodePool(name="node", count=NODES),),
            anti_affinity=True,
            registry_bytes_per_second=assumed(NODES * LINK, "bytes/s", "random"),
        ),
        scrape=ScrapeSection(
            interval_seconds=seconds(chance.choice([5, 10, 15, 29])),
            discovery_seconds=seconds(chance.choice([0, 5])),
        ),
        adapter=AdapterSection(config=_rules(chance, counter=counter)),
        autoscaler=AutoscalerSection(
            manifest=_manifest(chance, most, counter=counter),
            sync_period_seconds=seconds(chance.choice([15, 15, 10, 30])),
            tolerance=assumed(chance.choice([0.1, 0.03]), "ratio", "random"),
        ),
    )


def seconds(value: float) -> Parameter:
    """Give a duration for a test."""
    return assumed(float(value), "s", "random")


def _load(chance: random.Random, hours: float, most: int) -> Replay:
    """Give a load that wanders, jumps and rests."""
    points, time, level = [(0.0, chance.uniform(5, 200))], 0.0, 50.0
    while time < hours * 3600:
        time += chance.uniform(30, 1500)
        level = chance.uniform(0, 70 * most) if chance.random() < 0.6 else level
        points.append((time, level))
        if chance.random() < 0.4:
            level = chance.uniform(0, 70 * most)
            points.append((time, level))
    return Replay(shape="replay", unit="requests/s", points=tuple(points))


def _rules(chance: random.Random, *, counter: bool) -> dict[str, Any]:
    window = chance.choice(["45s", "1m", "2m", "5m"])
    selector = "<<.Series>>{<<.LabelMatchers>>}"
    inner = f"rate({selector}[{window}])" if counter else selector
    operator = chance.choice(["sum", "avg", "max"])
    rule = {
        "seriesQuery": '{__name__=~"^hits.*",namespace!="",pod!=""}',
        "resources": {"template": "<<.Resource>>"},
        "metricsQuery": f"{operator}({inner}) by (<<.GroupBy>>)",
    }
    return {"rules": [rule]}


def _manifest(chance: random.Random, most: int, *, counter: bool) -> dict[str, Any]:
    metric = {
        "type": "Pods",
        "pods": {
            "metric": {"name": "hits_total" if counter else "hits"},
            "target": {
                "type": "AverageValue",
                "averageValue": f"{chance.randint(15_000, 90_000)}m",
            },
        },
    }
    spec: dict[str, Any] = {
        "scaleTargetRef": {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "name": "web",
        },
        "minReplicas": chance.randint(1, 3),
        "maxReplicas": most,
        "metrics": [metric],
    }
    if chance.random() < 0.6:
        directions = {"scaleUp": _direction(chance), "scaleDown": _direction(chance)}
        spec["behavior"] = directions
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web"},
        "spec": spec,
    }


def _direction(chance: random.Random) -> dict[str, Any]:
    policies = [
        {
            "type": chance.choice(["Pods", "Percent"]),
            "value": chance.choice([1, 2, 50, 100]),
            "periodSeconds": chance.choice([15, 60, 300]),
        }
        for _ in range(chance.randint(1, 2))
    ]
    return {
        "stabilizationWindowSeconds": chance.choice([0, 60, 300]),
        "selectPolicy": chance.choice(["Max", "Min"]),
        "policies": policies,
    }
