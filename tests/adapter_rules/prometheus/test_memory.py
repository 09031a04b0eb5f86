"""The memory answers selectors, and registered queries only."""

from __future__ import annotations

import pytest

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.base import Metadata, QueryResult, ScrapeTarget
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series

UP = Series("up", {"job": "a", "pod": "web-0"})
DOWN = Series("down", {"job": "b"})
MEMORY = MemoryPrometheus(known=[UP, DOWN], last_seen={"down": 50.0})


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("up", [UP]),
        ('up{job="a"}', [UP]),
        ('up{job="b"}', []),
        ('{__name__=~".+",job!="a"}', [DOWN]),
        ('{job=~"a|b"}', [UP, DOWN]),
        ('{job=~"a.+"}', []),
        ('{__name__=~".+",job!~"b"}', [UP]),
        ('{job=~".+",pod=""}', [DOWN]),
        ('{pod!="",job=~".*"}', [UP]),
        ('{__name__=~"u.*"}', [UP]),
    ],
)
def test_selectors(selector: str, expected: list[Series]) -> None:
    assert list(MEMORY.series(selector, limit=10, start=0).series) == expected


def test_the_look_back_hides_old_series() -> None:
    answer = MEMORY.series('{job=~".+"}', limit=10, start=60)
    assert answer.series == (UP,)


def test_the_limit_is_told() -> None:
    answer = MEMORY.series('{job=~".+"}', limit=1, start=0)
    assert answer.series == (UP,)
    assert answer.truncated


@pytest.mark.parametrize("selector", ["up{", "sum(up)", "", '{a!="b"}', 'up{a=~"("}'])
def test_a_bad_selector_is_the_questions_fault(selector: str) -> None:
    with pytest.raises(PrometheusAnswerError) as caught:
        MEMORY.series(selector, limit=1, start=0)
    assert caught.value.is_about_the_question


def test_registered_queries_only() -> None:
    memory = MemoryPrometheus(results={"sum(up)": QueryResult("vector")})
    assert memory.query("sum(up)") == QueryResult("vector")
    with pytest.raises(PrometheusAnswerError, match="no answer was registered"):
        memory.query("max(up)")
    with pytest.raises(PrometheusAnswerError, match="not PromQL"):
        memory.query("max(")
    assert memory.asked == ["sum(up)", "max(up)", "max("]


def test_metadata_targets_and_version_as_given() -> None:
    target = ScrapeTarget("a", "http://x", {}, up=True)
    memory = MemoryPrometheus(
        descriptions={"a": Metadata("gauge"), "b": Metadata("counter")},
        targets=(target,),
        server_version="9",
    )
    assert memory.metadata("a") == {"a": Metadata("gauge")}
    assert set(memory.metadata()) == {"a", "b"}
    assert memory.scrape_targets() == (target,)
    assert memory.version() == "9"
