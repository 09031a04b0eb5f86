"""A preview becomes plain data in which absent is None."""

from __future__ import annotations

import json

from adapter_rules.loading import load_source
from adapter_rules.outputs.preview_data import to_dict
from adapter_rules.preview import preview
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from octoscale.kube.restmapper import RESTMapper

TEXT = """\
rules:
- seriesQuery: fds
  resources: {template: "<<.Resource>>"}
  metricsQuery: avg(<<.Series>>) by (job)
- seriesQuery: '{'
"""
RESULT = QueryResult("vector", (Sample({"job": "a"}, 7.5, 0.0),))


def test_the_whole_preview() -> None:
    memory = MemoryPrometheus(
        known=[Series("fds", {"job": "a", "pod": "b"})],
        results={"avg(fds) by (job)": RESULT},
    )
    shown = preview(
        load_source(TEXT).config, memory, mapper=RESTMapper.builtin(), now=0.0
    )
    data = json.loads(json.dumps(to_dict(shown)))
    first, second = data["custom"]
    assert first["name"] == "jobs.batch/fds"
    assert first["queries"][0]["promql"] == "avg(fds) by (job)"
    assert first["queries"][0]["values"][0]["value"] == "7500m"
    assert second["queries"][0]["values"][0]["value"] is None
    assert data["refused"][0]["rule"] == "rules[1]"
    assert data["notes"]
