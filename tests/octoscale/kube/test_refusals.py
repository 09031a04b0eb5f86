"""Refusals carry the status and the reason that a server would send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.kube import refusals
from octoscale.kube.types import Kind, ServedKind

if TYPE_CHECKING:
    from octoscale.kube.errors import KubeError

PODS = ServedKind(kind=Kind("v1", "Pod"), plural="pods")


@pytest.mark.parametrize(
    ("error", "status", "reason", "text"),
    [
        pytest.param(
            refusals.not_found(PODS, "a"),
            404,
            "NotFound",
            'pods "a" not found',
            id="absent object",
        ),
        pytest.param(
            refusals.not_served(Kind("v9", "Pod")),
            404,
            "NotFound",
            "the server does not serve Pod (v9)",
            id="unknown kind",
        ),
        pytest.param(
            refusals.no_such_path(),
            404,
            "NotFound",
            "the server could not find the requested resource",
            id="unknown path",
        ),
        pytest.param(
            refusals.already_exists(PODS, "a"),
            409,
            "AlreadyExists",
            'pods "a" already exists',
            id="present object",
        ),
    ],
)
def test_a_refusal_says_what_a_server_says(
    error: KubeError, status: int, reason: str, text: str
) -> None:
    assert (error.status, error.reason, str(error)) == (status, reason, text)
