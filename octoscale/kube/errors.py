"""Why a call to Kubernetes failed, as far as a caller has to tell cases apart.

The tree::

    OctoscaleError
    └── KubeError              the API server said no; it has a status and a reason
        ├── NotFoundError          404: no such object, namespace or kind
        ├── AlreadyExistsError     409: create over something that is there
        ├── ConflictError          409: another field manager, or a newer object
        ├── UnauthorizedError      401: the credentials are not known
        ├── ForbiddenError         403: known, and not allowed
        ├── InvalidError           422 or 400: the object is wrong, field by field
        ├── GoneError              410: a watch asked for history that is dropped
        └── UnreachableError       no answer in time (also EnvironmentMissingError)

An unknown context is a ``UsageError``, an unreadable kubeconfig a
``FileAccessError``. Reading them out of an answer happens in ``from_status``.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from octoscale.core.errors import EnvironmentMissingError, OctoscaleError

if TYPE_CHECKING:
    from octoscale.kube.types import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One reason of several (``metav1.StatusCause``)."""

    field: str
    """Its path: ``spec.maxReplicas``; empty when the whole object is meant."""

    reason: str
    """The API's type of the error: ``FieldValueRequired``, ``FieldManagerConflict``."""

    message: str


class KubeError(OctoscaleError):
    """The API server refused a request."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 0,
        reason: str = "",
        causes: tuple[Cause, ...] = (),
        hint: str = "",
    ) -> None:
        """Keep the HTTP *status*, the API's *reason* and the single *causes*."""
        super().__init__(message, hint=hint)
        self.status = status
        self.reason = reason
        self.causes = causes


class NotFoundError(KubeError):
    """There is no such object, namespace or kind."""


class AlreadyExistsError(KubeError):
    """An object of that name is there already."""


class ConflictError(KubeError):
    """Another field manager owns a field, or the object has changed meanwhile."""


class UnauthorizedError(KubeError):
    """The server does not know these credentials."""


class ForbiddenError(KubeError):
    """The server knows who asks and does not allow it."""


class InvalidError(KubeError):
    """The object is wrong; ``causes`` tell the fields."""


class GoneError(KubeError):
    """The history that a watch or a paged list needs is dropped."""


class UnreachableError(KubeError, EnvironmentMissingError):
    """Nobody answered, in time or at all."""


_BY_REASON: dict[str, type[KubeError]] = {
    "NotFound": NotFoundError,
    "AlreadyExists": AlreadyExistsError,
    "Conflict": ConflictError,
    "Unauthorized": UnauthorizedError,
    "Forbidden": ForbiddenError,
    "Invalid": InvalidError,
    "BadRequest": InvalidError,
    "Gone": GoneError,
    "Expired": GoneError,
}

_BY_STATUS: dict[int, type[KubeError]] = {
    HTTPStatus.NOT_FOUND: NotFoundError,
    HTTPStatus.CONFLICT: ConflictError,
    HTTPStatus.UNAUTHORIZED: UnauthorizedError,
    HTTPStatus.FORBIDDEN: ForbiddenError,
    HTTPStatus.UNPROCESSABLE_ENTITY: InvalidError,
    HTTPStatus.BAD_REQUEST: InvalidError,
    HTTPStatus.GONE: GoneError,
}


# A server-side apply of an unknown field or a wrong type comes as a bare 500.
_NOT_TYPED = "failed to create typed patch object"


def from_status(status: int, document: Manifest, *, fallback: str = "") -> KubeError:
    """Turn a ``metav1.Status`` into an error.

    *fallback* is the message when a proxy answered without one.

    >>> from_status(404, {"reason": "NotFound", "message": 'pods "a" not found'})
    NotFoundError('pods "a" not found')
    """
    reason = str(document.get("reason", ""))
    message = str(document.get("message") or fallback or f"HTTP status {status}")
    kind = _BY_REASON.get(reason) or _BY_STATUS.get(status, KubeError)
    if message.startswith(_NOT_TYPED):
        kind = InvalidError
    details = document.get("details") or {}
    causes = tuple(
        Cause(
            field=str(cause.get("field", "")),
            reason=str(cause.get("reason", "")),
            message=str(cause.get("message", "")),
        )
        for cause in details.get("causes") or ()
    )
    return kind(message, status=status, reason=reason, causes=causes)
