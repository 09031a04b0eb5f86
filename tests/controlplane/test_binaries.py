"""Looking for the programs: where, and what is said to be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.controlplane import binaries


def program(folder: Path, name: str) -> None:
    path = folder / name
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)


def test_all_programs_are_found_in_the_named_folder(tmp_path: Path) -> None:
    for name in (*binaries.NEEDED, binaries.OPENSSL):
        program(tmp_path, name)
    found = binaries.find({"KUBEBUILDER_ASSETS": str(tmp_path), "PATH": str(tmp_path)})
    assert found.missing == ()
    assert found.openssl == tmp_path / "openssl"
    assert found.kubectl is None


def test_what_cannot_be_run_is_missing(tmp_path: Path) -> None:
    for name in binaries.NEEDED:
        program(tmp_path, name)
    (tmp_path / "kubemark").chmod(0o644)
    found = binaries.find({"KUBEBUILDER_ASSETS": str(tmp_path), "PATH": "/nowhere"})
    assert found.missing == (*(set(binaries.NEEDED) & {"kubemark"}), "openssl")


@pytest.mark.parametrize("environment", [{}, {"KUBEBUILDER_ASSETS": ""}])
def test_without_a_name_it_is_the_folder_of_envtest(
    environment: dict[str, str],
) -> None:
    assert binaries.find(environment).folder == Path("/usr/local/kubebuilder/bin")


def test_kubectl_is_found_where_it_is(tmp_path: Path) -> None:
    program(tmp_path, "kubectl")
    found = binaries.find({"KUBEBUILDER_ASSETS": str(tmp_path)})
    assert found.kubectl == tmp_path / "kubectl"
