"""A cluster in memory that behaves: pods come, get Ready, and an autoscaler decides.

For the driver's own tests: the controllers' work in one thread, in hundredths of
seconds. What a real control plane does is tested on a real one.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bench.drivers.kubernetes.names import ROLE, SERVICE_ROLE
from bench.drivers.kubernetes.node_cleanup import CLEANUP_ROLE
from bench.drivers.kubernetes.objects import LOAD
from bench.plan import load_plan
from octoscale.kube.errors import ForbiddenError, KubeError, NotFoundError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bench.plan import Plan
    from octoscale.kube.types import Manifest

POD = Kind("v1", "Pod")
DEPLOYMENT = Kind("apps/v1", "Deployment")
HPA = Kind("autoscaling/v2", "HorizontalPodAutoscaler")
NAMESPACE = Kind("v1", "Namespace")
STEP_SECONDS = 0.02
SYNC_STEPS = 10
"""Between two decisions: longer than between two looks at the metric."""

POLL_SECONDS = 0.05
"""Between two looks at the metric."""

METRICS = "custom.metrics.k8s.io"


def plan(**goal: Any) -> Plan:
    """Give the paper's plan for one image, in tenths of seconds."""
    paper = load_plan().narrowed(images=("small",), repeats=1)
    changes = {
        "goal": paper.goal.model_copy(update={"time_limit_seconds": 20.0, **goal}),
        "load": paper.load.model_copy(update={"settle_seconds": 0.1}),
    }
    return paper.model_copy(update=changes)


