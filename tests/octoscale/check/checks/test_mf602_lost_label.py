"""MF602: labels that do not survive the scrape."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import (
    JOB_METRIC,
    JOB_RULES,
    KEEP,
    MAP,
    POD,
    PODS_METRIC,
    RULES,
    SCRAPED,
    deployment,
    found,
    hpa,
    prometheus,
)

PODS = deployment(annotations=SCRAPED)
APOD = POD.replace("target_label: pod", "target_label: apod")


def test_the_pods_name_must_stand_in_the_rules_label() -> None:
    texts = (PODS, hpa(PODS_METRIC), RULES)
    assert found("MF602", *texts, prometheus(KEEP, POD)) == []
    [finding] = found("MF602", *texts, prometheus(KEEP, APOD))
    assert finding.hint == "the pod's name is in apod"


def test_without_any_label_for_the_pod_the_relabelling_is_given() -> None:
    [finding] = found("MF602", PODS, hpa(PODS_METRIC), RULES, prometheus(KEEP))
    assert "__meta_kubernetes_pod_name" in finding.hint


@pytest.mark.parametrize(
    ("name", "wrong"), [("shop", False), ("pods", True), ("shpo", True)]
)
def test_an_objects_name_must_stand_in_its_label(name: str, wrong: bool) -> None:
    pods = deployment(annotations=SCRAPED, labels="{app: shop, job: shop}")
    texts = (pods, hpa(JOB_METRIC % name), JOB_RULES, prometheus(KEEP, MAP))
    assert bool(found("MF602", *texts)) is wrong


def test_a_job_that_finds_its_targets_elsewhere_may_have_the_name() -> None:
    other = "scrape_configs: [{job_name: outside, file_sd_configs: []}]"
    texts = (PODS, hpa(JOB_METRIC % "outside"), JOB_RULES, prometheus(KEEP), other)
    assert found("MF602", *texts) == []
