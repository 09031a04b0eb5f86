"""The clusters that the recorded adapters saw, as RESTMappers.

The stub API server of the live recordings, and the plain mapper with which the
adapter's packages were called directly.
"""

from __future__ import annotations

from octoscale.kube.restmapper import (
    AmbiguousError,
    ApiResource,
    GroupResource,
    RESTMapper,
)


def _resource(name: str, *, namespaced: bool, singular: str = "") -> ApiResource:
    parsed = GroupResource.parse(name)
    one = singular or parsed.resource.removesuffix("s")
    return ApiResource(
        group=parsed.group,
        version="v1",
        plural=parsed.resource,
        singular=one,
        kind=one.capitalize(),
        namespaced=namespaced,
    )


def live() -> RESTMapper:
    """Give what the stub API server of the live recordings had."""
    return RESTMapper.builtin(
        _resource("kafkatopics.kafka.strimzi.io", namespaced=True),
        _resource("gadgets.my-group.example.io", namespaced=True),
        _resource("clusterwidgets.my-group.example.io", namespaced=False),
    )


class PlainMapper(RESTMapper):
    """Go's plain mapper, without the one that weeds out repeats before it.

    A name that is singular and plural at once (``endpoints``) is found twice,
    and so is ambiguous. Only tests of the adapter's packages use it.
    """

    def resource_for(self, name: GroupResource) -> ApiResource:
        """Find the resource; raises ``AmbiguousError`` for such a name, too."""
        found = super().resource_for(name)
        if found.plural == found.singular:
            raise AmbiguousError(f"{found.plural} is its own singular")
        return found


def bulk() -> RESTMapper:
    """Give the mapper of the bulk cases."""
    core = (
        *("pods", "services", "persistentvolumeclaims"),
        *("deployments.apps", "statefulsets.apps", "jobs.batch"),
    )
    return PlainMapper(
        [
            *(_resource(name, namespaced=True) for name in core),
            _resource("endpoints", namespaced=True, singular="endpoints"),
            _resource(
                "ingresses.networking.k8s.io", namespaced=True, singular="ingress"
            ),
            *(
                _resource(name, namespaced=False)
                for name in ("nodes", "persistentvolumes", "namespaces")
            ),
        ]
    )


def unit_tests(namespaced: list[str], root: list[str]) -> RESTMapper:
    """Give a mapper of the adapter's own unit tests."""
    singular = {"ingresses.extensions": "ingress"}
    return PlainMapper(
        [
            _resource(
                name, namespaced=name in namespaced, singular=singular.get(name, "")
            )
            for name in [*namespaced, *root]
        ]
    )
