"""The service file's fields, as people write them.

Types and forms only; what the fields mean together is in ``file``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic.alias_generators import to_camel

from exporters.catalogue import find, names
from hpa.behavior import PresetName
from octoscale.core.forms import quantity_of, seconds_of
from octoscale.core.quantity import Quantity
from octoscale.service.names import DNS_LABEL, dns_label, minor_version

_LABEL = r"^[a-zA-Z_][a-zA-Z0-9_]*$"


class Model(BaseModel):
    """What all parts share: camel case in the file, nothing unknown, no change."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        use_attribute_docstrings=True,
    )


def _duration(value: object) -> object:
    seconds_of(value)
    return value


def _quantity(value: object) -> str:
    amount = quantity_of(value)
    if amount != Quantity.of_milli(amount.milli_value):
        raise ValueError(f"the autoscaler reads thousandths; {value} is finer")
    return str(value)


def _api_name(name: str) -> str:
    if re.search(r"[\s/%?#]", name):
        raise ValueError(f"should be usable in a URL's path, not {name!r}")
    return name


def _rising(buckets: tuple[float, ...]) -> tuple[float, ...]:
    if any(later <= earlier for earlier, later in pairwise(buckets)):
        raise ValueError("should rise from one bucket to the next")
    return buckets


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(f"should be host:port, not {text!r}")
    return text


def _minor(value: object) -> object:
    if isinstance(value, float | int):
        raise ValueError(  # noqa: TRY004 - pydantic turns a ValueError into a finding
            f'put the version in quotes: "{value}" (unquoted, 1.30 reads as 1.3)'
        )
    return value


Duration = Annotated[str, BeforeValidator(_duration, json_schema_input_type=str)]
"""Prometheus' notation, longer than zero."""

Amount = Annotated[
    str, BeforeValidator(_quantity, json_schema_input_type=str | int | float)
]
"""A Kubernetes quantity above zero; plain numbers are taken too."""

