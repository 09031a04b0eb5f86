"""The story of one request, as values: step by step to its value, or to a break.

Telling it is ``explain``'s business, printing it the command line's.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_rules.asking import ObjectValue


class StepName(StrEnum):
    """The steps of a request, in their order."""

    REQUEST = "request"
    """What is asked for, as the metrics API reads it."""

    DISCOVERY = "discovery"
    FILTERS = "filters"
    ASSOCIATION = "association"
    NAMING = "naming"
    LISTING = "listing"
    QUERY = "query"
    RESULT = "result"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what happened, and what shows it."""

    name: StepName
    text: str
    """One sentence."""

    evidence: tuple[str, ...] = ()
    """Series, labels, samples, as Prometheus gave them."""

    broken: bool = False
    hint: str = ""
    """The way out; only of a broken step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as an HPA sends it, before anything of it is looked up."""

    metric: str
    resource: str = ""
    """As written: ``pods``, ``deployment.apps``. Empty for an external metric."""

    name: str = ""
    """Of the object; ``*`` for all of them."""

    namespace: str = ""
    selector: str = ""
    """On the metric's labels."""

    origin: str = ""
    """Who asks: an HPA's metric; empty for the user."""

    @property
    def path(self) -> str:
        """The path of the metrics API that is asked.

        >>> Asked(metric="hits", resource="pods", name="*", namespace="shop").path
        '/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/hits'
        """
        query = f"?metricLabelSelector={self.selector}" if self.selector else ""
        where = f"/namespaces/{self.namespace}" if self.namespace else ""
        if not self.resource:
            query = query.replace("metricLabelSelector", "labelSelector")
            return f"/apis/external.metrics.k8s.io/v1beta1{where}/{self.metric}{query}"
        base = "/apis/custom.metrics.k8s.io/v1beta2"
        if self.resource in ("namespace", "namespaces"):
            return f"{base}/namespaces/{self.name}/metrics/{self.metric}{query}"
        return f"{base}{where}/{self.resource}/{self.name}/{self.metric}{query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The whole story of one request."""

    asked: Asked
    steps: tuple[Step, ...]
    """Up to the first broken one."""

    values: tuple[ObjectValue, ...] = ()
    """What arrives; also the absent ones, with the reason."""

    answer: str = ""
    """What the adapter answers, when it is an error."""

    notes: tuple[str, ...] = ()

    @property
    def broken(self) -> Step | None:
        """The step at which it ends; ``None`` when a value arrives."""
        return next((step for step in self.steps if step.broken), None)
