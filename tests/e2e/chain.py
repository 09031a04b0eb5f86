"""The parts of the live chain, started and stopped: service, load, exporter, preview.

Everything listens on the loopback, on free ports; each part is ended by whoever
started it. What is asserted is the tests' business.
"""

from __future__ import annotations

import json
import math
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from hpa import manifests
from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    Decision,
    Failure,
    ObjectReading,
    Observation,
    Pod,
    PodSample,
    PodsReading,
    Reading,
    ScaleView,
    State,
)
from hpa.spec import decision_spec
from octoscale.core.quantity import Quantity
from tests.tools import find_tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def started(*command: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run a program that says on its first line where it listens, until the end."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            assert "http://" in line, f"{command[:4]} said {line!r}"
            yield process, line[line.index("http://") :].split()[0]
        finally:
            process.terminate()
            process.wait(timeout=10)


@contextmanager
def demo_service() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the service that stands in for httpgo."""
    with started(
        sys.executable, "-m", "bench.demo_service", "--listen", "127.0.0.1:0"
    ) as running:
        yield running


@contextmanager
def exporter(*arguments: str) -> Iterator[str]:
    """Run ``octoscale export …`` and give its ``host:port``."""
    command = (sys.executable, "-m", "octoscale.cli.main", "export", *arguments)
    with started(*command, "--listen", "127.0.0.1:0") as (_, url):
        yield url.removeprefix("http://").removesuffix("/metrics")


@contextmanager
def hey(url: str, *, clients: int, per_second: int) -> Iterator[None]:
    """Load *url* with keep-alive clients, each asking so often, until the end."""
    program = find_tool("hey")
    if program is None:
        pytest.skip("hey is missing (make tools)")
    command = [str(program), "-z", "120s", "-c", str(clients), "-q", str(per_second)]
    process = subprocess.Popen(
        [*command, url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=10)


def preview(config: Path, prometheus: str) -> dict[str, Any]:
    """Ask ``octoscale rules preview`` as a user would, in JSON."""
    command = [sys.executable, "-m", "octoscale.cli.main", "rules", "preview"]
    done = subprocess.run(
        [*command, "--config", str(config), "--prometheus", prometheus, "-o", "json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown: dict[str, Any] = json.loads(done.stdout)
    return shown


def value_of(shown: dict[str, Any], name: str, obj: str) -> Quantity | None:
    """Find the value of one metric of one object; ``None`` when it is absent."""
    (metric,) = (m for m in shown["custom"] if m["name"] == name)
    values = [v for q in metric["queries"] for v in q["values"] if v["object"] == obj]
    texts = [v["value"] for v in values if v["value"] is not None]
    assert len(texts) <= 1, texts
    return Quantity.parse(texts[0]) if texts else None


def decided(hpa_yaml: str, reading: Reading, *, replicas: int = 1) -> Decision:
    """Decide once, as a controller that sees the HPA for the first time would."""
    (hpa,) = manifests.load(hpa_yaml, file="hpa.yaml")
    pods = tuple(Pod(name=f"pod-{n}") for n in range(replicas))
    scale = ScaleView(
        spec_replicas=replicas, status_replicas=replicas, selector="app=x"
    )
    seen = Observation(scale=scale, pods=pods, readings=(reading,))
    return decide(decision_spec(hpa), State(), seen, Config(), 0.0)


def object_reading(value: Quantity | None) -> Reading:
    """Give what the controller gets for an Object metric of that value."""
    if value is None:
        return Failure("the server could not find the metric")
    return ObjectReading(value.milli_value)


def pods_reading(value: Quantity | None) -> Reading:
    """Give what the controller gets for a Pods metric of one pod."""
    if value is None:
        return Failure("no metrics returned")
    return PodsReading((PodSample(pod="pod-0", value_milli=value.milli_value),))


def demanded(value: Quantity, target_milli: int, *, current: int = 1) -> int:
    """Say what a target demands from one replica, by the rule of three."""
    wanted = math.ceil(value.milli_value / target_milli * current)
    return min(wanted, max(2 * current, 4))
