"""HP106: databases scaled like stateless services."""

from __future__ import annotations

import pytest

from tests.hpa.checks.inputs import container, found, hpa, workload


@pytest.mark.parametrize(
    "image",
    [
        "couchdb",
        "postgres:15-alpine",
        "registry.example:5000/library/mongo:4.2",
        "docker.io/bitnami/mysql@sha256:0123",
    ],
)
def test_well_known_images(image: str) -> None:
    (finding,) = found("HP106", hpa(), workload(container(image=image)))
    assert repr(image) in finding.message


@pytest.mark.parametrize(
    "containers",
    [
        pytest.param([container(image="example/mongo-exporter:1")], id="an exporter"),
        pytest.param(
            [container(), container("cache", "redis:7")], id="a cache beside a service"
        ),
        pytest.param([container(image="")], id="no image"),
    ],
)
def test_what_only_looks_like_one(containers: list[dict[str, object]]) -> None:
    assert found("HP106", hpa(), workload(*containers)) == []
