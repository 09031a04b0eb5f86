"""Relabelling, rule by rule, and the same by a real Prometheus."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any

import pytest

from adapter_rules.prometheus.process import PrometheusProcess
from octoscale.check.relabeling import RelabelRule, relabel
from tests.tools import find_tool

Rule = dict[str, Any]

GIVEN = {
    "__address__": "127.0.0.1:1",
    "__meta_kubernetes_namespace": "dbs",
    "__meta_kubernetes_pod_label_app": "Reader",
    "__meta_kubernetes_pod_label_job": "dbs-global-r",
    "__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true",
    "__meta_kubernetes_pod_annotation_prometheus_io_port": "2",
    "env": "k8s",
    "same": "dbs",
}
APP = "__meta_kubernetes_pod_label_app"
NAMESPACE = "__meta_kubernetes_namespace"
SCRAPE = "__meta_kubernetes_pod_annotation_prometheus_io_scrape"
PORT = "__meta_kubernetes_pod_annotation_prometheus_io_port"

CASES: dict[str, list[Rule]] = {
    "nothing": [],
    "keep, a truth as text": [
        {"source_labels": [SCRAPE], "action": "keep", "regex": True}
    ],
    "keep another": [{"source_labels": [APP], "action": "keep", "regex": "Writer"}],
    "keep is anchored": [{"source_labels": [APP], "action": "keep", "regex": "Read"}],
    "drop": [{"source_labels": [APP], "action": "drop", "regex": "R.*"}],
    "drop an absent one": [{"source_labels": ["nope"], "action": "drop", "regex": "x"}],
    "address and port": [
        {
            "source_labels": ["__address__", PORT],
            "regex": r"([^:]+)(?::\d+)?;(\d+)",
            "replacement": "$1:$2",
            "target_label": "__address__",
        }
    ],
    "copy": [{"source_labels": [NAMESPACE], "target_label": "ns"}],
    "a constant": [{"target_label": "cluster", "replacement": "one"}],
    "no match, no change": [
        {
            "source_labels": [APP],
            "regex": "x",
            "target_label": "env",
            "replacement": "y",
        }
    ],
    "an empty value removes": [{"source_labels": ["nope"], "target_label": "env"}],
    "a group that is not there": [
        {"source_labels": [APP], "target_label": "a", "replacement": "x$7y"}
    ],
    "a name from a group": [
        {"source_labels": [APP], "target_label": "l_${1}", "replacement": "v"}
    ],
    "a separator": [
        {"source_labels": [NAMESPACE, APP], "separator": "/", "target_label": "a"}
    ],
    "map": [{"action": "labelmap", "regex": "__meta_kubernetes_pod_label_(.+)"}],
    "map with a text": [
        {
            "action": "labelmap",
            "regex": "__meta_kubernetes_pod_label_(.+)",
            "replacement": "pod_$1",
        }
    ],
    "labels dropped": [{"action": "labeldrop", "regex": "en."}],
    "labels kept": [{"action": "labelkeep", "regex": "__.*|job|env"}],
    "small letters": [
        {"source_labels": [APP], "target_label": "a", "action": "lowercase"}
    ],
    "capitals": [{"source_labels": [APP], "target_label": "a", "action": "Uppercase"}],
    "a hash": [
        {
            "source_labels": [APP],
            "target_label": "shard",
            "action": "hashmod",
            "modulus": 97,
        }
    ],
    "equal, kept": [
        {"source_labels": [NAMESPACE], "target_label": "same", "action": "keepequal"}
    ],
    "equal, dropped": [
        {"source_labels": [NAMESPACE], "target_label": "same", "action": "dropequal"}
    ],
    "unequal, kept": [
        {"source_labels": [NAMESPACE], "target_label": "env", "action": "dropequal"}
    ],
    "in order": [
        {"source_labels": [APP], "target_label": "a"},
        {"source_labels": ["a"], "regex": "(.).*", "target_label": "b"},
        {"action": "labeldrop", "regex": "a"},
    ],
}


def ours(rules: list[Rule], job: str) -> dict[str, str] | None:
    base = {"job": job, "__scheme__": "http", "__metrics_path__": "/metrics"}
    labels = relabel({**base, **GIVEN}, [RelabelRule.read(rule) for rule in rules])
    if labels is None:
        return None
    kept = {k: v for k, v in labels.items() if not k.startswith("__")}
    return {"instance": labels["__address__"], **kept}


@pytest.fixture(scope="module")
def theirs() -> dict[str, dict[str, str] | None]:
    """Give the labels that a real Prometheus makes of all cases, by job."""
    if find_tool("prometheus") is None:
        pytest.skip("no prometheus program")
    config = {
        "global": {"scrape_interval": "1h", "scrape_timeout": "1s"},
        "scrape_configs": [
            {
                "job_name": name,
                "static_configs": [
                    {
                        "targets": [GIVEN["__address__"]],
                        "labels": {
                            k: v for k, v in GIVEN.items() if k != "__address__"
                        },
                    }
                ],
                "relabel_configs": rules,
            }
            for name, rules in CASES.items()
        ],
    }
    with PrometheusProcess(config) as process:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            data = _targets(process.port)
            seen = len(data["activeTargets"]) + len(data["droppedTargets"])
            if seen == len(CASES):
                break
            time.sleep(0.05)  # a real server, starting
    found: dict[str, dict[str, str] | None] = dict.fromkeys(CASES)
    for target in data["activeTargets"]:
        found[target["scrapePool"]] = target["labels"]
    return found


def _targets(port: int) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/api/v1/targets")
        data: dict[str, Any] = json.load(connection.getresponse())["data"]
    finally:
        connection.close()
    return data


@pytest.mark.parametrize("name", CASES)
def test_it_gives_what_prometheus_gives(
    name: str, theirs: dict[str, dict[str, str] | None]
) -> None:
    assert ours(CASES[name], name) == theirs[name]


def test_an_expression_that_cannot_be_read_changes_nothing() -> None:
    rule = RelabelRule(source_labels=("a",), regex="(", action="drop")
    assert relabel({"a": "b"}, [rule]) == {"a": "b"}


def test_an_unknown_action_changes_nothing() -> None:
    assert relabel({"a": "b"}, [RelabelRule(action="nonsense")]) == {"a": "b"}


def test_a_name_that_is_no_label_is_not_set() -> None:
    rule = RelabelRule(target_label="a-b", replacement="x")
    assert relabel({"a": "b"}, [rule]) == {"a": "b"}
