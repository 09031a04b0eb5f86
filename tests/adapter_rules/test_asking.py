"""Questions get answers; what is absent stays absent."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from adapter_rules.asking import Answered, ask_all
from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.prometheus.base import QueryResult, Sample
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.questions import Question
from adapter_rules.request import MetricRequest
from octoscale.kube.restmapper import PODS


def question(promql: str, *names: str, obstacle: str = "") -> Question:
    request = MetricRequest(
        metric="m", group_resource=PODS, namespace="shop", names=names
    )
    return Question(request=request, promql=promql, label="pod", obstacle=obstacle)


def external(promql: str) -> Question:
    return Question(request=MetricRequest(metric="m"), promql=promql)


def sample(value: float, **labels: str) -> Sample:
    return Sample(labels, value, 0.0)


def answers(
    *questions: Question, most: int = 100, **results: QueryResult
) -> list[Answered]:
    memory = MemoryPrometheus(results=results)
    return ask_all(questions, memory, now=0, most=most, progress=lambda _: None)


def shown(answer: Answered) -> list[tuple[str, str | None]]:
    return [
        (v.name, v.quantity.canonical if v.quantity is not None else None)
        for v in answer.values
    ]


def test_every_object_that_was_asked_for_is_in_the_answer() -> None:
    result = QueryResult("vector", (sample(1.5, pod="a"), sample(9, pod="x")))
    (answer,) = answers(question("q", "a", "b"), q=result)
    assert shown(answer) == [("a", "1500m"), ("b", None)]
    assert answer.values[1].note == "the query gives no sample for this object"


def test_no_sample_is_no_value_and_never_zero() -> None:
    (answer,) = answers(question("q", "a"), q=QueryResult("vector"))
    assert shown(answer) == [("a", None)]
    assert answer.values[0].note == "the query gives no sample"


def test_what_the_api_cannot_hold_is_told() -> None:
    result = QueryResult("vector", (sample(float("nan"), pod="a"),))
    (answer,) = answers(question("q", "a"), q=result)
    assert answer.values[0].note == "NaN, served as 0"


@pytest.mark.parametrize("kind", ["scalar", "matrix", "string"])
def test_a_result_of_another_kind_is_a_problem(kind: str) -> None:
    result = QueryResult(kind)  # type: ignore[arg-type]  # a table's word
    (answer,) = answers(question("q", "a"), q=result)
    assert f"gives a {kind}" in answer.problem
    assert shown(answer) == [("a", None)]


def test_an_external_metric_has_all_samples_as_items() -> None:
    result = QueryResult("vector", (sample(1, q="a"), sample(2, q="b")))
    (answer,) = answers(external("q"), q=result)
    assert [(dict(v.labels), str(v.quantity)) for v in answer.values] == [
        ({"q": "a"}, "1"),
        ({"q": "b"}, "2"),
    ]


def test_a_scalar_serves_an_external_metric() -> None:
    (answer,) = answers(external("q"), q=QueryResult("scalar", (sample(3),)))
    assert shown(answer) == [("", "3")]


def test_an_external_metric_without_samples_says_so() -> None:
    (answer,) = answers(external("q"), q=QueryResult("vector"))
    assert answer.values == ()
    assert "empty list" in answer.problem


def test_equal_queries_are_asked_once() -> None:
    memory = MemoryPrometheus(results={"q": QueryResult("vector")})
    questions = [question("q", "a"), question("q", "b")]
    ask_all(questions, memory, now=0, most=9, progress=lambda _: None)
    assert memory.asked == ["q"]


def test_no_more_queries_than_the_limit() -> None:
    first, second = answers(
        question("q", "a"), question("r", "a"), most=1, q=QueryResult("vector")
    )
    assert not first.problem
    assert "limit of 1" in second.problem


def test_an_obstacle_is_never_asked() -> None:
    memory = MemoryPrometheus()
    (answer,) = ask_all(
        [question("", "a", obstacle="no label")],
        memory,
        now=0,
        most=9,
        progress=lambda _: None,
    )
    assert answer.problem == "no label"
    assert memory.asked == []


def test_a_query_that_fails_is_its_own_problem() -> None:
    bad, good = answers(
        question("sum(", "a"), question("q", "a"), q=QueryResult("vector")
    )
    assert "not PromQL" in bad.problem
    assert not good.problem


@dataclass
class Gone(MemoryPrometheus):
    """Cannot be reached."""

    tries: int = 0

    def query(self, promql: str, now: float | None = None) -> QueryResult:
        del promql, now
        self.tries += 1
        raise PrometheusUnreachableError("gone")


def test_once_it_is_gone_it_is_left_alone() -> None:
    gone = Gone()
    questions = [question(f"q{number}", "a") for number in range(50)]
    found = ask_all(questions, gone, now=0, most=50, progress=lambda _: None)
    assert all("gone" in answer.problem for answer in found)
    assert gone.tries <= 4
