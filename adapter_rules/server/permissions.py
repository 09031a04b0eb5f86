"""Which permission a request needs, in the words of a SubjectAccessReview.

As the API server itself reads these paths, so that the RBAC written for the
adapter stays valid: ``get`` on ``pods/METRIC`` for custom metrics, ``list`` on
``METRIC`` for external ones. Asking is ``auth``'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.server import wire
from adapter_rules.server.addressing import CustomAsk, ExternalAsk, UsageAsk
from octoscale.kube.types import AccessRequest

if TYPE_CHECKING:
    from adapter_rules.server.addressing import Ask
    from octoscale.kube.types import UserInfo


def needed(ask: Ask | None, path: str, user: UserInfo) -> AccessRequest:
    """Give what *user* must be allowed to do for *ask*; else to read the *path*.

    >>> from octoscale.kube.types import UserInfo
    >>> ask = ExternalAsk(namespace="shop", metric="depth")
    >>> request = needed(ask, "", UserInfo(name="hpa"))
    >>> request.verb, request.plural
    ('list', 'depth')
    """
    if isinstance(ask, CustomAsk):
        return _custom(ask, user)
    if isinstance(ask, ExternalAsk):
        return AccessRequest(
            user=user,
            verb="list",
            group=wire.EXTERNAL,
            version="v1beta1",
            plural=ask.metric,
            namespace=ask.namespace,
        )
    if isinstance(ask, UsageAsk):
        return AccessRequest(
            user=user,
            verb="get" if ask.name else "list",
            group=wire.RESOURCE,
            version="v1beta1",
            plural=ask.resource,
            name=ask.name,
            namespace=ask.namespace,
        )
    return AccessRequest(user=user, verb="get", path=path)


def _custom(ask: CustomAsk, user: UserInfo) -> AccessRequest:
    if ask.of_namespace:
        return AccessRequest(
            user=user,
            verb="get",
            group=wire.CUSTOM,
            version=ask.version,
            plural="metrics",
            name=ask.metric,
            namespace=ask.name,
        )
    return AccessRequest(
        user=user,
        verb="get",
        group=wire.CUSTOM,
        version=ask.version,
        plural=ask.resource,
        subresource=ask.metric,
        name=ask.name,
        namespace=ask.namespace,
    )
