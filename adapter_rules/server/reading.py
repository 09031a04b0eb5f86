"""How a query's samples become served values, or errors.

A sample that no Quantity can hold (NaN, an infinity, an overflow) is an error by
default: the adapter invents a number for it, and workloads scale on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules import values
from adapter_rules.server import status
from adapter_rules.server.wire import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adapter_rules.prometheus.base import Sample
    from adapter_rules.server.policy import Policy
    from adapter_rules.server.telemetry import Telemetry


class Reader:
    """Reads the samples of one answer."""

    def __init__(
        self, policy: Policy, telemetry: Telemetry, *, rule: str, now: float
    ) -> None:
        """Count what is unusable under *rule*; *now* is the answer's time."""
        self._policy = policy
        self._telemetry = telemetry
        self._rule = rule
        self._now = now

    def one(self, sample: Sample, *, whose: str) -> Value:
        """Read the value of one object; raises ``StatusError`` if it is unusable.

        *whose* names metric and object in the error.
        """
        lost = self._lost(sample, "custom")
        if lost:
            raise status.internal(f"{whose} has no usable value: {lost}")
        return self._custom(sample)

    def several(
        self, samples: Iterable[tuple[str, Sample]], *, whose: str
    ) -> list[tuple[str, Value]]:
        """Read the values of several objects; unusable ones are absent.

        Raises ``StatusError`` when no usable one is left: that is no empty list.
        """
        found: list[tuple[str, Value]] = []
        last_lost = ""
        for name, sample in samples:
            lost = self._lost(sample, "custom")
            last_lost = lost or last_lost
            if not lost:
                found.append((name, self._custom(sample)))
        if last_lost and not found:
            raise status.internal(f"{whose} has no usable value: {last_lost}")
        return found

    def external(
        self, samples: Sequence[Sample], *, scalar: bool, metric: str
    ) -> list[tuple[Mapping[str, str] | None, Value]]:
        """Read an external metric's items; one unusable one spoils their sum.

        Raises ``StatusError``: an HPA adds all items up, so leaving one out would
        change the value and not its coverage.
        """
        found: list[tuple[Mapping[str, str] | None, Value]] = []
        for sample in samples:
            lost = self._lost(sample, "external")
            if lost:
                raise status.internal(f"{metric} has no usable value: {lost}")
            quantity = values.quantity(sample.value, "external").canonical
            value = Value(quantity=quantity, timestamp=sample.timestamp)
            found.append((None if scalar else sample.labels, value))
        return found

    def _custom(self, sample: Sample) -> Value:
        quantity = values.quantity(sample.value, "custom").canonical
        # Upstream stamps its own clock on any sample, however old.
        at = self._now if self._policy.compat else sample.timestamp
        return Value(quantity=quantity, timestamp=at)

    def _lost(self, sample: Sample, api: values.Api) -> str:
        lost = values.lossy(sample.value, api)
        if lost is None:
            return ""
        self._telemetry.unusable(self._rule)
        return "" if self._policy.compat else lost.partition(",")[0]
