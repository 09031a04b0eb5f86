"""One simulated world, put together from its parts, and run.

The parts know each other only through what is handed to them here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.types import Config
from hpa.controller import Autoscaler
from octoscale.core.phases import POD_MILESTONES
from octoscale.core.quantity import Quantity
from octoscale.core.yamlio import Document
from octoscale.kube.restmapper import RESTMapper
from simulator.clock import Clock
from simulator.crossing import Crossing
from simulator.errors import ScenarioError
from simulator.manifest import read_manifest
from simulator.recorder import Found, Recorder, record_of
from simulator.rules import read_rules
from simulator.streams import Streams
from simulator.trace import Trace
from simulator.world.adapter import Adapter
from simulator.world.answers import SimulatedAnswers
from simulator.world.deployment import Deployment
from simulator.world.evaluation import Evaluator
from simulator.world.exporter import Exporter
from simulator.world.faults import (
    Faults,
    FaultyExporter,
    FaultyMetrics,
    FaultyScale,
)
from simulator.world.kubelet import Kubelet
from simulator.world.memory import MemoryLimit
from simulator.world.nodes import nodes_of
from simulator.world.outage import NodeOutage
from simulator.world.pull import Puller
from simulator.world.registry import Registry
from simulator.world.requests import RequestService
from simulator.world.scheduler import PodNeeds, Scheduler, choose
from simulator.world.scrape import Scraper
from simulator.world.series import Store
from simulator.world.service import Service

if TYPE_CHECKING:
    from adapter_rules.rule import CompiledConfig
    from hpa.algorithm.types import Event, MetricSpec, Status
    from simulator.manifest import Autoscaled
    from simulator.scenario import Scenario
    from simulator.sections.service import ServiceSection
    from simulator.world.pods import Pod


class _Silence:
    """The controller's sink: a decision says all that is reported."""

    def status(self, status: Status) -> None:
        """Keep no status: the controller has it."""

    def event(self, event: Event) -> None:
        """Keep no event: it is in the decision."""


