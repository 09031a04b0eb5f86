"""Every question is asked once."""

from __future__ import annotations

import copy

import pytest

from adapter_rules.errors import PrometheusAnswerError
from adapter_rules.prometheus.base import Metadata, QueryResult, SeriesAnswer
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.series import Series
from octoscale.doctor.kept_prometheus import KeptPrometheus
from tests.octoscale.doctor.chains import UP, Chain


class Counted(MemoryPrometheus):
    """Notes for what series it was asked."""

    sought: list[str]

    def series(
        self, selector: str, *, limit: int, start: float, end: float | None = None
    ) -> SeriesAnswer:
        self.sought.append(selector)
        return super().series(selector, limit=limit, start=start, end=end)


def counted(chain: Chain) -> Counted:
    memory = chain.memory
    made = Counted(known=memory.known, results=memory.results, targets=memory.targets)
    made.sought = []
    return made


def test_the_hpas_of_a_namespace_share_the_answers() -> None:
    chain = Chain()
    alone = chain.prometheus = counted(chain)
    chain.diagnose()
    once = list(alone.sought)
    for number in range(3):
        other = copy.deepcopy(chain.hpa)
        other["metadata"]["name"] = f"web-{number}"
        chain.objects.append(other)
    alone.sought.clear()
    assert len(chain.diagnose()) == 4
    assert alone.sought == once
    assert once.count("hits") <= 2  # two limits: of the story, and of the links


def test_answers_are_those_of_the_other_and_so_are_errors() -> None:
    memory = MemoryPrometheus(
        known=[Series("up", {})],
        results={"up": QueryResult("vector")},
        descriptions={"up": Metadata("gauge")},
        targets=(UP,),
    )
    kept = KeptPrometheus(memory)
    for _ in range(2):
        assert kept.query("up", 1.0) == QueryResult("vector")
        assert kept.series("up", limit=1, start=0).series == (Series("up", {}),)
        assert kept.metadata() == {"up": Metadata("gauge")}
        assert kept.metadata("down") == {}
        assert kept.scrape_targets() == (UP,)
        assert kept.version() == "memory"
        with pytest.raises(PrometheusAnswerError):
            kept.query("up{", 1.0)
    assert memory.asked == ["up", "up{"]
