"""How a cluster gives back an HPA that was applied to it.

Clusters below 1.28 store HPAs as autoscaling/v1: the metrics come back in
another order and some targets rewritten, which a comparison with the file has to
know. Comparing and applying are others' business.
"""

from __future__ import annotations

from hpa.algorithm.versions import minor_of
from hpa.defaults import H, with_defaults
from hpa.model.hub import from_v2, to_v2
from hpa.model.objects import version_of

FIRST_MINOR_THAT_STORES_V2 = 28
"""Below, the API server stores autoscaling/v1 with annotations."""


def as_served(hpa: H, *, kubernetes: str) -> H:
    """Give the object that the API server of a version returns for *hpa*.

    Defaults are filled in. Below 1.28 the first cpu utilization comes last, a
    second one is lost, Object targets gain ``value: 0`` and target types follow
    the field that is set. Raises ``ValueError`` for what is no version.
    """
    stored = with_defaults(hpa)
    if minor_of(kubernetes) >= FIRST_MINOR_THAT_STORES_V2:
        return stored
    through_v1 = to_v2(from_v2(to_v2(stored), "v1"))
    back = from_v2(through_v1, version_of(stored))
    if not isinstance(back, type(stored)):
        raise TypeError(f"came back as {back.api_version}")
    return back
