"""Pods as the algorithm sees them, out of the API's objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from hpa.algorithm.types import Container, Phase, Pod
from hpa.errors import PortError
from hpa.live.instants import seconds
from octoscale.core.quantity import Quantity, QuantityError
from octoscale.kube import objects, selectors
from octoscale.kube.errors import KubeError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest

POD = Kind("v1", "Pod")


class ClusterPods:
    """The pods of one namespace, listed once for all who ask in one round."""

    def __init__(self, kube: KubePort, namespace: str) -> None:
        """Ask nothing yet."""
        self._kube = kube
        self._namespace = namespace
        self._known: Sequence[Manifest] | None = None

    def forget(self) -> None:
        """Begin a new round."""
        self._known = None

    def list(self, selector: str) -> tuple[Pod, ...]:
        """List the pods that *selector* finds; raises ``PortError``."""
        return tuple(pod_of(manifest) for manifest in self._found(selector))

    def labels(self, selector: str) -> tuple[Mapping[str, str], ...]:
        """Give the labels of the pods that *selector* finds; raises ``PortError``."""
        return tuple(objects.labels(manifest) for manifest in self._found(selector))

    def _found(self, selector: str) -> Iterator[Manifest]:
        try:
            if self._known is None:
                found = self._kube.list(POD, namespace=self._namespace)
                self._known = found.items
            chosen = selectors.parse(selector)
        except KubeError as error:
            raise PortError(f"unable to list pods: {error}") from error
        return (one for one in self._known if chosen(objects.labels(one)))


def pod_of(manifest: Mapping[str, Any]) -> Pod:
    """Read one pod.

    >>> pod_of({"metadata": {"name": "web-1"}, "status": {"phase": "Pending"}})
    Pod(name='web-1', phase='Pending', deleted=False, ready=None, \
ready_transition_time=0.0, start_time=None, containers=())
    """
    metadata = manifest.get("metadata") or {}
    status = manifest.get("status") or {}
    ready = next(
        (c for c in status.get("conditions") or () if c.get("type") == "Ready"), None
    )
    phase: Any = status.get("phase")
    return Pod(
        name=str(metadata.get("name", "")),
        phase=phase if phase in get_args(Phase) else "Unknown",
        deleted="deletionTimestamp" in metadata,
        ready=None if ready is None else ready.get("status"),
        ready_transition_time=(seconds((ready or {}).get("lastTransitionTime")) or 0.0),
        start_time=seconds(status.get("startTime")),
        containers=tuple(
            Container(name=str(one.get("name", "")), requests_milli=_requests(one))
            for one in (manifest.get("spec") or {}).get("containers") or ()
        ),
    )


def _requests(container: Mapping[str, Any]) -> dict[str, int]:
    requests = (container.get("resources") or {}).get("requests") or {}
    found = {}
    for name, amount in requests.items():
        try:
            found[str(name)] = Quantity.parse(str(amount)).milli_value
        except QuantityError:
            continue
    return found
