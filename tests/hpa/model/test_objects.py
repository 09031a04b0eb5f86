"""Whole objects as plain data, read as an API server reads a request."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from hpa.model import v1, v2, v2beta1, v2beta2
from hpa.model.objects import (
    MODELS,
    DecodeError,
    from_dict,
    model_of,
    to_dict,
    version_of,
)
from tests.hpa.strategies import VALID


@given(VALID)
def test_an_object_survives_plain_data(hpa: v2beta2.HorizontalPodAutoscaler) -> None:
    assert from_dict(to_dict(hpa)) == hpa


@pytest.mark.parametrize(
    "model", [v1, v2, v2beta1, v2beta2], ids=["v1", "v2", "v2beta1", "v2beta2"]
)
def test_every_version_is_told_by_its_api_version(model: Any) -> None:
    hpa = model.HorizontalPodAutoscaler()
    assert from_dict(to_dict(hpa)) == hpa
    assert model_of(hpa.api_version) is type(hpa)
    assert MODELS[version_of(hpa)] is type(hpa)


def test_a_version_and_the_kind_come_first() -> None:
    keys = list(to_dict(v2.HorizontalPodAutoscaler()))
    assert keys == ["apiVersion", "kind", "metadata", "spec"]


def test_unknown_fields_are_dropped() -> None:
    value = {**to_dict(v2.HorizontalPodAutoscaler()), "more": 1}
    assert from_dict(value) == v2.HorizontalPodAutoscaler()


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ([], "a list"),
        ({}, "None"),
        ({"kind": "HorizontalPodAutoscaler"}, "None"),
        ({"apiVersion": "autoscaling/v2"}, "None"),
        ({"apiVersion": "autoscaling/v3", "kind": "HorizontalPodAutoscaler"}, "v3"),
        ({"apiVersion": ["v2"], "kind": "HorizontalPodAutoscaler"}, "v2"),
        ({"apiVersion": "autoscaling/v2", "kind": "hpa"}, "hpa"),
    ],
)
def test_anything_else_is_no_hpa(value: Any, word: str) -> None:
    with pytest.raises(DecodeError, match=word):
        from_dict(value)


def test_a_wrong_value_is_named_with_its_path() -> None:
    value = {**to_dict(v2.HorizontalPodAutoscaler()), "spec": {"metrics": [3]}}
    with pytest.raises(DecodeError, match=r"^spec\.metrics\.0: expected a mapping"):
        from_dict(value)