class MiniCluster(MemoryKube):
    """``KubePort`` with eight nodes, an autoscaler and a metrics API."""

    def __init__(self, *, nodes: int = 8, hollow: bool = False) -> None:
        """Begin with Ready nodes."""
        self.hollow = hollow
        self.denied: set[tuple[str, str]] = set()
        """Verb and resource of what is not allowed."""
        self.quota: int | None = None
        """So many pods at most."""
        self.stuck: set[str] = set()
        """Nodes on which no pod gets Ready."""
        self.warm: int = 0
        """So many pods find their image there, before they do not."""
        self.metrics = True
        """Whether the metrics API has values."""
        self.metrics_versions: tuple[str, ...] = ("v1beta2",)
        self.decides = True
        """Whether the autoscaler does anything."""
        self.after_repeat: Callable[[str], object] = str
        """Told when a scale target was deleted."""
        self.cleaned: list[str] = []
        """Nodes from which an image was removed."""
        self._steps = 0
        self._loaded_at = 0
        super().__init__(clock=time.time)
        for number in range(nodes):
            self.apply(_node(f"node-{number}", hollow=hollow))

    @contextmanager
    def running(self) -> Iterator[None]:
        """Do the controllers' work within the block."""
        stop = threading.Event()

        def work() -> None:
            while not stop.wait(STEP_SECONDS):
                with suppress(KubeError):  # deleted meanwhile: the next step sees it
                    self.step()

        thread = threading.Thread(target=work)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def create(self, manifest: Manifest, **options: Any) -> Manifest:
        """Answer access reviews; else as in memory."""
        if manifest["kind"] == "SelfSubjectAccessReview":
            asked = manifest["spec"]["resourceAttributes"]
            allowed = (asked["verb"], asked["resource"]) not in self.denied
            return {**manifest, "status": {"allowed": allowed}}
        if ("create", f"{manifest['kind'].lower()}s") in self.denied:
            raise ForbiddenError("forbidden", status=403, reason="Forbidden")
        return super().create(manifest, **options)

    def delete(self, kind: Kind, name: str, *, namespace: str | None = None) -> None:
        """Delete, and tell of scale targets."""
        super().delete(kind, name, namespace=namespace)
        if kind == DEPLOYMENT:
            self.after_repeat(name)

    def served_versions(self, group: str) -> tuple[str, ...]:
        """Serve the metrics API as well."""
        return (
            self.metrics_versions
            if group == METRICS
            else super().served_versions(group)
        )

    def fetch(self, path: str, *, query: Mapping[str, str] | None = None) -> Any:
        """Answer for the metrics API; else as in memory."""
        root = f"/apis/{METRICS}/v1beta2"
        if path == root:
            return {"resources": [{"name": "pods/myapphttp_process_open_fds"}]}
        if path.startswith(root):
            return self._values(path.split("/")[5])
        return super().fetch(path, query=query)

    def _values(self, namespace: str) -> dict[str, Any]:
        if not self.metrics:
            raise NotFoundError("no metrics returned", status=404)
        pods = self._pods(namespace)
        each = 1800 // max(1, len(pods)) if self._loaded(namespace) else 9
        return {
            "items": [
                {
                    "describedObject": {"name": one["metadata"]["name"]},
                    "value": str(each),
                }
                for one in pods
                if _is_ready(one)
            ]
        }

    def step(self) -> None:
        """Do what all controllers do within a moment."""
        self._steps += 1
        for space in self.list(NAMESPACE).items:
            name = space["metadata"]["name"]
            for one in self.list(DEPLOYMENT, namespace=name).items:
                try:
                    self._deployment(name, one)
                except NotFoundError:
                    continue  # deleted meanwhile
            self._loads(name)

    def _deployment(self, space: str, deployment: Manifest) -> None:
        name = deployment["metadata"]["name"]
        self._autoscale(space, name, deployment["spec"]["replicas"])
        wanted = self.get(DEPLOYMENT, name, namespace=space)["spec"]["replicas"]
        pods = self._pods(space, name)
        room = wanted if self.quota is None else min(wanted, self.quota)
        for number in range(len(pods), room):
            self._make(space, deployment, number)
        for pod in self._pods(space, name):
            self._advance(space, pod)
        self._report(space, name, failed=room < wanted)

    def _make(self, space: str, deployment: Manifest, number: int) -> None:
        name = deployment["metadata"]["name"]
        template = deployment["spec"]["template"]
        owner = {"uid": deployment["metadata"]["uid"], "kind": "Deployment"}
        owner |= {"name": name, "apiVersion": "apps/v1"}
        self.create(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {
                    "name": f"{name}-{number}",
                    "labels": template["metadata"]["labels"],
                    "ownerReferences": [owner],
                },
                "spec": {**template["spec"], "nodeName": f"node-{number}"},
            },
            namespace=space,
        )

    def _advance(self, space: str, pod: Manifest) -> None:
        if pod.get("status"):
            return
        spec, name = pod["spec"], pod["metadata"]["name"]
        image = spec["containers"][0]["image"]
        if not self.hollow:
            self._event(space, "Pod", name, "Pulling", f'Pulling image "{image}"')
            text = f'Successfully pulled image "{image}" in 1.5s'
            if self.warm and not name.endswith("-0"):
                self.warm -= 1
                text = f'Container image "{image}" already present on machine'
            self._event(space, "Pod", name, "Pulled", text)
        ready = spec["nodeName"] not in self.stuck
        self._status(space, pod, ready=ready, count=len(spec["containers"]))

    def _status(self, space: str, pod: Manifest, *, ready: bool, count: int) -> None:
        now = _now()
        names = ("PodScheduled", "Ready") if ready else ("PodScheduled",)
        state = {"running": {"startedAt": now}}
        if not ready:
            state = {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}}
        status = {
            "phase": "Running",
            "conditions": [
                {"type": one, "status": "True", "lastTransitionTime": now}
                for one in names
            ],
            "containerStatuses": [{"state": state} for _ in range(count)],
        }
        self._write(space, pod, status=status)

    def _report(self, space: str, name: str, *, failed: bool) -> None:
        pods = self._pods(space, name)
        ready = [one["metadata"]["name"] for one in pods if _is_ready(one)]
        conditions = []
        if failed:
            text = 'pods "x" is forbidden: exceeded quota: few'
            one = {"type": "ReplicaFailure", "status": "True", "message": text}
            conditions = [one]
        status = {"replicas": len(pods), "readyReplicas": len(ready)}
        deployment = self.get(DEPLOYMENT, name, namespace=space)
        self._write(space, deployment, status={**status, "conditions": conditions})
        addresses = [{"ip": "192.0.2.1", "targetRef": {"name": one}} for one in ready]
        self._write(
            space,
            {
                "apiVersion": "v1",
                "kind": "Endpoints",
                "metadata": {"name": name},
            },
            subsets=[{"addresses": addresses}] if addresses else [],
        )

    def _autoscale(self, space: str, name: str, current: int) -> None:
        """Double at least to four, as a controller without behavior does."""
        if not (self.decides and self._loaded(space)):
            return
        if current >= 8 or (self._steps - self._loaded_at) % SYNC_STEPS:
            return
        try:
            scaler = self.get(HPA, name, namespace=space)
        except NotFoundError:
            return
        wanted = min(8, max(2 * current, 4))
        self.scale(DEPLOYMENT, name, wanted, namespace=space)
        text = f"New size: {wanted}; reason: pods metric above target"
        kind = "HorizontalPodAutoscaler"
        self._event(space, kind, name, "SuccessfulRescale", text)
        metric = {"pods": {"current": {"averageValue": str(1800 // current)}}}
        status = {"desiredReplicas": wanted, "currentMetrics": [metric]}
        self._write(space, scaler, status={**status, "lastScaleTime": _now()})

    def _loads(self, space: str) -> None:
        for pod in self.list(POD, namespace=space).items:
            role = pod["metadata"].get("labels", {}).get(ROLE)
            if role == CLEANUP_ROLE and not pod.get("status"):
                self.cleaned.append(pod["spec"]["nodeName"])
                self._write(space, pod, status={"phase": "Succeeded"})
                continue
            if role != SERVICE_ROLE and not pod.get("status"):
                spec = {**pod["spec"], "nodeName": "node-0"}
                try:
                    self._write(space, {**pod, "spec": spec})
                    self._status(space, {**pod, "spec": spec}, ready=True, count=1)
                except NotFoundError:
                    continue
                if role == LOAD:
                    self._loaded_at = self._steps

    def _loaded(self, space: str) -> bool:
        pods = self.list(POD, namespace=space, label_selector=f"{ROLE}={LOAD}").items
        return any(_is_ready(one) for one in pods)

    def _pods(self, space: str, name: str = "") -> list[Manifest]:
        found = self.list(POD, namespace=space, label_selector=f"{ROLE}=service").items
        return [one for one in found if one["metadata"]["name"].startswith(name)]

    def _event(
        self, space: str, kind: str, name: str, reason: str, message: str
    ) -> None:
        about = {"kind": kind, "name": name, "namespace": space}
        number = f"{name}.{reason}.{self._steps}".lower()
        self.create(
            {
                "apiVersion": "v1",
                "kind": "Event",
                "metadata": {"name": number},
                "involvedObject": about,
                "reason": reason,
                "message": message,
                "firstTimestamp": _now(),
            },
            namespace=space,
        )

    def _write(self, space: str, manifest: Manifest, **changes: Any) -> None:
        metadata = manifest["metadata"]
        if metadata.get("uid"):  # do not bring back what was deleted
            self.get(Kind.of(manifest), metadata["name"], namespace=space)
        kept = {k: metadata[k] for k in ("name", "labels") if k in metadata}
        bare = {"apiVersion": manifest["apiVersion"], "kind": manifest["kind"]}
        spec = {"spec": manifest["spec"]} if manifest["kind"] == "Pod" else {}
        self.apply(
            {**bare, "metadata": kept, **spec, **changes},
            namespace=space,
            field_manager=f"mini-{'-'.join(changes) or 'spec'}",
            force=True,
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_ready(pod: Manifest) -> bool:
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any(one["type"] == "Ready" for one in conditions)


def _node(name: str, *, hollow: bool) -> Manifest:
    runtime = "fakeRuntime://0.1.0" if hollow else "containerd://1.7.0"
    info = {"containerRuntimeVersion": runtime, "kubeletVersion": "v1.23.0"}
    ready = {"type": "Ready", "status": "True"}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name},
        "status": {"conditions": [ready], "nodeInfo": info},
    }
