"""How long 100 autoscaling tests with series take, Prometheus' start included."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.measure import report
from octoscale.core import yamlio
from simulator.testing.run import run_files

TESTS = 100
LINE = 20.0
"""Seconds, on the wall's clock."""

RULE = {
    "seriesQuery": 'hits_total{namespace!="",pod!=""}',
    "resources": {"template": "<<.Resource>>"},
    "metricsQuery": "sum(rate(<<.Series>>{<<.LabelMatchers>>}[1m])) by (<<.GroupBy>>)",
}
METRIC = {
    "type": "Pods",
    "pods": {
        "metric": {"name": "hits_total"},
        "target": {"type": "AverageValue", "averageValue": "10"},
    },
}
HPA = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "web", "namespace": "web"},
    "spec": {
        "scaleTargetRef": {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "name": "web",
        },
        "maxReplicas": 20,
        "metrics": [METRIC],
    },
}


def one(number: int) -> dict[str, Any]:
    """Give a test of ten minutes with four pods, whose rates differ."""
    return {
        "name": f"test {number}",
        "workload": {"replicas": 4},
        "input_series": [
            {
                "series": f'hits_total{{namespace="web",pod="web-{pod}"}}',
                "values": f"0+{15 * (number % 9 + pod)}x40",
            }
            for pod in range(1, 5)
        ],
        "expect": [
            {"at": "5m", "metric": "hits_total", "value": str(number % 9 + 2.5)},
            {"never": {"replicas": "> 20"}},
        ],
    }


def main() -> None:
    """Print the figures."""
    content = {
        "rules": {"rules": [RULE]},
        "hpa": HPA,
        "tests": [one(number) for number in range(TESTS)],
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tests.yaml"
        file.write_text(yamlio.dump(content), encoding="utf-8")
        start = time.perf_counter()
        results = run_files([str(file)])
        seconds = time.perf_counter() - start
    passed = sum(result.passed for result in results)
    syncs = sum(len(result.moments) for result in results)
    report(
        [
            ("tests that pass", f"{passed} of {TESTS}", passed == TESTS),
            ("syncs", str(syncs), True),
            ("seconds", f"{seconds:.2f} (line: {LINE})", seconds < LINE),
        ]
    )


if __name__ == "__main__":
    main()
