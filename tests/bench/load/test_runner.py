"""A load test from plan to report: what is sent, what is kept, what ends it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from bench.hey.process import HeyOutput
from bench.load.observation import Failure, LoadRun
from bench.load.runner import run
from bench.observation import NotObserved
from octoscale.core.errors import EnvironmentMissingError, InputError
from tests.bench.load.fakes import PLAN, FakeHey, FakeScaler, hey_report, plan, world
from tests.bench.load.service import SERIES, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.hey.command import HeyCommand

SCALED = "name: k8s\n    scale: {namespace: shop, name: web}"


@pytest.fixture(scope="module")
def text() -> Iterator[str]:
    """Give the plan with addresses on which somebody listens."""
    with serving() as one, serving() as two:
        yield PLAN.replace("http://127.0.0.1:8001", one).replace(
            "http://127.0.0.1:8002", two
        )


def test_every_cell_is_run_as_often_as_asked_for(text: str) -> None:
    hey = FakeHey()
    told: list[LoadRun] = []
    report = run(plan(text), world(hey), tell=lambda one, _: told.append(one))
    assert len(hey.commands) == len(report.runs) == 4
    assert report.runs == tuple(told)
    assert report.stop == ""
    assert {r.planned for r in report.runs} == {100}
    assert all("pid" in r.owner for r in report.runs)


def test_hey_gets_the_address_the_shape_and_the_limits(text: str) -> None:
    hey = FakeHey()
    more = "services: [{name: cart, path: '/cart?id=1'}]\nkeepAlive: [false]\n"
    used = plan(text + more + "limits: {rate: 500, timeout: 3}\n")
    run(used, world(hey))
    first = hey.commands[0]
    assert first.url == f"{used.setups[0].endpoints[0].url}/cart?id=1"
    assert (first.workers, first.requests, first.keep_alive) == (10, 100, False)
    assert (first.rate_per_second, first.timeout_seconds) == (500.0, 3)


def test_a_name_is_pinned_to_its_address(text: str) -> None:
    hey = FakeHey()
    url = plan(text).setups[0].endpoints[0].url or ""
    port = url.rpartition(":")[2]
    named = text.replace(url, f"http://shop.test:{port}").replace(
        "name: k8s", "name: k8s\n    addresses: [127.0.0.1]"
    )
    run(plan(named), world(hey, ask=lambda _host, _port: ["127.0.0.1"]))
    assert hey.commands[0].url == f"http://127.0.0.1:{port}/"
    assert hey.commands[0].host == f"shop.test:{port}"


def test_nothing_is_sent_when_any_name_leads_elsewhere(text: str) -> None:
    hey = FakeHey()
    url = plan(text).setups[0].endpoints[1].url or ""
    named = text.replace(url, "http://shop.test:81").replace(
        "name: k8s", "name: k8s\n    addresses: [127.0.0.1]"
    )
    with pytest.raises(InputError, match="LP010"):
        run(plan(named), world(hey, ask=lambda _host, _port: ["192.0.2.1"]))
    assert hey.commands == []


@pytest.mark.parametrize("change", ["", "name: k8s\n    owner: haproxy"])
def test_nothing_is_sent_to_nobody_or_to_somebody_else(text: str, change: str) -> None:
    hey = FakeHey()
    wrong = text.replace("name: k8s", change) if change else PLAN
    with pytest.raises(EnvironmentMissingError, match="listens at"):
        run(plan(wrong), world(hey))
    assert hey.commands == []


def test_a_run_that_fell_over_is_kept_with_its_reason(text: str) -> None:
    broken = HeyOutput(text="", complaint="hey: boom\n", code=2, cut_short=False)
    half = HeyOutput(text="\nSummary:\n", complaint="", code=0, cut_short=False)
    report = run(plan(text), world(FakeHey(broken, half, hey_report())))
    reasons = [r.outcome for r in report.runs if isinstance(r.outcome, Failure)]
    fell, cut = (one.reason for one in reasons)
    assert fell == "hey ended with 2: hey: boom"
    assert cut.startswith("hey's output:2: error HE003: this report of hey is cut off")
    assert len(report.runs) == 4


class Interrupted(FakeHey):
    """A hey during whose third run somebody presses Ctrl-C."""

    def run(self, command: HeyCommand, *, limit_seconds: float) -> HeyOutput:
        if len(self.commands) == 2:
            raise KeyboardInterrupt
        return super().run(command, limit_seconds=limit_seconds)


def test_an_interrupt_keeps_what_was_measured(text: str) -> None:
    report = run(plan(text), world(Interrupted()))
    assert report.interrupted
    assert len(report.runs) == 2


class Breaking(FakeHey):
    """A hey that cannot be started any more from the second run on."""

    def run(self, command: HeyCommand, *, limit_seconds: float) -> HeyOutput:
        if self.commands:
            raise EnvironmentMissingError("no hey any more")
        return super().run(command, limit_seconds=limit_seconds)


def test_an_error_on_the_way_keeps_what_was_measured(text: str) -> None:
    report = run(plan(text), world(Breaking()))
    assert (len(report.runs), report.stop) == (1, "no hey any more")


def test_the_whole_test_has_a_limit(text: str) -> None:
    report = run(plan(text + "limits: {total: 1ms}\n"), world(FakeHey()))
    assert "limits.total of 0.001 s is over" in report.stop
    assert len(report.runs) < 4


def test_what_is_scaled_is_scaled_before_its_load_and_restored(text: str) -> None:
    scaler = FakeScaler()
    report = run(
        plan(text.replace("name: k8s", SCALED)), world(FakeHey(), scaler=scaler)
    )
    assert scaler.asked == [1, 2]
    assert scaler.restored == 1
    assert [r.cell.replicas for r in report.runs] == [1, 1, 2, 2]


class Stubborn(FakeScaler):
    """A scaler that cannot scale back."""

    def restore(self) -> None:
        raise EnvironmentMissingError("nobody answers")


def test_replicas_that_stay_are_told(text: str) -> None:
    scaled = plan(text.replace("name: k8s", SCALED))
    report = run(scaled, world(FakeHey(), scaler=Stubborn()))
    assert report.stop == "the replicas were not scaled back: nobody answers"
    assert len(report.runs) == 4


def test_pauses_lie_between_runs(text: str) -> None:
    pauses: list[float] = []
    run(plan(text + "pause: 0.5\n"), world(FakeHey(), sleep=pauses.append))
    assert pauses == [0.5] * 3


def test_the_spread_is_what_the_counters_rose_by(text: str) -> None:
    counts = iter(range(100))
    url = plan(text).setups[0].endpoints[0].url or ""
    spread = text.replace(
        f'url: "{url}"', f'url: "{url}", exporters: ["{url}/metrics"]'
    )
    used = plan(spread + f"counter: {{series: {SERIES}}}\n")
    pages = lambda _url: f"{SERIES} {next(counts)}\n"  # noqa: E731 - a page a look
    report = run(used, world(FakeHey(), pages=pages))
    assert [r.pods for r in report.runs if r.cell.replicas == 1] == [(1.0,), (1.0,)]
    without = [r.pods for r in report.runs if r.cell.replicas == 2]
    assert all(isinstance(pods, NotObserved) for pods in without)


def test_the_same_report_is_never_changed(text: str) -> None:
    report = run(plan(text), world(FakeHey()))
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.stop = "x"  # type: ignore[misc]  # that it is refused is the test
