"""What the bench costs beside what it measures: 200 pods start while it watches.

    python -m benchmarks.bench_client

A real control plane with hollow nodes; the watches, the recording and the questions
for the metric of ``octoscale bench --context`` in a process of their own. Lines:
under 5 % of one core and under 150 MB, from the first pod to the 200th Ready and on
for as long as a repeat lasts. Without the control plane's programs: says so.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

from bench.drivers.kubernetes import objects, watches
from bench.drivers.kubernetes.clocks import Zero
from bench.drivers.kubernetes.names import Run
from bench.drivers.kubernetes.recording import Recording
from bench.plan import load_plan
from benchmarks.measure import report
from octoscale.cli import bench as bench_command
from octoscale.kube.client import connect
from octoscale.kube.types import Kind

PODS = 200
WATCH_SECONDS = 60.0
POLL_SECONDS = 0.5
CORE_PERCENT = 5.0
MEGABYTES = 150.0
RUN = "costs"
COMMAND = bench_command.command
"""Imported so that its own weight counts."""

NAME = "httpgo-small-1"


def watch(kubeconfig: str, context: str) -> None:
    """Watch as a repeat does; print what that took."""
    kube = connect(kubeconfig=kubeconfig, context=context)
    hpa = Kind("autoscaling/v2", "HorizontalPodAutoscaler")
    kinds = (watches.POD, watches.DEPLOYMENT, watches.ENDPOINTS, watches.EVENT, hpa)
    recording = Recording(NAME, "httpgo", Zero(arrival=time.monotonic(), server=0.0))
    space = Run(RUN).namespace
    with watches.Watches(kube, space, kinds, lost_seconds=60) as told:
        told.tell(recording)
        print("watching", flush=True)
        cpu, start = time.process_time(), time.monotonic()
        ready_after = None
        while time.monotonic() - start < WATCH_SECONDS:
            told.wait_for(lambda: False, POLL_SECONDS)
            kube.fetch("/apis/autoscaling")  # stands for the question for the metric
            if ready_after is None and recording.ready_pods() >= PODS:
                ready_after = time.monotonic() - start
        took = time.monotonic() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    found = {
        "cpu_percent": 100 * (time.process_time() - cpu) / took,
        "megabytes": usage.ru_maxrss / 1000,
        "pods": recording.ready_pods(),
        "ready_after": ready_after,
    }
    print(json.dumps(found), flush=True)


def main() -> None:
    """Start the control plane, the watching process, and 200 pods."""
    # Not the watching process's: they would weigh on its memory.
    from tests.controlplane import binaries  # noqa: PLC0415
    from tests.controlplane.cluster import Options, launch  # noqa: PLC0415

    found = binaries.find()
    if found.missing:
        print(f"no control plane: {', '.join(found.missing)} missing")
        return
    plan = load_plan()
    spread = plan.placement.model_copy(update={"one_pod_per_node": False})
    plan = plan.model_copy(update={"placement": spread})
    plane = launch(found, Options())
    try:
        kube = connect(kubeconfig=plane.kubeconfig, context=plane.context)
        run = Run(RUN)
        kube.create(objects.namespace(run))
        made = objects.deployment(
            run, NAME, plan=plan, reference="registry.invalid/a:1", probe="exec"
        )
        for container in made["spec"]["template"]["spec"]["containers"]:
            container.pop("resources", None)  # 200 pods on eight small nodes
        kube.create(made, namespace=run.namespace)
        kube.create(objects.service(run, NAME), namespace=run.namespace)
        words = [sys.executable, "-m", "benchmarks.bench_client"]
        words += [str(plane.kubeconfig), plane.context]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
            told = iter(process.stdout or ())
            next(told)  # it watches
            deployment = Kind("apps/v1", "Deployment")
            kube.scale(deployment, NAME, PODS, namespace=run.namespace)
            seen = json.loads(next(told))
    finally:
        plane.close()
    after = seen["ready_after"]
    report(
        [
            ("pods Ready and watched", str(seen["pods"]), seen["pods"] == PODS),
            ("all Ready after", f"{after:.0f} s" if after else "never", bool(after)),
            (
                f"CPU over {WATCH_SECONDS:.0f} s (line {CORE_PERCENT:.0f} %)",
                f"{seen['cpu_percent']:.1f} % of one core",
                seen["cpu_percent"] < CORE_PERCENT,
            ),
            (
                f"memory at most (line {MEGABYTES:.0f} MB)",
                f"{seen['megabytes']:.0f} MB",
                seen["megabytes"] < MEGABYTES,
            ),
        ]
    )


if __name__ == "__main__":
    if len(sys.argv) == 3:
        watch(sys.argv[1], sys.argv[2])
    else:
        main()
