"""The parameters of a request: selectors over objects, metrics and fields.

Parsed as the API server library does, with its errors. Unknown parameters are
ignored, as there.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

from adapter_rules.errors import SelectorError
from adapter_rules.selector import EVERYTHING, Operator, Selector
from adapter_rules.server import status

_KNOWN_FIELDS = ("metadata.name", "metadata.namespace")
_MAX_PARAMETERS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a query string says."""

    labels: str = ""
    """``labelSelector``: over objects; over the metric for external metrics."""

    metric_labels: str = ""
    """``metricLabelSelector``: over a custom metric's own labels."""

    fields: str = ""
    """``fieldSelector``."""


def parse(query: bytes) -> Parameters:
    """Read a query string; of repeated parameters the first one counts."""
    if not query:
        return Parameters()
    try:
        found = parse_qs(
            query.decode("latin-1"),
            keep_blank_values=True,
            max_num_fields=_MAX_PARAMETERS,
        )
    except ValueError as error:
        raise status.bad_request(f"the parameters cannot be read: {error}") from None
    return Parameters(
        labels=found.get("labelSelector", [""])[0],
        metric_labels=found.get("metricLabelSelector", [""])[0],
        fields=found.get("fieldSelector", [""])[0],
    )


def object_selector(text: str) -> Selector:
    """Parse ``labelSelector``; raises 400."""
    try:
        return Selector.parse(text) if text else EVERYTHING
    except SelectorError as error:
        raise status.bad_request(str(error)) from error


def metric_selector(text: str, *, compat: bool) -> Selector:
    """Parse ``metricLabelSelector``; raises 400, and 500 where *compat* says so."""
    try:
        return Selector.parse(text) if text else EVERYTHING
    except SelectorError as error:
        if compat:
            raise status.plain(str(error)) from error
        raise status.bad_request(str(error)) from error


def check_selector_field(selector: Selector) -> None:
    """Raise what upstream raises for ``!=`` in a custom metric's selector.

    It cannot write such a requirement into its answer, and fails after the query.
    """
    for one in selector.requirements:
        if one.operator is Operator.NOT_EQUALS:
            raise status.plain('"!=" is not a valid label selector operator')


def check_fields(text: str, *, name: str = "") -> None:
    """Check ``fieldSelector``: known fields, and the *name* of the path, if any.

    >>> check_fields("metadata.name=web-0", name="web-0")
    """
    if not text:
        return
    exact: dict[str, str] = {}
    for term in text.split(","):
        if not term:
            continue
        field, equal, value = _term(term, text)
        if field not in _KNOWN_FIELDS:
            known = ", ".join(f'"{one}"' for one in _KNOWN_FIELDS)
            raise status.bad_request(
                f'"{field}" is not a known field selector: only {known}'
            )
        if equal:
            exact[field] = value
    if name and exact.get(_KNOWN_FIELDS[0]) != name:
        raise status.bad_request(
            "fieldSelector metadata.name doesn't match requested name"
        )


def _term(term: str, text: str) -> tuple[str, bool, str]:
    for operator in ("!=", "==", "="):
        field, found, value = term.partition(operator)
        if found:
            return field, operator != "!=", value
    raise status.bad_request(f"invalid selector: '{text}'; can't understand '{term}'")
