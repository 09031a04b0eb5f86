"""The HPAs that real teams wrote, read in place: parsed, judged, converted.

The files are those of the reference data; without it these tests skip. Which
checks find what in them is tested with the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.manifests import Manifest, load, read
from hpa.model.convert import convert
from hpa.spec import decision_spec
from hpa.validation import validate
from tests.reference import reference

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN_FIELDS = {
    "dbs-global-r-metrics_invalid-hpa-target_HEAD.yaml",
    "dbs-global-r-metrics.yaml",
}
"""Files whose metric target has ``kind`` and ``name``, which no target has."""


def real_files() -> list[Path]:
    """List the files that hold an HPA."""
    files = sorted(reference("real", "configs").rglob("*.y*ml"))
    return [
        file for file in files if "kind: HorizontalPodAutoscaler" in file.read_text()
    ]


def manifests(file: Path) -> list[Manifest]:
    return list(read(file.read_text(), file=file.name).manifests)


def test_every_real_hpa_parses_as_the_api_server_parses_it() -> None:
    files = real_files()
    assert len(files) >= 20
    for file in files:
        text = file.read_text()
        hpas = load(text, file=file.name, strict=False)
        assert len(hpas) == text.count("kind: HorizontalPodAutoscaler"), file


def test_the_only_findings_are_the_fields_that_no_target_has() -> None:
    found = {
        (file.name, finding.code, finding.message)
        for file in real_files()
        for finding in read(file.read_text()).findings
    }
    assert found == {
        (name, "HP002", f"unknown field '{field}' in spec.metrics[0].object.target")
        for name in UNKNOWN_FIELDS
        for field in ("kind", "name")
    }


def test_every_real_hpa_is_accepted_as_the_api_server_accepts_it() -> None:
    # Values that do nothing are accepted, too: a type AverageValue with a value.
    for file in real_files():
        for manifest in manifests(file):
            assert validate(manifest.hpa, request_namespace="default") == [], file
            assert decision_spec(manifest.hpa).metrics


def test_every_real_hpa_passes_v2_without_a_loss() -> None:
    for file in real_files():
        for manifest in manifests(file):
            there = convert(manifest.hpa, "v2")
            back = convert(there.result, "v2beta2")
            assert (there.losses, back.losses) == ((), ()), file
            assert back.result == manifest.hpa


def test_what_v1_cannot_hold_of_a_real_hpa_is_reported() -> None:
    for file in real_files():
        for manifest in manifests(file):
            there = convert(manifest.hpa, "v1")
            back = convert(there.result, "v2beta2").result
            assert (back == manifest.hpa) == (there.losses == ()), file
