"""What the hpa commands share on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from hpa.acceptance import decoded
from octoscale.cli.hpa_options import (
    KubeVersion,
    decode_manifests,
    only_one,
    read_manifests,
    server,
)
from octoscale.core.errors import FileAccessError, InputError, UsageError
from tests.octoscale.cli.hpa_files import HPA, INVALID, TWO

if TYPE_CHECKING:
    from pathlib import Path


def test_a_version_is_kept_as_it_is_written() -> None:
    assert KubeVersion().convert("v1.23.4", None, None) == "v1.23.4"
    with pytest.raises(click.BadParameter, match=r"not a Kubernetes version"):
        KubeVersion().convert("1", None, None)


@pytest.mark.parametrize(
    ("text", "gates"),
    [
        pytest.param("", (), id="none"),
        pytest.param("HPAScaleToZero=true", (("HPAScaleToZero", True),), id="one"),
        pytest.param(
            "HPAScaleToZero=false, HPAContainerMetrics=True",
            (("HPAScaleToZero", False), ("HPAContainerMetrics", True)),
            id="two",
        ),
    ],
)
def test_gates(text: str, gates: tuple[tuple[str, bool], ...]) -> None:
    assert server(None, feature_gates=text).gates == gates


@pytest.mark.parametrize("text", ["HPAScaleToZero", "Nope=true", "HPAScaleToZero=1"])
def test_wrong_gates(text: str) -> None:
    with pytest.raises(UsageError):
        server(None, feature_gates=text)


def test_a_server_without_a_namespace_takes_the_usual_one() -> None:
    assert server("1.23").namespace == "default"
    assert server("1.23", namespace="shop").namespace == "shop"


def test_all_files_are_read_before_anything_is_said(tmp_path: Path) -> None:
    good, bad, worse = (tmp_path / f"{n}.yaml" for n in range(3))
    good.write_text(TWO)
    bad.write_text(INVALID)
    worse.write_text("a: [")
    assert len(read_manifests([str(good)])) == 2
    with pytest.raises(InputError) as caught:
        read_manifests([str(bad), str(good), str(worse)])
    assert {str(f.place.file) for f in caught.value.findings} == {str(bad), str(worse)}
    assert len(decode_manifests([str(good), str(bad)])) == 3
    with pytest.raises(FileAccessError):
        read_manifests([str(good), str(tmp_path / "none.yaml")])


@pytest.mark.parametrize(
    ("name", "found"),
    [pytest.param("shop", "shop", id="named"), pytest.param("x", None, id="unknown")],
)
def test_one_of_several(name: str, found: str | None) -> None:
    manifests = decoded(TWO)
    if found:
        assert only_one(manifests, name).hpa.metadata.name == found
    else:
        with pytest.raises(UsageError, match="there are: httpgo, shop"):
            only_one(manifests, name)
    with pytest.raises(UsageError, match="holds 2 HPAs"):
        only_one(manifests, None)
    assert only_one(decoded(HPA), None).hpa.metadata.name == "httpgo"
