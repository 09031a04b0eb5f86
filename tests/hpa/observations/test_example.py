"""The example: commented, and every commented line is a possible one."""

from __future__ import annotations

import re

from hpa.algorithm.types import (
    ExternalMetric,
    PodsMetric,
    ResourceMetric,
    Spec,
)
from hpa.observations.example import example
from hpa.observations.reading import load

SPEC = Spec(
    max_replicas=8,
    metrics=(
        PodsMetric(name="myapphttp_process_open_fds", average_value_milli=200_000),
        ExternalMetric(name="queue_depth", value_milli=1000),
        ResourceMetric(name="cpu", average_utilization=80),
        PodsMetric(name="requests_per_second", average_value_milli=1000),
    ),
)


def test_the_lines_that_are_commented_out_work_as_well() -> None:
    """Sentences start with a capital letter, fields do not."""
    fields = re.compile(r"^# ((?:  )*(?:- )?(?:[a-z]\w*:|\{))", re.MULTILINE)
    text = fields.sub(r"\1", example())
    assert text.count("#") < example().count("#")
    sync = load(text, SPEC, file="example", default_kubernetes="1.25")
    assert sync.config.tolerance == 0.1
    assert sync.observation.readings[3].message.startswith("no metrics")  # type: ignore[union-attr]  # the one that failed
