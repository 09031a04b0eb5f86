"""The rules for ``spec.behavior``.

As ``validateBehavior`` upstream. A behavior that is valid and can never do what
its author wants is a check (``hpa.checks``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.validation.field_errors import FieldError, invalid, not_supported, required

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.model import v2
    from hpa.model.v2beta2 import HPAScalingPolicy

MAX_WINDOW_SECONDS = 3600
"""The longest stabilization window."""

MAX_PERIOD_SECONDS = 1800
"""The longest policy period."""

SELECT_POLICIES = ("Max", "Min", "Disabled")
POLICY_TYPES = ("Pods", "Percent")


def behavior_errors(
    behavior: v2.HorizontalPodAutoscalerBehavior | None, field: str
) -> Iterator[FieldError]:
    """List the broken rules of both directions."""
    if behavior is not None:
        yield from _rules_errors(behavior.scale_up, f"{field}.scaleUp")
        yield from _rules_errors(behavior.scale_down, f"{field}.scaleDown")


def _rules_errors(rules: v2.HPAScalingRules | None, field: str) -> Iterator[FieldError]:
    if rules is None:
        return
    yield from _window_errors(rules, f"{field}.stabilizationWindowSeconds")
    select = rules.select_policy
    if select is not None and select not in SELECT_POLICIES:
        yield not_supported(f"{field}.selectPolicy", select, SELECT_POLICIES)
    if not rules.policies:
        yield required(f"{field}.policies", "must specify at least one Policy")
    for index, policy in enumerate(rules.policies or ()):
        yield from _policy_errors(policy, f"{field}.policies[{index}]")
    tolerance = rules.tolerance
    if tolerance is not None and tolerance.sign < 0:
        detail = "must be greater than or equal to 0"
        yield invalid(f"{field}.tolerance", tolerance, detail)


def _window_errors(rules: v2.HPAScalingRules, field: str) -> Iterator[FieldError]:
    window = rules.stabilization_window_seconds
    if window is not None and window < 0:
        yield invalid(field, window, "must be greater than or equal to zero")
    if window is not None and window > MAX_WINDOW_SECONDS:
        detail = f"must be less than or equal to {MAX_WINDOW_SECONDS}"
        yield invalid(field, window, detail)


def _policy_errors(policy: HPAScalingPolicy, field: str) -> Iterator[FieldError]:
    if policy.type not in POLICY_TYPES:
        yield not_supported(f"{field}.type", policy.type, POLICY_TYPES)
    if policy.value <= 0:
        yield invalid(f"{field}.value", policy.value, "must be greater than zero")
    period = policy.period_seconds
    if period <= 0:
        yield invalid(f"{field}.periodSeconds", period, "must be greater than zero")
    if period > MAX_PERIOD_SECONDS:
        detail = f"must be less than or equal to {MAX_PERIOD_SECONDS}"
        yield invalid(f"{field}.periodSeconds", period, detail)
