"""The scrape side of a service: how its series get the labels they need.

Plain dicts, one function for each way to be scraped. Each makes the labels by
which the adapter rule finds a series' namespace and object; without them a
rule lists a metric that nobody can query.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from exporters import manifests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from octoscale.service.file import Service
    from octoscale.service.model import ServiceFile, Sidecar

_META = "__meta_kubernetes_"


def scrape_config(service: Service) -> dict[str, Any]:
    """Give a Prometheus job that finds the service's pods by their labels.

    One target a pod, whatever number of ports its containers declare: the
    address is put together from the pod's IP and the exporter's port.
    """
    spec = service.spec
    keep = [
        {
            "source_labels": [f"{_META}pod_label_{_sanitized(name)}"],
            "action": "keep",
            "regex": re.escape(value),
        }
        for name, value in spec.scrape.pod_labels.items()
    ]
    addresses = _address([f"{_META}pod_ip"], suffix="", port=str(spec.scrape.port))
    job = {
        **_job(spec, spec.service),
        "metrics_path": spec.scrape.path,
        "kubernetes_sd_configs": [
            {"role": "pod", "namespaces": {"names": [spec.namespace]}}
        ],
        "relabel_configs": [*keep, _only_living(), *addresses, *_pod_labels(service)],
    }
    return {"scrape_configs": [job]}


def pod_monitor(service: Service) -> dict[str, Any]:
    """Give the Prometheus operator's object that finds the service's pods."""
    spec = service.spec
    labels = spec.scrape.labels
    objects = [
        {"targetLabel": label, "replacement": _literal(name)}
        for label, name in _object_labels(service).items()
    ]
    return manifests.pod_monitor(
        spec.service,
        namespace=spec.namespace,
        pod_labels=spec.scrape.pod_labels,
        port=spec.scrape.port,
        path=spec.scrape.path,
        interval=spec.scrape.interval,
        relabelings=[
            *manifests.pod_relabelings(labels.namespace, labels.pod),
            *objects,
        ],
    )


def service_monitor(service: Service) -> list[dict[str, Any]]:
    """Give the operator's object that finds a Service, and that Service."""
    spec = service.spec
    labels = spec.scrape.labels
    name = f"{spec.service}-metrics"[:63].rstrip("-")
    own = {"app.kubernetes.io/name": name}
    objects = [
        {"targetLabel": label, "replacement": _literal(value)}
        for label, value in _object_labels(service).items()
    ]
    return [
        manifests.metrics_service(
            name,
            namespace=spec.namespace,
            labels=own,
            pod_labels=spec.scrape.pod_labels,
            port=spec.scrape.port,
        ),
        manifests.service_monitor(
            spec.service,
            namespace=spec.namespace,
            service_labels=own,
            path=spec.scrape.path,
            interval=spec.scrape.interval,
            relabelings=[
                *manifests.pod_relabelings(labels.namespace, labels.pod),
                *objects,
            ],
        ),
    ]


def sidecar_patch(service: Service, sidecar: Sidecar) -> dict[str, Any]:
    """Give the workload's patch that adds the exporter to its pods."""
    spec = service.spec
    target = spec.scale_target
    return {
        "apiVersion": target.api_version,
        "kind": target.kind,
        "metadata": {"name": target.name, "namespace": spec.namespace},
        "spec": {
            "template": manifests.sidecar_patch(
                ["export", *sidecar.export],
                image=sidecar.image,
                port=spec.scrape.port,
                reads_processes=sidecar.reads_processes,
            )
        },
    }


def annotation_patch(service: Service) -> dict[str, Any]:
    """Give the annotations for the workload's pod template, as a patch."""
    spec = service.spec
    target = spec.scale_target
    notes = {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(spec.scrape.port),
        "prometheus.io/path": spec.scrape.path,
    }
    return {
        "apiVersion": target.api_version,
        "kind": target.kind,
        "metadata": {"name": target.name, "namespace": spec.namespace},
        "spec": {"template": {"metadata": {"annotations": notes}}},
    }


