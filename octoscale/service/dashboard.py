"""A Grafana dashboard of a service's chain, link by link.

Built with Grafana's own SDK (the extra ``dashboards``): import this module only
where a dashboard is asked for. What is asked is ``observing``'s business.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grafana_foundation_sdk.builders.dashboard import Dashboard, DatasourceVariable
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.builders.timeseries import Panel
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import DataSourceRef

from octoscale.service.observing import Observed

if TYPE_CHECKING:
    from octoscale.core.descriptor import MetricDescriptor
    from octoscale.service.file import Service

REFRESH = "30s"
SPAN = "now-3h"
DATASOURCE = "datasource"
"""The dashboard's variable that names the Prometheus."""

Query = tuple[str, str]
"""A legend, and the PromQL behind it."""

_HALF, _HEIGHT = 12, 8


def dashboard(service: Service, *, description: str) -> str:
    """Write the dashboard as JSON; equal services give equal bytes."""
    built = _board(Observed(service), description).build()
    raw = JSONEncoder(sort_keys=True).encode(built)
    return json.dumps(json.loads(raw), indent=2, sort_keys=True) + "\n"


def queries(service: Service) -> list[str]:
    """Give the PromQL of every panel."""
    seen = Observed(service)
    return [query for _, _, rows in _panels(seen) for _, query in rows]


def configmap(service: Service, text: str) -> dict[str, Any]:
    """Wrap the dashboard for Grafana's sidecar, which looks for that label."""
    name = f"{service.spec.service}-autoscaling-dashboard"
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": name,
            "namespace": service.spec.namespace,
            "labels": {"grafana_dashboard": "1"},
        },
        "data": {f"{service.spec.service}-autoscaling.json": text},
    }


def _board(seen: Observed, description: str) -> Dashboard:
    spec = seen.spec
    board = (
        Dashboard(f"Autoscaling: {spec.service}")
        .uid(f"octoscale-{spec.service}"[:40])
        .description(description)
        .tags(["octoscale", "autoscaling"])
        .refresh(REFRESH)
        .time(SPAN, "now")
        .timezone("browser")
        .readonly()
        .with_variable(
            DatasourceVariable(DATASOURCE).label("Prometheus").type("prometheus")
        )
    )
    for title, unit, rows in _panels(seen):
        board.with_panel(_panel(title, unit, rows))
    return board


def _panels(seen: Observed) -> list[tuple[str, str, list[Query]]]:
    """List title, unit and queries of every panel, in order."""
    metrics = seen.service.descriptors
    return [
        *(_value_panel(seen, one) for one in metrics),
        (
            "Replicas",
            "short",
            [
                ("desired", seen.hpa("status_desired_replicas")),
                ("current", seen.hpa("status_current_replicas")),
                ("ready", seen.ready),
                ("minimum", seen.hpa("spec_min_replicas")),
                ("maximum", seen.hpa("spec_max_replicas")),
            ],
        ),
        *(
            (
                f"Age of the newest sample: {one.series_name}",
                "s",
                [(f"{{{{{seen.spec.scrape.labels.pod}}}}}", seen.age(one))],
            )
            for one in metrics
        ),
        (
            "Scrape targets",
            "short",
            [
                ("up", f"sum({seen.up})"),
                ("down", f"sum(1 - {seen.up})"),
            ],
        ),
        (
            "Scrape duration",
            "s",
            [("longest", f"max({seen.scrape_seconds})")],
        ),
        (
            "The HPA's conditions",
            "short",
            [
                (kind, seen.condition(kind, "true"))
                for kind in ("AbleToScale", "ScalingActive", "ScalingLimited")
            ],
        ),
    ]


def _value_panel(
    seen: Observed, metric: MetricDescriptor
) -> tuple[str, str, list[Query]]:
    rows = [
        ("value", seen.value(metric)),
        ("metric target", seen.metric_target(metric)),
    ]
    return f"{metric.api_name} against its target", _unit(metric), rows


def _unit(metric: MetricDescriptor) -> str:
    """Give Grafana's name of a metric's unit."""
    if metric.is_rate:
        return "short"
    return {"seconds": "s", "bytes": "bytes", "ratio": "percentunit"}.get(
        metric.unit, "short"
    )


def _panel(title: str, unit: str, rows: list[Query]) -> Panel:
    source = DataSourceRef(type_val="prometheus", uid=f"${{{DATASOURCE}}}")
    panel = Panel().title(title).unit(unit).span(_HALF).height(_HEIGHT).min(0)
    panel.datasource(source)
    for number, (legend, promql) in enumerate(rows):
        query = Dataquery().expr(promql).legend_format(legend)
        panel.with_target(query.ref_id(chr(ord("A") + number)))
    return panel
