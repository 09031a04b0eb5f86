"""What a server says about an object, as findings with places."""

from __future__ import annotations

import pytest

from hpa.acceptance import decoded
from octoscale.cli.hpa_cluster import conflict_line, refusals_placed
from octoscale.core.errors import InputError
from octoscale.kube.errors import (
    Cause,
    ConflictError,
    ForbiddenError,
    InvalidError,
    KubeError,
    NotFoundError,
)
from tests.octoscale.cli.hpa_files import HPA

(MANIFEST,) = decoded(HPA, file="hpa.yaml")
REFUSED = "error HP013: the server refuses it"
BOUND = Cause(field="spec.maxReplicas", reason="FieldValueInvalid", message="too few")
TARGET = Cause(
    field="spec.metrics[0].pods.target.averageValue", reason="", message="negative"
)
OWNED = Cause(
    field=".spec.maxReplicas",
    reason="FieldManagerConflict",
    message='conflict with "kubectl"',
)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(
            InvalidError("invalid", causes=(BOUND, TARGET)),
            [
                f"hpa.yaml:7:16: {REFUSED}: spec.maxReplicas: too few",
                f"hpa.yaml:12:50: {REFUSED}: {TARGET.field}: negative",
            ],
            id="invalid fields",
        ),
        pytest.param(
            InvalidError("unknown field"),
            [f"hpa.yaml:1:1: {REFUSED}: unknown field"],
            id="invalid as a whole",
        ),
        pytest.param(
            NotFoundError('namespaces "shop" not found'),
            [f'hpa.yaml:1:1: {REFUSED}: namespaces "shop" not found'],
            id="no namespace",
        ),
        pytest.param(
            ConflictError("conflict", causes=(OWNED,)),
            ['hpa.yaml:7:16: error HP014: conflict with "kubectl": spec.maxReplicas'],
            id="owned by another",
        ),
    ],
)
def test_a_refusal_has_a_place(error: KubeError, expected: list[str]) -> None:
    with pytest.raises(InputError) as caught, refusals_placed(MANIFEST):
        raise error
    assert [str(finding) for finding in caught.value.findings] == expected


def test_a_conflict_without_causes_is_still_a_finding() -> None:
    with pytest.raises(InputError), refusals_placed(MANIFEST):
        raise ConflictError("the object has been modified")


def test_a_conflict_shows_the_way_out() -> None:
    with pytest.raises(InputError) as caught, refusals_placed(MANIFEST):
        raise ConflictError("conflict", causes=(OWNED,))
    assert "--force-conflicts" in caught.value.findings[0].hint


def test_what_is_no_business_of_the_object_goes_on() -> None:
    with pytest.raises(ForbiddenError), refusals_placed(MANIFEST):
        raise ForbiddenError("no")


def test_a_conflict_on_one_line() -> None:
    assert conflict_line(OWNED, MANIFEST) == (
        'hpa.yaml:7:16: conflict with "kubectl": spec.maxReplicas'
    )
