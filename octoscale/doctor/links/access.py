"""The controller's rights: whether it may ask the metrics API at all.

The bootstrap role of Kubernetes' controller allows custom and resource metrics and
says nothing about external ones.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hpa.live.metrics import EXTERNAL, RESOURCE
from octoscale.doctor.clue import Clue, broken, ok, unknown
from octoscale.doctor.scene import Refusal
from octoscale.kube.types import AccessRequest, UserInfo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

ACCOUNT = "system:serviceaccount:kube-system:horizontal-pod-autoscaler"
"""As whom the controller asks, with service accounts of its own for controllers."""

_USER = re.compile(r'User "([^"]+)" cannot')


def examine(scene: Scene) -> Iterator[Clue]:
    """Ask the API server whether it would let the controller."""
    user = _user(scene)
    for request in scene.requests:
        yield _allowed(scene, request, user)


def _user(scene: Scene) -> str:
    """Give the controller's name: the one that it was refused with, if any."""
    told = [condition.message for condition in scene.live.status.conditions]
    for text in told:
        found = _USER.search(text)
        if found:
            return found[1]
    return ACCOUNT


def _allowed(scene: Scene, request: ApiRequest, user: str) -> Clue:
    wanted = access_request(request, user, scene.namespace)
    kube = scene.cluster.kube
    verdict = scene.cluster.ask(f"{wanted}", lambda: kube.review_access(wanted))
    what = f"{wanted.verb} {wanted.plural} of {request.group}"
    if isinstance(verdict, Refusal):
        return unknown(
            f"whether {user} may {what} cannot be asked: {verdict.message}",
            fix="octoscale doctor --print-rbac lists the rights",
            metric=request.name,
        )
    if verdict.allowed:
        return ok(f"{user} may {what}", metric=request.name)
    return broken(
        f"the controller is not allowed: {user} may not {what}",
        *filter(None, [verdict.reason]),
        fix=f"bind a ClusterRole with get and list on {request.group} to that account",
        metric=request.name,
    )


def access_request(request: ApiRequest, user: str, namespace: str) -> AccessRequest:
    """Put a request in the words of an access review, as the API server does."""
    head, _, tail = user.rpartition(":")
    groups = ["system:authenticated"]
    if head.startswith("system:serviceaccount:"):
        groups += ["system:serviceaccounts", head.replace("account:", "accounts:", 1)]
    info = UserInfo(name=f"{head}:{tail}" if head else tail, groups=tuple(groups))
    if request.group == RESOURCE:
        return AccessRequest(
            user=info, verb="list", group=RESOURCE, plural="pods", namespace=namespace
        )
    if request.group == EXTERNAL:
        return AccessRequest(
            user=info,
            verb="list",
            group=EXTERNAL,
            plural=request.name,
            namespace=namespace,
        )
    asked = request.asked
    resource = asked.resource.partition(".")[0] if asked is not None else "pods"
    # …/namespaces/shop/metrics/hits: an object called hits, for all that anybody sees.
    of_namespace = resource == "namespaces"
    return AccessRequest(
        user=info,
        verb="get",
        group=request.group,
        plural="metrics" if of_namespace else resource,
        subresource="" if of_namespace else request.name,
        name=request.name if of_namespace or asked is None else asked.name,
        namespace=namespace,
    )