def annotated_job(service: Service) -> dict[str, Any]:
    """Give the Prometheus job that follows those annotations, in any namespace."""
    spec = service.spec
    annotation = f"{_META}pod_annotation_prometheus_io_"
    relabel: list[dict[str, Any]] = [
        {
            "source_labels": [f"{annotation}scrape"],
            "action": "keep",
            "regex": "true",
        },
        _only_living(),
        {
            "source_labels": [f"{annotation}path"],
            "regex": "(.+)",
            "target_label": "__metrics_path__",
        },
        *_address(
            [f"{_META}pod_ip", f"{annotation}port"], suffix=";([0-9]+)", port="$2"
        ),
        *_pod_labels(service, everybody=True),
    ]
    job = {
        **_job(spec, "kubernetes-pods"),
        "kubernetes_sd_configs": [{"role": "pod"}],
        "relabel_configs": relabel,
    }
    return {"scrape_configs": [job]}


def file_sd_job(service: Service, targets_file: str) -> dict[str, Any]:
    """Give a Prometheus job that reads its scrape targets from *targets_file*."""
    spec = service.spec
    job = {
        **_job(spec, spec.service),
        "metrics_path": spec.scrape.path,
        "file_sd_configs": [{"files": [targets_file]}],
    }
    return {"scrape_configs": [job]}


def file_sd_targets(service: Service) -> list[dict[str, Any]]:
    """Give the scrape targets' file, with the labels that the rules need."""
    spec = service.spec
    return [
        {
            "targets": [target.address],
            "labels": {
                spec.scrape.labels.namespace: spec.namespace,
                spec.scrape.labels.pod: target.pod,
                **_object_labels(service),
            },
        }
        for target in spec.scrape.targets
    ]


def _job(spec: ServiceFile, name: str) -> dict[str, Any]:
    return {"job_name": name, "scrape_interval": spec.scrape.interval}


def _only_living() -> dict[str, Any]:
    """Leave out pods that have no address yet, or are done."""
    return {
        "source_labels": [f"{_META}pod_phase"],
        "action": "drop",
        "regex": "Pending|Succeeded|Failed",
    }


def _address(sources: list[str], *, suffix: str, port: str) -> list[dict[str, Any]]:
    """Put the exporter's address together: IPv6 needs brackets, IPv4 has none."""
    return [
        {
            "source_labels": sources,
            "regex": f"({pattern}){suffix}",
            "target_label": "__address__",
            "replacement": f"{host}:{port}",
        }
        for pattern, host in (("[^:;]+", "$1"), ("[^;]*:[^;]*", "[$1]"))
    ]


def _pod_labels(service: Service, *, everybody: bool = False) -> list[dict[str, Any]]:
    """Make the labels that the association needs.

    In a job for everybody an object's label may only go to the service's own
    pods, so it is set where all the service's pod labels match.
    """
    labels = service.spec.scrape.labels
    rules: list[dict[str, Any]] = [
        {
            "source_labels": [f"{_META}namespace"],
            "target_label": labels.namespace,
        },
        {"source_labels": [f"{_META}pod_name"], "target_label": labels.pod},
    ]
    for label, name in _object_labels(service).items():
        rule: dict[str, Any] = {"target_label": label, "replacement": _literal(name)}
        if everybody:
            rule = {**_own_pods(service.spec), **rule}
        rules.append(rule)
    return rules


def _own_pods(spec: ServiceFile) -> Mapping[str, Any]:
    wanted = spec.scrape.pod_labels
    return {
        "source_labels": [
            f"{_META}namespace",
            *(f"{_META}pod_label_{_sanitized(name)}" for name in wanted),
        ],
        "regex": ";".join(re.escape(v) for v in (spec.namespace, *wanted.values())),
    }


def _object_labels(service: Service) -> dict[str, str]:
    """Name the labels that tie series to single objects, and those objects."""
    return {
        d.association.object_label: d.association.object_name
        for d in service.descriptors
        if d.association.kind == "object" and d.association.object_label
    }


def _sanitized(label: str) -> str:
    """Write a Kubernetes label as Prometheus' service discovery does."""
    return re.sub(r"[^a-zA-Z0-9_]", "_", label)


def _literal(text: str) -> str:
    """Keep a dollar sign from being read as a reference to a group."""
    return text.replace("$", "$$")
