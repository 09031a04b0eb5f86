"""Rules and Prometheus, looked up for the links."""

from __future__ import annotations

from adapter_rules.explanation import Explanation
from hpa.live.metrics import CUSTOM
from octoscale.doctor.rules_scene import LOOK_BACK_SECONDS
from octoscale.doctor.scene import Refusal
from tests.octoscale.doctor.chains import (
    Chain,
    adapter,
    api_service,
    config_map,
    result,
)


def test_the_story_is_told_once_for_each_request() -> None:
    chain = Chain()
    scene = chain.scene()
    (request,) = scene.requests
    story = scene.rules.story(request)
    assert isinstance(story, Explanation)
    assert story.broken is None
    asked = list(chain.memory.asked)
    assert scene.rules.story(request) is story
    assert chain.memory.asked == asked


def test_without_prometheus_or_rules_there_is_no_story() -> None:
    scene = Chain(prometheus=None).scene()
    assert scene.rules.story(scene.requests[0]) is None
    chain = Chain()
    chain.drop("ConfigMap")
    scene = chain.scene()
    assert scene.rules.story(scene.requests[0]) is None


def test_a_config_that_the_adapter_refuses_is_told_in_words() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(
        config_map(
            "rules:\n- seriesQuery: hits\n  resources:\n    overrides:\n"
            "      pod: {resource: unicorn}\n"
        )
    )
    scene = chain.scene()
    story = scene.rules.story(scene.requests[0])
    assert isinstance(story, str)
    assert "unicorn" in story
    assert scene.rules.rules(CUSTOM, external=False) == ()


def test_the_look_back_is_the_adapter_s() -> None:
    assert Chain().scene().rules.look_back(CUSTOM) == LOOK_BACK_SECONDS
    chain = Chain()
    chain.drop("Deployment")
    chain.objects.append(adapter("--metrics-relist-interval=30s")[1])
    assert chain.scene().rules.look_back(CUSTOM) == 30


def test_the_serving_rule_is_known_by_its_series() -> None:
    scene = Chain().scene()
    ((rule, series),) = scene.rules.serving(scene.requests[0])
    assert rule.label == "rules[0]"
    assert {one.labels["pod"] for one in series} == {"web0", "web1"}


def test_an_owner_that_follows_no_rules_has_no_config() -> None:
    chain = Chain()
    foreign = api_service("v1beta1")
    foreign["spec"]["service"] = {"name": "keda-metrics", "namespace": "keda"}
    chain.apis = [foreign]
    scene = chain.scene()
    assert scene.rules.configs(CUSTOM) == []
    assert not isinstance(scene.rules.api_services(CUSTOM), Refusal)


def test_a_selector_that_prometheus_refuses_finds_nothing() -> None:
    assert Chain().scene().rules.series("hits{", CUSTOM) == ()


def test_samples_are_counted_by_prometheus() -> None:
    chain = Chain()
    scene = chain.scene()
    ((rule, _),) = scene.rules.serving(scene.requests[0])
    assert scene.rules.has_samples(rule, "hits") is True
    chain.memory.results["count(hits)"] = result()
    assert scene.rules.has_samples(rule, "hits") is False
    del chain.memory.results["count(hits)"]
    assert scene.rules.has_samples(rule, "hits") is None
    assert set(chain.memory.asked) == {"count(hits)"}
