"""Processes follow the scale, with real ones."""

from __future__ import annotations

import os
import time
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.demo.replicas import DEPLOYMENT, POD, Replicas, pod_name
from bench.demo.settings import NAMESPACE, SERVICE
from octoscale.kube.memory import MemoryKube

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_SECONDS = 60.0


@contextmanager
def workload() -> Iterator[tuple[MemoryKube, Replicas]]:
    kube = MemoryKube()
    with Replicas(kube, time.monotonic) as replicas:
        yield kube, replicas


def settle(kube: MemoryKube, replicas: Replicas, count: int) -> None:
    """Ask for *count* and wait until so many are ready."""
    kube.scale(DEPLOYMENT, SERVICE, count, namespace=NAMESPACE)
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        replicas.reconcile()
        if len(replicas.pods) == len(replicas.ready) == count:
            return
        assert time.monotonic() < end, "the services did not get ready"


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_pods_come_go_and_leave_no_process() -> None:
    with workload() as (kube, replicas):
        settle(kube, replicas, 1)
        first = replicas.pods[0]
        settle(kube, replicas, 3)
        pids = [pod.process.pid for pod in replicas.pods]
        assert all(map(alive, pids))
        settle(kube, replicas, 1)
        assert replicas.pods == [first]
        assert [alive(pid) for pid in pids] == [True, False, False]
    assert not alive(first.process.pid)


def test_the_api_server_in_memory_knows_them() -> None:
    with workload() as (kube, replicas):
        settle(kube, replicas, 2)
        pods = kube.list(POD, namespace=NAMESPACE, label_selector=f"app={SERVICE}")
        names = sorted(pod["metadata"]["name"] for pod in pods.items)
        assert names == [pod_name(1), pod_name(2)]
        status = kube.get(DEPLOYMENT, SERVICE, namespace=NAMESPACE)["status"]
        assert status == {"replicas": 2, "readyReplicas": 2}


def test_each_has_an_exporter_that_reads_its_process() -> None:
    with workload() as (kube, replicas):
        settle(kube, replicas, 1)
        exporter = replicas.pods[0].exporter
        assert exporter is not None
        with urllib.request.urlopen(exporter.url, timeout=10) as answer:  # noqa: S310 - our own loopback URL
            text = answer.read().decode()
        assert "\ndemo_web_process_open_fds " in text


def test_a_process_that_died_is_replaced() -> None:
    with workload() as (kube, replicas):
        settle(kube, replicas, 1)
        died = replicas.pods[0]
        died.process.kill()
        died.process.wait()
        settle(kube, replicas, 1)
        assert replicas.pods[0].name == pod_name(2)
        assert [pod.name for pod in replicas.stories] == [died.name, pod_name(2)]
