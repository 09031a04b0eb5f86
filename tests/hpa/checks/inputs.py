"""Inputs for the checks' tests: small objects as plain data, and one run of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.checks.reading import Source, gather
from hpa.checks.rules import read_rules
from hpa.checks.run import lint
from octoscale.core import yamlio

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.checks.ceilings import Ceiling
    from octoscale.core.finding import Finding

Object = dict[str, Any]

SUM_OF_RATES = "sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)"


def found(
    code: str,
    *objects: Object | str,
    rules: str | None = None,
    kubernetes: int | None = None,
    ceilings: Mapping[str, Ceiling] | None = None,
) -> list[Finding]:
    """Run all checks and give the findings of one code.

    Each object is a file of its own (``0.yaml``, ``1.yaml`` …), texts too.
    """
    sources = [
        Source(f"{index}.yaml", each if isinstance(each, str) else yamlio.dump(each))
        for index, each in enumerate(objects)
    ]
    findings = lint(
        gather(sources),
        rules=None if rules is None else read_rules(rules, file="rules.yaml"),
        kubernetes=kubernetes,
        ceilings=ceilings,
    )
    return [finding for finding in findings if finding.code == code]


def hpa(
    *metrics: Object,
    name: str = "shop",
    namespace: str = "store",
    target: tuple[str, str, str] = ("apps/v1", "Deployment", "shop"),
    bounds: tuple[int, int] = (1, 8),
    version: str = "autoscaling/v2",
    behavior: Object | None = None,
) -> Object:
    """Build an HPA; *target* is apiVersion, kind and name."""
    api_version, kind, target_name = target
    reference = {"apiVersion": api_version, "kind": kind, "name": target_name}
    spec: Object = {
        "scaleTargetRef": {key: text for key, text in reference.items() if text},
        "minReplicas": bounds[0],
        "maxReplicas": bounds[1],
        "metrics": list(metrics or (pods(),)),
    }
    if behavior is not None:
        spec["behavior"] = behavior
    return _object(version, "HorizontalPodAutoscaler", name, namespace, spec)


def pods(name: str = "shop_requests_per_second", value: object = 100) -> Object:
    """Build a Pods metric."""
    target = {"type": "AverageValue", "averageValue": value}
    return {"type": "Pods", "pods": {"metric": {"name": name}, "target": target}}


def of_object(
    name: str = "shop_requests_per_second",
    described: tuple[str, str, str] = ("v1", "Service", "shop"),
    **target: object,
) -> Object:
    """Build an Object metric; *described* is apiVersion, kind and name."""
    api_version, kind, object_name = described
    reference = {"apiVersion": api_version, "kind": kind, "name": object_name}
    source = {
        "metric": {"name": name},
        "describedObject": {key: text for key, text in reference.items() if text},
        "target": target or {"type": "Value", "value": 500},
    }
    return {"type": "Object", "object": source}


def external(name: str = "orders_waiting", **target: object) -> Object:
    """Build an External metric."""
    source = {
        "metric": {"name": name},
        "target": target or {"type": "AverageValue", "averageValue": 30},
    }
    return {"type": "External", "external": source}


def resource(name: str = "cpu", **target: object) -> Object:
    """Build a Resource metric; a utilization of 80 % unless told otherwise."""
    given = target or {"type": "Utilization", "averageUtilization": 80}
    return {"type": "Resource", "resource": {"name": name, "target": given}}


def utilization(percent: int, name: str = "cpu") -> Object:
    """Build a Resource metric with a utilization target."""
    return resource(name, type="Utilization", averageUtilization=percent)


def workload(
    *containers: Object,
    kind: str = "Deployment",
    name: str = "shop",
    namespace: str = "store",
    replicas: object = None,
) -> Object:
    """Build a workload with these containers (one without resources if none)."""
    template = {"spec": {"containers": list(containers or (container(),))}}
    spec: Object = {"template": template}
    if replicas is not None:
        spec["replicas"] = replicas
    return _object("apps/v1", kind, name, namespace, spec)


def container(
    name: str = "shop",
    image: str = "registry.example/shop:1",
    requests: Object | None = None,
    limits: Object | None = None,
    **more: object,
) -> Object:
    """Build a container."""
    built: Object = {"name": name, "image": image, **more}
    resources = {"requests": requests, "limits": limits}
    given = {key: amounts for key, amounts in resources.items() if amounts}
    if given:
        built["resources"] = given
    return built


def other(
    api_version: str, kind: str, name: str, namespace: str, spec: Object
) -> Object:
    """Build any other object."""
    return _object(api_version, kind, name, namespace, spec)


def rule(series: str, query: str, *, name: str = "", external: bool = False) -> str:
    """Write an adapter config with one rule; *name* is the API name."""
    written: Object = {"seriesQuery": series, "metricsQuery": query}
    if name:
        written["name"] = {"as": name}
    return yamlio.dump({"externalRules" if external else "rules": [written]})


def _object(
    api_version: str, kind: str, name: str, namespace: str, spec: Object
) -> Object:
    metadata = {"name": name, "namespace": namespace}
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {key: text for key, text in metadata.items() if text},
        "spec": spec,
    }
