"""The real HPA controller scales through our server: 1→8, and back.

Every decision that it took on what our server answered is taken again by
``decide``. Syncs near a change of the pods are listed, not compared: nobody can
say which pods the controller saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from bench.demo.balancer import Balancer
from hpa import manifests
from hpa.algorithm.decide import decide
from hpa.algorithm.types import (
    Config,
    ExternalReading,
    Failure,
    Observation,
    Pod,
    PodSample,
    PodsReading,
    Reading,
    ScaleView,
    State,
)
from hpa.builders import autoscaler, external_metric, pods_metric
from hpa.spec import decision_spec
from octoscale.core.quantity import Quantity
from tests.controlplane.flags import HpaFlags
from tests.controlplane.processes import wait_until
from tests.e2e import chain, serving
from tests.e2e.fleet import Fleet

if TYPE_CHECKING:
    from pathlib import Path

    from hpa.model.v2beta2 import HorizontalPodAutoscaler
    from octoscale.kube.base import KubePort
    from tests.controlplane.cluster import ControlPlane
    from tests.prometheus_plugin import LivePrometheus

SYNC_SECONDS = 3.0
WINDOW_SECONDS = 7.5
"""Between two and three syncs: no recommendation stands on its edge."""

TARGET = 40
CLIENTS = 300
"""Each holds one descriptor of some service: 300 / 40 is nearly eight pods."""

QUIET_SECONDS = 2.0
HELD_ANSWERS = 8
"""So many answers, to both HPAs, are waited for at eight pods and again at one."""

WAIT_SECONDS = 120.0

RULES = """\
rules:
- seriesQuery: myapphttp_process_open_fds{namespace!="",pod!=""}
  resources:
    overrides: {namespace: {resource: namespace}, pod: {resource: pod}}
  name: {as: connections}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
externalRules:
- seriesQuery: myapphttp_process_open_fds{namespace!=""}
  resources:
    overrides: {namespace: {resource: namespace}}
  name: {as: all_connections}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})
