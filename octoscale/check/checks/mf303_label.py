"""MF303: a label that the API server refuses.

Of objects, pods and selectors. Whether a selector picks anything is MF501's and
MF502's business; a value that is no text is MF202's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.validation.names import label_value, qualified_name
from octoscale.check.selecting import as_labels
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.manifest import Manifest
    from octoscale.check.context import Context
    from octoscale.core.yamlio import DocumentPath


def check(context: Context) -> Iterator[Finding]:
    """Find labels whose key or value breaks the rules of labels.

    At most 63 letters, digits, ``-``, ``_`` and ``.``, with a letter or digit at
    both ends; a key may have a DNS name and a ``/`` before it. Image names with a
    ``/`` or a ``:`` and sentences are no values: they belong into annotations.
    """
    for manifest in context.manifests:
        yield from _labels(manifest, ("metadata", "labels"))
        yield from _labels(manifest, ("spec", "selector", "matchLabels"))
    for pods in context.pods:
        if pods.path:
            yield from _labels(pods.manifest, (*pods.path, "metadata", "labels"))


def _labels(manifest: Manifest, path: DocumentPath) -> Iterator[Finding]:
    for key, value in as_labels(manifest.at(*path)).items():
        for problems, what, place in (
            (qualified_name(key), f"key {key!r}", manifest.key_place(*path, key)),
            (label_value(value), f"value {value!r}", manifest.place(*path, key)),
        ):
            if problems:
                yield Finding(
                    code="MF303",
                    severity=Severity.ERROR,
                    place=place,
                    message=f"{manifest.title}: the label's {what} {problems[0]}",
                    hint="shorten it, or make it an annotation",
                )
