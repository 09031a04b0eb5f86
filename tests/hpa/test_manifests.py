"""HPAs in files: what is read, what is a finding and where, what is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpa.manifests import dump, dump_all, for_kubernetes, load, read, version_for
from hpa.model import v2, v2beta2
from hpa.model.objects import version_of
from hpa.validation import validate
from octoscale.core.errors import InputError
from tests.hpa.strategies import VALID

GOOD = """\
apiVersion: autoscaling/v2beta2
kind: HorizontalPodAutoscaler
metadata:
  name: httpgo
  namespace: http
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: httpgo}
  minReplicas: 1
  maxReplicas: 8
  metrics:
  - type: Pods
    pods:
      metric: {name: myapphttp_process_open_fds}
      target: {type: AverageValue, averageValue: 200}
"""
DEPLOYMENT = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: httpgo}\n"


@given(st.lists(VALID, max_size=3))
def test_what_is_written_is_read_back(
    hpas: list[v2beta2.HorizontalPodAutoscaler],
) -> None:
    assert load(dump_all([*hpas])) == hpas


@given(VALID)
def test_the_same_object_gives_the_same_bytes(
    hpa: v2beta2.HorizontalPodAutoscaler,
) -> None:
    text = dump(hpa)
    (again,) = load(text)
    assert dump(again) == text


def test_objects_of_other_kinds_are_skipped() -> None:
    hpas = load(f"{DEPLOYMENT}---\n{GOOD}---\n{DEPLOYMENT}")
    assert [hpa.metadata.name for hpa in hpas] == ["httpgo"]


def test_the_items_of_a_list_are_read_with_their_places() -> None:
    item = "- " + GOOD.replace("\n", "\n  ")
    text = f"kind: List\napiVersion: v1\nitems:\n- kind: Service\n{item}"
    (manifest,) = read(text, file="list.yaml").manifests
    assert manifest.path == ("items", 1)
    place = manifest.place("spec.maxReplicas")
    assert str(place) == "list.yaml:13:18"


WRONG = [
    ("text for number", "maxReplicas: 8", 'maxReplicas: "8"', "9:16", "HP001"),
    ("quantity", "averageValue: 200", "averageValue: 80%", "14:50", "HP001"),
    ("list", "  metrics:\n", "  metrics: 3\n  more:\n", "10:12", "HP001"),
    ("unknown", "minReplicas:", "minReplica:", "8:3", "HP002"),
    ("version", "autoscaling/v2beta2", "autoscaling/v9", "1:13", "HP003"),
]


@pytest.mark.parametrize(
    ("old", "new", "place", "code"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG]
)
def test_what_is_wrong_is_a_finding_with_line_and_column(
    old: str, new: str, place: str, code: str
) -> None:
    assert old in GOOD
    with pytest.raises(InputError) as refused:
        load(GOOD.replace(old, new), file="hpa.yaml")
    first = refused.value.findings[0]
    assert (str(first.place), first.code) == (f"hpa.yaml:{place}", code)


def test_an_unknown_field_names_its_parent_and_the_nearest_field() -> None:
    text = GOOD.replace("averageValue: 200", "averagevalue: 200")
    (finding,) = read(text).findings
    assert finding.message == (
        "unknown field 'averagevalue' in spec.metrics[0].pods.target"
    )
    assert finding.hint == "did you mean 'averageValue'?"


def test_an_unknown_field_at_the_root_is_one_of_the_object() -> None:
    (finding,) = read(f"{GOOD}more: 1\n").findings
    assert finding.message == "unknown field 'more' in the object"


def test_all_findings_of_a_file_come_at_once() -> None:
    wrong = GOOD.replace("maxReplicas: 8", "maxReplicas: x").replace("type:", "typo:")
    with pytest.raises(InputError) as refused:
        load(f"{wrong}---\n{GOOD.replace('v2beta2', 'v9')}")
    codes = [finding.code for finding in refused.value.findings]
    assert codes == ["HP001", "HP002", "HP002", "HP003"]


def test_unknown_fields_are_dropped_when_asked_as_the_api_server_does() -> None:
    assert load(f"{GOOD}more: 1\n", strict=False) == load(GOOD)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[]", "HP001"),
        ("just text", "HP001"),
        ("a: [", "YA001"),
        ("a: 1\na: 2", "YA002"),
    ],
    ids=["list", "text", "syntax", "duplicate"],
)
def test_what_is_no_object_is_refused_at_once(text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        load(text, file="x.yaml")
    assert refused.value.findings[0].code == code


def test_a_missing_version_is_named() -> None:
    with pytest.raises(InputError, match="with no apiVersion"):
        load("kind: HorizontalPodAutoscaler")


def test_a_broken_rule_points_at_its_field_or_the_nearest_parent() -> None:
    text = GOOD.replace("maxReplicas: 8", "maxReplicas: 0")
    text = text.replace("type: Pods", "x: 1")
    (manifest,) = read(text, file="hpa.yaml").manifests
    findings = manifest.broken_rules(validate(manifest.hpa))
    places = {finding.message.split(":")[0]: str(finding.place) for finding in findings}
    assert places == {
        "spec.maxReplicas": "hpa.yaml:9:16",
        "spec.metrics[0].type": "hpa.yaml:11:5",
    }
    assert {finding.code for finding in findings} == {"HP004"}


@pytest.mark.parametrize(
    ("kubernetes", "version"),
    [("1.20", "v2beta2"), ("1.25", "v2beta2"), ("1.26", "v2"), ("1.31", "v2")],
)
def test_the_version_to_write_follows_the_clusters(
    kubernetes: str, version: str
) -> None:
    assert version_for(kubernetes) == version
    written = for_kubernetes(v2.HorizontalPodAutoscaler(), kubernetes)
    assert version_of(written.result) == version


def test_json_is_read_as_well() -> None:
    text = (
        '{"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", '
        '"spec": {"maxReplicas": 3}}'
    )
    (hpa,) = load(text)
    assert hpa.spec.max_replicas == 3
