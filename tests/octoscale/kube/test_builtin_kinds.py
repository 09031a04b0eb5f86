"""The table of a plain cluster; its truth is shown by the contract suite."""

from __future__ import annotations

from octoscale.kube.builtin_kinds import builtin_kinds
from octoscale.kube.types import Kind


def test_no_kind_is_listed_twice() -> None:
    kinds = [served.kind for served in builtin_kinds()]
    assert len(kinds) == len(set(kinds))


def test_what_scales_has_a_scale() -> None:
    scaled = {s.kind for s in builtin_kinds() if "scale" in s.subresources}
    assert scaled == {
        Kind("apps/v1", "Deployment"),
        Kind("apps/v1", "ReplicaSet"),
        Kind("apps/v1", "StatefulSet"),
        Kind("v1", "ReplicationController"),
    }
