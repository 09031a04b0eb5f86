"""The stand-in for kube-state-metrics uses its names, and says what it is."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, generate_latest

from bench.demo.kube_state import KubeState, KubeStateCollector

STATE = KubeState(
    min_replicas=1,
    max_replicas=8,
    metric_name="open_fds",
    metric_target=100,
    spec_replicas=4,
    current=1,
    desired=4,
    conditions={"ScalingActive": "True"},
    pods={"web-1": True, "web-2": False},
)


def exposed(state: KubeState | None) -> str:
    registry, collector = CollectorRegistry(), KubeStateCollector()
    collector.state = state
    registry.register(collector)
    return generate_latest(registry).decode()


def test_nothing_is_said_before_there_is_anything() -> None:
    assert exposed(None) == ""


def test_the_names_are_those_of_kube_state_metrics() -> None:
    hpa = 'horizontalpodautoscaler="demo-web",namespace="default"'
    text = exposed(STATE)
    for line in (
        f"kube_horizontalpodautoscaler_spec_max_replicas{{{hpa}}} 8.0",
        f"kube_horizontalpodautoscaler_status_desired_replicas{{{hpa}}} 4.0",
        'kube_deployment_spec_replicas{deployment="demo-web",namespace="default"} 4.0',
        (
            'kube_deployment_status_replicas_ready{deployment="demo-web",'
            'namespace="default"} 1.0'
        ),
        'kube_pod_status_ready{condition="false",namespace="default",pod="web-2"} 1.0',
    ):
        assert line in text


def test_a_condition_has_one_series_for_each_status() -> None:
    rows = [line for line in exposed(STATE).splitlines() if "status_condition{" in line]
    assert [row.rsplit(" ", 1)[1] for row in rows] == ["1.0", "0.0", "0.0"]


def test_it_says_that_it_is_a_demo() -> None:
    helps = [line for line in exposed(STATE).splitlines() if line.startswith("# HELP")]
    assert helps
    assert all(line.endswith("(octoscale demo)") for line in helps)
