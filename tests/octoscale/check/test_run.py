"""The whole check of some texts."""

from __future__ import annotations

import pytest

from octoscale.check.files import File, Files
from octoscale.check.run import Options, check_files
from octoscale.core import yamlio
from tests.octoscale.check.inputs import (
    PODS_METRIC,
    RULES,
    SCRAPED,
    deployment,
    found,
    hpa,
    prometheus,
    run,
)

RATE = RULES.replace("sum(<<.Series>>", "sum(rate(<<.Series>>").replace(
    "}) by", "}[20s])) by"
)


def codes(*texts: str) -> set[str]:
    return {finding.code for finding in run(*texts).findings}


def test_every_packages_checks_are_run() -> None:
    exposition = "shop_load 1\n"
    assert "HP105" in codes(
        deployment().replace("spec:\n", "spec:\n  replicas: 3\n", 1),
        hpa(PODS_METRIC),
    )
    assert "AR101" in codes(RULES.replace("{<<.LabelMatchers>>}", ""))
    assert found("EX103", shop_prom=exposition)


def test_rules_of_several_files_serve_the_hpas_together() -> None:
    other = RULES.replace("shop_load", "cart_load")
    assert found("HP131", deployment(), hpa(PODS_METRIC), other) != []
    assert found("HP131", deployment(), hpa(PODS_METRIC), other, RULES) == []


def test_without_rules_no_metric_is_unserved() -> None:
    assert found("HP131", deployment(), hpa(PODS_METRIC)) == []


def test_the_scrape_interval_comes_from_the_prometheus_config() -> None:
    slow = "global: {scrape_interval: 15s}\n" + prometheus()
    assert found("AR106", RATE) == []
    assert len(found("AR106", RATE, slow)) == 1
    assert found("AR106", RATE, slow.replace("15s", "5s")) == []


def test_an_exposition_bounds_what_a_process_can_reach() -> None:
    metric = PODS_METRIC.replace("shop_load", "shop_open_fds").replace(
        "Value: 1", "Value: 2000"
    )
    exposition = "shop_open_fds 9\nshop_max_fds 1024\n"
    assert found("HP113", deployment(), hpa(metric)) == []
    assert len(found("HP113", deployment(), hpa(metric), shop_prom=exposition)) == 1


def test_a_broken_file_hides_no_other() -> None:
    assert codes("a: [", "b: 1\nb: 2") == {"YA001", "YA002"}


def test_findings_are_in_the_order_of_files_and_lines() -> None:
    findings = run("a: 1\na: 2\nb: 1\nb: 2", "c: 1\nc: 2").findings
    assert [str(finding.place) for finding in findings] == [
        "0.yaml:2:1",
        "0.yaml:4:1",
        "1.yaml:2:1",
    ]


def test_an_accepted_finding_is_left_out_and_counted() -> None:
    checked = run("a: 1\na: 2 # octoscale: ignore[YA002] a test of readers")
    assert checked.findings == ()
    assert checked.accepted == 1


@pytest.mark.parametrize(("minor", "told"), [(None, 0), (25, 0), (24, 1), (18, 1)])
def test_an_older_kubernetes_is_judged_by_the_oldest_schemas(
    minor: int | None, told: int
) -> None:
    assert len(run(deployment(), options=Options(minor=minor)).notes) == told


def test_nothing_is_nothing() -> None:
    checked = check_files(Files(()))
    assert (checked.findings, checked.objects) == ((), 0)


def test_hostile_names_stay_data() -> None:
    name = "a\x1b[31m]]>&'\"::error::\n::warning::"
    text = yamlio.dump(
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}}
    )
    files = Files((File("a\n::error::.yaml", text),))
    [finding] = check_files(files).findings
    assert finding.code == "MF301"
    assert finding.place.file == "a\n::error::.yaml"
    assert "\n" not in finding.message


def test_a_list_of_objects_is_taken_apart() -> None:
    text = deployment(annotations=SCRAPED.replace("8080", "9117"))
    items = "".join(f"  {line}\n" for line in text.splitlines())
    whole = f"apiVersion: v1\nkind: List\nitems:\n-{items[1:]}"
    [finding] = found("MF402", whole)
    assert finding.place.line == 12
