"""The demo's configuration: the metric, its rule, its HPA, and the scraping.

All of it comes from one descriptor, through the packages that own each part.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from adapter_rules import generate
from adapter_rules import model as rules
from bench.demo.settings import NAMESPACE, SERIES, SERVICE
from hpa import builders
from octoscale.core.descriptor import MetricDescriptor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bench.demo.replicas import ServicePod
    from bench.demo.settings import DemoSettings
    from hpa.model.v2beta2 import HorizontalPodAutoscaler

DESCRIPTOR = MetricDescriptor(
    series_name=SERIES,
    kind="gauge",
    help="Open file descriptors of the demo service.",
    api_name=SERIES,
)
TARGETS_FILE = "targets.json"


def rules_text() -> str:
    """Write the adapter's config file."""
    return rules.dump(generate.config_for([DESCRIPTOR]))


def autoscaler(settings: DemoSettings) -> HorizontalPodAutoscaler:
    """Build the HPA: like the paper's, without a behavior of its own."""
    return builders.autoscaler(
        builders.scale_target("Deployment", SERVICE),
        [builders.pods_metric(DESCRIPTOR.api_name, average_value=settings.target)],
        name=SERVICE,
        namespace=NAMESPACE,
        min_replicas=1,
        max_replicas=settings.max_replicas,
    )


def scrape_config(settings: DemoSettings, kube_state: str) -> dict[str, Any]:
    """Write Prometheus' configuration; *kube_state* is ``host:port``."""
    return {
        "global": {
            "scrape_interval": f"{settings.scrape_seconds:g}s",
            "scrape_timeout": f"{settings.scrape_seconds:g}s",
            "evaluation_interval": f"{settings.scrape_seconds:g}s",
        },
        "scrape_configs": [
            {
                "job_name": SERVICE,
                "file_sd_configs": [
                    {"files": [TARGETS_FILE], "refresh_interval": "1s"}
                ],
            },
            {
                "job_name": "kube-state-metrics",
                "honor_labels": True,
                "static_configs": [{"targets": [kube_state]}],
            },
        ],
    }


def tell_prometheus(folder: Path, pods: Iterable[ServicePod]) -> None:
    """Write which exporters are to be scraped, with the labels of their pods."""
    groups = [
        {
            "targets": [pod.scrape_target],
            "labels": {"namespace": NAMESPACE, "pod": pod.name, "app": SERVICE},
        }
        for pod in pods
        if pod.scrape_target
    ]
    path = folder / TARGETS_FILE
    temporary = path.with_suffix(".tmp")
    temporary.write_text(json.dumps(groups), encoding="utf-8")
    os.replace(temporary, path)  # noqa: PTH105 - the same, and it says atomic
