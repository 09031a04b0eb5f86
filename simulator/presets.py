"""Scenarios that come with Octoscale: the paper's cluster and its experiment.

What is known of the experiment is stated with its source; what is not known is
an assumption that says so. The driver of a plan builds its scenarios from the
same parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from adapter_rules import model as rules
from adapter_rules.generate import config_for
from hpa import builders, manifests
from octoscale.core.descriptor import MetricDescriptor
from simulator.loads.diurnal import Diurnal
from simulator.loads.spike import Spike
from simulator.loads.step import Step
from simulator.parameter import Parameter, assumed, documented, measured
from simulator.scenario import Scenario
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ExposedSeries, ServiceSection

if TYPE_CHECKING:
    from collections.abc import Callable

ImageSize = Literal["small", "medium", "big"]
"""The paper's three images of one service."""

SERIES = "myapphttp_process_open_fds"
"""The authors' metric: the web server's open file descriptors."""

TARGET = 200
"""The authors' metric target for it."""

IDLE_FDS = 9.0
"""Measured: the authors' web server, as their exporter shows it when idle."""

_PAPER = "the paper, section 4.2; read as bytes on disk, which it does not say"
_BUILT = "gzip layers of an image built to that size: {} of {}"

_SIZES: dict[ImageSize, tuple[float, float, str]] = {
    "small": (19.17e6, 8.75e6, _BUILT.format("8.75 MB", "19.17 MB")),
    "medium": (325.96e6, 145.9e6, _BUILT.format("145.9 MB", "325.96 MB")),
    "big": (2.73e9, 1.446e9, _BUILT.format("1.446 GB", "2.73 GB")),
}


def paper_cluster() -> ClusterSection:
    """Build the paper's cluster: 1 master, 8 nodes with 4 CPUs and 8 GB.

    >>> [f"{pool.count} {pool.name}" for pool in paper_cluster().pools]
    ['1 master', '8 node']
    """
    master = NodePool(name="master", count=1, cpu="2", memory="4G", schedulable=False)
    return ClusterSection(
        pools=(master, NodePool(name="node", count=8, cpu="4", memory="8G"))
    )


def compressed_ratio(on_disk_bytes: float) -> Parameter:
    """Give the compression measured on the image nearest in size."""
    nearest = min(_SIZES.values(), key=lambda size: abs(size[0] - on_disk_bytes))
    return measured(round(nearest[1] / nearest[0], 4), "ratio", nearest[2])


def paper_image(size: ImageSize) -> ImageSection:
    """Build one of the paper's images.

    >>> paper_image("small").pulled_bytes
    8749188
    """
    on_disk, _, _ = _SIZES[size]
    return ImageSection(
        name=size,
        on_disk_bytes=documented(on_disk, "bytes", _PAPER),
        compressed_ratio=compressed_ratio(on_disk),
    )


def paper(
    size: ImageSize = "small", *, behavior: dict[str, Any] | None = None
) -> Scenario:
    """Build the paper's scale-up from 1 to 8 replicas.

    The load is ours: 1,800 connections ask for more than 8 replicas throughout,
    where the authors' 1,000 clients ask for 6 at most. *behavior* goes into the
    manifest as it is; the authors' has none.
    """
    return Scenario(
        name=f"paper-{size}",
        duration_seconds=900.0,
        load=Step(shape="step", unit="connections", after=1800.0, at_seconds=120.0),
        service=ServiceSection(
            name="httpgo",
            namespace="http",
            series=(ExposedSeries(name=SERIES, base=IDLE_FDS),),
        ),
        image=paper_image(size),
        cluster=paper_cluster(),
        scrape=ScrapeSection(
            namespace_label=None, pod_label=None, labels={"job": "httpgo-pod"}
        ),
        adapter=AdapterSection(config={"rules": [authors_rule()]}),
        autoscaler=AutoscalerSection(manifest=authors_manifest(behavior)),
    )


