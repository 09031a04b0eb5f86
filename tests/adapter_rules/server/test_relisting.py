"""Discovery: rules are isolated, unless the adapter is to be copied."""

from __future__ import annotations

import asyncio

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.series import Series
from adapter_rules.server.relisting import Relisted, Relisting, reduced
from adapter_rules.server.telemetry import Telemetry
from tests.adapter_rules.server.site import FakePrometheus
from tests.adapter_rules.server.test_catalogue import FOUND, catalogue

AWAY = PrometheusUnreachableError("gone")
DEPTH = [Series("depth", {"namespace": "shop"})]


def relist(
    prometheus: FakePrometheus, *, compat: bool = False, before: bool = True
) -> tuple[Relisted, Telemetry]:
    """Discover once, from what was known before or from nothing."""
    telemetry = Telemetry(clock=lambda: 5.0)
    relisting = Relisting(
        prometheus, look_back_seconds=60.0, telemetry=telemetry, compat=compat
    )
    one = catalogue().with_found(FOUND) if before else catalogue()
    return asyncio.run(relisting.run(one, 100.0)), telemetry


def names(relisted: Relisted) -> list[str]:
    found = relisted.catalogue
    return [name for name, _ in (*found.custom_names, *found.external_names)]


def test_what_was_found_is_listed() -> None:
    relisted, telemetry = relist(FakePrometheus(), before=False)
    assert names(relisted) == ["namespaces/hits", "pods/hits", "depth"]
    assert (relisted.complete, relisted.answered) == (True, True)
    assert telemetry.rules["rules[0]"].series == 1
    assert telemetry.rules["rules[0]"].listed == 2


def test_a_rule_that_fails_keeps_what_it_had_and_the_others_go_on() -> None:
    prometheus = FakePrometheus(found={"hits": AWAY, "depth": []})
    relisted, telemetry = relist(prometheus)
    assert names(relisted) == ["namespaces/hits", "pods/hits"]
    assert (relisted.complete, relisted.answered) == (False, True)
    assert telemetry.rules["rules[0]"].error == "gone"
    assert telemetry.rules["externalRules[0]"].error == ""


def test_compatibly_the_rules_of_one_api_fall_together() -> None:
    prometheus = FakePrometheus(found={"hits": AWAY, "depth": DEPTH})
    relisted, _ = relist(prometheus, compat=True, before=False)
    assert names(relisted) == ["depth"]
    assert not relisted.complete


def test_no_answer_at_all_is_told_apart() -> None:
    prometheus = FakePrometheus(found={"hits": AWAY, "depth": AWAY})
    relisted, _ = relist(prometheus)
    assert not relisted.answered
    assert names(relisted) == ["namespaces/hits", "pods/hits", "depth"]


def test_series_that_are_gone_are_listed_no_more() -> None:
    relisted, _ = relist(FakePrometheus(found={}))
    assert names(relisted) == []
    assert relisted.complete


def test_of_series_with_equal_labels_one_is_kept_where_it_stood_last() -> None:
    series = [
        Series("a", {"pod": "1"}),
        Series("b", {"pod": "1"}),
        Series("a", {"pod": "2"}),
        Series("a", {"pod": "3", "x": "y"}),
    ]
    assert [(one.name, set(one.labels)) for one in reduced(series)] == [
        ("b", {"pod"}),
        ("a", {"pod"}),
        ("a", {"pod", "x"}),
    ]
