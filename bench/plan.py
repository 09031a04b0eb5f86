"""A plan: one scale-up experiment, written once for every driver.

What is measured and when it counts as reached. What a cluster adds of its own
(bandwidths, start-up, versions) is the driver's; computing is elsewhere.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from bench.behavior import Behavior  # noqa: TC001 - pydantic reads it
from bench.fields import Bytes, Milli, Model, Name, Seconds, SeriesName, Sparse
from octoscale.core import schema, yamlio
from octoscale.core.descriptor import MetricDescriptor
from octoscale.core.errors import FileAccessError, InputError, UsageError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.core.yamlio import Document

PAPER = "paper"
"""The plan of the paper's experiment, which a bench runs when told nothing."""

Count = Annotated[int, Field(ge=1)]


class Goal(Model):
    """From where to where, and how long it may take."""

    start: Count = 1
    """Replicas that run and are Ready before the load is raised."""

    replicas: Annotated[int, Field(ge=2)]
    """Reached when so many are Ready."""

    time_limit_seconds: Seconds = Field(alias="timeLimit")
    """After the load was raised; a repeat that takes longer missed its goal."""


class MetricTarget(Model):
    """What the autoscaler compares the metric with."""

    average_value_milli: Milli = Field(alias="averageValue")
    """For each pod: the sum over the pods, divided by their number."""


class Metric(Model):
    """The metric that drives the scale-up: a gauge that each pod exposes."""

    series: SeriesName
    help: Annotated[str, Field(min_length=1)]
    target: MetricTarget

    @property
    def descriptor(self) -> MetricDescriptor:
        """Declare it once for exporters, adapter and autoscaler."""
        return MetricDescriptor(
            series_name=self.series,
            kind="gauge",
            help=self.help,
            api_name=self.series,
        )


class Autoscaler(Sparse):
    """The HorizontalPodAutoscaler and its controller."""

    min: Count
    max: Count
    sync_period_seconds: Seconds = Field(alias="syncPeriod")
    """The controller's ``--horizontal-pod-autoscaler-sync-period``."""

    behavior: Behavior | None = None
    """Left out: none, as in the paper. ``{}`` is a behavior with the API's
    defaults, which is not the same."""


class Scrape(Model):
    """How Prometheus gets the metric."""

    interval_seconds: Seconds = Field(alias="interval")


class Placement(Model):
    """Where new pods go."""

    one_pod_per_node: bool
    """Anti-affinity between the pods of the scale target."""

    image_absent: bool
    """Whether a node that receives a new pod must not hold the image yet."""


class Load(Model):
    """Connections that are held open and re-opened, so that new pods get theirs."""

    connections: Count
    reopen_every_seconds: Seconds = Field(alias="reopenEvery")
    """How long one connection lives before it is opened anew."""

    settle_seconds: Seconds = Field(alias="settle")
    """How long the start replicas idle, visible to the autoscaler, before that."""


class Image(Model):
    """One image of the service; all of a plan hold the same service."""

    name: Name
    on_disk_bytes: Bytes = Field(alias="onDisk")
    """The sum of its files' bytes once unpacked: what image listings show."""

    published_as: str = ""
    """The name under which somebody published it, for the reader."""


class Plan(Model):
    """One experiment."""

    plan: Name
    """Its name, also that of the run's directory."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    about: str = ""
    """Where it comes from and how it may be read; shown in the report."""

    goal: Goal
    repeats: Annotated[int, Field(ge=1, le=1000)]
    """Of each image."""

    metric: Metric
    autoscaler: Autoscaler
    scrape: Scrape
    placement: Placement
    load: Load
    images: Annotated[tuple[Image, ...], Field(min_length=1)]
    """In the order in which they are run and shown."""

    def narrowed(
        self, *, images: tuple[str, ...] = (), repeats: int | None = None
    ) -> Plan:
        """Give this plan with fewer images, or with another number of repeats.

        Images stay in the plan's order; naming none keeps all. Raises
        ``UsageError`` for an image that the plan does not have.
        """
        known = [image.name for image in self.images]
        for name in images:
            if name not in known:
                raise UsageError(
                    f"plan {self.plan} has no image {name!r}",
                    hint=f"known: {', '.join(known)}",
                )
        chosen = tuple(i for i in self.images if not images or i.name in images)
        changes = {"images": chosen, "repeats": repeats or self.repeats}
        return self.model_copy(update=changes)

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as plain data, in the form of its file."""
        return self.model_dump(mode="json", by_alias=True)


def plan_names() -> tuple[str, ...]:
    """Name the plans that come with Octoscale.

    >>> plan_names()
    ('paper',)
    """
    folder = resources.files("bench.plans")
    names = [entry.name for entry in folder.iterdir()]
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml")))


def load_plan(name_or_path: str = PAPER) -> Plan:
    """Read a plan: by the name of one of ours, or from a file (``-``: stdin).

    Raises ``InputError`` with the place of each problem, and
    ``FileAccessError``, which names our plans, when there is neither such a plan
    nor such a file.
    """
    if name_or_path in plan_names():
        file = resources.files("bench.plans").joinpath(f"{name_or_path}.yaml")
        return parse_plan(file.read_text(encoding="utf-8"), file=f"{name_or_path}.yaml")
    try:
        text = yamlio.read_text(name_or_path)
    except FileAccessError as error:
        error.hint = f"known plans: {', '.join(plan_names())}; or name a plan file"
        raise
    return parse_plan(text, file=name_or_path)


def parse_plan(text: str, *, file: str | None = None) -> Plan:
    """Read a plan's text.

    Raises ``InputError`` with the place of each problem: YAnnn for the YAML,
    SCnnn for fields and types, PL001 an impossible goal, PL002 two images of
    one name.
    """
    document = yamlio.load(text, file=file)
    plan = schema.decode(Plan, document)
    findings = [
        Finding(code=code, severity=Severity.ERROR, message=message, place=place)
        for code, message, place in _contradictions(plan, document)
    ]
    if findings:
        raise InputError(findings)
    return plan


def _contradictions(plan: Plan, document: Document) -> Iterator[tuple[str, str, Place]]:
    goal, scaler = plan.goal, plan.autoscaler
    if goal.start >= goal.replicas:
        text = f"a start of {goal.start} is not below the goal of {goal.replicas}"
        yield "PL001", text, document.place(("goal", "start"))
    if scaler.min > goal.start:
        text = f"min {scaler.min} is above the start of {goal.start} replicas"
        yield "PL001", text, document.place(("autoscaler", "min"))
    if scaler.max < goal.replicas:
        text = f"max {scaler.max} can never reach the goal of {goal.replicas} replicas"
        yield "PL001", text, document.place(("autoscaler", "max"))
    if scaler.behavior and scaler.behavior.never_up:
        text = "a behavior that never scales up can never reach the goal"
        where = ("autoscaler", "behavior", "scaleUp", "selectPolicy")
        yield "PL001", text, document.place(where)
    names = [image.name for image in plan.images]
    for index, name in enumerate(names):
        if name in names[:index]:
            text = f"two images are called {name!r}"
            yield "PL002", text, document.place(("images", index, "name"))
