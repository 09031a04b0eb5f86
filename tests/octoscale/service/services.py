"""Service files of every shape that dashboards and alerts have to fit."""

from __future__ import annotations

from typing import Any

from octoscale.core import yamlio
from octoscale.service.example import example
from octoscale.service.file import Service, load

GAUGE = {"series": "open_fds", "kind": "gauge", "target": {"averageValue": 200}}
COUNTER = {"series": "hits_total", "kind": "counter", "target": {"averageValue": 5}}
HISTOGRAM = {
    "series": "latency_seconds",
    "kind": "histogram",
    "quantile": 0.95,
    "target": {"averageValue": "250m"},
}
OBJECT = {
    "series": "queue_length",
    "kind": "gauge",
    "association": {"object": "services", "name": "front", "label": "service"},
    "target": {"value": 30},
}
EXTERNAL = {
    "series": "jobs_waiting",
    "kind": "gauge",
    "association": "external",
    "target": {"averageValue": 10},
}
SHAPES: dict[str, dict[str, Any]] = {
    "a gauge of pods": {"metrics": [GAUGE]},
    "a rate": {"metrics": [COUNTER]},
    "a quantile and a rate": {"metrics": [HISTOGRAM, COUNTER]},
    "one object": {"metrics": [OBJECT]},
    "external, from zero": {"metrics": [EXTERNAL], "replicas": {"min": 0, "max": 5}},
    "of fixed size": {"metrics": [GAUGE], "replicas": {"min": 3, "max": 3}},
    "one or two": {"metrics": [GAUGE], "replicas": {"min": 1, "max": 2}},
}


def service(**changes: Any) -> Service:
    """Read the example, with other fields."""
    value = yamlio.load(example("shop")).value
    return load(yamlio.dump({**value, **changes}))
