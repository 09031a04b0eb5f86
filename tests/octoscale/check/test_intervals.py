"""How often a rule's series are scraped."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import (
    KEEP,
    POD,
    PODS_METRIC,
    RULES,
    SCRAPED,
    deployment,
    found,
    hpa,
    prometheus,
)

RATE = RULES.replace("sum(<<.Series>>", "sum(rate(<<.Series>>").replace(
    "}) by", "}[1m])) by"
)


def job(interval: str | None, *relabel: str, name: str = "pods") -> str:
    text = prometheus(*(relabel or (KEEP, POD)), name=name)
    own = "" if interval is None else f"  scrape_interval: {interval}\n"
    return text.replace(f"- job_name: {name}\n", f"- job_name: {name}\n{own}")


def jobs(*texts: str) -> str:
    return "".join(
        text.removeprefix("scrape_configs:\n") if index else text
        for index, text in enumerate(texts)
    )


@pytest.mark.parametrize(
    ("config", "told"),
    [
        pytest.param(job("15s"), False, id="the job's own"),
        pytest.param(job("30s"), True, id="the job's own is too slow"),
        pytest.param(job(None), True, id="one minute where nothing is said"),
        pytest.param(
            "global: {scrape_interval: 5m}\n" + job("15s"),
            False,
            id="the job's own before everybody's",
        ),
        pytest.param(
            "global: {scrape_interval: 15s}\n" + job(None), False, id="everybody's"
        ),
        pytest.param(
            jobs(job("15s"), job("2m", "{action: drop}", name="other")),
            False,
            id="another job that scrapes none of the pods",
        ),
        pytest.param(
            jobs(job("15s"), job("2m", name="other")), True, id="the slower of two"
        ),
    ],
)
def test_the_job_that_scrapes_the_pods_says_how_often(config: str, told: bool) -> None:
    texts = (RATE, deployment(annotations=SCRAPED), hpa(PODS_METRIC), config)
    assert bool(found("AR106", *texts)) is told


def test_without_hpas_jobs_that_disagree_say_nothing() -> None:
    workload = deployment(annotations=SCRAPED)
    config = jobs(job("15s"), job("2m", name="other"))
    assert found("AR106", RATE, workload, config) == []
    assert found("AR106", RATE, workload, job("2m")) != []
