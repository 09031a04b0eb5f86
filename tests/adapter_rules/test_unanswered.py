"""Which matcher finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from adapter_rules.unanswered import why_empty

if TYPE_CHECKING:
    from collections.abc import Sequence

KNOWN = [
    Series("hits", {"namespace": "shop", "pod": "a"}),
    Series("hits", {"namespace": "else", "pod": "b"}),
]


def look(selector: str) -> Sequence[Series]:
    return MemoryPrometheus(known=KNOWN).series(selector, limit=10, start=0.0).series


@pytest.mark.parametrize(
    ("query", "said", "evidence"),
    [
        pytest.param(
            'sum(hits{pod="c"})',
            "no series matches pod=\"c\"; pod is 'a', 'b'",
            2,
            id="the one matcher",
        ),
        pytest.param(
            'sum(hits{namespace="shop",pod="b"})',
            "no series matches namespace=\"shop\"; namespace is 'else'",
            1,
            id="the first that is too much",
        ),
        pytest.param(
            'sum(hits{pod="a"}) / sum(all)', "no series matches all", 0, id="a name"
        ),
        pytest.param(
            'sum(hits{pod="a"} > 5)', "a comparison leaves them out", 1, id="all match"
        ),
        pytest.param("sum((", "cannot be read here", 0, id="no PromQL"),
    ],
)
def test_the_reason_is_named_with_what_is_there(
    query: str, said: str, evidence: int
) -> None:
    text, shown = why_empty(query, look)
    assert said in text
    assert len(shown) == evidence
