"""Who is beside whom."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found, service


@pytest.mark.parametrize(
    ("pods", "beside"), [("store", True), ("other", False), ("default", False)]
)
def test_objects_meet_in_their_namespace(pods: str, beside: bool) -> None:
    texts = (deployment(namespace=pods), service("{app: nothing}"))
    assert bool(found("MF502", *texts)) is beside


def test_objects_without_a_namespace_meet_in_the_default_one() -> None:
    nowhere = service("{app: nothing}").replace("namespace: store, ", "")
    assert len(found("MF502", deployment(namespace="default"), nowhere)) == 1
    assert found("MF502", deployment(), nowhere) == []
