"""What checks may look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules import sources
from adapter_rules.checks.context import Context
from adapter_rules.checks.live import Live
from adapter_rules.checks.subject import subject
from adapter_rules.discovering import Discovered
from adapter_rules.model import AdapterConfig, dump
from adapter_rules.prometheus.base import Metadata, ScrapeTarget
from adapter_rules.series import Series
from octoscale.kube.restmapper import RESTMapper
from tests.adapter_rules.checks.inputs import SERIES, rule

if TYPE_CHECKING:
    from adapter_rules.checks.subject import Subject

CONFIG = AdapterConfig(rules=(rule(),), external_rules=(rule(as_="x"),))
(FOUND,) = sources.find(dump(CONFIG), file="f")
SUBJECTS: tuple[Subject, ...] = tuple(
    subject(FOUND, (field, 0), rule(), mapper=RESTMapper.builtin())
    for field in ("rules", "externalRules")
)
LIVE = Live(
    discovered=Discovered(
        {SERIES: (Series("shop_requests_total", {"job": "a"}),)}, frozenset(), {}
    ),
    metadata={"odd": Metadata("counter")},
    targets=(ScrapeTarget("a", "u", {}, up=True, scrape_interval_seconds=15.0),),
)


def test_rules_are_told_apart_by_their_api() -> None:
    context = Context(configs=(FOUND,), subjects=SUBJECTS)
    assert [one.label for one in context.custom] == ["rules[0]"]
    assert [one.label for one in context.external] == ["externalRules[0]"]


@pytest.mark.parametrize(
    ("said", "live", "seconds"),
    [
        pytest.param(30.0, LIVE, 30.0, id="what the user says"),
        pytest.param(None, LIVE, 15.0, id="what Prometheus says"),
        pytest.param(None, None, None, id="nobody"),
    ],
)
def test_the_scrape_interval(
    said: float | None, live: Live | None, seconds: float | None
) -> None:
    context = Context(
        configs=(FOUND,), subjects=SUBJECTS, scrape_interval_seconds=said, live=live
    )
    assert context.scrape_interval(SUBJECTS[0]) == seconds


def test_types_come_from_a_live_prometheus_where_there_is_one() -> None:
    alone = Context(configs=(FOUND,), subjects=SUBJECTS)
    assert alone.type_of("odd") is None
    told = Context(configs=(FOUND,), subjects=SUBJECTS, live=LIVE).type_of("odd")
    assert told is not None
    assert told.kind == "counter"
