"""MF202: a value that the field cannot hold.

By Kubernetes' schemas: text for a number, a list for a mapping. Whether the field
exists is MF201's business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find values of a type that the API server refuses.

    Unquoted ``true`` or ``9117`` is no text, which an annotation or an environment
    variable needs. ``replicas: 2 8`` is text, and no number: so ends a mark for
    sed that was replaced by half.
    """
    for manifest, misfit in context.misfits:
        if misfit.kind == "value":
            yield Finding(
                code="MF202",
                severity=context.weight_of_misfits(manifest),
                place=manifest.place(*misfit.path),
                message=f"{manifest.title}: {misfit.message}",
                hint=misfit.hint,
            )
