"""The mapping file: from YAML to what the collector takes."""

from __future__ import annotations

import pytest

from exporters.collectors.mapping import Mapped
from octoscale.core.errors import InputError
from octoscale.service.mapping_file import load


def test_all_fields_reach_the_collector() -> None:
    read = load(
        "uri: http://127.0.0.1/\nprefix: jobs\nmetrics:\n"
        "- {name: lag_seconds, path: 'queues.*.lag', label: queue, factor: 0.001,"
        " help: How late.}\n"
    )
    assert read.mapping == (
        Mapped(
            name="lag_seconds",
            path="queues.*.lag",
            label="queue",
            factor=0.001,
            help="How late.",
        ),
    )


@pytest.mark.parametrize(
    ("metric", "words"),
    [
        ("{name: a b, path: x}", "name"),
        ("{name: a, path: 'x..y'}", "not a path"),
        ("{name: a, path: 'x.*'}", "label"),
        ("{name: a, path: x, line: y}", "either a path or a line"),
        ("{name: a, path: x, factor: 0}", "greater than 0"),
        ("{name: a, path: 'x.*', label: le-x}", "jobs.yaml:2:33: error SC003"),
        ("{name: a, path: 'x.*', label: __name__}", "not a label"),
        ("{name: up, path: x}", "the exporter itself"),
        ("{name: exporter_scrape_failures_total, path: x, kind: counter}", "itself"),
        ("{name: a, path: x, kind: histogram}", "kind"),
        ("{name: a, path: x, colour: red}", "colour"),
    ],
)
def test_what_makes_no_metric_is_a_finding_with_its_line(
    metric: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        load(f"metrics:\n- {metric}\n", file="jobs.yaml")
    (finding,) = caught.value.findings
    assert words in str(finding)
    assert finding.place is not None
    assert finding.place.line == 2
