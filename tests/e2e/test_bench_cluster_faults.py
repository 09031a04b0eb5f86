"""Faults in a bench on a real control plane: a right report or a clear error.

And nothing of ours left in the cluster, whatever happened.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bench.drivers.kubernetes import KubernetesDriver
from bench.drivers.kubernetes.names import ROLE, SERVICE_ROLE
from bench.milestones import milestones
from bench.observation import Stamp
from bench.reporting.json_report import from_json
from bench.results import results
from bench.runner import run
from octoscale.core import yamlio
from octoscale.core.phases import Milestone
from octoscale.kube.types import Kind
from tests.controlplane.processes import wait_until
from tests.e2e import bench_ground, hollow_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bench.observation import Observation
    from bench.progress import ProgressEvent
    from octoscale.kube.base import KubePort
    from octoscale.kube.types import Manifest
    from tests.controlplane.cluster import ControlPlane

pytestmark = pytest.mark.soak

POD = Kind("v1", "Pod")
LIMIT_SECONDS = 30.0
WAIT_SECONDS = 60.0
SECRETS = {"AWS_SECRET_ACCESS_KEY": "planted-one", "BENCH_TOKEN": "planted-two"}


@pytest.fixture(scope="module")
def given(
    session_cluster: Any,
    session_kube: KubePort,
    live_prometheus: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, str]]:
    if session_cluster.own is None:
        pytest.skip("needs a control plane of its own")
    with bench_ground.ground(
        session_cluster.own,
        session_kube,
        live_prometheus,
        tmp_path_factory.mktemp("bench"),
        hollow_bench.plan(),
        sync_seconds=2.0,
    ) as settings:
        yield settings


def run_one(
    given: dict[str, str], listen: Callable[[ProgressEvent], None], **more: str
) -> Observation:
    plan = hollow_bench.plan(limit_seconds=LIMIT_SECONDS)
    report = run(plan, KubernetesDriver({**given, **more}), progress=listen)
    (seen,) = report.observations
    return seen


def shortfall(seen: Observation) -> str:
    from bench.shortfall import shortfall as found

    return found(seen)


def at(mark: str, action: Callable[[], None]) -> Callable[[ProgressEvent], None]:
    """Do something when the driver says that it begins a phase."""

    def listen(event: ProgressEvent) -> None:
        if event.text.startswith(mark):
            action()

    return listen


@contextmanager
def outage(
    plane: ControlPlane, *, after: float, seconds: float
) -> Iterator[Callable[[], None]]:
    """Give what kills the API server *after* some time, for *seconds*.

    Programs die with the thread that started them: that one lives on until the end,
    where the API server is started once more, for the tests that follow.
    """
    ended, revived = threading.Event(), threading.Event()

    def fail() -> None:
        ended.wait(after)
        plane.kill_api_server()
        ended.wait(seconds)
        plane.revive_api_server()
        revived.set()
        ended.wait()

    thread = threading.Thread(target=fail, daemon=True)
    try:
        yield thread.start
        assert revived.wait(WAIT_SECONDS)
    finally:
        if thread.ident is not None:
            revived.wait(WAIT_SECONDS)
            plane.kill_api_server()
            ended.set()
            thread.join()
            plane.revive_api_server()


@pytest.mark.long
@pytest.mark.parametrize(
    ("mark", "after"),
    [
        pytest.param("settling", 0.0, id="before the load"),
        pytest.param("raising", 3.5, id="while pods start", marks=pytest.mark.long),
    ],
)
def test_an_api_server_that_is_killed_and_revived_leaves_a_right_report(
    mark: str,
    after: float,
    given: dict[str, str],
    control_plane: ControlPlane,
    kube: KubePort,
) -> None:
    with outage(control_plane, after=after, seconds=2.0) as begin:
        seen = run_one(given, at(mark, begin))
        left = bench_ground.left_behind(kube)
    assert left == []
    assert shortfall(seen) == ""
    assert max(step.after for step in seen.decisions) == 8
    assert any("had a gap" in note for note in seen.notes)
    assert isinstance(milestones(seen).scale_up_seconds, float)
    for pod in seen.pods:
        for moment in pod.stamps.values():
            assert isinstance(moment, Stamp) or moment.reason


def test_a_watch_whose_history_is_gone_lists_again(
    given: dict[str, str], control_plane: ControlPlane, kube: KubePort
) -> None:
    seen = run_one(given, at("raising", control_plane.drop_history))
    assert shortfall(seen) == ""
    assert [step.after for step in seen.decisions] == [4, 8]
    assert bench_ground.left_behind(kube) == []


def test_a_node_whose_kubelet_stops_is_named_and_cleaned_up_after(
    given: dict[str, str], control_plane: ControlPlane, kube: KubePort
) -> None:
    stopped: list[int] = []

    def stop() -> None:
        busy = {pod["spec"].get("nodeName") for pod in kube.list(POD).items}
        free = [name for name in control_plane.pids if name.startswith("hollow-")]
        name = next(name for name in sorted(free) if name not in busy)
        stopped.append(control_plane.pids[name])
        os.kill(stopped[0], signal.SIGSTOP)

    def listen(event: ProgressEvent) -> None:
        at("raising", stop)(event)
        at("waiting until", lambda: os.kill(stopped[0], signal.SIGCONT))(event)

    seen = run_one(given, listen)
    why = shortfall(seen)
    assert "not all became Ready" in why
    assert "came as far as 'scheduled'" in why
    stuck = [p for p in seen.pods if not isinstance(p.stamps[Milestone.READY], Stamp)]
    assert len(stuck) == 1
    assert bench_ground.left_behind(kube) == []


def test_a_quota_is_told_in_the_clusters_own_words(
    given: dict[str, str], kube: KubePort
) -> None:
    def limit() -> None:
        (space,) = bench_ground.left_behind(kube)
        quota = {
            "apiVersion": "v1",
            "kind": "ResourceQuota",
            "metadata": {"name": "few"},
            "spec": {"hard": {"pods": "6"}},
        }
        kube.create(quota, namespace=space)

    seen = run_one(given, at("settling", limit), give_up_after="3")
    assert "exceeded quota: few" in shortfall(seen)
    assert bench_ground.left_behind(kube) == []


def test_an_evicted_pod_is_told_and_its_successor_counts(
    given: dict[str, str], kube: KubePort
) -> None:
    evicted: list[str] = []

    def evict() -> None:
        (space,) = bench_ground.left_behind(kube)
        old = {one["metadata"]["name"] for one in replicas(kube, space)}

        def grown() -> bool:
            return len(replicas(kube, space)) > 1

        wait_until(grown, what="pods", timeout_seconds=WAIT_SECONDS, processes=[])
        names = {one["metadata"]["name"] for one in replicas(kube, space)}
        evicted.append(min(names - old))
        kube.delete(POD, evicted[0], namespace=space)

    thread = threading.Thread(target=evict)
    seen = run_one(given, at("raising", thread.start))
    thread.join()
    assert shortfall(seen) == ""
    assert f"{evicted[0]} went away before the end" in seen.notes
    assert len(seen.pods) == 9
    assert bench_ground.left_behind(kube) == []


def replicas(kube: KubePort, space: str) -> tuple[Manifest, ...]:
    selector = f"{ROLE}={SERVICE_ROLE}"
    return kube.list(POD, namespace=space, label_selector=selector).items


def services(kube: KubePort, space: str) -> int:
    return len(replicas(kube, space))


def hpas(kube: KubePort, space: str) -> int:
    kind = Kind("autoscaling/v2", "HorizontalPodAutoscaler")
    return len(kube.list(kind, namespace=space).items)


def loads(kube: KubePort, space: str) -> int:
    pods = kube.list(POD, namespace=space, label_selector=f"{ROLE}=load")
    return len(pods.items)


PHASES: dict[str, Callable[[KubePort, str], bool]] = {
    "namespace": lambda kube, space: True,  # noqa: ARG005 - it is there
    "starting": lambda kube, space: services(kube, space) > 0,
    "settling": lambda kube, space: hpas(kube, space) > 0,
    "loaded": lambda kube, space: loads(kube, space) > 0,
    "scaling": lambda kube, space: services(kube, space) > 1,
}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    "number",
    [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)],
)
def test_a_signal_in_any_phase_ends_with_130_and_nothing_left(
    number: signal.Signals,
    phase: str,
    given: dict[str, str],
    kube: KubePort,
    tmp_path: Path,
) -> None:
    with started(given, tmp_path) as process:

        def there() -> bool:
            assert process.poll() is None, process.communicate()
            spaces = bench_ground.left_behind(kube)
            return bool(spaces) and PHASES[phase](kube, spaces[0])

        wait_until(there, what=phase, timeout_seconds=WAIT_SECONDS, processes=[])
        process.send_signal(number)
        out, err = process.communicate(timeout=120)
    assert process.returncode == 130, out + err
    assert "Traceback" not in err
    assert "not removed" not in err
    assert bench_ground.left_behind(kube) == []


def test_a_whole_run_from_the_command_line_holds_no_secret(
    given: dict[str, str], kube: KubePort, tmp_path: Path
) -> None:
    with started(given, tmp_path) as process:
        out, err = process.communicate(timeout=180)
    assert process.returncode == 0, out + err
    (folder,) = (tmp_path / "runs").iterdir()
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(files) == {"report.json", "pods.csv", "report.html", "scaleup.png"}
    (image,) = results(from_json(files["report.json"].decode()))
    assert image.counted
    everything = b"".join(files.values()) + (out + err).encode()
    assert not [value for value in SECRETS.values() if value.encode() in everything]
    assert bench_ground.left_behind(kube) == []


def test_a_killed_run_is_cleaned_up_after_and_goes_on(
    given: dict[str, str], kube: KubePort, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    with started(given, tmp_path, "--repeats=2") as process:

        def half_done() -> bool:
            assert process.poll() is None, process.communicate()
            spaces = bench_ground.left_behind(kube)
            measured = list(runs.glob("*/so-far.json"))
            return bool(measured and spaces) and services(kube, spaces[0]) > 0

        wait_until(half_done, what="one", timeout_seconds=WAIT_SECONDS, processes=[])
        process.kill()
    assert bench_ground.left_behind(kube) != []
    who = (f"--context={given['context']}", f"--kubeconfig={given['kubeconfig']}")
    words = [sys.executable, "-m", "octoscale.cli.main", "bench", "cleanup", *who]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert ": removed (run " in done.stdout
    assert bench_ground.left_behind(kube) == []
    (folder,) = runs.iterdir()
    with started(given, tmp_path, "--repeats=2", f"--resume={folder}") as process:
        out, err = process.communicate(timeout=180)
    assert process.returncode == 0, out + err
    before = from_json((folder / "so-far.json").read_text("utf-8")).observations
    (more,) = (one for one in runs.iterdir() if one != folder)
    after = from_json((more / "report.json").read_text("utf-8")).observations
    assert [one.repeat for one in after] == [1, 2]
    assert after[0] == before[0]


def _take_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def started(
    given: dict[str, str], tmp_path: Path, *more: str
) -> Iterator[subprocess.Popen[str]]:
    """Run ``octoscale bench --context`` as a process of its own."""
    plan = tmp_path / "plan.yaml"
    written = hollow_bench.plan(limit_seconds=LIMIT_SECONDS).to_dict()
    plan.write_text(yamlio.dump(written), encoding="utf-8")
    words = [
        *(f"--context={given['context']}", f"--kubeconfig={given['kubeconfig']}"),
        *(f"--registry={given['registry']}", "--set=push=no", "--set=probe=exec"),
        *(f"--plan={plan}", f"--to={tmp_path / 'runs'}", "-v", *more),
    ]
    # A shell's background job ignores SIGINT, and its children with it.
    with subprocess.Popen(
        [sys.executable, "-m", "octoscale.cli.main", "bench", *words],
        preexec_fn=_take_interrupts,  # noqa: PLW1509 - it touches nothing of a thread
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **SECRETS},
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=120)
