"""The server's own metrics: what they say, and that they stay bounded."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from adapter_rules.server.telemetry import Telemetry


def values(telemetry: Telemetry) -> dict[tuple[str, ...], float]:
    """Read the exposition: values by name and labels' values, sorted."""
    text = telemetry.exposition().decode()
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_what_is_known_of_a_rule() -> None:
    telemetry = Telemetry(clock=lambda: 7.0)
    telemetry.keep_rules(["rules[0]"])
    telemetry.discovered("rules[0]", 12)
    telemetry.listed("rules[0]", 3)
    found = values(telemetry)
    assert found["octoscale_rule_series", "rules[0]"] == 12
    assert found["octoscale_rule_listed_names", "rules[0]"] == 3
    assert found["octoscale_rule_last_error_timestamp_seconds", "rules[0]"] == 0


def test_a_failure_stands_until_the_rule_works_again() -> None:
    telemetry = Telemetry(clock=lambda: 7.0)
    telemetry.failed("rules[0]", "no\nanswer")
    found = values(telemetry)
    assert found["octoscale_rule_last_error", "no answer", "rules[0]"] == 1
    assert found["octoscale_rule_last_error_timestamp_seconds", "rules[0]"] == 7
    telemetry.discovered("rules[0]", 1)
    found = values(telemetry)
    assert ("octoscale_rule_last_error", "no answer", "rules[0]") not in found
    assert found["octoscale_rule_last_error_timestamp_seconds", "rules[0]"] == 7


def test_a_reason_is_cut() -> None:
    telemetry = Telemetry(clock=lambda: 0.0)
    telemetry.failed("rules[0]", "x" * 10_000)
    assert len(telemetry.rules["rules[0]"].error) == 200


def test_rules_that_are_gone_are_forgotten() -> None:
    telemetry = Telemetry(clock=lambda: 0.0)
    telemetry.discovered("rules[0]", 1)
    telemetry.discovered("rules[1]", 2)
    telemetry.keep_rules(["rules[1]", "rules[2]"])
    assert list(telemetry.rules) == ["rules[1]", "rules[2]"]
    assert telemetry.rules["rules[1]"].series == 2


def test_everything_that_happens_is_counted() -> None:
    telemetry = Telemetry(clock=lambda: 0.0)
    telemetry.query_done("rules[0]", 0.02)
    telemetry.query_failed("rules[0]", "gone")
    telemetry.unusable("rules[0]")
    telemetry.answered("custom.metrics.k8s.io", 404, 0.3)
    telemetry.mirrored("different")
    telemetry.reloaded(fine=False)
    found = values(telemetry)
    assert found["octoscale_query_seconds_count", "rules[0]"] == 1
    assert found["octoscale_query_failures_total", "rules[0]"] == 1
    assert found["octoscale_unusable_samples_total", "rules[0]"] == 1
    assert found["octoscale_answers_total", "404", "custom.metrics.k8s.io"] == 1
    assert found["octoscale_mirror_comparisons_total", "different"] == 1
    assert found["octoscale_events_total", "config_reload_failed"] == 1
    assert found["octoscale_config_last_reload_successful",] == 0
