"""Manifests that are only a part of an object."""

from __future__ import annotations

import pytest

from hpa.checks.manifest import Manifest
from octoscale.check.patches import Patches
from octoscale.core import yamlio
from tests.octoscale.check.inputs import SCRAPED, deployment, found, run, service

PATCH = f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: shop, namespace: store}}
spec: {{template: {{metadata: {{annotations: {SCRAPED}}}}}}}
"""
SIDECAR = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop, namespace: store}
spec:
  template:
    spec:
      containers:
      - {name: exporter, image: registry.example/exporter:1}
"""


def patches(*texts: str) -> Patches:
    return Patches([Manifest(yamlio.load(text)) for text in texts])


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        pytest.param((deployment(), PATCH), 1, id="without containers"),
        pytest.param(
            (deployment(), deployment().replace("  selector:", "  x:")),
            0,
            id="labels for a selector, as in old APIs",
        ),
        pytest.param((PATCH,), 1, id="without its whole"),
        pytest.param((deployment(), SIDECAR), 1, id="containers beside a whole"),
        pytest.param((SIDECAR,), 1, id="containers, and nothing to select them by"),
        pytest.param((deployment(), service()), 0, id="other kinds"),
        pytest.param((deployment("a"), SIDECAR), 1, id="a whole of another name"),
    ],
)
def test_parts_are_told_from_wholes(texts: tuple[str, ...], parts: int) -> None:
    assert len(patches(*texts).parts) == parts
    assert len(patches(*texts).whole) == len(texts) - parts


def test_what_a_part_says_holds_for_its_whole() -> None:
    read = patches(deployment(), PATCH)
    assert "prometheus.io/port" in read.over(read.whole[0], "annotations")
    assert "prometheus.io/port" not in read.over(
        patches(deployment("other")).whole[0], "annotations"
    )


def test_a_part_lacks_nothing_and_may_still_be_wrong() -> None:
    assert run(deployment(), PATCH).findings == ()
    wrong = PATCH.replace("annotations", "anotations")
    assert len(found("MF201", deployment(), wrong)) == 1


def test_a_sidecar_alone_is_asked_for_nothing() -> None:
    assert run(SIDECAR).findings == ()
    assert len(found("MF201", SIDECAR.replace("image:", "imag:"))) == 1


def test_the_annotations_of_a_part_are_checked_on_the_whole() -> None:
    ports = "[{containerPort: 8081}]"
    assert len(found("MF402", deployment(ports=ports), PATCH)) == 1


def test_the_words_of_a_patch_are_no_unknown_fields() -> None:
    delete = (
        "apiVersion: apps/v1\nkind: Deployment\n"
        "metadata: {name: shop, namespace: store}\n$patch: delete\n"
    )
    assert run(deployment(), delete).findings == ()
