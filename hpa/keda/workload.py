"""What the pods of a workload are called, as a regular expression for PromQL.

A trigger's query is written once, while the HPA names the pods anew at every
sync. The suffixes are those of Kubernetes' own controllers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hpa.model.meta import CrossVersionObjectReference

_SUFFIX = "[a-z0-9]{5}"
_SUFFIXES = {
    "Deployment": f"-[a-z0-9]+-{_SUFFIX}",
    "ReplicaSet": f"-{_SUFFIX}",
    "ReplicationController": f"-{_SUFFIX}",
    "StatefulSet": "-[0-9]+",
}
_LONGEST_WHOLE_NAME = 63 - len("-0123456789-01234")
"""Pods of workloads with longer names have theirs cut off."""


@dataclass(frozen=True, slots=True)
class PodNames:
    """How the pods of one workload are found by name."""

    pattern: str
    """Matched against whole names, as Prometheus does."""

    is_exact: bool
    """Whether only pods of such a workload are called so."""


def pod_names(target: CrossVersionObjectReference) -> PodNames:
    r"""Describe the names of a workload's pods.

    >>> from hpa.model.meta import CrossVersionObjectReference
    >>> pod_names(CrossVersionObjectReference(kind="StatefulSet", name="db.v2"))
    PodNames(pattern='db\\.v2-[0-9]+', is_exact=True)
    """
    suffix = _SUFFIXES.get(target.kind)
    name = re.escape(target.name).replace(r"\-", "-")
    if suffix is None or len(target.name) > _LONGEST_WHOLE_NAME:
        return PodNames(f"{name}-.+", is_exact=False)
    return PodNames(f"{name}{suffix}", is_exact=True)
