"""HP121: a scaling policy that never decides anything.

Behavior that acts too often is HP122's business; what the API refuses is HP004.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hpa.checks.context import Context
    from hpa.checks.subject import Subject
    from hpa.model.v2 import HPAScalingRules
    from hpa.model.v2beta2 import HPAScalingPolicy


def check(context: Context) -> Iterator[Finding]:
    """Find policies that can never be the one that limits.

    Policies beside ``selectPolicy: Disabled``: the direction is off, they are
    not looked at. And a policy that another one always outdoes: by default the
    policy that allows the *most* wins, so one pod a minute beside 100 % per 15
    seconds limits nothing. Whoever wants the careful one must write
    ``selectPolicy: Min``.
    """
    for subject in context.hpas:
        behavior = subject.spec.behavior
        if behavior is None:
            continue
        both = {"scaleUp": behavior.scale_up, "scaleDown": behavior.scale_down}
        for name, rules in both.items():
            # Only what people wrote: the API fills in policies of its own.
            if rules is not None and subject.manifest.at(*_path(name)):
                yield from _findings(subject, name, rules)


def _path(direction: str) -> tuple[str, ...]:
    return ("spec", "behavior", direction, "policies")


def _findings(
    subject: Subject, direction: str, rules: HPAScalingRules
) -> Iterator[Finding]:
    policies = rules.policies or ()
    if rules.select_policy == "Disabled":
        yield Finding(
            code="HP121",
            severity=Severity.WARNING,
            place=subject.place(*_path(direction)),
            message=f"the policies of {direction} are never used: its selectPolicy "
            "is Disabled",
            hint="remove the policies, or selectPolicy",
        )
        return
    for index, policy in enumerate(policies):
        for other in policies:
            if rules.select_policy == "Min":
                outdone = _allows_more(policy, other, direction)
            else:
                outdone = _allows_more(other, policy, direction)
            if outdone:
                place = subject.place(*_path(direction), index)
                yield _idle(place, policy, other, rules.select_policy)
                break


def _allows_more(
    one: HPAScalingPolicy, other: HPAScalingPolicy, direction: str
) -> bool:
    """Tell whether *one* never allows less than *other*, and is another policy."""
    if one == other:
        return False
    if direction == "scaleDown" and _is_everything(one):
        return not _is_everything(other)
    same_type = one.type == other.type
    return (
        same_type
        and one.value >= other.value
        and one.period_seconds <= other.period_seconds
    )


def _is_everything(policy: HPAScalingPolicy) -> bool:
    return policy.type == "Percent" and policy.value >= 100


def _idle(
    place: Place, policy: HPAScalingPolicy, other: HPAScalingPolicy, select: str | None
) -> Finding:
    least = select == "Min"
    takes = "less, and selectPolicy Min takes the least"
    if not least:
        takes = "more, and selectPolicy Max (the default) takes the most"
    return Finding(
        code="HP121",
        severity=Severity.INFO if least else Severity.WARNING,
        place=place,
        message=f"the policy {_words(policy)} never decides: {_words(other)} always "
        f"allows {takes}",
        hint="remove it" if least else "remove the other, or write selectPolicy: Min",
    )


def _words(policy: HPAScalingPolicy) -> str:
    pods = "pod" if policy.value == 1 else "pods"
    unit = "%" if policy.type == "Percent" else pods
    return f"{policy.value} {unit} per {policy.period_seconds} s"
