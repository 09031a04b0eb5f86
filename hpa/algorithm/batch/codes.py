"""The numbers that stand for words in the arrays.

0 is always what a fresh array should mean. No arithmetic, no layout.
"""

from __future__ import annotations

from enum import IntEnum


class Direction(IntEnum):
    """Index of the arrays' axis that has one row for each way of scaling."""

    UP = 0
    DOWN = 1


class MetricKind(IntEnum):
    """A metric column: its source type and, where there is a choice, its target."""

    NONE = 0
    """This HPA has no metric in this column."""

    PODS = 1
    OBJECT_VALUE = 2
    OBJECT_AVERAGE_VALUE = 3
    EXTERNAL_VALUE = 4
    EXTERNAL_AVERAGE_VALUE = 5


class Select(IntEnum):
    """A direction's ``selectPolicy``."""

    MAX = 0
    MIN = 1
    DISABLED = 2


class ScaleSeen(IntEnum):
    """What became of reading the scale and of its selector."""

    READ = 0
    NOT_READ = 1
    SELECTOR_REFUSED = 2
    """The selector is empty or wrong."""

    SELECTOR_SHARED = 3
    """Other HPAs find the same pods, and this controller minds."""


class Reason(IntEnum):
    """A reason of a condition. ``UNCHANGED``: this sync did not set the condition."""

    @property
    def word(self) -> str:
        """The reason as the API writes it.

        >>> Able.READY_FOR_NEW_SCALE.word
        'ReadyForNewScale'
        """
        return self.name.title().replace("_", "")


class Able(Reason):
    """Reasons of AbleToScale. Its status is False for ``FAILED_GET_SCALE`` only."""

    UNCHANGED = 0
    READY_FOR_NEW_SCALE = 1
    SCALE_UP_STABILIZED = 2
    SCALE_DOWN_STABILIZED = 3
    SUCCEEDED_RESCALE = 4
    SUCCEEDED_GET_SCALE = 5
    FAILED_GET_SCALE = 6


class Active(Reason):
    """Reasons of ScalingActive. Its status is True for ``VALID_METRIC_FOUND`` only."""

    UNCHANGED = 0
    VALID_METRIC_FOUND = 1
    SCALING_DISABLED = 2
    INVALID_SELECTOR = 3
    AMBIGUOUS_SELECTOR = 4
    FAILED_GET_PODS_METRIC = 5
    FAILED_GET_OBJECT_METRIC = 6
    FAILED_GET_EXTERNAL_METRIC = 7


class Limited(Reason):
    """Reasons of ScalingLimited. Its status is False for ``DESIRED_WITHIN_RANGE``."""

    UNCHANGED = 0
    DESIRED_WITHIN_RANGE = 1
    SCALE_UP_LIMIT = 2
    SCALE_DOWN_LIMIT = 3
    TOO_MANY_REPLICAS = 4
    TOO_FEW_REPLICAS = 5


class Cause(IntEnum):
    """Why the scale is written."""

    NO_RESCALE = 0
    ABOVE_MAX_REPLICAS = 1
    BELOW_MIN_REPLICAS = 2
    METRIC_ABOVE_TARGET = 3
    """The metric of the decision's column ``leader``."""

    ALL_METRICS_BELOW_TARGET = 4
    STABILIZED = 5
    """The metrics ask for what there is; the windows ask for something else.
    The controller's event then gives no reason."""


class Trouble(IntEnum):
    """Why a decision is void: the arrays were not made for what happened."""

    NONE = 0
    RECOMMENDATIONS_FULL = 1
    EVENTS_FULL = 2
    TIME_WENT_BACK = 3
    VALUE_TOO_LARGE = 4