"""


@pytest.fixture(scope="module", autouse=True)
def _fast_controller(session_cluster: Any) -> Any:
    if session_cluster.own is None:
        yield
        return
    flags = HpaFlags(
        sync_period_seconds=SYNC_SECONDS, downscale_stabilization_seconds=WINDOW_SECONDS
    )
    with session_cluster.own.hpa_flags(flags):
        yield


@pytest.mark.soak
def test_it_scales_to_eight_and_back_as_decide_says(
    control_plane: ControlPlane,
    kube: KubePort,
    namespace: str,
    live_prometheus: LivePrometheus,
    tmp_path: Path,
) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    # Not "web": nobody runs a service for its pods, and nobody has to.
    for name in ("web", "follower"):
        kube.apply(deployment(name), namespace=namespace)
    per_pod = pods_metric("connections", average_value=TARGET)
    by_pods = hpa(namespace, "web", per_pod)
    total = external_metric("all_connections", average_value=TARGET)
    by_total = hpa(namespace, "follower", total)
    with (
        Balancer(drop=True) as balancer,
        Fleet(kube, namespace, live_prometheus, balancer) as fleet,
    ):
        wait(lambda: fleet.size == 1, "the first service")
        live_prometheus.wait_for(
            f'myapphttp_process_open_fds{{namespace="{namespace}"}}'
        )
        with serving.served(
            control_plane,
            kube,
            namespace=namespace,
            folder=tmp_path,
            prometheus=live_prometheus.url,
            options=("--metrics-relist-interval=5s",),
        ) as server:
            for one in (by_pods, by_total):
                kube.apply(manifests.to_dict(one), namespace=namespace)
            with chain.hey(balancer.url, clients=CLIENTS, per_second=1):
                wait(lambda: fleet.size == 8, "eight services")
                wait(lambda: replicas(fleet, "follower") == 8, "eight followers")
                answers(server, HELD_ANSWERS)
            wait(lambda: replicas(fleet, "web") == 1, "one pod again")
            wait(lambda: replicas(fleet, "follower") == 1, "one follower again")
            answers(server, HELD_ANSWERS)
            lines = server.lines()
    assert max(seen.spec_replicas for seen in fleet.trails["web"]) == 8
    external = compared(by_total, lines, fleet, "follower")
    pods = compared(by_pods, lines, fleet, "web")
    assert [one for one in external if one["ours"] != one["theirs"]] == []
    assert len(external) > HELD_ANSWERS
    quiet = [one for one in pods if one["quiet"]]
    assert [one for one in quiet if one["ours"] != one["theirs"]] == []
    assert len(quiet) > HELD_ANSWERS / 2
    print(f"listed, not compared: {[one for one in pods if not one['quiet']]}")  # noqa: T201 - shown on failure and with -s


def answers(server: serving.Served, more: int) -> None:
    """Wait until the controller has asked so many times more."""
    known = len(server.lines())
    wait(lambda: len(server.lines()) >= known + more, f"{more} more answers")


def wait(ready: Any, what: str) -> None:
    wait_until(ready, what=what, timeout_seconds=WAIT_SECONDS, processes=[])


def replicas(fleet: Fleet, name: str) -> int:
    trail = fleet.trails.get(name)
    return trail[-1].spec_replicas if trail else 0


def hpa(namespace: str, name: str, metric: Any) -> HorizontalPodAutoscaler:
    target = f"deployment/{name}"
    return autoscaler(target, [metric], namespace=namespace, max_replicas=8)


def compared(
    built: HorizontalPodAutoscaler,
    lines: list[dict[str, Any]],
    fleet: Fleet,
    name: str,
) -> list[dict[str, Any]]:
    """Take each decision again, from what was answered and what was there.

    Every sync is decided, so that the state is whole; the last one has no outcome.
    """
    metric = built.spec.metrics[0]
    external = metric.external is not None
    wanted = "all_connections" if external else "/connections"
    asked = [
        line
        for line in lines
        if wanted in line["target"].partition("?")[0]
        and "horizontal-pod-autoscaler" in line["user"]
        and f"/{fleet.namespace}/" in line["target"]
    ]
    assert external or "labelSelector=app=web" in unquote(asked[0]["target"])
    spec, state, found = decision_spec(built), State(), []
    config = Config(
        sync_period_seconds=SYNC_SECONDS, downscale_stabilization_seconds=WINDOW_SECONDS
    )
    for line, following in zip(asked, [*asked[1:], None], strict=True):
        at = line["at"]
        before = at_time(fleet, name, at)
        pods = names_at(fleet, at)
        observation = Observation(
            scale=ScaleView(
                spec_replicas=before.spec_replicas,
                status_replicas=before.status_replicas,
                selector=f"app={name}",
            ),
            pods=tuple(Pod(name=one) for one in sorted(pods)),
            readings=(reading(line, external=external),),
        )
        decision = decide(spec, state, observation, config, at)
        state = decision.next_state
        if following is None:
            break
        after = at_time(fleet, name, following["at"])
        near = any(abs(at - change) < QUIET_SECONDS for change in fleet.changes)
        outcome = {"at": at, "before": before.spec_replicas, "quiet": not near}
        outcome |= {"ours": decision.replicas, "theirs": after.spec_replicas}
        found.append(outcome)
    return found


def at_time(fleet: Fleet, name: str, at: float) -> Any:
    trail = fleet.trails[name]
    return [seen for seen in trail if seen.at <= at][-1]


def names_at(fleet: Fleet, at: float) -> frozenset[str]:
    known = [names for since, names in fleet.pods if since <= at]
    return known[-1] if known else frozenset()


def reading(line: dict[str, Any], *, external: bool) -> Reading:
    if line["code"] != 200 or not line["items"]:
        return Failure(line.get("message", "no metrics returned"))
    values = [Quantity.parse(item["value"]).milli_value for item in line["items"]]
    if external:
        return ExternalReading(tuple(values))
    names = [item["describedObject"]["name"] for item in line["items"]]
    return PodsReading(
        tuple(
            PodSample(pod=name, value_milli=value)
            for name, value in zip(names, values, strict=True)
        )
    )


def deployment(name: str) -> dict[str, Any]:
    container = {"name": name, "image": f"registry.invalid/{name}:1"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name}},
                "spec": {"containers": [container], "terminationGracePeriodSeconds": 0},
            },
        },
    }
