"""Reviews: the documents asked and answered; anything unclear is a no."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.kube import reviews
from octoscale.kube.types import AccessRequest, UserInfo

JANE = UserInfo(name="jane", groups=("ops",), uid="7")


def test_a_token_review_names_token_and_audiences() -> None:
    document = reviews.token_review("abc", ["metrics"])
    assert document["kind"] == "TokenReview"
    assert document["spec"] == {"token": "abc", "audiences": ["metrics"]}


def test_a_known_bearer_is_told_in_full() -> None:
    user = {"username": "jane", "groups": ["ops"], "uid": "7"}
    verdict = reviews.token_verdict({"status": {"authenticated": True, "user": user}})
    assert verdict.authenticated
    assert verdict.user == JANE


@pytest.mark.parametrize(
    "status",
    [
        pytest.param({}, id="empty"),
        pytest.param({"authenticated": False}, id="no"),
        pytest.param({"authenticated": "true"}, id="text"),
        pytest.param({"user": {"username": "jane"}}, id="a user without a yes"),
    ],
)
def test_only_a_clear_yes_authenticates(status: dict[str, Any]) -> None:
    verdict = reviews.token_verdict({"status": status})
    assert not verdict.authenticated
    assert verdict.user is None


def test_an_object_is_asked_about_by_its_attributes() -> None:
    request = AccessRequest(
        user=JANE,
        verb="get",
        group="custom.metrics.k8s.io",
        plural="pods",
        subresource="requests",
        namespace="shop",
    )
    spec = reviews.access_review(request)["spec"]
    assert spec == {
        "user": "jane",
        "groups": ["ops"],
        "uid": "7",
        "resourceAttributes": {
            "verb": "get",
            "group": "custom.metrics.k8s.io",
            "version": "*",
            "resource": "pods",
            "subresource": "requests",
            "namespace": "shop",
        },
    }


def test_a_path_is_asked_about_as_a_path() -> None:
    request = AccessRequest(user=UserInfo(name="jane"), verb="get", path="/metrics")
    assert reviews.access_review(request)["spec"] == {
        "user": "jane",
        "nonResourceAttributes": {"path": "/metrics", "verb": "get"},
    }


@pytest.mark.parametrize(
    ("status", "allowed", "reason"),
    [
        pytest.param({"allowed": True, "reason": "RBAC"}, True, "RBAC", id="yes"),
        pytest.param({"allowed": False}, False, "", id="no"),
        pytest.param({"allowed": True, "denied": True}, False, "", id="denied"),
        pytest.param({"allowed": "yes"}, False, "", id="text"),
        pytest.param({"evaluationError": "down"}, False, "down", id="no answer"),
        pytest.param({}, False, "", id="empty"),
    ],
)
def test_only_a_clear_yes_allows(
    status: dict[str, Any], allowed: bool, reason: str
) -> None:
    verdict = reviews.access_verdict({"status": status})
    assert (verdict.allowed, verdict.reason) == (allowed, reason)
