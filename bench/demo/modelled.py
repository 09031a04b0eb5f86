"""The same demo in the simulator, to hold the trails of both against each other.

The scenario takes the demo's rule, HPA, load and periods as they are, and from
its record the times of the load and how long a process took to start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import generate
from adapter_rules import model as rules
from bench.demo.chain import DESCRIPTOR, autoscaler
from bench.demo.clients import REOPEN_SECONDS
from bench.demo.metrics_server import RELIST_SECONDS
from bench.demo.settings import IDLE_DESCRIPTORS, NAMESPACE, SERIES, SERVICE
from hpa import manifests
from simulator.loads.spike import Spike
from simulator.parameter import Parameter
from simulator.run import simulate
from simulator.scenario import Scenario
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ExposedSeries, ServiceSection
from simulator.sections.start import StartSection

if TYPE_CHECKING:
    from bench.demo.record import Record
    from simulator.trace import Trace

_SEED = 0
_MOMENT_SECONDS = 0.2
"""Longer than a sync takes, shorter than anything else."""


def modelled(record: Record) -> Trace | None:
    """Simulate what *record* did; ``None`` when it never came to its load.

    The demo changes its load right after a sync. The model's syncs have moments
    of their own: its load changes right after those of the same number.
    """
    made = scenario(record)
    if made is None or not isinstance(made.load, Spike):
        return None
    moments = [sync.time for sync in simulate(made, seed=_SEED).syncs]
    began = _after(moments, _number(record, made.load.at_seconds))
    ended = _after(
        moments, _number(record, made.load.at_seconds + made.load.for_seconds)
    )
    load = made.load.model_copy(
        update={"at_seconds": began, "for_seconds": ended - began}
    )
    return simulate(made.model_copy(update={"load": load}), seed=_SEED)


def _number(record: Record, at: float) -> int:
    """Tell which sync was the last before *at*."""
    return sum(sync.at <= at for sync in record.syncs) - 1


def _after(moments: list[float], number: int) -> float:
    return moments[min(number, len(moments) - 1)] + _MOMENT_SECONDS


def scenario(record: Record) -> Scenario | None:
    """Write the scenario; ``None`` for a demo without load."""
    settings = record.settings
    if record.load_began is None:
        return None
    ended = record.ended if record.load_ended is None else record.load_ended
    idle = (record.idle_value_milli or 1000 * IDLE_DESCRIPTORS) / 1000
    return Scenario(
        name="demo",
        duration_seconds=max(record.ended, ended + 1.0),
        load=Spike(
            shape="spike",
            unit="connections",
            peak=float(settings.connections),
            at_seconds=record.load_began,
            for_seconds=ended - record.load_began,
        ),
        service=ServiceSection(
            name=SERVICE,
            namespace=NAMESPACE,
            series=(ExposedSeries(name=SERIES, base=idle),),
            reopen_seconds=_seconds(REOPEN_SECONDS),
        ),
        image=ImageSection(
            name="process", on_disk_bytes=_figure(1.0, "bytes"),
            present_on=("machine-1",), resolve_seconds=_seconds(0.0),
        ),
        start=StartSection(
            prepare_seconds=_seconds(0.0),
            containers_seconds=_seconds(0.0),
            program_seconds=_seconds(record.start_up_seconds),
            jitter_ratio=_figure(0.0, "ratio"),
            endpoints_seconds=_seconds(0.0),
            termination_seconds=_seconds(0.1),
        ),
        cluster=ClusterSection(
            pools=(NodePool(name="machine", count=1, cpu="64", memory="64G"),),
            anti_affinity=False,
        ),
        scrape=ScrapeSection(interval_seconds=_seconds(settings.scrape_seconds)),
        adapter=AdapterSection(
            config=rules.to_dict(generate.config_for([DESCRIPTOR])),
            relist_interval_seconds=_seconds(RELIST_SECONDS),
        ),
        autoscaler=AutoscalerSection(
            manifest=manifests.to_dict(autoscaler(settings)),
            sync_period_seconds=_seconds(settings.sync_seconds),
            downscale_stabilization_seconds=_seconds(settings.stabilization_seconds),
        ),
    )  # fmt: skip


def _seconds(value: float) -> Parameter:
    return _figure(value, "s")


def _figure(value: float, unit: str) -> Parameter:
    return Parameter(value=value, unit=unit, source="given", note="by the demo")
