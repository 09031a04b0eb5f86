"""Which HPAs of a namespace find the same pods, by the selectors of their scales.

Upstream's ``controllingHPAsUnderSelector``: a selector is known once its HPA was
looked at, so two that share pods refuse each other from the second look on. Whether
that matters is the algorithm's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from octoscale.kube import selectors
from octoscale.kube.errors import KubeError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hpa.live.pods import ClusterPods


@dataclass(slots=True)
class Selectors:
    """The selectors of one namespace's HPAs, as last seen."""

    known: dict[str, str] = field(default_factory=dict)
    """HPA -> selector."""

    def keep_only(self, names: Iterable[str]) -> None:
        """Forget the HPAs that are gone."""
        kept = set(names)
        self.known = {name: one for name, one in self.known.items() if name in kept}


@dataclass(frozen=True, slots=True)
class ClusterRivals:
    """``RivalsPort`` of one HPA."""

    name: str
    pods: ClusterPods
    selectors: Selectors

    def find(self, selector: str) -> tuple[str, ...]:
        """Remember this HPA's selector and name the others; raises ``PortError``."""
        self.selectors.known[self.name] = selector
        labels = self.pods.labels(selector)
        found = []
        for name, other in sorted(self.selectors.known.items()):
            if name == self.name:
                continue
            try:
                picks = selectors.parse(other)
            except KubeError:
                continue  # a selector that is none finds nothing
            if any(picks(one) for one in labels):
                found.append(name)
        return tuple(found)
