"""Resource rules: the queries for cpu and memory."""

from __future__ import annotations

import pytest

from adapter_rules.errors import NoLabelError
from adapter_rules.model import ResourceRules, load
from adapter_rules.server.usagerules import compile_usage
from octoscale.kube.restmapper import MapperError, RESTMapper
from tests.adapter_rules.server.test_usage import RULES


def rules(text: str = RULES) -> ResourceRules:
    found = load(text).resource_rules
    assert found is not None
    return found


def test_the_queries_ask_for_the_pods_of_a_namespace_and_for_nodes() -> None:
    cpu = compile_usage(rules(), RESTMapper.builtin()).cpu
    assert cpu.containers("shop", ["a", "b"]) == (
        'sum(used{namespace="shop",pod=~"a|b"}) by (pod,container)'
    )
    assert cpu.nodes(["n1"]) == 'sum(used{instance="n1"}) by (instance)'
    assert (cpu.pod_label, cpu.node_label, cpu.container_label) == (
        *("pod", "instance", "container"),
    )


@pytest.mark.parametrize(
    ("window", "written"), [("1m", "1m0s"), ("90s", "1m30s"), ("1h30m", "1h30m0s")]
)
def test_the_window_is_written_as_go_does(window: str, written: str) -> None:
    text = RULES.replace("1m30s", window)
    assert compile_usage(rules(text), RESTMapper.builtin()).window == written


def test_a_missing_label_is_an_error_when_it_is_needed() -> None:
    text = RULES.replace("        instance: {resource: node}\n", "")
    cpu = compile_usage(rules(text), RESTMapper.builtin()).cpu
    assert cpu.pod_label == "pod"
    with pytest.raises(NoLabelError):
        cpu.nodes(["n1"])


def test_an_unknown_resource_is_an_error_at_once() -> None:
    with pytest.raises(MapperError):
        compile_usage(rules(RULES.replace("resource: pod", "resource: podz")), _MAPPER)


_MAPPER = RESTMapper.builtin()
