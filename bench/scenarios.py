"""From a plan to the scenario that the simulator runs for one image.

The plan says what is asked for; everything else is the simulator's default, or
was given by the user (see ``bench.drivers.simulated``). No figure stands here
but the paper's cluster and the idle service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from adapter_rules import generate
from adapter_rules import model as rules
from hpa import builders, manifests
from octoscale.core.errors import UsageError
from octoscale.core.quantity import Quantity
from simulator.loads.step import Step
from simulator.parameter import Parameter
from simulator.presets import compressed_ratio
from simulator.scenario import Scenario
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ExposedSeries, ServiceSection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bench.plan import Image, Plan

SERVICE = "httpgo"
"""The service in the paper's images."""

POOL = "node"
"""Nodes are called ``node-1``, ``node-2`` and so on."""

NODES = 8
"""Section 4.2 of the paper; each with 4 CPUs and 8 GB."""

IDLE_DESCRIPTORS = 9
"""Open file descriptors of the authors' server without any connection."""


def scenario(
    plan: Plan,
    image: Image,
    *,
    nodes: int = NODES,
    idle_descriptors: int = IDLE_DESCRIPTORS,
) -> Scenario:
    """Build the scenario of one repeat; its seed is all that it leaves open.

    The load is raised when the start replicas have settled, and the run lasts
    until the goal's last pod has served, at most to the plan's time limit.
    """
    settle = plan.load.settle_seconds
    return Scenario(
        name=f"{plan.plan}-{image.name}",
        duration_seconds=settle + plan.goal.time_limit_seconds,
        goal_replicas=plan.goal.replicas,
        load=Step(
            shape="step",
            unit="connections",
            after=float(plan.load.connections),
            at_seconds=settle,
        ),
        service=_service(plan, idle_descriptors),
        image=_image(plan, image, nodes),
        cluster=_cluster(plan, nodes),
        scrape=ScrapeSection(
            interval_seconds=_planned(plan.scrape.interval_seconds, "s")
        ),
        adapter=AdapterSection(config=_rules(plan)),
        autoscaler=AutoscalerSection(
            manifest=_manifest(plan),
            sync_period_seconds=_planned(plan.autoscaler.sync_period_seconds, "s"),
        ),
    )


def _planned(value: float, unit: str) -> Parameter:
    return Parameter(value=value, unit=unit, source="given", note="by the plan")


def _service(plan: Plan, idle_descriptors: int) -> ServiceSection:
    series = ExposedSeries(name=plan.metric.series, base=float(idle_descriptors))
    return ServiceSection(
        name=SERVICE,
        replicas=plan.goal.start,
        series=(series,),
        reopen_seconds=_planned(plan.load.reopen_every_seconds, "s"),
    )


def _image(plan: Plan, image: Image, nodes: int) -> ImageSection:
    everywhere = tuple(f"{POOL}-{n}" for n in range(1, nodes + 1))
    return ImageSection(
        name=image.name,
        on_disk_bytes=_planned(float(image.on_disk_bytes), "bytes"),
        compressed_ratio=compressed_ratio(image.on_disk_bytes),
        present_on=() if plan.placement.image_absent else everywhere,
    )


def _cluster(plan: Plan, nodes: int) -> ClusterSection:
    workers = NodePool(name=POOL, count=nodes, cpu="4", memory="8G")
    master = NodePool(name="master", count=1, cpu="2", memory="4G", schedulable=False)
    return ClusterSection(
        pools=(workers, master), anti_affinity=plan.placement.one_pod_per_node
    )


def _rules(plan: Plan) -> dict[str, Any]:
    """Give the adapter's config file, generated from the plan's metric."""
    return rules.to_dict(generate.config_for([plan.metric.descriptor]))


def _manifest(plan: Plan) -> dict[str, Any]:
    """Give the plan's HorizontalPodAutoscaler as its file has it."""
    target = Quantity.of_milli(plan.metric.target.average_value_milli).canonical
    metric = builders.pods_metric(plan.metric.descriptor.api_name, average_value=target)
    autoscaler = builders.autoscaler(
        builders.scale_target("Deployment", SERVICE),
        [metric],
        name=SERVICE,
        namespace="default",
        min_replicas=plan.autoscaler.min,
        max_replicas=plan.autoscaler.max,
    )
    manifest: dict[str, Any] = manifests.to_dict(autoscaler)
    behavior = plan.autoscaler.behavior
    if behavior is not None:  # an empty one is not the same as none
        manifest["spec"]["behavior"] = behavior.model_dump(mode="json", by_alias=True)
    return manifest


def with_figures(
    scenario: Scenario, figures: Mapping[str, float], *, shown: Callable[[str], str]
) -> Scenario:
    """Put given figures into a scenario; *shown* gives a figure's name for users.

    Raises ``UsageError`` for a figure out of range.
    """
    for name, value in figures.items():
        try:
            scenario = scenario.with_parameters({name: value})
        except ValidationError as error:
            reason = error.errors(include_url=False)[0]["msg"]
            text = reason.removeprefix("Value error, ")
            raise UsageError(f"{shown(name)}: {text}, not {value:g}") from None
    return scenario
