"""The metric as the cluster's autoscaler can read it, and which link is missing.

Only asks the custom metrics API that is there already. What an autoscaler makes of
the values is ``hpa.algorithm``'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hpa.algorithm.types import Config
from octoscale.core.errors import EnvironmentMissingError
from octoscale.core.quantity import Quantity, QuantityError
from octoscale.kube.errors import KubeError, NotFoundError, UnreachableError

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort

GROUP = "custom.metrics.k8s.io"

_VERSIONS = ("v1beta2", "v1beta1")
"""What controllers look for, in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPath:
    """Where one metric of one namespace's pods is asked for."""

    kube: KubePort
    version: str
    metric: str
    namespace: str

    def values(self, selector: str) -> dict[str, int]:
        """Give each pod's value in thousandths; raises ``KubeError``."""
        path = f"/apis/{GROUP}/{self.version}/namespaces/{quote(self.namespace)}"
        path += f"/pods/*/{quote(self.metric, safe='')}"
        answer = self.kube.fetch(path, query={"labelSelector": selector})
        return dict(_value(item) for item in answer.get("items") or ())

    def missing_link(self, error: KubeError | None) -> str:
        """Say what lies between an answer without values and one with them."""
        if isinstance(error, UnreachableError):
            return str(error)
        if not self._listed():
            return (
                f"the custom metrics API lists no pods/{self.metric}: its adapter has "
                "no rule for that series, or its Prometheus has no such series"
            )
        told = f" ({error})" if error else ""
        return (
            f"the custom metrics API serves pods/{self.metric}, but not for pods of "
            f"namespace {self.namespace}{told}: does Prometheus scrape them by their "
            "prometheus.io annotations, with labels namespace and pod?"
        )

    def _listed(self) -> bool:
        try:
            listing = self.kube.fetch(f"/apis/{GROUP}/{self.version}")
        except KubeError:
            return False
        names = [one.get("name") for one in listing.get("resources") or ()]
        return f"pods/{self.metric}" in names


def find(kube: KubePort, metric: str, *, namespace: str) -> MetricPath:
    """Find the custom metrics API.

    Raises ``EnvironmentMissingError`` when the cluster serves none, or it does not
    answer.
    """
    served = kube.served_versions(GROUP)
    version = next((one for one in _VERSIONS if one in served), None)
    if version is None:
        raise EnvironmentMissingError(
            f"the cluster serves no {GROUP}: no APIService of that group is available",
            hint="install octoscale serve or another adapter first",
        )
    try:
        kube.fetch(f"/apis/{GROUP}/{version}")
    except KubeError as error:
        raise EnvironmentMissingError(
            f"the APIService {version}.{GROUP} does not answer: {error}",
            hint="kubectl get apiservice tells why",
        ) from error
    return MetricPath(kube=kube, version=version, metric=metric, namespace=namespace)


def crosses(values: dict[str, int], target_milli: int) -> bool:
    """Tell whether an average lies above its target by more than the tolerance.

    >>> crosses({"web-1": 1809_000}, 200_000), crosses({"web-1": 210_000}, 200_000)
    (True, False)
    """
    if not values:
        return False
    average = sum(values.values()) / len(values)
    return average / target_milli > 1 + Config().tolerance


def _value(item: dict[str, Any]) -> tuple[str, int]:
    name = str((item.get("describedObject") or {}).get("name", ""))
    try:
        return name, Quantity.parse(str(item.get("value", ""))).milli_value
    except QuantityError as error:
        raise NotFoundError(f"no value of {name}: {error}") from error
