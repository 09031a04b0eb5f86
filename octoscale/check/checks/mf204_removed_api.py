"""MF204: an API version that Kubernetes removed.

Of every kind but HPAs, whose versions are the business of HP101. A version that
never was is MF205's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.check.apis import removed
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find objects that the named Kubernetes no longer serves.

    The whole object is refused (``no matches for kind``). A version that is still
    served and will go with a later Kubernetes is only mentioned.
    """
    for manifest in context.manifests:
        row = removed(manifest.api_version, manifest.kind)
        if row is None:
            continue
        gone = context.minor >= row.since
        yield Finding(
            code="MF204",
            severity=Severity.ERROR if gone else Severity.INFO,
            place=manifest.place("apiVersion"),
            message=f"{manifest.api_version} has no {manifest.kind} "
            f"{'since' if gone else 'from'} Kubernetes 1.{row.since}"
            f"{'' if gone else ' on'}",
            hint=f"write apiVersion: {row.successor}"
            if row.successor
            else "nothing came after it: remove the object",
        )