Label = Annotated[str, Field(pattern=_LABEL)]
Name = Annotated[
    str,
    AfterValidator(dns_label),
    WithJsonSchema({"type": "string", "pattern": DNS_LABEL}),
]
Minor = Annotated[
    str,
    AfterValidator(minor_version),
    BeforeValidator(_minor, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^1\.[0-9]{1,2}$"}),
]
ApiName = Annotated[str, AfterValidator(_api_name)]


class ScaleTarget(Model):
    """What is scaled."""

    api_version: str = "apps/v1"
    """The group and version of its kind."""

    kind: str = "Deployment"
    """Anything with a scale subresource; databases and DaemonSets are no good here."""

    name: Name
    """Its name, in the service's namespace."""


class Replicas(Model):
    """How far it may scale."""

    min: Annotated[int, Field(ge=0)] = 1
    """Never fewer. 0 needs an object or external metric, and a cluster that lets it."""

    max: Annotated[int, Field(ge=1)]
    """Never more."""


class ScrapeLabels(Model):
    """The names of the labels that the scrape attaches."""

    namespace: Label = "namespace"
    """Holds the pod's namespace (CMS says ``ns``)."""

    pod: Label = "pod"
    """Holds the pod's name (CMS says ``apod``)."""


class StaticTarget(Model):
    """One process to scrape where no Kubernetes finds it (``--scrape file-sd``)."""

    address: Annotated[
        str, Field(pattern=r"^[^\s/]+:[0-9]+$"), AfterValidator(_address)
    ]
    """``host:port`` of its exporter."""

    pod: Name
    """The pod name that its series get."""


class Sidecar(Model):
    """An exporter beside the service in its pods (``render --with sidecar``)."""

    image: Annotated[str, Field(min_length=1)]
    """The image that holds octoscale (``make image`` builds one)."""

    export: Annotated[tuple[str, ...], Field(min_length=1)]
    """What follows ``octoscale export``; where it listens is ``scrape.port``."""

    @field_validator("export")
    @classmethod
    def _no_listen(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        if any(word.partition("=")[0] == "--listen" for word in words):
            raise ValueError("should not say --listen: the exporter takes scrape.port")
        if words[0] == "--service" and words[1:] not in {(n,) for n in names()}:
            raise ValueError("should name one service of the catalogue after --service")
        return words

    @property
    def reads_processes(self) -> bool:
        """Whether it looks at the processes of the other containers."""
        if self.export[0] == "--service":
            return find(self.export[1]).request.kind in {"process", "groups"}
        return self.export[0] == "process" or self.export[:2] == ("source", "groups")


class Scrape(Model):
    """How Prometheus gets the metrics."""

    interval: Duration = "15s"
    """Between two scrapes of one pod."""

    port: Annotated[int, Field(ge=1, le=65535)]
    """The exporter's port in the pod."""

    path: Annotated[str, Field(pattern=r"^/\S*$")] = "/metrics"
    """The exporter's path."""

    pod_labels: Annotated[dict[str, str], Field(min_length=1)]
    """Labels by which the pods are found; those of the Deployment's selector."""

    labels: ScrapeLabels = ScrapeLabels()
    """What the attached labels are called."""

    targets: tuple[StaticTarget, ...] = ()
    """Only for ``--scrape file-sd``: the processes by name."""

    sidecar: Sidecar | None = None
    """The exporter's container, where the service does not expose its metrics."""


class ObjectAssociation(Model):
    """A metric of one named object, not of each pod."""

    object: Annotated[str, Field(pattern=r"^[a-z0-9.-]+$")]
    """Its resource, with its group unless core: ``services``, ``deployments.apps``."""

    name: str
    """Its name, in the service's namespace."""

    label: Label
    """The label that holds the object's name; the rendered scrape side makes it."""


class MetricTarget(Model):
    """What the HPA compares the metric with; exactly one of the two."""

    average_value: Amount | None = None
    """For each pod: the sum over the pods, divided by their number."""

    value: Amount | None = None
    """For the object as a whole; not for metrics of pods."""


class Metric(Model):
    """One metric that drives scaling."""

    series: str
    """Its name in Prometheus; of a histogram without ``_bucket``."""

    kind: Literal["counter", "gauge", "histogram"]
    """A counter is scaled on as a rate, a histogram as average or quantile."""

    help: str = ""
    """One sentence."""

    api_name: ApiName = ""
    """Its name in the metrics API; left out, it is made from the series' name."""

    unit: Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$")] = ""
    """Base unit: ``seconds``, ``bytes``, ``ratio``; empty for counts."""

    labels: tuple[Label, ...] = ()
    """Labels that the exporter itself sets."""

    buckets: Annotated[
        tuple[float, ...], Field(max_length=100), AfterValidator(_rising)
    ] = ()
    """Upper bounds of a histogram's buckets; left out, the client's default."""

    association: Literal["pods", "external"] | ObjectAssociation = "pods"
    """Whose metric it is."""

    aggregation: Literal["sum", "avg", "max", "min"] = "sum"
    """How several series of one object become one value."""

    quantile: Annotated[float, Field(gt=0, lt=1)] | None = None
    """Only for histograms; left out, the average is taken."""

    rate_window: Duration | None = None
    """Over which rates are taken; left out, four scrape intervals."""

    selector: dict[Label, str] = {}
    """The HPA's label selector on the metric: only series with these labels."""

    target: MetricTarget
    """What the HPA compares it with."""


class Resource(Model):
    """CPU or memory of the pods, beside the metrics; the cluster measures it itself."""

    name: Literal["cpu", "memory"]
    """Which of the two."""

    utilization: Annotated[int, Field(ge=1)] | None = None
    """Percent of what the pods request; their containers must request it."""

    average_value: Amount | None = None
    """Or an amount for each pod: ``500m`` of cpu, ``1Gi`` of memory."""

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if (self.utilization is None) == (self.average_value is None):
            raise ValueError("should have either utilization or averageValue")
        return self


class ScalingPolicy(Model):
    """One limit on the speed of scaling (autoscaling's ``HPAScalingPolicy``)."""

    type: Literal["Pods", "Percent"]
    value: Annotated[int, Field(ge=1)]
    period_seconds: Annotated[int, Field(ge=1, le=1800)]


class ScalingRules(Model):
    """One direction (autoscaling's ``HPAScalingRules``)."""

    stabilization_window_seconds: Annotated[int, Field(ge=0, le=3600)] | None = None
    select_policy: Literal["Max", "Min", "Disabled"] | None = None
    policies: Annotated[tuple[ScalingPolicy, ...], Field(min_length=1)] | None = None


class Behavior(Model):
    """How fast it scales; what is left out gets the API's defaults."""

    scale_up: ScalingRules | None = None
    scale_down: ScalingRules | None = None


class ServiceFile(Model):
    """One service: its metrics, what is scaled on them, and how far."""

    service: Name
    """Names every artefact."""

    namespace: Name = "default"
    """Where the service runs."""

    kubernetes: Minor = "1.25"
    """The cluster's minor version; decides the HPA's API version."""

    scale_target: ScaleTarget
    """What is scaled."""

    replicas: Replicas
    """How far it may scale."""

    scrape: Scrape
    """How Prometheus gets the metrics."""

    metrics: Annotated[tuple[Metric, ...], Field(min_length=1)]
    """What it scales on; the highest proposal wins."""

    resources: Annotated[tuple[Resource, ...], Field(max_length=2)] = ()
    """What it also scales on: cpu, memory, each once."""

    behavior: PresetName | Behavior | None = None
    """How fast it scales: a preset's name, or the API's fields; left out, the
    controller's own limits."""
