"""Ask a live Prometheus the planned questions and match values to objects.

Equal queries are asked once, at most four at a time and so many in all. What
may be asked is ``questions``' business.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules import results, values
from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusError,
    PrometheusUnreachableError,
)
from adapter_rules.prometheus.base import MAX_QUERIES_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from adapter_rules.prometheus.base import PrometheusPort, QueryResult, Sample
    from adapter_rules.questions import Question
    from octoscale.core.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectValue:
    """The value of one object, or of one item of an external metric."""

    name: str
    """The object's; empty for external metrics."""

    labels: Mapping[str, str]
    """The sample's; empty without a sample."""

    quantity: Quantity | None
    """As the API serves it; ``None`` when there is no value: never 0 for that."""

    note: str = ""
    """Why there is no value, or what it lost on the way."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with its answer."""

    question: Question
    values: tuple[ObjectValue, ...]
    problem: str = ""
    """Why there is no answer at all."""

    never: bool = False
    """Whether no series can change that: the rule has to change."""


def ask_all(
    questions: Sequence[Question],
    prometheus: PrometheusPort,
    *,
    now: float,
    most: int,
    progress: Callable[[str], None],
) -> list[Answered]:
    """Answer every question, in order; the first *most* distinct queries are asked.

    A query that fails is a problem of its question. Once Prometheus cannot be
    reached, no further one is asked.
    """
    distinct = list(dict.fromkeys(q.promql for q in questions if q.promql))
    outcomes: dict[str, QueryResult | str] = {}
    refused: set[str] = set()
    gone: list[str] = []

    def ask(promql: str) -> QueryResult | str:
        if gone:
            return f"not asked: {gone[0]}"
        try:
            return prometheus.query(promql, now)
        except PrometheusUnreachableError as error:
            gone.append(str(error))
            return str(error)
        except PrometheusAnswerError as error:
            if error.is_about_the_question:
                refused.add(promql)
            return str(error)
        except PrometheusError as error:
            return str(error)

    with ThreadPoolExecutor(MAX_QUERIES_AT_ONCE) as pool:
        asked = distinct[:most]
        for promql, outcome in zip(asked, pool.map(ask, asked), strict=True):
            progress(f"asked: {promql}")
            outcomes[promql] = outcome
    limit = f"not asked: the limit of {most} queries is reached"
    outcomes.update(dict.fromkeys(distinct[most:], limit))
    return [
        _answered(q, outcomes.get(q.promql, ""), refused=q.promql in refused)
        for q in questions
    ]


def _answered(
    question: Question, outcome: QueryResult | str, *, refused: bool
) -> Answered:
    external = question.request.is_external
    if question.obstacle or isinstance(outcome, str):
        problem = question.obstacle or str(outcome)
        never = bool(question.obstacle) or refused
        return Answered(question, _absent(question, problem), problem, never)
    unusable = results.why_unusable(outcome, external=external)
    if unusable:
        return Answered(question, _absent(question, unusable), unusable, never=True)
    if external:
        return _external(question, outcome)
    by_object = results.by_object(outcome, question.label)
    absent = results.why_absent(outcome, question.label)
    return Answered(
        question,
        tuple(
            _value(name, by_object[name])
            if name in by_object
            else ObjectValue(name=name, labels={}, quantity=None, note=absent)
            for name in question.request.names
        ),
    )


def _external(question: Question, result: QueryResult) -> Answered:
    if not result.samples:
        reason = "the query gives no sample; the API answers an empty list"
        return Answered(question, (), reason)
    found = [_value("", sample, "external") for sample in result.samples]
    return Answered(question, tuple(found))


def _value(name: str, sample: Sample, api: values.Api = "custom") -> ObjectValue:
    return ObjectValue(
        name=name,
        labels=sample.labels,
        quantity=values.quantity(sample.value, api),
        note=values.lossy(sample.value, api) or "",
    )


def _absent(question: Question, reason: str) -> tuple[ObjectValue, ...]:
    names: Iterable[str] = question.request.names
    return tuple(
        ObjectValue(name=name, labels={}, quantity=None, note=reason) for name in names
    )
