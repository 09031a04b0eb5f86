"""From Prometheus' JSON to the port's values.

Trusts nothing: what does not look like Prometheus' API is a ``ShapeError``.
Sending questions and judging statuses is ``api_client``'s business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from adapter_rules.prometheus.base import (
    Metadata,
    MetricType,
    QueryResult,
    ResultKind,
    Sample,
    ScrapeTarget,
)
from adapter_rules.series import Series
from octoscale.core.duration import DurationError, parse_prometheus

_FLOAT = re.compile(
    r"[+-]?(?:inf|infinity|nan|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\Z",
    re.IGNORECASE | re.ASCII,
)


class ShapeError(ValueError):
    """An answer is no answer of Prometheus; the text says what is odd."""


def query_result(data: Any) -> QueryResult:
    """Read the ``data`` of an instant query; raises ``ShapeError``."""
    kind = _entry(data, "resultType")
    result = _entry(data, "result")
    if kind == "vector":
        return QueryResult("vector", tuple(map(_vector_sample, _list(result))))
    if kind == "scalar":
        return QueryResult("scalar", (_sample({}, result),))
    if kind in get_args(ResultKind):
        return QueryResult(cast("ResultKind", kind))
    raise ShapeError(f"unknown result type {kind!r}")


def series(data: Any) -> tuple[Series, ...]:
    """Read the ``data`` of a series question; raises ``ShapeError``."""
    return tuple(Series.of_labels(_labels(item)) for item in _list(data))


def metadata(data: Any) -> dict[str, Metadata]:
    """Read the ``data`` of a metadata question; raises ``ShapeError``."""
    found = {}
    for name, entries in _mapping(data).items():
        for entry in _list(entries)[:1]:
            kind = str(_mapping(entry).get("type", "unknown"))
            known = kind if kind in get_args(MetricType) else "unknown"
            found[str(name)] = Metadata(
                type=cast("MetricType", known),
                help=str(entry.get("help", "")),
                unit=str(entry.get("unit", "")),
            )
    return found


def scrape_targets(data: Any) -> tuple[ScrapeTarget, ...]:
    """Read the ``data`` of a targets question; raises ``ShapeError``."""
    return tuple(map(_target, _list(_entry(data, "activeTargets"))))


def version(data: Any) -> str:
    """Read the ``data`` of a build info question; raises ``ShapeError``."""
    return str(_entry(data, "version"))


def _target(item: Any) -> ScrapeTarget:
    labels = _labels(_entry(item, "labels"))
    return ScrapeTarget(
        job=labels.get("job", ""),
        url=str(item.get("scrapeUrl", "")),
        labels=labels,
        up=item.get("health") == "up",
        scrape_interval_seconds=_seconds(item.get("scrapeInterval")),
        last_error=str(item.get("lastError", "")),
    )


def _seconds(text: Any) -> float | None:
    try:
        return parse_prometheus(text) if isinstance(text, str) else None
    except DurationError:
        return None


def _vector_sample(item: Any) -> Sample:
    labels = _labels(_entry(item, "metric"))
    if "value" not in item and "histogram" in item:
        timestamp, _ = _pair(item["histogram"])
        return Sample(labels, 0.0, _time(timestamp))
    return _sample(labels, _entry(item, "value"))


def _sample(labels: Mapping[str, str], pair: Any) -> Sample:
    timestamp, value = _pair(pair)
    if not isinstance(value, str) or not _FLOAT.match(value):
        raise ShapeError(f"{value!r} is no sample's value")
    return Sample(labels, float(value), _time(timestamp))


def _time(timestamp: Any) -> float:
    if isinstance(timestamp, bool) or not isinstance(timestamp, int | float):
        raise ShapeError(f"{timestamp!r} is no timestamp")
    return float(timestamp)


def _pair(pair: Any) -> tuple[Any, Any]:
    items = _list(pair)
    if len(items) != 2:
        raise ShapeError("a sample is no pair of time and value")
    return items[0], items[1]


def _labels(value: Any) -> dict[str, str]:
    labels = _mapping(value)
    if not all(isinstance(text, str) for text in labels.values()):
        raise ShapeError("a label's value is no text")
    return {str(name): _unicode(text) for name, text in labels.items()}


def _unicode(text: str) -> str:
    """Replace halves of surrogate pairs: no output could be written with them."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _entry(value: Any, key: str) -> Any:
    mapping = _mapping(value)
    if key not in mapping:
        raise ShapeError(f"{key!r} is missing")
    return mapping[key]


def _mapping(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ShapeError("an object was expected")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeError("a list was expected")
    return value
