"""Kubernetes ``Status`` bodies: how a metrics API says no.

Wording, codes and reasons follow the custom metrics API server library, since
clients and their operators know them. Which failure deserves which status is
decided where it happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import OctoscaleError

if TYPE_CHECKING:
    from collections.abc import Mapping

AVAILABLE = (
    "406: Not Acceptable\n\nAvailable representations: application/json, "
    "application/yaml, application/vnd.kubernetes.protobuf, "
    "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch"
)
"""What the library says to a client that accepts nothing it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One ``metav1.Status`` of a failure."""

    code: int
    """The HTTP status."""

    message: str
    reason: str = ""
    """The API's word for it; some of the library's errors have none."""

    details: Mapping[str, Any] | None = None
    """``None`` leaves the field out; an empty mapping is sent as ``{}``."""

    def body(self) -> dict[str, Any]:
        """Give the JSON body, fields in the library's order.

        >>> list(Status(code=404, message="no", reason="NotFound").body())
        ['kind', 'apiVersion', 'metadata', 'status', 'message', 'reason', 'code']
        """
        body: dict[str, Any] = {
            "kind": "Status",
            "apiVersion": "v1",
            "metadata": {},
            "status": "Failure",
            "message": self.message,
        }
        if self.reason:
            body["reason"] = self.reason
        if self.details is not None:
            body["details"] = dict(self.details)
        return {**body, "code": self.code}


class StatusError(OctoscaleError):
    """A request that is answered with a ``Status``."""

    def __init__(self, status: Status) -> None:
        """Keep the *status*."""
        super().__init__(status.message)
        self.status = status


def metric_not_found(metric: str, resource: str, name: str = "") -> StatusError:
    """Say that there is no such metric, or that an object has no value of it.

    >>> str(metric_not_found("hits", "pods", "web-0"))
    'the server could not find the metric hits for pods web-0'
    """
    whose = f"{resource} {name}" if name else resource
    return _error(
        HTTPStatus.NOT_FOUND,
        f"the server could not find the metric {metric} for {whose}",
        "NotFound",
    )


def path_not_found() -> StatusError:
    """Say that the API has no such path."""
    message = "the server could not find the requested resource"
    return _error(HTTPStatus.NOT_FOUND, message, "NotFound", details={})


def bad_request(message: str) -> StatusError:
    """Say that the request makes no sense."""
    return _error(HTTPStatus.BAD_REQUEST, message, "BadRequest")


def internal(message: str, *, cause: str = "") -> StatusError:
    """Say that answering failed (``NewInternalError``).

    *cause* is what an operator may want to know beyond the message.
    """
    return _error(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        f"Internal error occurred: {message}",
        "InternalError",
        details={"causes": [{"message": cause or message}]},
    )


def plain(message: str) -> StatusError:
    """Say what the library says when an error is no Status: a 500 without reason."""
    return _error(HTTPStatus.INTERNAL_SERVER_ERROR, message, "")


def unavailable(message: str, *, cause: str = "") -> StatusError:
    """Say that Prometheus or the cluster cannot be asked now."""
    details = {"causes": [{"message": cause}]} if cause else None
    return _error(
        HTTPStatus.SERVICE_UNAVAILABLE, message, "ServiceUnavailable", details=details
    )


def timeout(message: str) -> StatusError:
    """Say that the deadline is over."""
    return _error(HTTPStatus.GATEWAY_TIMEOUT, message, "Timeout")


def too_many_requests() -> StatusError:
    """Say that the queue is full."""
    message = "too many requests are waiting for Prometheus, please try again later"
    details = {"retryAfterSeconds": 1}
    return _error(
        HTTPStatus.TOO_MANY_REQUESTS, message, "TooManyRequests", details=details
    )


def unauthorized() -> StatusError:
    """Say that nobody knows who asks."""
    return _error(HTTPStatus.UNAUTHORIZED, "Unauthorized", "Unauthorized")


def forbidden(message: str) -> StatusError:
    """Say that the caller may not."""
    return _error(HTTPStatus.FORBIDDEN, message, "Forbidden")


def method_not_allowed() -> StatusError:
    """Say that these paths are only read."""
    message = "the server does not allow this method on the requested resource"
    return _error(
        HTTPStatus.METHOD_NOT_ALLOWED, message, "MethodNotAllowed", details={}
    )


def not_acceptable(message: str = AVAILABLE) -> StatusError:
    """Say that the client accepts nothing that we can write."""
    return _error(HTTPStatus.NOT_ACCEPTABLE, message, "NotAcceptable", details={})


def too_long() -> StatusError:
    """Say that the request is longer than any that an HPA sends."""
    message = "the request is too long"
    return _error(HTTPStatus.REQUEST_URI_TOO_LONG, message, "RequestURITooLong")


def _error(
    code: HTTPStatus,
    message: str,
    reason: str,
    *,
    details: Mapping[str, Any] | None = None,
) -> StatusError:
    return StatusError(
        Status(code=int(code), message=message, reason=reason, details=details)
    )


def from_body(body: Mapping[str, Any]) -> Status:
    """Read a ``Status`` body back.

    >>> from_body(Status(code=404, message="no", reason="NotFound").body()).code
    404
    """
    details = body.get("details")
    return Status(
        code=int(body.get("code", 500)),
        message=str(body.get("message", "")),
        reason=str(body.get("reason", "")),
        details=details if isinstance(details, dict) else None,
    )
