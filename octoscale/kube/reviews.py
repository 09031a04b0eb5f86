"""TokenReview and SubjectAccessReview: the questions and the answers as documents.

Asking is the port's business. What the metrics server makes of a verdict is its
own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from octoscale.kube.types import AccessVerdict, TokenVerdict, UserInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from octoscale.kube.types import AccessRequest, Manifest

TOKEN_REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews"  # noqa: S105 - a path
"""Where a TokenReview is posted."""

ACCESS_REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews"
"""Where a SubjectAccessReview is posted."""


def token_review(token: str, audiences: Sequence[str] = ()) -> Manifest:
    """Write the question who the bearer of *token* is.

    >>> token_review("abc")["spec"]
    {'token': 'abc'}
    """
    spec: dict[str, Any] = {"token": token}
    if audiences:
        spec["audiences"] = list(audiences)
    return {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenReview",
        "spec": spec,
    }


def token_verdict(answer: Manifest) -> TokenVerdict:
    """Read the answer; whatever does not clearly say yes is a no.

    >>> token_verdict({"status": {"error": "expired"}}).authenticated
    False
    """
    status = answer.get("status") or {}
    authenticated = status.get("authenticated") is True
    user = status.get("user") or {}
    return TokenVerdict(
        authenticated=authenticated,
        user=_user(user) if authenticated else None,
        error=str(status.get("error", "")),
    )


def access_review(request: AccessRequest) -> Manifest:
    """Write the question whether *request* is allowed."""
    spec: dict[str, Any] = {"user": request.user.name}
    if request.user.groups:
        spec["groups"] = list(request.user.groups)
    if request.user.uid:
        spec["uid"] = request.user.uid
    if request.user.extra:
        spec["extra"] = {key: list(values) for key, values in request.user.extra}
    if request.path:
        spec["nonResourceAttributes"] = {"path": request.path, "verb": request.verb}
    else:
        spec["resourceAttributes"] = _attributes(request)
    return {
        "apiVersion": "authorization.k8s.io/v1",
        "kind": "SubjectAccessReview",
        "spec": spec,
    }


def access_verdict(answer: Manifest) -> AccessVerdict:
    """Read the answer; a denial beats everything.

    >>> access_verdict({"status": {"allowed": True, "denied": True}}).allowed
    False
    """
    status = answer.get("status") or {}
    allowed = status.get("allowed") is True and not status.get("denied", False)
    reason = status.get("reason") or status.get("evaluationError") or ""
    return AccessVerdict(allowed=allowed, reason=str(reason))


def _attributes(request: AccessRequest) -> dict[str, str]:
    attributes = {
        "verb": request.verb,
        "group": request.group,
        "version": request.version,
        "resource": request.plural,
        "subresource": request.subresource,
        "name": request.name,
        "namespace": request.namespace,
    }
    return {key: value for key, value in attributes.items() if value}


def _user(user: Manifest) -> UserInfo:
    return UserInfo(
        name=str(user.get("username", "")),
        groups=tuple(user.get("groups") or ()),
        uid=str(user.get("uid", "")),
        extra=tuple(
            (str(key), tuple(map(str, values)))
            for key, values in sorted((user.get("extra") or {}).items())
        ),
    )
