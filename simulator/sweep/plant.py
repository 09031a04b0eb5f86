"""A scenario as arrays: everything that its configurations have in common.

What the array engine does not cover is refused here, by name: it must not
quietly simulate something else.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from adapter_rules.listing import MetricKey, list_custom
from adapter_rules.request import MetricRequest
from hpa.algorithm.types import PodsMetric
from octoscale.core.quantity import Quantity
from octoscale.core.yamlio import Document
from octoscale.kube.restmapper import PODS, RESTMapper
from simulator.clock import MICROS
from simulator.errors import ScenarioError
from simulator.manifest import PATH, read_manifest
from simulator.rules import PATH as RULES
from simulator.rules import read_rules
from simulator.streams import Streams
from simulator.sweep.chance import DRAWS, chance_of
from simulator.sweep.course import Course, course_of
from simulator.sweep.covering import HINT, refused, uncovered
from simulator.world.answers import SimulatedAnswers
from simulator.world.evaluation import Evaluator
from simulator.world.nodes import nodes_of
from simulator.world.promql import Aggregate, Selector, Windowed, parse
from simulator.world.series import Store, labels_of

if TYPE_CHECKING:
    from hpa.algorithm.types import Spec
    from simulator.loads.polyline import Polyline
    from simulator.scenario import Scenario
    from simulator.sections.service import ExposedSeries
    from simulator.world.nodes import Node


class Numbers(NamedTuple):
    """Single figures; ``_us`` is whole microseconds."""

    duration_us: int
    workload_us: int
    scheduling_us: int
    termination_us: int
    resolve_us: int
    unpack: float
    """Seconds, before the pod's own spread."""

    prepare: float
    """Seconds, before the pod's own pace; as are the following two."""

    containers: float
    program: float
    probe_delay: float
    probe_period: float
    """0: no probe."""

    discovery_us: int
    discovery_first_us: int
    latency_us: int
    query_ms: int
    lookback_ms: int
    left_open: int
    replicas: int
    """At the start."""

    is_counter: bool
    is_increase: bool
    base: float
    per_load: float
    steepest: float
    """What a pod's series grows by in a second, at most."""


class Plant(NamedTuple):
    """The scenario without its configuration."""

    numbers: Numbers
    course: Course
    pace: npt.NDArray[np.float64]
    """Of each pod's start, by its number less 1; as are the following three."""

    spread: npt.NDArray[np.float64]
    """Of unpacking."""

    endpoint_us: npt.NDArray[np.int64]
    """From Ready to the endpoints."""

    phase: npt.NDArray[np.float64]
    """Of its scrapes, as a share of the interval."""

    room: npt.NDArray[np.int64]
    """How many pods fit onto each node."""

    transfer_us: npt.NDArray[np.int64]
    """How long each node takes to fetch the image, by itself."""

    warm: npt.NDArray[np.bool_]
    """Which nodes have the image."""


class Measured(NamedTuple):
    """What the HPA's metric is made of."""

    series: ExposedSeries
    window_ms: int | None
    """The rate window; ``None`` for a series as it stands."""

    is_increase: bool


def metric_of(scenario: Scenario) -> Measured:
    """Find the series behind the HPA's metric, and what the rule makes of it.

    Raises ``ScenarioError`` for what the array engine does not cover.
    """
    document = Document(scenario.model_dump(mode="json"))
    section = scenario.service
    spec = read_manifest(document, namespace=section.namespace).spec
    if len(spec.metrics) != 1 or not isinstance(spec.metrics[0], PodsMetric):
        raise refused("HPAs with anything but one Pods metric", PATH)
    metric, mapper = spec.metrics[0], RESTMapper.builtin()
    rules = read_rules(document, mapper)
    scrape = scenario.scrape
    labels = {**scrape.labels, "instance": "pod"}
    if scrape.namespace_label:
        labels[scrape.namespace_label] = section.namespace
    if scrape.pod_label:
        labels[scrape.pod_label] = "pod"
    store = Store()
    for one in section.series:
        store.append(labels_of(one.name, labels, one.labels), 0, 0.0)
    answers = SimulatedAnswers(Evaluator(store, 0))
    found = {
        query: answers.series(query, 0, 0)
        for query in dict.fromkeys(rule.source.series_query for rule in rules.custom)
    }
    key = MetricKey(PODS, metric.name, namespaced=True)
    listed = [one for one in list_custom(rules.custom, found).metrics if one.key == key]
    if not listed:
        text = f"no rule serves {metric.name} for pods"
        raise ScenarioError(text, hint=HINT, path=RULES)
    request = MetricRequest(
        metric=metric.name,
        group_resource=PODS,
        namespace=section.namespace,
        names=("pod",),
    )
    text = listed[0].rule.query_for(request, listed[0].series_name)
    query = _query(text, listed[0].rule.association.label_for(PODS))
    exposed = [one for one in section.series if one.name == listed[0].series_name]
    if len(exposed) != 1:
        raise refused("several series of one name on a pod", ("service", "series"))
    if (query is None) != (exposed[0].kind == "gauge"):
        raise refused(f"{text!r} of a {exposed[0].kind}", RULES)
    if query is None:
        return Measured(exposed[0], None, is_increase=False)
    is_increase = query.function == "increase"
    return Measured(exposed[0], query.window_ms, is_increase)


