"""What a consumer asks a metrics API for, in the API's own terms.

A request by name, for several objects, or for an external metric. Where it
comes from (an HPA, a URL) and what answers it lie elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.selector import EVERYTHING

if TYPE_CHECKING:
    from adapter_rules.selector import Selector
    from octoscale.kube.restmapper import GroupResource


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRequest:
    """One question to a metrics API.

    For a custom metric the objects' *names* are known here already: a selector
    over objects is resolved by whoever can list them.
    """

    metric: str
    """The metric's API name."""

    group_resource: GroupResource | None = None
    """The objects' resource, normalised; ``None`` for an external metric."""

    namespace: str = ""
    """Of the objects, or of the caller of an external metric. Empty for objects
    without a namespace, namespaces among them."""

    names: tuple[str, ...] = ()
    """The objects; one is asked for by name, several by a regular expression."""

    selector: Selector = EVERYTHING
    """On the metric's own labels."""

    @property
    def is_external(self) -> bool:
        """Whether it goes to external.metrics.k8s.io."""
        return self.group_resource is None
