"""The HPA's conditions: set in turn, in order of first appearance.

Upstream's ``setConditionInList``. Which conditions hold is decided in
``hpa.algorithm.decide``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.algorithm.outcome import Condition

if TYPE_CHECKING:
    from hpa.algorithm.observation import ConditionStatus
    from hpa.algorithm.outcome import ConditionType

    Setting = tuple[ConditionType, ConditionStatus, str, str]
    """Type, status, reason and message to set."""


def with_settings(
    conditions: tuple[Condition, ...], settings: tuple[Setting, ...], now: float
) -> tuple[Condition, ...]:
    """Set conditions one after the other, at *now* (seconds).

    The transition time follows the status only; reason and message are
    overwritten freely. A condition that is set to what it was stays the same
    object.

    >>> first = with_settings((), (("AbleToScale", "True", "A", ""),), 1.0)
    >>> with_settings(first, (("AbleToScale", "True", "B", ""),), 2.0)[0]
    Condition(type='AbleToScale', status='True', reason='B', message='', \
last_transition_time=1.0)
    """
    by_type = {condition.type: condition for condition in conditions}
    for type_, status, reason, message in settings:
        since = now
        old = by_type.get(type_)
        if old is not None and old.status == status:
            if old.reason == reason and old.message == message:
                continue
            since = old.last_transition_time
        by_type[type_] = Condition(type_, status, reason, message, since)
    return tuple(by_type.values())
