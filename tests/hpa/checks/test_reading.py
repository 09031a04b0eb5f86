"""From files to HPAs and what stands around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from hpa.checks.reading import Source, gather, read_all
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError
from tests.hpa.checks import inputs

if TYPE_CHECKING:
    from pathlib import Path

HPA = yamlio.dump(inputs.hpa())


def test_folders_are_walked_in_order(tmp_path: Path) -> None:
    for name in ("b.yml", "a/c.yaml", ".git/d.yaml", "e.json", "a.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"kind: Service\nmetadata: {{name: {path.stem}}}\n")
    found = read_all([str(tmp_path), str(tmp_path / "b.yml")])
    assert [each.name for each in found.manifests] == ["a", "b", "c"]


def test_a_folder_without_manifests_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"no \*\.yaml"):
        read_all([str(tmp_path)])
    with pytest.raises(FileAccessError):
        read_all([str(tmp_path / "missing.yaml")])


def test_a_broken_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: 1\na: 2\n")
    (tmp_path / "b.yaml").write_bytes(b"\xff")
    (tmp_path / "c.yaml").write_text(HPA)
    found = read_all([str(tmp_path)])
    assert sorted(finding.code for finding in found.findings) == ["YA001", "YA002"]
    assert len(found.hpas) == 1
    assert not found.complete


def test_an_hpa_of_a_wrong_type_is_a_finding_and_not_checked() -> None:
    broken = HPA.replace("maxReplicas: 8", "maxReplicas: 8        12")
    found = gather([Source("h.yaml", broken)])
    assert [(f.code, f.place.line) for f in found.findings] == [("HP001", 12)]
    assert found.hpas == ()
    assert found.complete


def test_what_the_api_server_refuses_is_a_finding() -> None:
    found = gather([Source("h.yaml", HPA.replace("maxReplicas: 8", "maxReplicas: 0"))])
    assert {f.code for f in found.findings} == {"HP004"}
    assert all(f.place.line == 12 for f in found.findings)
    assert len(found.hpas) == 1


def test_a_missing_namespace_is_filled_in_by_whoever_applies_it() -> None:
    found = gather([Source("h.yaml", yamlio.dump(inputs.hpa(namespace="")))])
    assert found.findings == ()


def test_an_unknown_field_is_dropped_and_told() -> None:
    text = HPA.replace("maxReplicas: 8", "maxReplicas: 8\n  maxReplica: 9")
    found = gather([Source("h.yaml", text)])
    assert [finding.code for finding in found.findings] == ["HP002"]
    assert len(found.hpas) == 1


def test_an_unknown_version_is_told() -> None:
    found = gather([Source("h.yaml", HPA.replace("autoscaling/v2", "autoscaling/v3"))])
    assert [finding.code for finding in found.findings] == ["HP003"]
    assert found.hpas == ()
