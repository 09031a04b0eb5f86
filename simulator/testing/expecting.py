"""Expectations held to what happened: the first difference, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from octoscale.core.duration import format_prometheus, parse_prometheus
from simulator.testing import comparison
from simulator.testing.moments import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from octoscale.core.finding import Place
    from simulator.testing.file import ConditionExpected, Expectation, Facts
    from simulator.testing.moments import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One expectation that did not hold."""

    place: Place
    message: str
    """What was expected when, and what was there."""

    story: tuple[str, ...]
    """The sync that decided it, one step a line."""


def difference(
    expected: Expectation, moments: Sequence[Moment], place: Place
) -> Difference | None:
    """Hold one expectation to a test's *moments*; ``None`` when it holds."""
    facts = expected.facts
    if expected.at is not None:
        return _at(expected.at, facts, moments, place)
    if expected.within is not None:
        return _within(expected, facts, moments, place)
    return _never(expected, facts, moments, place)


def _at(
    at: str, facts: Facts, moments: Sequence[Moment], place: Place
) -> Difference | None:
    moment = _last(moments, parse_prometheus(at))
    if moment is None:
        return Difference(
            place=place, message=f"at {at}: there was no sync yet", story=()
        )
    wrong = _wrong(facts, moment)
    if not wrong:
        return None
    return _told(place, f"at {at}: {wrong}", moment)


def _within(
    expected: Expectation, facts: Facts, moments: Sequence[Moment], place: Place
) -> Difference | None:
    start = parse_prometheus(expected.of)
    end = start + parse_prometheus(expected.within or "0s")
    first = _last(moments, start)
    inside = [one for one in moments if start < one.time <= end + 1e-9]
    candidates = [*([] if first is None else [first]), *inside]
    reasons = [_wrong(facts, moment) for moment in candidates]
    if "" in reasons:
        return None
    when = f"within {expected.within} of {expected.of}"
    if not candidates:
        return Difference(place=place, message=f"{when}: there was no sync", story=())
    message = f"{when}: {reasons[-1]}, last at {_time(candidates[-1].time)}"
    return _told(place, message, candidates[-1])


def _never(
    expected: Expectation, facts: Facts, moments: Sequence[Moment], place: Place
) -> Difference | None:
    start = parse_prometheus(expected.since)
    end = float("inf") if expected.until is None else parse_prometheus(expected.until)
    for moment in moments:
        if start <= moment.time <= end and not _wrong(facts, moment):
            words = _words(facts)
            message = f"never {words}: it was so at {_time(moment.time)}"
            return _told(place, message, moment)
    return None


def _told(place: Place, message: str, moment: Moment) -> Difference:
    head = f"the sync at {_time(moment.time)}:"
    return Difference(place=place, message=message, story=(head, *moment.story))


def _last(moments: Sequence[Moment], time: float) -> Moment | None:
    past = [moment for moment in moments if moment.time <= time + 1e-9]
    return past[-1] if past else None


def _wrong(facts: Facts, moment: Moment) -> str:
    """Say which fact does not hold, and what does; empty when all hold."""
    for name, text, value in _numbers(facts, moment):
        expected = comparison.parse(str(text))
        if value is None or not expected.holds(value):
            return f"{name} should be {text}, and was {shown(value)}"
    return "" if facts.condition is None else _condition(facts.condition, moment)


def _numbers(facts: Facts, moment: Moment) -> list[tuple[str, int | str, int | None]]:
    """List the expected numbers: name, expectation, milli-value."""
    counts = (
        ("replicas", facts.replicas, moment.replicas),
        ("desired", facts.desired, moment.desired),
        ("recommendation", facts.recommendation, moment.recommendation),
        ("ready", facts.ready, moment.ready),
    )
    numbers: list[tuple[str, int | str, int | None]] = [
        (name, text, None if count is None else count * 1000)
        for name, text, count in counts
        if text is not None
    ]
    if facts.metric is not None and facts.value is not None:
        numbers.append((facts.metric, facts.value, moment.values.get(facts.metric)))
    return numbers


def _condition(expected: ConditionExpected, moment: Moment) -> str:
    status, reason = moment.conditions.get(expected.type, ("nothing", ""))
    found = f"{status} {reason}".strip()
    wanted = " ".join(one for one in (expected.status, expected.reason) if one)
    if expected.type not in moment.conditions:
        return f"{expected.type} should be set, and was not"
    if expected.status not in (None, status) or expected.reason not in (None, reason):
        return f"{expected.type} should be {wanted}, and was {found}"
    return ""


def _words(facts: Facts) -> str:
    numbers = (
        ("replicas", facts.replicas),
        ("desired", facts.desired),
        ("recommendation", facts.recommendation),
        ("ready", facts.ready),
        (facts.metric or "", facts.value),
    )
    words = [f"{name} {text}" for name, text in numbers if text is not None]
    if facts.condition is not None:
        one = facts.condition
        parts = (one.type, one.status, one.reason)
        words.append(" ".join(part for part in parts if part))
    return " and ".join(words)


def _time(seconds: float) -> str:
    return format_prometheus(round(seconds * 1000) / 1000) if seconds else "0s"
