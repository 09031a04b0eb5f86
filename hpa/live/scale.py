"""The scale of an HPA's workload, read from its scale subresource."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.algorithm.types import ScaleView
from hpa.errors import PortError
from octoscale.kube.errors import KubeError
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from hpa.model.meta import CrossVersionObjectReference
    from octoscale.kube.base import KubePort


@dataclass(frozen=True, slots=True)
class ClusterScale:
    """``ScalePort`` of one workload; *writes* says whether it may be written."""

    kube: KubePort
    target: CrossVersionObjectReference
    namespace: str
    writes: bool = False

    @property
    def kind(self) -> Kind:
        """The workload's kind."""
        return Kind(self.target.api_version or "v1", self.target.kind)

    def read(self) -> ScaleView:
        """Read replicas and selector; raises ``PortError``."""
        try:
            scale = self.kube.get(
                self.kind,
                self.target.name,
                namespace=self.namespace,
                subresource="scale",
            )
        except KubeError as error:
            raise PortError(str(error)) from error
        status = scale.get("status") or {}
        return ScaleView(
            spec_replicas=int((scale.get("spec") or {}).get("replicas", 0)),
            status_replicas=int(status.get("replicas", 0)),
            selector=str(status.get("selector", "")),
        )

    def write(self, replicas: int) -> None:
        """Ask for *replicas*; raises ``PortError``, always so unless it writes."""
        if not self.writes:
            raise PortError("nothing is written here")
        try:
            self.kube.scale(
                self.kind, self.target.name, replicas, namespace=self.namespace
            )
        except KubeError as error:
            raise PortError(str(error)) from error
