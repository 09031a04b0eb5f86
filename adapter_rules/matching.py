"""Which samples of a result become whose values, and which nobody gets.

As ``results`` matches them, with what is dropped told. What a value becomes is
``values``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import results
from adapter_rules.asking import ObjectValue
from adapter_rules.values import lossy, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.prometheus.base import QueryResult, Sample
    from adapter_rules.request import MetricRequest
    from adapter_rules.values import Api


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A result, seen from the request."""

    values: tuple[ObjectValue, ...]
    """One for each object that was asked for; of an external metric, one for each
    sample."""

    samples: tuple[str, ...]
    """The raw result, as text."""

    dropped: tuple[str, ...]
    absent: str
    """Why an object has no value."""

    text: str
    """How much there is."""

    @property
    def arrived(self) -> bool:
        """Whether anything arrives."""
        return any(value.quantity is not None for value in self.values)


def match(result: QueryResult, label: str, request: MetricRequest) -> Matched:
    """Match a usable result with samples; *label* names the objects in it."""
    samples = tuple(map(_sample, result.samples))
    absent = results.why_absent(result, label)
    text = f"{len(samples)} sample{'s' if len(samples) != 1 else ''}"
    if request.is_external:
        values = tuple(_value("", one, "external") for one in result.samples)
        return Matched(
            values=values,
            samples=samples,
            dropped=(),
            absent=absent,
            text=f"{text}, which the HPA adds up",
        )
    by_object = results.by_object(result, label)
    values = tuple(
        _value(name, by_object[name], "custom")
        if name in by_object
        else ObjectValue(name=name, labels={}, quantity=None, note=absent)
        for name in request.names
    )
    count = sum(name in by_object for name in request.names)
    return Matched(
        values=values,
        samples=samples,
        dropped=tuple(_dropped(result, label, request.names)),
        absent=absent,
        text=f"{text}; {count} of {len(request.names)} objects have one",
    )


def _sample(sample: Sample) -> str:
    labels = ",".join(f'{label}="{text}"' for label, text in sample.labels.items())
    return f"{{{labels}}} {sample.value:g}"


def _value(name: str, sample: Sample, api: Api) -> ObjectValue:
    return ObjectValue(
        name=name,
        labels=sample.labels,
        quantity=quantity(sample.value, api),
        note=lossy(sample.value, api) or "",
    )


def _dropped(result: QueryResult, label: str, names: Sequence[str]) -> list[str]:
    """Tell which samples nobody gets: of others, or before the last of one."""
    told = []
    last = {one.labels.get(label, ""): one for one in result.samples}
    for sample in result.samples:
        name = sample.labels.get(label, "")
        if name not in names:
            told.append(f"dropped, not asked for: {_sample(sample)}")
        elif last[name] is not sample:
            told.append(f"dropped, a later one wins: {_sample(sample)}")
    return told
