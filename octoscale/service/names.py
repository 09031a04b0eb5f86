"""Names that a service file leaves out, and the forms that names must have.

Generated names have this one home.
"""

from __future__ import annotations

import re

DNS_LABEL = r"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"
"""A Kubernetes name that may become part of a DNS name (RFC 1123 label)."""

_SUFFIXES = ("_total", "_count", "_sum", "_bucket")


def api_name(series_name: str, kind: str, quantile: float | None = None) -> str:
    """Name a metric for the API when the service file does not.

    A rate is named as a rate, so that nobody compares it with a total.

    >>> api_name("http_requests_total", "counter")
    'http_requests_per_second'
    >>> api_name("http_request_duration_seconds", "histogram", 0.95)
    'http_request_duration_seconds_p95'
    >>> api_name("open_fds", "gauge")
    'open_fds'
    """
    if kind == "counter":
        return f"{_stem(series_name)}_per_second"
    if kind == "histogram":
        ending = "average" if quantile is None else f"p{_percent(quantile)}"
        return f"{series_name}_{ending}"
    return series_name


def dns_label(name: str) -> str:
    """Give *name* back when it can name Kubernetes objects, else ``ValueError``."""
    if not safe_service_name(name):
        raise ValueError(
            "should be a Kubernetes name (lower-case letters, digits and '-', "
            f"at most 63), not {name!r}"
        )
    return name


def minor_version(text: str) -> str:
    """Give *text* back when it is a minor version with an HPA on custom metrics.

    autoscaling/v2beta2 came with Kubernetes 1.12.
    """
    found = re.fullmatch(r"1\.([0-9]{1,2})", text)
    if not found or int(found[1]) < 12:
        raise ValueError(
            f'should be a minor version from "1.12" on, like "1.25", not {text!r}'
        )
    return text


def safe_service_name(name: str) -> bool:
    """Tell whether *name* can name the objects that a service file makes."""
    return re.fullmatch(DNS_LABEL, name) is not None


def _stem(series_name: str) -> str:
    for suffix in _SUFFIXES:
        if series_name.endswith(suffix) and series_name != suffix:
            return series_name.removesuffix(suffix)
    return series_name


def _percent(quantile: float) -> str:
    return f"{quantile * 100:.10g}".replace(".", "_")
