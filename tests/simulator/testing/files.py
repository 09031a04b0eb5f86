"""Small test files, for the tests of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio

if TYPE_CHECKING:
    from pathlib import Path

RULES = {
    "rules": [
        {
            "seriesQuery": 'hits_total{namespace!="",pod!=""}',
            "resources": {"template": "<<.Resource>>"},
            "name": {"matches": "^(.*)_total$", "as": "${1}_per_second"},
            "metricsQuery": (
                "sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)"
            ),
        }
    ]
}


def hpa(metric: dict[str, Any], *, most: int = 10) -> dict[str, Any]:
    """Give a manifest with one metric."""
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "scaleTargetRef": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": "web",
            },
            "maxReplicas": most,
            "metrics": [metric],
        },
    }


def pods_metric(name: str, average: str) -> dict[str, Any]:
    """Give a Pods metric."""
    target = {"type": "AverageValue", "averageValue": average}
    return {"type": "Pods", "pods": {"metric": {"name": name}, "target": target}}


def by_values(*tests: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Give a file whose tests have metric values."""
    manifest = hpa(pods_metric("hits_per_second", "10"))
    return {"hpa": manifest, "tests": list(tests), **fields}


def by_series(*tests: dict[str, Any]) -> dict[str, Any]:
    """Give a file whose tests have series."""
    return {**by_values(*tests), "rules": RULES}


def written(folder: Path, content: Any, name: str = "tests.yaml") -> str:
    """Write a file, and give its name."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else yamlio.dump(content))
    return str(path)
