"""MF701: pod labels that overwrite the job's name."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import (
    KEEP,
    MAP,
    SCRAPED,
    deployment,
    found,
    prometheus,
)

LABELLED = deployment(annotations=SCRAPED, labels="{app: shop, job: shop}")


def test_it_is_told_at_the_label_once() -> None:
    both = prometheus(KEEP, MAP), prometheus(KEEP, MAP, name="again")
    [finding] = found("MF701", LABELLED, *both)
    assert finding.place.line == 8
    assert "job='shop'" in finding.message


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(prometheus(KEEP), id="labels are not mapped"),
        pytest.param(prometheus(KEEP, MAP, name="shop"), id="the same name"),
        pytest.param(prometheus(MAP, KEEP.replace("true", "no")), id="not scraped"),
    ],
)
def test_otherwise_the_job_keeps_its_name(config: str) -> None:
    assert found("MF701", LABELLED, config) == []
