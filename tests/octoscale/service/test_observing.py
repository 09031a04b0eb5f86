"""The PromQL about a chain: what the autoscaler compares, of this service only."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapter_rules.promql import parse
from octoscale.service.dashboard import queries
from octoscale.service.observing import Observed
from tests.octoscale.service.services import (
    COUNTER,
    EXTERNAL,
    OBJECT,
    SHAPES,
    service,
)


def value_of(metric: dict[str, Any], **changes: Any) -> str:
    made = service(metrics=[metric], **changes)
    return Observed(made).value(made.descriptors[0])


def test_a_pods_metric_is_averaged_over_the_pods() -> None:
    assert value_of(COUNTER) == (
        'avg(sum(rate(hits_total{namespace="default",'
        'pod=~"shop-[a-z0-9]{1,10}-[a-z0-9]{5}|shop-0"}[40s])) by (pod))'
    )


def test_an_object_metric_is_asked_of_its_object() -> None:
    assert value_of(OBJECT) == (
        'sum(sum(queue_length{namespace="default",service="front"}) by (service))'
    )


def test_an_average_of_an_external_metric_is_for_each_replica() -> None:
    value = value_of(EXTERNAL)
    assert value.startswith('sum(sum(jobs_waiting{namespace="default"})) / scalar(')
    assert "status_current_replicas" in value


def test_pods_of_another_name_are_matched_when_they_are_listed() -> None:
    scrape = {
        "port": 1,
        "podLabels": {"app": "shop"},
        "targets": [
            {"address": "127.0.0.1:1", "pod": "shop-0"},
            {"address": "127.0.0.1:2", "pod": "other"},
        ],
    }
    target = {"kind": "StatefulSet", "name": "shop"}
    assert (
        'pod=~"shop-[0-9]+|other"'
        in Observed(service(scrape=scrape, scaleTarget=target)).up
    )


def test_the_labels_are_called_as_the_scrape_calls_them() -> None:
    scrape = {
        "port": 1,
        "podLabels": {"app": "shop"},
        "labels": {"namespace": "ns", "pod": "apod"},
    }
    seen = Observed(service(scrape=scrape))
    assert seen.up.startswith('up{ns="default",apod=~"shop-')
    assert seen.hpa("x").startswith(
        'kube_horizontalpodautoscaler_x{namespace="default"'
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_every_query_is_promql(shape: str) -> None:
    for query in queries(service(**SHAPES[shape])):
        parse(query)


@pytest.mark.parametrize(
    ("kind", "own", "foreign"),
    [
        ("Deployment", "shop-6d4cf56db6-x8k2p", "shop-admin-6d4cf56db6-x8k2p"),
        ("StatefulSet", "shop-0", "shop-admin-0"),
        ("ReplicaSet", "shop-x8k2p", "shop-6d4cf56db6-x8k2p"),
    ],
)
def test_pods_of_a_workload_that_is_called_alike_are_left_out(
    kind: str, own: str, foreign: str
) -> None:
    seen = Observed(service(scaleTarget={"kind": kind, "name": "shop"}))
    pattern = seen.up.partition('pod=~"')[2].rstrip('"}')
    assert re.fullmatch(pattern, own)
    assert not re.fullmatch(pattern, foreign)
