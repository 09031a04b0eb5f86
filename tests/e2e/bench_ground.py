"""A real control plane with all that a bench on hollow nodes needs around it.

The metrics server, a Prometheus, a process for each pod, and a user who has exactly
the rights that ``octoscale bench --print-rbac`` writes.
"""

from __future__ import annotations

import uuid
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from adapter_rules import generate
from adapter_rules import model as rules
from bench.demo.balancer import Balancer
from bench.drivers.kubernetes.rights import roles
from octoscale.kube.types import Kind
from tests.controlplane.flags import HpaFlags
from tests.controlplane.plugin import NAMESPACE, NAMESPACE_PREFIX
from tests.e2e import hollow_bench, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.plan import Plan
    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

USER = "bench"
"""The service account that benches run as."""


@contextmanager
def ground(
    plane: ControlPlane,
    kube: KubePort,
    prometheus: LivePrometheus,
    folder: Path,
    plan: Plan,
    *,
    sync_seconds: float | None,
) -> Iterator[dict[str, str]]:
    """Set everything up; give the driver's settings.

    *sync_seconds* ``None`` leaves the controller its defaults.
    """
    config = generate.config_for([plan.metric.descriptor])
    (folder / "rules.yaml").write_text(rules.dump(config), encoding="utf-8")
    with ExitStack() as stack:
        if sync_seconds is not None:
            flags = HpaFlags(sync_period_seconds=sync_seconds)
            stack.enter_context(plane.hpa_flags(flags))
        space = stack.enter_context(_namespace(kube))
        balancer = stack.enter_context(Balancer(drop=True))
        hollow = hollow_bench.HollowBench(kube, prometheus, balancer)
        stack.enter_context(hollow.following())
        stack.enter_context(
            serving.served(
                plane,
                kube,
                namespace=space,
                folder=folder,
                prometheus=prometheus.url,
                options=("--metrics-relist-interval=2s",),
            )
        )
        token = stack.enter_context(_user(kube, space, plan))
        (folder / USER).mkdir()
        yield {
            "kubeconfig": str(serving.kubeconfig(plane, folder / USER, token)),
            "context": "test",
            "registry": "registry.invalid/bench",
            "push": "no",
            "probe": "exec",
        }


@contextmanager
def _namespace(kube: KubePort) -> Iterator[str]:
    name = f"{NAMESPACE_PREFIX}{uuid.uuid4().hex[:12]}"
    kube.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
    yield name
    kube.delete(NAMESPACE, name)


@contextmanager
def _user(kube: KubePort, space: str, plan: Plan) -> Iterator[str]:
    """Make a service account with exactly the printed rights; give its token."""
    metadata = {"name": USER}
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": metadata}
    kube.create(account, namespace=space)
    role, binding = roles(plan)
    subject = {"kind": "ServiceAccount", "name": USER, "namespace": space}
    made = [role, {**binding, "subjects": [subject]}]
    try:
        for one in made:
            kube.apply(one, force=True)
        yield serving.token_of(kube, space, USER)
    finally:
        for one in made:
            kube.delete(Kind.of(one), one["metadata"]["name"])


def left_behind(kube: KubePort) -> list[str]:
    """Name the namespaces of benches that are still there, or on their way out."""
    from bench.drivers.kubernetes.cleanup import leftovers

    return [one.name for one in leftovers(kube)]
