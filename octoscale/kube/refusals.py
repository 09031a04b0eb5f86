"""What we say in a server's place when something is absent, worded as it does.

For the in-memory cluster, and for kinds that discovery does not list. What a
server itself answers is read in ``errors``.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from octoscale.kube.errors import AlreadyExistsError, NotFoundError

if TYPE_CHECKING:
    from octoscale.kube.types import Kind, ServedKind


def not_found(served: ServedKind, name: str) -> NotFoundError:
    """Say that there is no object of that name.

    >>> from octoscale.kube.types import Kind, ServedKind
    >>> kind = ServedKind(kind=Kind("apps/v1", "Deployment"), plural="deployments")
    >>> print(not_found(kind, "web"))
    deployments.apps "web" not found
    """
    return _absent(f'{_group_resource(served)} "{name}" not found')


def not_served(kind: Kind) -> NotFoundError:
    """Say that the kind is unknown here."""
    error = _absent(f"the server does not serve {kind}")
    error.hint = "is the API version right, and its custom resource installed?"
    return error


def no_such_path() -> NotFoundError:
    """Say that a path or subresource is unknown here."""
    return _absent("the server could not find the requested resource")


def already_exists(served: ServedKind, name: str) -> AlreadyExistsError:
    """Say that an object of that name is there."""
    return AlreadyExistsError(
        f'{_group_resource(served)} "{name}" already exists',
        status=HTTPStatus.CONFLICT,
        reason="AlreadyExists",
    )


def _absent(message: str) -> NotFoundError:
    return NotFoundError(message, status=HTTPStatus.NOT_FOUND, reason="NotFound")


def _group_resource(served: ServedKind) -> str:
    group = served.kind.group
    return f"{served.plural}.{group}" if group else served.plural
