"""Kubernetes' schemas, as kubernetes-validate brings them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from octoscale.check.schemas import schemas_for


@pytest.mark.parametrize(
    ("asked", "given"), [(12, 25), (24, 25), (25, 25), (30, 30), (99, 37)]
)
def test_the_nearest_version_is_taken(asked: int, given: int) -> None:
    assert min(schemas_for(asked).minor, 37) == given


def test_a_kind_is_found_by_its_version() -> None:
    schemas = schemas_for(25)
    deployment = schemas.of("apps/v1", "Deployment")
    assert deployment is not None
    assert "spec" in deployment["properties"]
    assert schemas.of("apps/v1", "Service") is None


def test_a_removed_one_has_its_successors_fields() -> None:
    schemas = schemas_for(25)
    assert schemas.of("apps/v1beta1", "Deployment") is schemas.of(
        "apps/v1", "Deployment"
    )


def test_the_hpa_of_the_paper_is_in_the_default_version_only() -> None:
    kind = "HorizontalPodAutoscaler"
    assert "autoscaling/v2beta2" in schemas_for(25).versions_of(kind)
    assert "autoscaling/v2beta2" not in schemas_for(26).versions_of(kind)


def test_references_are_followed() -> None:
    schemas = schemas_for(25)
    service = schemas.of("v1", "Service")
    assert service is not None
    assert "ports" in schemas.resolve(service["properties"]["spec"])["properties"]


def test_the_package_itself_is_not_imported() -> None:
    code = (
        "import sys; from octoscale.check.schemas import schemas_for; schemas_for(25);"
        " sys.exit('kubernetes_validate' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0
