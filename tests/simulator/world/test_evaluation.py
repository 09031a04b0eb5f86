"""What queries yield: by hand in small cases, and as a real promtool says."""

from __future__ import annotations

import json
import math
import random
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core import yamlio
from simulator.world.evaluation import Evaluator, Row
from simulator.world.promql import parse
from simulator.world.series import STALE, Store, labels_of
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

FIVE_MINUTES = 300_000


def store_of(**values: float) -> Store:
    """Store ``open_fds`` of pods a to d, the first two of job x, now at 60 s."""
    store = Store()
    for pod, value in values.items():
        labels = labels_of("open_fds", {"pod": pod, "job": "x" if pod < "c" else "y"})
        store.append(labels, 60_000, value)
    return store


def ask(store: Store, query: str, now_ms: int = 60_000) -> dict[str, float]:
    """Answer a query, by the rows' labels as text."""
    rows = Evaluator(store, FIVE_MINUTES).rows(parse(query), now_ms)
    return {_shown(row): row.value for row in rows}


def _shown(row: Row) -> str:
    inner = ",".join(f"{name}={json.dumps(value)}" for name, value in row.labels)
    return f"{{{inner}}}"


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        pytest.param("sum(open_fds) by (job)", {"x": 30.0, "y": 70.0}, id="sum"),
        pytest.param("avg(open_fds) by (job)", {"x": 15.0, "y": 35.0}, id="avg"),
        pytest.param("max(open_fds) by (job)", {"x": 20.0, "y": 40.0}, id="max"),
        pytest.param("min(open_fds) by (job)", {"x": 10.0, "y": 30.0}, id="min"),
        pytest.param("count(open_fds) by (job)", {"x": 2.0, "y": 2.0}, id="count"),
    ],
)
def test_aggregations_by_a_label(query: str, answer: dict[str, float]) -> None:
    expected = {f'{{job="{job}"}}': value for job, value in answer.items()}
    assert ask(store_of(a=10, b=20, c=30, d=40), query) == expected


@pytest.mark.parametrize(
    ("matchers", "pods"),
    [
        ('pod="a"', "a"),
        ('pod!="a"', "bcd"),
        ('pod=~"a|d"', "ad"),
        ('pod!~"a|d"', "bc"),
        ('pod=~"a|"', "a"),
        ('job="x",pod=~"[b-d]"', "b"),
        ('zone=""', "abcd"),
        ('zone!=""', ""),
        ('zone=~".+"', ""),
    ],
)
def test_matchers_are_anchored_and_a_missing_label_is_empty(
    matchers: str, pods: str
) -> None:
    rows = Evaluator(store_of(a=1, b=1, c=1, d=1), FIVE_MINUTES).rows(
        parse(f"open_fds{{{matchers}}}"), 60_000
    )
    assert "".join(dict(row.labels)["pod"] for row in rows) == pods


def test_a_stale_series_is_absent_from_an_average_and_not_zero() -> None:
    store = store_of(a=10, b=20)
    dead = next(iter(store.named("open_fds"))).labels
    store.append(dead, 70_000, STALE)
    assert ask(store, "avg(open_fds) by (job)", 75_000) == {'{job="x"}': 20.0}


def test_a_ratio_joins_equal_labels_and_drops_the_rest() -> None:
    store = store_of(a=10, b=20, c=30)
    store.append(labels_of("limit", {"job": "x"}), 60_000, 100.0)
    answer = ask(store, "sum(open_fds) by (job) / sum(limit) by (job)")
    assert answer == {'{job="x"}': 0.3}


