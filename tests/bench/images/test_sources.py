"""Tests of finding our own packages and requirements."""

from __future__ import annotations

import tomllib

import pytest

from bench.images.errors import PackagesError
from bench.images.recipes import DEMO, OCTOSCALE
from bench.images.sources import requirements, source_files
from tests.reference import ROOT


def test_a_package_comes_with_its_data() -> None:
    names = [name for name, _ in source_files(["bench"])]
    assert {"bench/__init__.py", "bench/plans/paper.yaml", "bench/py.typed"} < set(
        names
    )
    assert names == sorted(names)
    assert not [name for name in names if "__pycache__" in name]


def test_single_files_and_folders_may_be_named() -> None:
    found = dict(source_files(["bench/demo_http.py", "octoscale/core"]))
    assert found["bench/demo_http.py"] == ROOT / "bench/demo_http.py"
    assert "octoscale/core/errors.py" in found
    assert "octoscale/cli/main.py" not in found


def test_the_demo_brings_what_its_modules_need() -> None:
    names = {name for name, _ in source_files(DEMO.sources)}
    assert {"bench/demo_service.py", "exporters/serving.py"} < names
    assert "octoscale/cli/export_process.py" in names


def test_a_package_that_is_missing_is_named() -> None:
    with pytest.raises(PackagesError, match="octo_nothing"):
        list(source_files(["octo_nothing"]))


def test_extras_of_extras_are_followed() -> None:
    names = requirements(("serve",), unwanted=())
    assert any(name.startswith("fastapi") for name in names)
    assert any(name.startswith("kubernetes") for name in names)
    assert any(name.startswith("promql-parser") for name in names)
    assert not any(name.startswith("octoscale") for name in names)


def test_the_bare_install_is_always_there() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert requirements((), unwanted=()) == tuple(sorted(declared["dependencies"]))


def test_what_is_unwanted_stays_away() -> None:
    names = requirements(OCTOSCALE.extras, unwanted=OCTOSCALE.unwanted)
    assert not any(name.startswith("prometheus-api-client") for name in names)
    assert any(name.startswith("prometheus-client") for name in names)
