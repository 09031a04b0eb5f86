"""A complete service file for a service of the catalogue.

What is known of the services is ``exporters.catalogue``; the fields are ``model``.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from exporters.catalogue import find, names, service_of
from octoscale.core import yamlio

if TYPE_CHECKING:
    from exporters.workloads import Service, Workload


def catalogued(name: str) -> str | None:
    """Write the service file of a service that the catalogue has, else ``None``.

    >>> print(catalogued("dbs-global-r").splitlines()[0])
    # dbs-global-r: DBS (Python 2, CherryPy; Go (dbs2go) from the end of 2021).
    >>> catalogued("shop") is None
    True
    """
    if name not in names():
        return None
    workload, service = find(name), service_of(name)
    return _head(workload, service) + yamlio.dump(_fields(workload))


def _head(workload: Workload, service: Service) -> str:
    sentences = (
        f"{workload.name}: {service.title} ({service.implementation}).",
        f"They ran: {service.ran}.",
        f"We recommend: {service.recommend}.",
        f"Beside it: octoscale export --service {workload.name}",
        f"Scaled on {workload.metric.series}: {workload.metric.why}.",
        *_watched(workload),
        "The metric target is a start: measure what one pod bears.",
    )
    lines = [
        line
        for sentence in sentences
        for line in textwrap.wrap(sentence, 78, break_on_hyphens=False)
    ]
    return "".join(f"# {line}\n" for line in lines)


def _watched(workload: Workload) -> tuple[str, ...]:
    source = workload.pattern_from
    if not source.startswith("assumed"):
        return ()
    pattern = workload.request.pattern
    text = f"The pattern {pattern!r} of its process is {source}"
    return (f"{text}: compare it with the command lines of your pods.",)


def _words(workload: Workload) -> list[str]:
    """Say as options of ``octoscale export`` what is exported beside it."""
    request = workload.request
    said = {
        "--pattern": request.pattern,
        "--uri": request.uri,
        "--prefix": request.prefix,
    }
    kind = ["process"] if request.kind == "process" else ["source", request.kind]
    return kind + [word for pair in said.items() if pair[1] for word in pair]


def _fields(workload: Workload) -> dict[str, object]:
    least, most = workload.replicas
    metric = workload.metric
    return {
        "service": workload.name,
        "namespace": workload.namespace,
        "kubernetes": "1.25",
        "scaleTarget": {"kind": "Deployment", "name": workload.name},
        "replicas": {"min": least, "max": most},
        "scrape": {
            "interval": "15s",
            "port": workload.exporter_port,
            "podLabels": {"app": workload.name},
            "sidecar": {"image": "octoscale", "export": _words(workload)},
        },
        "metrics": [
            {
                "series": metric.series,
                "kind": metric.kind,
                "association": "pods",
                "target": {"averageValue": metric.target},
            }
        ],
    }
