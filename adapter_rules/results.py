"""From a query's result to the values of the objects that were asked for.

Follows the adapter's matching: values are keyed by the resource's label, a
missing label is an empty key, and of several samples the last one wins. What a
value becomes is ``values``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapter_rules.prometheus.base import QueryResult, Sample


def by_object(result: QueryResult, label: str) -> dict[str, Sample]:
    """Key the samples by *label*'s value.

    >>> from adapter_rules.prometheus.base import QueryResult, Sample
    >>> one = Sample({"pod": "web-0"}, 1.0, 0.0)
    >>> list(by_object(QueryResult("vector", (one,)), "pod"))
    ['web-0']
    """
    return {sample.labels.get(label, ""): sample for sample in result.samples}


def why_unusable(result: QueryResult, *, external: bool = False) -> str | None:
    """Say why the adapter cannot use a result of this kind; ``None`` if it can.

    A scalar serves an external metric, and no custom one.
    """
    usable = ("vector", "scalar") if external else ("vector",)
    if result.kind in usable:
        return None
    return f"the query gives a {result.kind}, where the adapter wants a vector"


def why_absent(result: QueryResult, label: str) -> str:
    """Say why a result has no value for an object; the result is usable."""
    if not result.samples:
        return "the query gives no sample"
    if any(label in sample.labels for sample in result.samples):
        return "the query gives no sample for this object"
    found = sorted({name for sample in result.samples for name in sample.labels})
    return (
        f"the result has no label {label!r} "
        f"(it has {', '.join(found) if found else 'no labels'})"
    )
