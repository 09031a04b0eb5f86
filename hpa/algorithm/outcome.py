"""What one reconcile leaves behind: a decision, a status, and the next state.

Nothing here computes; ``hpa.algorithm.decide`` fills these in. Replica counts
are what the scale's spec asks for, not what runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hpa.algorithm.metrics import (
    MetricSpec,  # noqa: TC001 (schemas read the annotations)
)
from hpa.algorithm.observation import (
    ConditionStatus,  # noqa: TC001 (schemas read the annotations)
)

ConditionType = Literal["AbleToScale", "ScalingActive", "ScalingLimited"]
"""The HPA's three conditions."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the HPA's status."""

    type: ConditionType
    status: ConditionStatus
    reason: str
    message: str
    last_transition_time: float
    """When *status* last changed (seconds); reason and message change freely."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event that the controller records beside the HPA."""

    type: Literal["Normal", "Warning"]
    reason: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricStatus:
    """The current value of one metric, as the HPA's status shows it.

    Measured before missing and unready pods are filled in. All fields are
    ``None`` for a metric that failed.
    """

    metric: MetricSpec | None = None
    value_milli: int | None = None
    average_value_milli: int | None = None
    average_utilization: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What one metric asks for, or why it cannot say."""

    name: str
    """The metric as the controller's messages call it."""

    replicas: int | None
    """The replicas it proposes; ``None`` when it failed."""

    usage_ratio: float | None = None
    """Usage over target before pods are filled in; ``None`` when it failed."""

    status: MetricStatus = MetricStatus()
    reason: str = ""
    """The condition and event reason of a failure (``FailedGetPodsMetric``)."""

    message: str = ""
    """The failure's text."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A remembered recommendation, before stabilization and limits."""

    replicas: int
    at_micros: int
    """When it was made: whole microseconds, so that "exactly one window old"
    is a fact and not a question of rounding. See ``hpa.algorithm.instants``."""


@dataclass(frozen=True, slots=True)
class ScaleEvent:
    """A remembered rescale, for the scaling policies' periods."""

    change: int
    """How many replicas were added or removed; positive in both lists."""

    at_micros: int
    outdated: bool = False
    """Marked for reuse of its slot once older than every policy's period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The HPA's status: what survives a restart of the controller."""

    current_replicas: int = 0
    """As read by the last reconcile that got that far, *before* its write."""

    desired_replicas: int = 0
    metrics: tuple[MetricStatus, ...] = ()
    conditions: tuple[Condition, ...] = ()
    """In order of first appearance."""

    last_scale_time: float | None = None
    """When the scale was last written (seconds)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything that one reconcile hands to the next. ``State()`` is a new HPA.

    The three lists are the controller's memory, in slot order: a slot that
    has expired is reused, so they are not sorted by time.
    """

    recommendations: tuple[Recommendation, ...] = ()
    scale_up_events: tuple[ScaleEvent, ...] = ()
    scale_down_events: tuple[ScaleEvent, ...] = ()
    status: Status = Status()

    def restarted(self) -> State:
        """Forget what a restart of the controller loses; keep the status.

        >>> State(recommendations=(Recommendation(3, 0),)).restarted() == State()
        True
        """
        return State(status=self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome of one reconcile, with everything that explains it."""

    current: int | None
    """The scale's spec replicas; ``None`` when the scale could not be read."""

    replicas: int | None
    """The replicas to ask for: desired after stabilization and limits. After
    an error the current ones; ``None`` when the scale could not be read."""

    rescale: bool
    """Whether the scale is written with *replicas*."""

    next_state: State
    recommendation: int | None = None
    """What the metrics ask for, before stabilization and limits; ``None`` when
    no metric was looked at or too many failed."""

    proposals: tuple[Proposal, ...] = ()
    """One for each metric of the spec, or empty when none was looked at."""

    reason: str = ""
    """Why it rescales, in the controller's words (``pods metric X above
    target``); of the recommendation, not of the limited result."""

    events: tuple[Event, ...] = ()
    """In the order in which the controller records them."""

    error: str | None = None
    """Set when the reconcile ends with an error."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The HPA's conditions after this reconcile."""
        return self.next_state.status.conditions

    def condition(self, type_: ConditionType) -> Condition | None:
        """Find one condition by its type; ``None`` before its first setting."""
        for condition in self.next_state.status.conditions:
            if condition.type == type_:
                return condition
        return None
