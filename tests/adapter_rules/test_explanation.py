"""Requests as paths, and where a story ends."""

from __future__ import annotations

import pytest

from adapter_rules.explanation import Asked, Explanation, Step, StepName

CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2"
EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1"


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        pytest.param(
            Asked(metric="hits", resource="pods", name="a", namespace="shop"),
            f"{CUSTOM}/namespaces/shop/pods/a/hits",
            id="a pod's",
        ),
        pytest.param(
            Asked(
                metric="hits", resource="pods", name="*", namespace="s", selector="a=b"
            ),
            f"{CUSTOM}/namespaces/s/pods/*/hits?metricLabelSelector=a=b",
            id="with a selector",
        ),
        pytest.param(
            Asked(metric="load", resource="nodes", name="n1"),
            f"{CUSTOM}/nodes/n1/load",
            id="a node's",
        ),
        pytest.param(
            Asked(metric="hits", resource="namespace", name="shop"),
            f"{CUSTOM}/namespaces/shop/metrics/hits",
            id="a namespace's",
        ),
        pytest.param(
            Asked(metric="depth", namespace="shop", selector="queue=a"),
            f"{EXTERNAL}/namespaces/shop/depth?labelSelector=queue=a",
            id="external",
        ),
    ],
)
def test_a_request_has_the_path_that_an_hpa_asks(asked: Asked, path: str) -> None:
    assert asked.path == path


def test_a_story_ends_at_its_first_broken_step() -> None:
    steps = tuple(
        Step(name=name, text=str(name), broken=name != StepName.REQUEST)
        for name in (StepName.REQUEST, StepName.QUERY, StepName.RESULT)
    )
    told = Explanation(asked=Asked(metric="m"), steps=steps)
    assert told.broken is steps[1]
    assert Explanation(asked=Asked(metric="m"), steps=steps[:1]).broken is None


def test_steps_are_in_the_order_of_the_stages() -> None:
    assert [str(name) for name in StepName] == [
        *("request", "discovery", "filters", "association", "naming", "listing"),
        *("query", "result", "value"),
    ]
