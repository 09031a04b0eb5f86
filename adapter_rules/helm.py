"""The Helm chart's values, as far as they hold the adapter's config.

``rules.custom``, ``rules.external`` and ``rules.resource`` become the config's
three parts; ``rules.default`` lets the chart put its own rules in front.
Finding values in a file belongs to ``sources``, writing them to ``outputs``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from octoscale.core.yamlio import Document, DocumentPath

PARTS = {"custom": "rules", "external": "externalRules", "resource": "resourceRules"}
"""The chart's word for each part of the config."""

UNKNOWN_VALUE = "AR005"
"""A key below ``rules`` that the chart does not read."""

_SWITCHES = ("default", "existing", "labels", "annotations")
_PLACES: tuple[DocumentPath, ...] = (
    (),
    ("prometheus-adapter",),
    ("spec", "values"),
    ("spec", "source", "helm", "valuesObject"),
)
"""Where values may lie: alone, below a parent chart, in Flux's and Argo's objects."""


def values_path(value: Any) -> DocumentPath | None:
    """Find the values that hold the chart's rules; ``None`` if there are none.

    >>> values_path({"prometheus-adapter": {"rules": {"custom": []}}})
    ('prometheus-adapter',)
    """
    for path in _PLACES:
        values = at(value, path)
        if isinstance(values, dict) and isinstance(values.get("rules"), dict):
            return path
    return None


def at(value: Any, path: DocumentPath) -> Any:
    """Give the value at *path*; ``None`` where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def config_document(document: Document, path: DocumentPath) -> Document:
    """Give the part of a document that becomes the adapter's config.

    Raises ``InputError`` (AR005) for keys that the chart would pass over.
    """
    rules = at(document.value, path)["rules"]
    unknown = [key for key in rules if key not in (*PARTS, *_SWITCHES)]
    if unknown:
        raise InputError(
            Finding(
                code=UNKNOWN_VALUE,
                severity=Severity.ERROR,
                message=f"the Helm chart does not read rules.{key}",
                place=document.key_place((*path, "rules", key)),
                hint="it reads rules.custom, rules.external and rules.resource",
            )
            for key in unknown
        )
    root = (*path, "rules")
    value = {PARTS[key]: rules[key] for key in PARTS if rules.get(key)}
    return replace(
        document,
        value=value,
        values=_moved(document.values, root),
        keys=_moved(document.keys, root),
    )


def default_rules(document: Document, path: DocumentPath) -> bool:
    """Tell whether the chart adds its own rules: it does unless told not to."""
    switch = at(document.value, (*path, "rules", "default"))
    return str(switch).lower() not in ("false", "no", "off", "n")


def _moved(
    places: dict[DocumentPath, tuple[int, int]], root: DocumentPath
) -> dict[DocumentPath, tuple[int, int]]:
    """Keep the places below *root*, by the config's own paths."""
    size = len(root)
    moved: dict[DocumentPath, tuple[int, int]] = {}
    for path, place in places.items():
        if path[:size] == root:
            first = path[size : size + 1]
            name = tuple(PARTS.get(str(key), key) for key in first)
            moved[(*name, *path[size + 1 :])] = place
    return moved
