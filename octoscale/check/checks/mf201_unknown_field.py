"""MF201: a field that does not exist, or stands in the wrong place.

By Kubernetes' schemas. Values are MF202's business; the fields of HPAs are told by
the checks of HPAs (HP002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find fields that the API server drops, or refuses to take.

    ``nodeport`` is not ``nodePort``, and ``resources`` beside the containers
    limits nothing. ``kubectl apply --validate=false`` and older clients drop such
    a field without a word. An object of a removed API is judged by what came
    after it.
    """
    for manifest, misfit in context.misfits:
        if misfit.kind == "unknown":
            yield Finding(
                code="MF201",
                severity=context.weight_of_misfits(manifest),
                place=manifest.key_place(*misfit.path),
                message=f"{manifest.title}: {misfit.message}",
                hint=misfit.hint,
            )