class World:
    """Everything that one run needs, from the load to the controller."""

    def __init__(self, scenario: Scenario, *, seed: int) -> None:
        """Build the world of *scenario* as it is at time 0."""
        document = Document(scenario.model_dump(mode="json"))
        namespace, mapper = scenario.service.namespace, RESTMapper.builtin()
        autoscaled = read_manifest(document, namespace=namespace)
        self._scenario = scenario
        self._seed = seed
        self._spec = autoscaled.spec
        self._clock = Clock()
        self._streams = Streams(seed)
        self._course = scenario.load.course()
        self._build_service()
        self._build_cluster(autoscaled)
        self._build_metrics(read_rules(document, mapper), mapper)
        self._build_autoscaler()
        self._begin()

    def run(self) -> None:
        """Let the run's time pass, or less when its goal is reached before."""
        self._clock.run(until=self._scenario.duration_seconds)
        for pod in self._deployment.present:
            self._puller.settle(pod)
        self._recorder.note_load()

    def trace(self) -> Trace:
        """Tell what has happened up to now."""
        scenario, recorder = self._scenario, self._recorder
        pools = scenario.cluster.pools
        return Trace(
            scenario=scenario.name,
            seed=self._seed,
            duration_seconds=scenario.duration_seconds,
            load_unit=scenario.load.unit,
            load_raised_at=self._course.raised_at,
            metric_crossed_at=self._crossing.crossed_at,
            ended_at=self._clock.now,
            min_replicas=self._spec.min_replicas,
            max_replicas=self._spec.max_replicas,
            tolerance=scenario.autoscaler.tolerance.value,
            nodes=sum(pool.count for pool in pools if pool.schedulable),
            anti_affinity=scenario.cluster.anti_affinity,
            parameters=scenario.parameters(),
            replicas=tuple(recorder.replicas),
            syncs=tuple(recorder.syncs),
            pods=tuple(record_of(pod) for pod in self._deployment.pods),
            load=tuple(recorder.load),
            totals=recorder.totals,
            load_model=scenario.load_model,
            response_seconds=getattr(self._service, "percentiles", None),
            kills=tuple(self._memory.kills),
            faults=tuple(
                (one.kind, one.at_seconds, one.for_seconds) for one in scenario.faults
            ),
        )

    # The parts.

    def _build_service(self) -> None:
        section = self._scenario.service
        self._service = self._new_service(section)
        self._faults = Faults(self._clock, self._scenario.faults)
        self._exporter = Exporter(self._service, section.series)

    def _new_service(self, section: ServiceSection) -> Service | RequestService:
        """Build the service of the scenario's load model."""
        if self._scenario.load_model == "requests":
            return RequestService(
                self._clock,
                self._course,
                options=section.requests,
                streams=self._streams,
            )
        capacity = section.capacity
        return Service(
            self._clock,
            self._course,
            unit=self._scenario.load.unit,
            capacity=None if capacity is None else capacity.value,
            reopen_seconds=section.reopen_seconds.value,
            warm_up=(section.warm_up_seconds.value, section.warm_up_share.value),
        )

    def _build_cluster(self, autoscaled: Autoscaled) -> None:
        scenario, clock = self._scenario, self._clock
        section, cluster = scenario.service, scenario.cluster
        self._nodes = nodes_of(cluster.pools)
        self._puller = Puller(
            clock,
            self._streams,
            registry=Registry(clock, cluster),
            image=scenario.image,
            parallel=cluster.parallel_pulls,
        )
        self._kubelet = Kubelet(
            clock,
            self._streams,
            puller=self._puller,
            service=self._service,
            options=scenario.start,
        )
        self._needs = PodNeeds(
            image=scenario.image.name,
            cpu_milli=Quantity.parse(section.cpu).milli_value,
            memory_bytes=Quantity.parse(section.memory).value,
            anti_affinity=cluster.anti_affinity,
        )
        self._scheduler = Scheduler(
            clock,
            self._nodes,
            self._needs,
            delay_seconds=cluster.scheduling_seconds.value,
            on_bound=self._kubelet.start,
        )
        if any(pool.most for pool in cluster.pools):
            self._scheduler.order_nodes(cluster.provision_seconds.value)
        self._memory = MemoryLimit(
            clock,
            section,
            self._course,
            service=self._service,
            kubelet=self._kubelet,
        )
        self._outage = NodeOutage(clock, self._nodes, self._kubelet)
        self._deployment = Deployment(
            clock,
            section,
            delay_seconds=cluster.workload_seconds.value,
            scale_target=(autoscaled.kind, autoscaled.name),
        )
        self._deployment.connect(self._scheduler, self._kubelet)

    def _build_metrics(self, rules: CompiledConfig, mapper: RESTMapper) -> None:
        scenario = self._scenario
        self._store = store = Store()
        self._scraper = Scraper(
            self._clock,
            self._streams,
            options=scenario.scrape,
            namespace=scenario.service.namespace,
            exporter=(
                FaultyExporter(self._exporter, self._faults)
                if scenario.faults
                else self._exporter
            ),
            store=store,
            faults=self._faults if scenario.faults else None,
        )
        left_open = scenario.scrape.prometheus_major >= 3
        lookback_ms = round(scenario.scrape.lookback_seconds.value * 1000)
        self._adapter = Adapter(
            self._clock,
            rules=rules,
            mapper=mapper,
            namespace=scenario.service.namespace,
            prometheus=SimulatedAnswers(
                Evaluator(store, lookback_ms, left_open), settle=self._scraper.settle
            ),
            list_pods=self._deployment.names,
            query_seconds=scenario.adapter.query_seconds.value,
        )
        self._metrics = FaultyMetrics(self._adapter, self._faults)

    def _build_autoscaler(self) -> None:
        options = self._scenario.autoscaler
        config = Config(
            tolerance=options.tolerance.value,
            downscale_stabilization_seconds=(
                options.downscale_stabilization_seconds.value
            ),
            sync_period_seconds=options.sync_period_seconds.value,
        )
        self._autoscaler = Autoscaler(
            self._spec,
            scale=FaultyScale(self._deployment, self._faults),
            pods=self._deployment,
            metrics=self._metrics,
            sink=_Silence(),
            config=config,
        )
        self._crossing = Crossing(
            self._clock,
            self._spec,
            config=config,
            deployment=self._deployment,
            metrics=self._metrics,
            raised_at=self._course.raised_at,
        )

    # What happens.

    def _begin(self) -> None:
        """Bring up the first replicas, wire the parts, and start the clocks."""
        self._recorder = Recorder(self._clock, self._deployment, self._service)
        for name in self._scenario.image.present_on:
            self._node_called(name)
        for _ in range(self._scenario.service.replicas):
            self._run_already(self._deployment.new_pod())
        self._connect()
        autoscaler = self._scenario.autoscaler
        period = autoscaler.sync_period_seconds.value
        first = self._streams.stream("sync").uniform(0.0, period)
        interval = period + autoscaler.processing_seconds.value
        self._clock.every(interval, self._sync, first=first)
        relist = self._scenario.adapter.relist_interval_seconds.value
        first = self._streams.stream("relist").uniform(0.0, relist)
        self._clock.every(relist, self._relist, first=first)
        for time in dict.fromkeys(time for time, _ in self._course.knots):
            if time < self._scenario.duration_seconds:
                self._clock.at(time, self._recorder.note_load)
        for fault in self._scenario.faults:
            if fault.kind == "node":
                self._outage.plan(fault, self._deployment)
        self._recorder.note_replicas()
        self._recorder.note_load()

    def _connect(self) -> None:
        kubelet, recorder = self._kubelet, self._recorder
        kubelet.on_started = self._scraper.appear
        kubelet.on_ready = lambda _: recorder.note_replicas()
        kubelet.on_gone = self._gone
        self._deployment.on_change = recorder.note_replicas
        self._service.on_change = self._load_moved
        self._service.on_first_request = lambda _: self._check_goal()
        self._scraper.on_stored = self._first_stored

    def _node_called(self, name: str) -> None:
        """Give a node the image from the start."""
        found = [node for node in self._nodes if node.name == name]
        if not found:
            known = ", ".join(node.name for node in self._nodes)
            raise ScenarioError(
                f"image.present_on: there is no node {name!r}", hint=f"known: {known}"
            )
        found[0].images.add(self._scenario.image.name)

    def _run_already(self, pod: Pod) -> None:
        """Have *pod* run, ready and scraped, before the run begins."""
        node = choose(self._nodes, self._needs)
        if node is None:
            raise ScenarioError(
                f"no node has room for replica {pod.number} of the first "
                f"{self._scenario.service.replicas}",
                hint="add nodes, or ask for less cpu and memory",
            )
        node.images.add(self._scenario.image.name)
        self._scheduler.bind(pod, node)
        pod.milestones.update(dict.fromkeys(POD_MILESTONES, 0.0))
        pod.answers = True
        self._service.join(pod)
        self._scraper.add(pod)

    def _gone(self, pod: Pod) -> None:
        self._scraper.vanish(pod)
        self._scheduler.look_again()

    def _load_moved(self) -> None:
        self._recorder.note_load()
        self._memory.look()

    def _relist(self) -> None:
        """Let the adapter look for series; its look-back is its interval."""
        if self._faults.has("prometheus") or self._faults.has("adapter"):
            return
        self._adapter.relist(self._scenario.adapter.relist_interval_seconds.value)
        self._crossing.look()

    def _first_stored(self) -> None:
        """List the first replicas' series at once: the adapter ran before.

        A pod that starts just then may be scraped before it answers anything.
        """
        if any(("__name__", "up") not in series.labels for series in self._store):
            self._scraper.on_stored = self._look
            self._scraper.told_from = self._crossing.open_from
        self._relist()

    def _look(self) -> None:
        """Look out for the crossing as long as that is open."""
        self._crossing.look()
        self._scraper.told_from = self._crossing.open_from

    def _sync(self) -> None:
        """Let the controller sync once, and write down what it did."""
        self._adapter.looks.clear()
        ready = sum(pod.ready for pod in self._deployment.active)
        decision = self._autoscaler.sync(self._clock.now)
        found = [self._found(metric) for metric in self._spec.metrics]
        self._recorder.note_sync(decision, ready, found)
        self._recorder.note_load()

    def _found(self, metric: MetricSpec) -> Found:
        """Tell what of *metric* was on its way at this moment."""
        look = self._adapter.looks.get(metric)
        if look is None:
            return Found(metric)
        exposed = self._exporter.average(look.series_name, self._deployment.active)
        return Found(metric, look, exposed)

    def _check_goal(self) -> None:
        """End the run when so many replicas serve as it is for."""
        goal = self._scenario.goal_replicas
        serving = sum(pod.serving for pod in self._deployment.active)
        if goal is not None and serving >= goal:
            self._clock.stop()
