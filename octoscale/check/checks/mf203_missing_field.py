"""MF203: a field that such an object needs is not there.

By Kubernetes' schemas. A misspelt one is MF201's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find objects that lack what the API server demands.

    An object of a removed API is judged by what came after it: ``apps/v1`` wants a
    selector, which ``extensions/v1beta1`` made up by itself. While the named
    Kubernetes still serves the old version, that is only mentioned.
    """
    for manifest, misfit in context.misfits:
        if misfit.kind == "missing":
            yield Finding(
                code="MF203",
                severity=context.weight_of_misfits(manifest),
                place=manifest.place(*misfit.path),
                message=f"{manifest.title}: {misfit.message}",
                hint=misfit.hint,
            )
