"""What ``kubectl describe hpa`` shows of an HPA with one Object metric, read back.

Only the fields that the algorithm has an answer to. Text that was cut off at its
end gives what is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from octoscale.core.quantity import Quantity

_METRIC = re.compile(
    r'"(?P<name>[^"]+)" on (?P<kind>\w+)/(?P<object>\S+) '
    r"\(target value\):\s+(?P<current>\S+) / (?P<target>\S+)"
)
_PODS = re.compile(r"Deployment pods:\s+(\d+) current / (\d+) desired")
_BOUND = re.compile(r"(Min|Max) replicas:\s+(\d+)")
_CONDITION = re.compile(
    r"^\s+(AbleToScale|Scaling\w+)\s+(True|False)\s+(\w+)", re.MULTILINE
)
_RESCALE = re.compile(
    r"SuccessfulRescale\s+(\S+)\s+\S+\s+New size: (\d+); reason: (.+)"
)


@dataclass(frozen=True)
class Described:
    """One HPA as somebody saw it."""

    metric: str
    described_kind: str
    described_name: str
    current_milli: int
    target_milli: int
    minimum: int
    maximum: int
    current: int
    desired: int
    conditions: dict[str, tuple[str, str]]
    """Type -> status and reason."""

    rescales: list[tuple[str, int, str]]
    """Age, new size and reason of each rescale, oldest first."""


def read(text: str) -> Described:
    """Read one HPA; the text must show its metric, bounds and replicas."""
    metric = _METRIC.search(text)
    pods = _PODS.search(text)
    assert metric, "no Object metric with a target value"
    assert pods, "no replicas"
    bounds = {name: int(value) for name, value in _BOUND.findall(text)}
    return Described(
        metric=metric["name"],
        described_kind=metric["kind"],
        described_name=metric["object"],
        current_milli=Quantity.parse(metric["current"]).milli_value,
        target_milli=Quantity.parse(metric["target"]).milli_value,
        minimum=bounds["Min"],
        maximum=bounds["Max"],
        current=int(pods[1]),
        desired=int(pods[2]),
        conditions={
            type_: (status, reason)
            for type_, status, reason in _CONDITION.findall(text)
        },
        rescales=[
            (age, int(size), reason.strip())
            for age, size, reason in _RESCALE.findall(text)
        ],
    )
