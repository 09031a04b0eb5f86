"""Which labels a result can have: held to the table, and to a real Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules import promqltree as tree
from adapter_rules.checks.kept import kept_labels
from adapter_rules.offline import evaluated, read

if TYPE_CHECKING:
    from pathlib import Path

SAVED = """\
# TYPE h histogram
h_bucket{pod="a",code="1",le="1"} 1
h_bucket{pod="a",code="1",le="+Inf"} 2
h_sum{pod="a",code="1"} 1
h_count{pod="a",code="1"} 2
# TYPE q gauge
q{pod="a",code="1",zone="z"} 1
q{pod="b",code="1",zone="z"} 2
r{pod="a"} 5
r{pod="b"} 6
"""
TABLE = [
    ("q", None),
    ("sum(q)", ""),
    ("sum(q) by (pod)", "pod"),
    ("sum(sum(q) by (pod, code)) without (code)", "pod"),
    ("sum(q) without (code)", None),
    ("topk(1, sum(q) by (pod))", "pod"),
    ('count_values("v", q) by (pod)', "pod v"),
    ("histogram_quantile(0.9, sum(h_bucket) by (le, pod))", "pod"),
    ("sum(q) by (pod) * 2", "pod"),
    ("2 * sum(q) by (pod)", "pod"),
    ("sum(q) by (pod) / sum(r) by (pod)", "pod"),
    ("q * on (pod) r", "pod"),
    ("sum(q) by (pod, code) * on (pod) group_left sum(r) by (pod)", "pod code"),
    ("sum(r) by (pod) * on (pod) group_right sum(q) by (pod, code)", "pod code"),
    ("sum(q) by (pod, code) * ignoring (code) sum(r) by (pod)", "pod"),
    ("sum(q) by (pod) and sum(r) by (pod)", "pod"),
    ("sum(q) by (pod) or sum(r)", "pod"),
    ('label_replace(sum(q) by (pod), "x", "$1", "pod", "(.*)")', "pod x"),
    ("round(sum(q) by (pod), 1)", "pod"),
    ("vector(1)", ""),
    ("-(sum(q) by (pod))", "pod"),
]


@pytest.mark.parametrize(("query", "labels"), TABLE)
def test_the_table(query: str, labels: str | None) -> None:
    expected = None if labels is None else frozenset(labels.split())
    assert kept_labels(tree.read(query)) == expected


def test_a_real_prometheus_never_gives_more(prometheus_binary: Path) -> None:
    with evaluated(read(SAVED), labels={}, binary=prometheus_binary) as client:
        for query, labels in TABLE:
            samples = client.query(query).samples
            assert samples, query
            found = {name for one in samples for name in one.labels}
            if labels is not None:
                assert found <= set(labels.split()), query
