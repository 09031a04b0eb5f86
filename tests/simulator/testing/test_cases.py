"""Wrong test files: every mistake with its place and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.core.errors import FileAccessError, InputError
from simulator.testing.cases import read_files
from tests.simulator.testing.files import by_series, written

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """\
hpa:
  apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata: {name: web}
  spec:
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
    maxReplicas: 9
    metrics:
    - type: Pods
      pods:
        metric: {name: hits}
        target: {type: AverageValue, averageValue: 10}
tests:
- name: one
"""
VALUES = '  metric_values: [{metric: hits, values: "5"}]\n'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param(
            HEAD + VALUES + "  expects: []\n", 16, "unknown field 'expects'", id="typo"
        ),
        pytest.param(
            HEAD + VALUES + "  expect:\n  - {at: 1x, replicas: 1}\n",
            17,
            "1x",
            id="no duration",
        ),
        pytest.param(
            HEAD + VALUES + "  expect:\n  - {at: 1m, replicas: many}\n",
            17,
            "'many' is no expectation",
            id="no comparison",
        ),
        pytest.param(
            HEAD + VALUES + "  expect:\n  - {at: 1m}\n",
            17,
            "should expect something",
            id="nothing expected",
        ),
        pytest.param(
            HEAD + VALUES + "  expect:\n  - {at: 1m, within: 5s, replicas: 1}\n",
            17,
            "one of at, within and never",
            id="two kinds",
        ),
        pytest.param(
            HEAD + "  expect:\n  - {at: 1m, replicas: 1}\n",
            14,
            "one of input_series, metric_values and scenario",
            id="no story",
        ),
        pytest.param(
            HEAD
            + "  input_series: [{series: 'x{', values: '1'}]\n"
            + "  expect:\n  - {at: 1m, replicas: 1}\n",
            15,
            "input_series[0].series",
            id="no series",
        ),
        pytest.param(
            HEAD
            + "  input_series: [{series: x, values: '1 b'}]\n"
            + "  expect:\n  - {at: 1m, replicas: 1}\n",
            15,
            "'b' is no value",
            id="no values",
        ),
        pytest.param(
            HEAD
            + "  input_series: [{series: x, values: '1'}]\n"
            + "  expect:\n  - {at: 1m, replicas: 1}\n",
            14,
            "the test needs rules",
            id="no rules",
        ),
        pytest.param(
            HEAD.replace("maxReplicas: 9", "maxReplicas: 0")
            + VALUES
            + "  expect:\n  - {at: 1m, replicas: 1}\n",
            7,
            "maxReplicas",
            id="an HPA that the API server refuses",
        ),
        pytest.param(
            "controller: {kube_version: new}\n"
            + HEAD
            + VALUES
            + "  expect:\n  - {at: 1m, replicas: 1}\n",
            1,
            "new",
            id="no version",
        ),
    ],
)
def test_a_wrong_file_has_its_place(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    name = written(tmp_path, text)
    with pytest.raises(InputError) as raised:
        read_files([name])
    finding = raised.value.findings[0]
    assert (finding.place.file, finding.place.line) == (name, line)
    assert words in str(finding)


def test_without_an_hpa_there_is_nothing_to_test(tmp_path: Path) -> None:
    text = "tests:\n- name: one\n" + VALUES + "  expect: [{at: 0s, replicas: 1}]\n"
    with pytest.raises(InputError, match="the test needs hpa"):
        read_files([written(tmp_path, text)])


def test_files_are_found_beside_the_test_file(tmp_path: Path) -> None:
    text = "hpa: hpa.yaml\ntests:\n- name: one\n" + VALUES
    text += "  expect: [{at: 0s, replicas: 1}]\n"
    name = written(tmp_path, text)
    with pytest.raises(FileAccessError, match=r"hpa\.yaml"):
        read_files([name])
    written(tmp_path, "kind: List\n", "hpa.yaml")
    with pytest.raises(InputError, match="should hold one HorizontalPodAutoscaler"):
        read_files([name])


def test_two_equal_series_are_refused(tmp_path: Path) -> None:
    series = {"series": 'hits_total{pod="a"}', "values": "1"}
    test = {
        "name": "twice",
        "input_series": [series, series],
        "expect": [{"at": "0s", "replicas": 1}],
    }
    with pytest.raises(InputError, match="the same name and labels"):
        read_files([written(tmp_path, by_series(test))])


def test_how_far_a_rule_looks_back_is_known(tmp_path: Path) -> None:
    series = {"series": 'hits_total{pod="a"}', "values": "1"}
    test = {
        "name": "once",
        "input_series": [series],
        "expect": [{"at": "0s", "replicas": 1}],
    }
    (case,) = read_files([written(tmp_path, by_series(test))])
    assert case.look_back == 360
