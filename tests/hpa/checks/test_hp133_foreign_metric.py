"""HP133: another workload's metric."""

from __future__ import annotations

from typing import Any

from octoscale.core import yamlio
from tests.hpa.checks.inputs import found, hpa, of_object, pods


def scaling(name: str, metric: dict[str, Any]) -> dict[str, Any]:
    return hpa(metric, name=name, target=("apps/v1", "Deployment", name))


def rules(*series: str) -> str:
    return yamlio.dump(
        {"rules": [{"seriesQuery": each, "metricsQuery": "x"} for each in series]}
    )


def job(metric: str, name: str) -> dict[str, Any]:
    return of_object(metric, ("batch/v1", "Job", name))


def test_the_rules_have_the_right_one() -> None:
    shared = "dbs_exporter_open_fds"
    hpas = [scaling(name, job(shared, name)) for name in ("dbs-r", "dbs-w")]
    config = rules(shared, "dbsW_exporter_open_fds")
    (finding,) = found("HP133", *hpas, rules=config)
    assert finding.place.file == "1.yaml"
    assert finding.hint == "did you mean 'dbsW_exporter_open_fds'?"


def test_a_rule_for_something_else_of_that_workload_is_not_meant() -> None:
    hpas = [scaling(name, pods("open_fds")) for name in ("cart", "till")]
    config = rules("open_fds", "cart_cpu_seconds")
    assert found("HP133", *hpas, rules=config) == []


def test_the_name_says_whose_it_is() -> None:
    hpas = [scaling(name, pods("shop_open_fds")) for name in ("shop", "cart", "till")]
    findings = found("HP133", *hpas)
    assert [finding.place.file for finding in findings] == ["1.yaml", "2.yaml"]
    assert "shop and 1 more" not in findings[0].message
    assert findings[0].hint.startswith("it is named after shop")


def test_a_worker_may_follow_the_shops_object() -> None:
    asked = of_object("shop_orders_waiting", ("v1", "Service", "shop"))
    assert found("HP133", scaling("shop", asked), scaling("worker", asked)) == []


def test_a_common_metric_is_nobodys() -> None:
    hpas = [scaling(name, pods("http_requests")) for name in ("shop", "cart")]
    assert found("HP133", *hpas, rules=rules("http_requests")) == []


def test_one_hpa_alone_has_copied_nothing() -> None:
    assert found("HP133", scaling("cart", pods("shop_open_fds"))) == []
