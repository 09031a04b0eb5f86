"""Run autoscaling tests: one Prometheus for all of them, and nothing waits."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa.controller import Autoscaler
from octoscale.core.duration import parse_prometheus
from octoscale.core.quantity import Quantity
from octoscale.kube.restmapper import RESTMapper
from simulator.run import simulate
from simulator.testing.cases import read_files
from simulator.testing.expecting import difference
from simulator.testing.live import LivePrometheus
from simulator.testing.moments import of_decision, of_sync
from simulator.testing.notation import Gap, Stale, parse_series, parse_values
from simulator.testing.values import GivenMetrics
from simulator.testing.workload import TestedWorkload, Watch
from simulator.world.adapter import Adapter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from hpa.algorithm.types import MetricSpec
    from hpa.ports import MetricsPort
    from simulator.testing.cases import Case
    from simulator.testing.expecting import Difference
    from simulator.testing.live import LiveAnswers
    from simulator.testing.moments import Moment
    from simulator.testing.remote_write import Sample
    from simulator.world.adapter import Look


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test."""

    case: Case
    differences: tuple[Difference, ...]
    """In the order of the file; none when it passed."""

    moments: tuple[Moment, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation held."""
        return not self.differences


def run_files(
    names: Iterable[str],
    *,
    only: str | None = None,
    binary: Path | None = None,
    progress: Callable[[Result], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Run the tests of all files, or those whose name holds *only*.

    Raises ``InputError`` before anything runs when a file is wrong, and
    ``EnvironmentMissingError`` when tests have series and there is no Prometheus.
    """
    cases = [one for one in read_files(names) if only is None or only in one.test.name]
    with ExitStack() as stack:
        answers: dict[int, LiveAnswers] = {}
        if any(case.test.input_series for case in cases):
            live = stack.enter_context(LivePrometheus(binary=binary))
            answers = _store(live, cases)
        results = []
        for index, case in enumerate(cases):
            result = _result(case, answers.get(index))
            progress(result)
            results.append(result)
        return tuple(results)


def _store(live: LivePrometheus, cases: Sequence[Case]) -> dict[int, LiveAnswers]:
    """Write all samples of all tests, each in a span of its own."""
    answers = {}
    for index, case in enumerate(cases):
        if not case.test.input_series:
            continue
        samples = _samples(case)
        lasts = max(case.duration, *(s[-1][0] / 1000 + 1 for _, s in samples if s), 0.0)
        span = live.reserve(before=case.look_back, lasts=lasts)
        live.write(span, samples)
        answers[index] = live.answers(span)
    return answers


def _samples(case: Case) -> list[tuple[Mapping[str, str], list[Sample]]]:
    interval = parse_prometheus(case.test.interval)
    return [
        (
            parse_series(one.series),
            [
                (
                    round(number * interval * 1000),
                    None if isinstance(step, Stale) else step,
                )
                for number, step in enumerate(parse_values(one.values))
                if not isinstance(step, Gap)
            ],
        )
        for one in case.test.input_series
    ]


def _result(case: Case, answers: LiveAnswers | None) -> Result:
    moments = _simulated(case) if case.scenario else _replayed(case, answers)
    found = [
        difference(expected, moments, place) for expected, place in case.expectations
    ]
    return Result(case, tuple(one for one in found if one is not None), moments)


def _simulated(case: Case) -> tuple[Moment, ...]:
    from simulator.scenario import autoscaled  # noqa: PLC0415 - scenarios only

    scenario = case.scenario
    if scenario is None:
        raise ValueError("the test has no scenario")
    names = [getattr(one, "name", "") for one in autoscaled(scenario).spec.metrics]
    trace = simulate(scenario, seed=case.test.seed)
    return tuple(of_sync(sync, names) for sync in trace.syncs)


def _replayed(case: Case, answers: LiveAnswers | None) -> tuple[Moment, ...]:
    """Let the controller sync over the test's time."""
    if case.hpa is None:
        raise ValueError("the test has no HPA")
    watch = Watch()
    workload = _workload(case, watch)
    adapter = None if answers is None else _adapter(case, watch, workload, answers)
    metrics: MetricsPort = adapter or GivenMetrics(
        watch,
        case.test.metric_values,
        interval=parse_prometheus(case.test.interval),
        workload=workload,
    )
    autoscaler = Autoscaler(
        case.hpa.spec,
        scale=workload,
        pods=workload,
        metrics=metrics,
        sink=workload,
        config=case.config,
    )
    moments = []
    relist = parse_prometheus(case.controller.relist_interval)
    listed_until = 0.0
    for time in _syncs(case):
        if adapter is not None:
            while listed_until <= time:
                watch.now = listed_until
                adapter.relist(relist)
                listed_until += relist
            adapter.looks.clear()
        watch.now = time
        decision = autoscaler.sync(time)
        looks: Mapping[MetricSpec, Look] = {} if adapter is None else adapter.looks
        moments.append(
            of_decision(
                decision,
                time=time,
                replicas=workload.replicas,
                ready=workload.ready,
                metrics=case.hpa.spec.metrics,
                looks=dict(looks),
            )
        )
    return tuple(moments)


def _syncs(case: Case) -> list[float]:
    first = parse_prometheus(case.controller.first_sync)
    period = parse_prometheus(case.controller.sync_period)
    count = int((case.duration - first) / period + 1e-9) + 1
    return [first + number * period for number in range(max(0, count))]


def _workload(case: Case, watch: Watch) -> TestedWorkload:
    section = case.workload
    labelled = [
        parse_series(one.series).get(section.pod_label, "")
        for one in case.test.input_series
    ]
    names = dict.fromkeys((*section.pods, *(name for name in labelled if name)))
    return TestedWorkload(
        watch,
        name=case.hpa.name if case.hpa else "workload",
        replicas=section.replicas,
        names=tuple(names),
        ready_after=parse_prometheus(section.ready_after),
        requests_milli={
            name: Quantity.parse(text).milli_value
            for name, text in section.requests.items()
        },
    )


def _adapter(
    case: Case, watch: Watch, workload: TestedWorkload, answers: LiveAnswers
) -> Adapter:
    if case.rules is None:
        raise ValueError("the test has no rules")
    return Adapter(
        watch,
        rules=case.rules,
        mapper=RESTMapper.builtin(),
        namespace=case.namespace,
        prometheus=answers,
        list_pods=lambda selector: [pod.name for pod in workload.list(selector)],
    )
