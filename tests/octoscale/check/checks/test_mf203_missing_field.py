"""MF203: what the API server demands and is not there."""

from __future__ import annotations

import pytest

from octoscale.core.finding import Severity
from tests.octoscale.check.inputs import deployment, found, service


def test_a_port_without_its_number_is_told_at_the_port() -> None:
    [finding] = found("MF203", service().replace("port: 80, ", ""))
    assert "'port'" in finding.message
    assert finding.place.line == 6


def test_a_null_is_as_good_as_nothing() -> None:
    assert len(found("MF203", service().replace("port: 80", "port: "))) == 1


def test_a_misspelt_field_is_told_once() -> None:
    text = service().replace("port: 80", "prot: 80")
    assert found("MF203", text) == []
    assert len(found("MF201", text)) == 1


def test_the_successor_of_a_removed_api_may_demand_more() -> None:
    text = deployment().replace("apps/v1", "extensions/v1beta1")
    bare = text.replace("  selector: {matchLabels: {app: shop}}\n", "")
    assert found("MF203", text) == []
    assert ["selector" in finding.message for finding in found("MF203", bare)] == [True]


@pytest.mark.parametrize(
    ("minor", "severity"),
    [(15, Severity.INFO), (16, Severity.ERROR), (None, Severity.ERROR)],
)
def test_what_is_still_served_has_time_until_it_moves(
    minor: int | None, severity: Severity
) -> None:
    text = deployment().replace("apps/v1", "extensions/v1beta1")
    bare = text.replace("  selector: {matchLabels: {app: shop}}\n", "")
    [finding] = found("MF203", bare, minor=minor)
    assert finding.severity is severity
