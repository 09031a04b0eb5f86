"""What a dry run on an older server shows wrongly, put right.

Servers below 1.28 answer a dry run of a change by converting the new object from
autoscaling/v1 *into* the old one (``DryRunnableStorage.copyInto`` upstream): what
v1 has no field for and no annotation sets, stays as it was. Seen on 1.23: the old
first metric appears once more at the end, and a removed ``behavior`` is still
there. What is stored by a real change is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpa.algorithm.versions import minor_of
from hpa.model import roundtrip
from hpa.model.objects import from_dict, to_dict
from hpa.served import FIRST_MINOR_THAT_STORES_V2, as_served

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest


def corrected(
    shown: Manifest, *, live: Manifest | None, applied: Manifest, server_version: str
) -> Manifest:
    """Give the object that applying *applied* over *live* would leave.

    *shown* is what the server answered to the dry run. A new object is shown
    right, and so is everything by servers that store v2.
    """
    minor = minor_of(server_version)
    if live is None or minor >= FIRST_MINOR_THAT_STORES_V2:
        return shown
    spec = dict(shown["spec"])
    spec["metrics"] = _metrics(spec, live["spec"], applied, server_version)
    if "behavior" in spec and not _is_owned(shown):
        del spec["behavior"]
    return {**shown, "spec": spec}


def _metrics(
    spec: dict[str, Any], old: dict[str, Any], applied: Manifest, server_version: str
) -> list[Any]:
    """Give the metrics: ours as a whole, since the API merges none of them."""
    if applied["spec"].get("metrics"):
        stored = as_served(from_dict(applied), kubernetes=server_version)
        metrics: list[Any] = to_dict(stored)["spec"]["metrics"]
        return metrics
    metrics = spec["metrics"]
    before = old.get("metrics") or []
    return before if metrics == [*before, *before[:1]] else metrics


def _is_owned(manifest: Manifest) -> bool:
    """Tell whether anybody owns any part of ``behavior``."""
    for entry in manifest["metadata"].get("managedFields") or ():
        fields = entry.get("fieldsV1") or {}
        annotations = (fields.get("f:metadata") or {}).get("f:annotations") or {}
        in_spec = "f:behavior" in (fields.get("f:spec") or {})
        if in_spec or f"f:{roundtrip.BEHAVIOR}" in annotations:
            return True
    return False