def plant_of(scenario: Scenario, *, spec: Spec, seed: int) -> Plant:
    """Build the arrays; *spec* has the most replicas of all configurations.

    Raises ``ScenarioError`` for what the array engine does not cover.
    """
    for part, path in uncovered(scenario):
        raise refused(part, path)
    course = scenario.load.course()
    numbers = _numbers(scenario, metric_of(scenario), course, seed)
    chance = chance_of(scenario, seed=seed)
    capacity = scenario.service.capacity
    nodes = nodes_of(scenario.cluster.pools)
    cpu = Quantity.parse(scenario.service.cpu).milli_value
    memory = Quantity.parse(scenario.service.memory).value
    room = [
        min(
            node.cpu_milli // cpu if cpu else DRAWS,
            node.memory_bytes // memory if memory else DRAWS,
            1 if scenario.cluster.anti_affinity else DRAWS,
        )
        * node.schedulable
        for node in nodes
    ]
    return Plant(
        numbers,
        course_of(
            course,
            capacity=None if capacity is None else capacity.value,
            endpoints=2 * spec.max_replicas + 8,
            duration=scenario.duration_seconds,
        ),
        *chance,
        np.array(room, np.int64),
        np.array([_transfer_us(scenario, node) for node in nodes], np.int64),
        np.array([node.name in scenario.image.present_on for node in nodes]),
    )


def _numbers(
    scenario: Scenario, metric: Measured, course: Polyline, seed: int
) -> Numbers:
    cluster, start, image = scenario.cluster, scenario.start, scenario.image
    scrape, adapter = scenario.scrape, scenario.adapter
    discovery = scrape.discovery_seconds.value
    first = Streams(seed).stream("discovery").uniform(0.0, discovery)
    return Numbers(
        duration_us=round(scenario.duration_seconds * MICROS),
        workload_us=round(cluster.workload_seconds.value * MICROS),
        scheduling_us=round(cluster.scheduling_seconds.value * MICROS),
        termination_us=round(start.termination_seconds.value * MICROS),
        resolve_us=round(image.resolve_seconds.value * MICROS),
        unpack=image.on_disk_bytes.value / image.unpack_bytes_per_second.value,
        prepare=start.prepare_seconds.value,
        containers=start.containers_seconds.value,
        program=start.program_seconds.value,
        probe_delay=start.probe_initial_delay_seconds.value,
        probe_period=start.probe_period_seconds.value,
        discovery_us=round(discovery * MICROS),
        discovery_first_us=round(first * MICROS),
        latency_us=round(scrape.latency_seconds.value * MICROS),
        query_ms=round(adapter.query_seconds.value * 1000),
        lookback_ms=round(scrape.lookback_seconds.value * 1000),
        left_open=int(scrape.prometheus_major >= 3),
        replicas=scenario.service.replicas,
        is_counter=metric.window_ms is not None,
        is_increase=metric.is_increase,
        base=metric.series.base,
        per_load=metric.series.per_load,
        steepest=metric.series.per_load * _most_load(scenario, course),
    )


def _query(text: str, pod_label: str) -> Windowed | None:
    """Give the rate or increase in a query; ``None``: the series as it stands."""
    query = parse(text)
    if isinstance(query, Aggregate):
        if query.operator == "count" or query.by != (pod_label,):
            raise refused(f"the aggregation of {text!r}", RULES)
        query = query.inner
    if isinstance(query, Selector):
        return None
    if not isinstance(query, Windowed) or query.function == "irate":
        raise refused(f"the query {text!r}", RULES)
    return query


def _transfer_us(scenario: Scenario, node: Node) -> int:
    """Tell how long a node fetches the image with its link for itself."""
    cluster = scenario.cluster
    pool = dict(cluster.names)[node.name]
    link = min(
        pool.link_bytes_per_second.value, cluster.registry_bytes_per_second.value
    )
    return math.ceil(scenario.image.pulled_bytes / link * MICROS)


def _most_load(scenario: Scenario, course: Polyline) -> float:
    """Give the most load that a pod serves at any time."""
    peak = max(level for _, level in course.knots)
    capacity = scenario.service.capacity
    return peak if capacity is None else min(peak, capacity.value)
