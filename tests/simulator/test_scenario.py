"""Scenario files: read, written, changed, and refused with a place."""

from __future__ import annotations

import jsonschema
import pytest
from pydantic import ValidationError

from octoscale.core import schema, yamlio
from octoscale.core.errors import InputError, UsageError
from simulator import presets, scenario
from simulator.scenario import Scenario

TEXT = """\
duration_seconds: 600
load: {shape: step, unit: connections, after: 1800, at_seconds: 60}
service:
  name: web
  series:
  - name: open_fds
    base: 9
image:
  on_disk_bytes: 19.17e+6
cluster:
  registry_bytes_per_second: {value: 50.0e+6, source: measured, note: by us}
adapter:
  config:
    rules:
    - seriesQuery: 'open_fds{namespace!="",pod!=""}'
      resources: {template: "<<.Resource>>"}
      metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
autoscaler:
  manifest:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 8
      metrics:
      - type: Pods
        pods:
          metric: {name: open_fds}
          target: {type: AverageValue, averageValue: "200"}
"""


def test_a_short_file_is_filled_up_with_defaults_that_name_their_source() -> None:
    read = scenario.load(TEXT, file="s.yaml")
    assert read.service.replicas == 1
    parameters = read.parameters()
    assert parameters["image.on_disk_bytes"].source == "given"
    assert parameters["cluster.registry_bytes_per_second"].source == "measured"
    assert parameters["cluster.pools[0].link_bytes_per_second"].source == "assumption"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(scenario.load(TEXT), id="a short one"),
        pytest.param(presets.paper("big", behavior={}), id="the paper's"),
    ],
)
def test_what_is_written_reads_back_equal(written: Scenario) -> None:
    assert scenario.load(scenario.dump(written)) == written


def test_the_published_schema_accepts_what_is_read_and_written() -> None:
    published = schema.json_schema(Scenario, title="Scenario", url="urn:test")
    jsonschema.validate(yamlio.load(TEXT).value, published)
    written = scenario.dump(presets.paper())
    jsonschema.validate(yamlio.load(written).value, published)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"duration_seconds": 5, "lod": {}}, published)


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        pytest.param(
            "shape: step",
            "shape: stair",
            "s.yaml:2:7",
            "'constant', 'step', 'ramp', 'spike'",
            id="an unknown load shape",
        ),
        pytest.param(
            "after: 1800",
            "aftr: 1800",
            "s.yaml:2:40",
            "unknown field 'aftr' in load",
            id="an unknown field of a load",
        ),
        pytest.param(
            "after: 1800", "after: many", "s.yaml:2:47", "number", id="a wrong type"
        ),
        pytest.param(
            "at_seconds: 60", "at_seconds: -1", "s.yaml:2:65", "0", id="a past step"
        ),
        pytest.param(
            "  name: web\n", "", "s.yaml:4:3", "missing field 'name'", id="no name"
        ),
        pytest.param(
            "  series:\n  - name: open_fds\n    base: 9\n",
            "  series: []\n",
            "s.yaml:5:11",
            "at least one series",
            id="no series",
        ),
        pytest.param(
            "19.17e+6", "big", "s.yaml:9:18", "a number of bytes", id="no number"
        ),
        pytest.param(
            "source: measured", "source: rumour", "s.yaml:11:55", "", id="a source"
        ),
        pytest.param(
            "apiVersion: autoscaling/v2",
            "apiVersion: autoscaling/v9",
            "s.yaml:20:5",
            "known apiVersion",
            id="an unknown API version",
        ),
        pytest.param(
            "maxReplicas: 8",
            "maxReplica: 8",
            "s.yaml:25:7",
            "unknown field",
            id="an unknown field of the manifest",
        ),
        pytest.param(
            "maxReplicas: 8",
            "maxReplicas: 0",
            "s.yaml:25:20",
            "must be greater than",
            id="what the API server refuses",
        ),
        pytest.param(
            "<<.Resource>>",
            "<<.Resource",
            "s.yaml:16:29",
            "",
            id="a broken template of a rule",
        ),
        pytest.param(
            "metricsQuery:", "metricQuery:", "s.yaml:17:7", "", id="a rule's field"
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    old: str, new: str, place: str, message: str
) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(InputError) as caught:
        scenario.load(TEXT.replace(old, new), file="s.yaml")
    found = [f for f in caught.value.findings if str(f.place) == place]
    assert found, str(caught.value)
    assert message in found[0].message


def test_a_metric_that_nothing_measures_is_refused_where_it_stands() -> None:
    resource = """- type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
      - type: Pods"""
    with pytest.raises(InputError) as caught:
        scenario.load(TEXT.replace("- type: Pods", resource), file="s.yaml")
    (finding,) = caught.value.findings
    assert finding.code == "SI003"
    assert (finding.place.line, finding.place.column) == (27, 9)


def test_other_figures_replace_the_defaults_by_name() -> None:
    name = "cluster.pools[1].link_bytes_per_second"
    changed = presets.paper().with_parameters(
        {name: 5e6, "scrape.interval_seconds": 1.0}
    )
    parameters = changed.parameters()
    assert (parameters[name].value, parameters[name].source) == (5e6, "given")
    assert parameters["scrape.interval_seconds"].value == 1.0
    other = "cluster.pools[0].link_bytes_per_second"
    assert parameters[other].source == "assumption"


def test_an_unknown_figure_is_a_wrong_argument() -> None:
    with pytest.raises(UsageError, match=r"'scrape\.intervall'"):
        presets.paper().with_parameters({"scrape.intervall": 1.0})


def test_a_figure_out_of_range_is_refused() -> None:
    with pytest.raises(ValidationError, match="more than 0 s"):
        presets.paper().with_parameters({"scrape.interval_seconds": 0.0})
