"""From a descriptor to a prometheus_client metric, on a registry that is given.

For metrics that a service counts itself. What a collector reads from a source
becomes families in ``exporters.families``.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.registry import DuplicateTimeseries

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

    from octoscale.core.descriptor import MetricDescriptor

_HISTOGRAM_SUFFIXES = ("_bucket", "_sum", "_count", "_total", "_created", "_info")


def build(
    descriptor: MetricDescriptor, registry: CollectorRegistry
) -> Counter | Gauge | Histogram:
    """Build the metric that *descriptor* declares and register it.

    The series appear under exactly ``descriptor.series_name``. A descriptor that
    would be exposed under another name, or that Prometheus could not hold, is a
    ``ValueError`` that says why. Where the kind is known, ``counter``, ``gauge``
    and ``histogram`` give the narrower type.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> from prometheus_client import CollectorRegistry
    >>> registry = CollectorRegistry()
    >>> requests = build(
    ...     MetricDescriptor(
    ...         series_name="shop_requests_total",
    ...         kind="counter",
    ...         help="Requests answered.",
    ...         api_name="shop_requests_per_second",
    ...     ),
    ...     registry,
    ... )
    >>> requests.inc()
    >>> registry.get_sample_value("shop_requests_total")
    1.0
    """
    if descriptor.kind == "counter":
        return counter(descriptor, registry)
    if descriptor.kind == "gauge":
        return gauge(descriptor, registry)
    return histogram(descriptor, registry)


def counter(descriptor: MetricDescriptor, registry: CollectorRegistry) -> Counter:
    """Build a counter; its series name ends in ``_total``.

    prometheus_client appends ``_total`` by itself, so a descriptor without it
    would promise a series that never appears.
    """
    _check(descriptor, "counter")
    name = descriptor.series_name
    if not name.endswith("_total"):
        raise ValueError(
            f"a counter's series name ends in _total: {name!r} would be "
            f"exposed as {name + '_total'!r}"
        )
    try:
        return Counter(name, descriptor.help, descriptor.labels, registry=registry)
    except DuplicateTimeseries as error:
        raise _taken(name) from error


def gauge(descriptor: MetricDescriptor, registry: CollectorRegistry) -> Gauge:
    """Build a gauge; its series name does not end in ``_total``."""
    _check(descriptor, "gauge")
    name = descriptor.series_name
    if name.endswith("_total"):
        raise ValueError(
            f"_total says that a series only grows, and {name!r} is a gauge"
        )
    try:
        return Gauge(name, descriptor.help, descriptor.labels, registry=registry)
    except DuplicateTimeseries as error:
        raise _taken(name) from error


def histogram(descriptor: MetricDescriptor, registry: CollectorRegistry) -> Histogram:
    """Build a histogram with the descriptor's buckets, or the client's own.

    The buckets' upper bounds ascend strictly; ``+Inf`` is added when missing.
    """
    _check(descriptor, "histogram")
    name = descriptor.series_name
    for suffix in _HISTOGRAM_SUFFIXES:
        if name.endswith(suffix):
            raise ValueError(
                f"{name!r} cannot be a histogram: {suffix} is how its own or "
                "another kind's series end"
            )
    if "le" in descriptor.labels:
        raise ValueError("a histogram's label 'le' holds the bucket's bound")
    buckets = _checked_buckets(descriptor) or Histogram.DEFAULT_BUCKETS
    try:
        return Histogram(
            name,
            descriptor.help,
            descriptor.labels,
            registry=registry,
            buckets=buckets,
        )
    except DuplicateTimeseries as error:
        raise _taken(name) from error


def _check(descriptor: MetricDescriptor, kind: str) -> None:
    """Refuse what no kind of metric can be."""
    name, unit = descriptor.series_name, descriptor.unit
    if descriptor.kind != kind:
        raise ValueError(f"{name!r} is a {descriptor.kind}, not a {kind}")
    if not descriptor.help.strip():
        raise ValueError(f"{name!r} has no help text")
    if ":" in name:
        raise ValueError(f"colons are for recording rules, not exporters: {name!r}")
    if unit and not name.removesuffix("_total").endswith(f"_{unit}"):
        raise ValueError(f"the unit {unit!r} is not the end of the name {name!r}")
    if len(set(descriptor.labels)) != len(descriptor.labels):
        raise ValueError(f"a label of {name!r} is named twice: {descriptor.labels}")


def _checked_buckets(descriptor: MetricDescriptor) -> tuple[float, ...]:
    """Give the buckets if a histogram can have them."""
    bounds = descriptor.buckets
    if any(math.isnan(bound) for bound in bounds):
        raise ValueError(f"a bucket of {descriptor.series_name!r} is not a number")
    if any(low >= high for low, high in itertools.pairwise(bounds)):
        raise ValueError(f"the buckets do not ascend strictly: {bounds}")
    if bounds == (math.inf,):
        raise ValueError("a histogram with the one bucket +Inf tells nothing")
    return bounds


def _taken(name: str) -> ValueError:
    return ValueError(f"this registry already holds a metric named {name!r}")