def laptop() -> Scenario:
    """Build a small service on one machine: a spike of ten minutes.

    Every figure of the machine is an assumption, and says so.
    """
    return Scenario(
        name="laptop",
        duration_seconds=2400.0,
        load=Spike(
            shape="spike",
            unit="requests/s",
            base=20.0,
            peak=350.0,
            at_seconds=300.0,
            for_seconds=600.0,
        ),
        service=_web(capacity=80.0),
        image=paper_image("medium"),
        cluster=ClusterSection(
            pools=(NodePool(name="laptop", count=1, cpu="8", memory="16Gi"),),
            anti_affinity=False,
        ),
        scrape=ScrapeSection(),
        adapter=AdapterSection(config=_generated_rules()),
        autoscaler=AutoscalerSection(manifest=web_manifest(most=6)),
    )


def cloud() -> Scenario:
    """Build a service on a cloud's node pool that grows: a day with its peak.

    Every figure of the cloud is an assumption, and says so.
    """
    pool = NodePool(
        name="pool",
        count=3,
        most=20,
        cpu="4",
        memory="16Gi",
        reserved_cpu="200m",
        reserved_memory="1Gi",
        link_bytes_per_second=assumed(1.25e9, "bytes/s", "10 Gbit/s"),
    )
    web = _web(capacity=80.0).model_copy(update={"cpu": "1", "replicas": 3})
    return Scenario(
        name="cloud",
        duration_seconds=86_400.0,
        load=Diurnal(
            shape="diurnal", unit="requests/s", low=120.0, high=2000.0, periods=1
        ),
        service=web,
        image=paper_image("medium"),
        cluster=ClusterSection(
            pools=(pool,),
            anti_affinity=False,
            registry_bytes_per_second=assumed(1.25e9, "bytes/s", "10 Gbit/s"),
        ),
        scrape=ScrapeSection(),
        adapter=AdapterSection(config=_generated_rules()),
        autoscaler=AutoscalerSection(manifest=web_manifest(most=40)),
    )


PRESETS: dict[str, Callable[[], Scenario]] = {
    "paper": paper,
    "laptop": laptop,
    "cloud": cloud,
}
"""The scenarios that can be named instead of a file."""

_REQUESTS = MetricDescriptor(
    series_name="http_requests_total",
    kind="counter",
    help="Requests served.",
    api_name="http_requests_per_second",
)


def _web(*, capacity: float) -> ServiceSection:
    return ServiceSection(
        name="web",
        series=(ExposedSeries(name=_REQUESTS.series_name, kind="counter"),),
        capacity=assumed(capacity, "units of load", "a small web service"),
    )


def _generated_rules() -> dict[str, Any]:
    return rules.to_dict(config_for([_REQUESTS]))


def web_manifest(*, most: int) -> dict[str, Any]:
    """Give the presets' autoscaler: 50 requests a second for each pod."""
    metric = builders.pods_metric(_REQUESTS.api_name, average_value="50")
    autoscaler = builders.autoscaler(
        builders.scale_target("Deployment", "web"),
        [metric],
        name="web",
        namespace="default",
        min_replicas=1,
        max_replicas=most,
    )
    manifest: dict[str, Any] = manifests.to_dict(autoscaler)
    return manifest


def authors_rule() -> dict[str, Any]:
    """Give a discovery rule of the authors' form: an average by job."""
    return {
        "seriesQuery": SERIES,
        "resources": {"template": "<<.Resource>>"},
        "name": {"matches": "^(.*)", "as": "${1}"},
        "metricsQuery": "avg(<<.Series>>) by (job)",
    }


def authors_manifest(behavior: dict[str, Any] | None = None) -> dict[str, Any]:
    """Give an autoscaler of the authors' form: the Value of an Object, a Job."""
    source = {
        "metric": {"name": SERIES},
        "describedObject": {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "name": "httpgo-pod",
        },
        "target": {"type": "Value", "value": str(TARGET)},
    }
    return {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "httpgo-hpa", "namespace": "http"},
        "spec": {
            "scaleTargetRef": {
                "apiVersion": "apps/v1",
                "kind": "Deployment",
                "name": "httpgo",
            },
            "minReplicas": 1,
            "maxReplicas": 8,
            "metrics": [{"type": "Object", "object": source}],
            **({} if behavior is None else {"behavior": behavior}),
        },
    }
