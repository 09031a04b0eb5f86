"""MF205: a kind that its API version does not have.

Of Kubernetes' own groups; nothing is known of custom resources here. Versions that
were removed are MF204's business.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from hpa.model.objects import KIND as HPA
from octoscale.check.apis import removed
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context


def check(context: Context) -> Iterator[Finding]:
    """Find misspelt kinds and API versions, and kinds in the wrong group.

    ``v1`` has no Deployment and ``app/v1`` nothing at all. A group with a dot that
    is not Kubernetes' own may be a custom one and is left alone.
    """
    for manifest in context.manifests:
        version, kind = manifest.api_version, manifest.kind
        known = context.schemas.of(version, kind) is not None
        if known or kind == HPA or removed(version, kind) is not None:
            continue
        if _may_be_custom(context, version):
            continue
        yield Finding(
            code="MF205",
            severity=Severity.ERROR,
            place=manifest.place("apiVersion" if version else "kind"),
            message=f"{version or 'an object without apiVersion'} has no kind {kind} "
            f"in Kubernetes 1.{context.schemas.minor}",
            hint=_hint(context, manifest),
        )


def _may_be_custom(context: Context, version: str) -> bool:
    group, slash, _ = version.partition("/")
    own = {each.partition("/")[0] for each in context.schemas.api_versions}
    return bool(slash) and "." in group and group not in own


def _hint(context: Context, manifest: Manifest) -> str:
    versions = context.schemas.versions_of(manifest.kind)
    if versions:
        return f"write apiVersion: {' or '.join(versions)}"
    kinds = context.schemas.kinds_of(manifest.api_version)
    close = difflib.get_close_matches(manifest.kind, kinds, n=1)
    return f"did you mean {close[0]!r}?" if close else "check apiVersion and kind"
