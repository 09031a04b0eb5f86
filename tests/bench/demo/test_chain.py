"""The demo's configuration holds together by our own checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from adapter_rules import model, sources
from adapter_rules.checks.run import lint
from bench.demo import chain
from bench.demo.replicas import ServicePod
from bench.demo.settings import SERIES, DemoSettings
from hpa.model.objects import to_dict
from hpa.validation import validate

if TYPE_CHECKING:
    from pathlib import Path


def test_the_rule_serves_the_metric_that_the_hpa_asks_for() -> None:
    config = model.load(chain.rules_text(), file="rules.yaml")
    asked = to_dict(chain.autoscaler(DemoSettings()))["spec"]["metrics"][0]["pods"]
    assert config.rules[0].series_query.startswith(SERIES)
    assert asked["metric"]["name"] == SERIES


def test_the_rules_have_no_finding() -> None:
    assert lint(sources.find(chain.rules_text(), file="rules.yaml")) == []


def test_the_hpa_is_valid() -> None:
    assert list(validate(chain.autoscaler(DemoSettings()))) == []


def test_only_pods_with_an_exporter_are_scraped(tmp_path: Path) -> None:
    starting = ServicePod("demo-web-1", process=None, created=0.0)  # type: ignore[arg-type] # not started
    chain.tell_prometheus(tmp_path, [starting])
    assert json.loads((tmp_path / chain.TARGETS_FILE).read_text()) == []