@pytest.mark.parametrize(
    ("fds", "limit", "quotient"),
    [
        pytest.param(5.0, 0.0, math.inf, id="something over nothing"),
        pytest.param(-5.0, 0.0, -math.inf, id="less than nothing over nothing"),
        pytest.param(0.0, 0.0, math.nan, id="nothing over nothing"),
    ],
)
def test_a_ratio_over_zero_is_what_ieee_754_says(
    fds: float, limit: float, quotient: float
) -> None:
    store = Store()
    store.append(labels_of("open_fds", {"pod": "a"}), 0, fds)
    store.append(labels_of("limit", {"pod": "a"}), 0, limit)
    (found,) = ask(store, "open_fds / limit", 0).values()
    assert found == pytest.approx(quotient, nan_ok=True)


def test_a_function_over_a_window_drops_the_name_and_keeps_the_labels() -> None:
    store = Store()
    for time_ms, value in ((0, 0.0), (30_000, 15.0), (60_000, 30.0)):
        store.append(labels_of("hits", {"pod": "a"}), time_ms, value)
    assert ask(store, "rate(hits[1m])") == {'{pod="a"}': 0.5}
    assert ask(store, "increase(hits[1m])") == {'{pod="a"}': 30.0}
    assert ask(store, "irate(hits[1m])") == {'{pod="a"}': 0.5}
    assert ask(store, "rate(hits[10s])") == {}


# Per series, and aggregations without rounding: exact, whatever the order.
QUERIES = (
    "rate(hits_total[1m])",
    "increase(hits_total[45s])",
    "irate(hits_total[2m])",
    "hits_total",
    'hits_total{pod=~"p[0-3]",job!="j1"}',
    "max(hits_total) by (zone)",
    "min(rate(hits_total[1m]))",
    "count(hits_total) by (job, zone)",
    "increase(hits_total[5m]) / rate(hits_total[1m])",
)

STEP_MS = 100


@pytest.mark.parametrize("seed", range(3))
def test_a_real_promtool_gives_the_same_to_the_last_bit(
    seed: int, tmp_path: Path
) -> None:
    program = find_tool("promtool")
    if program is None:
        pytest.skip("promtool is missing (make tools)")
    chance, store = random.Random(seed), Store()
    series = [_random_series(chance, store, number) for number in range(5)]
    evaluator = Evaluator(store, FIVE_MINUTES)
    cases = [
        _case(evaluator, query, chance.randrange(700_000))
        for query in QUERIES
        for _ in range(6)
    ]
    suite = {"interval": f"{STEP_MS}ms", "input_series": series}
    document = {"rule_files": [], "tests": [{**suite, "promql_expr_test": cases}]}
    file = tmp_path / "suite.yaml"
    file.write_text(yamlio.dump(document))
    ended = subprocess.run(
        [program, "test", "rules", file], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def _case(evaluator: Evaluator, query: str, now_ms: int) -> dict[str, Any]:
    samples = [
        {"labels": _shown(row), "value": row.value}
        for row in evaluator.rows(parse(query), now_ms)
        if not math.isnan(row.value)  # promtool finds not-a-number unequal to itself
    ]
    return {"expr": query, "eval_time": f"{now_ms}ms", "exp_samples": samples}


def _random_series(chance: random.Random, store: Store, number: int) -> dict[str, str]:
    """Store a counter with gaps, resets and markers; give it as promtool reads it."""
    own = {"pod": f"p{number}", "job": f"j{number % 2}"}
    labels = labels_of("hits_total", own, {"zone": "a"} if number == 3 else {})
    text, step, last, value = "", chance.randrange(200), -1, chance.random() * 50
    while step < 6_000:
        if step - last > 1:
            text += f" _x{step - last - 1}"
        if chance.random() < 0.03:
            text += " stale"
            store.append(labels, step * STEP_MS, STALE)
        else:
            reset = chance.random() < 0.07
            value = chance.random() if reset else value + chance.random() * 30
            text += f" {value!r}"
            store.append(labels, step * STEP_MS, value)
        last, step = step, step + chance.choice((100, 100, 101, 87, 200, 450))
    inner = ",".join(f'{k}="{v}"' for k, v in labels if k != "__name__")
    return {"series": f"hits_total{{{inner}}}", "values": text.strip()}
