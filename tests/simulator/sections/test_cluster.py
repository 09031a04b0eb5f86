"""The cluster's section: what it refuses."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from simulator.sections.cluster import ClusterSection, NodePool


def test_without_a_word_there_are_eight_nodes_of_four_cpus() -> None:
    (pool,) = ClusterSection().pools
    assert (pool.count, pool.cpu, pool.memory) == (8, "4", "8G")


@pytest.mark.parametrize(
    ("pools", "message"),
    [
        pytest.param((), "no node pool is schedulable", id="no pool"),
        pytest.param(
            (NodePool(name="a", count=1, schedulable=False),),
            "no node pool is schedulable",
            id="only masters",
        ),
        pytest.param(
            (NodePool(name="a", count=1), NodePool(name="a", count=2)),
            "the same name",
            id="one name twice",
        ),
    ],
)
def test_a_cluster_that_can_run_nothing_is_refused(
    pools: tuple[NodePool, ...], message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        ClusterSection(pools=pools)


def test_a_pool_without_nodes_or_with_an_odd_size_is_refused() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        NodePool(name="a", count=0)
    with pytest.raises(ValidationError, match="not a quantity"):
        NodePool(name="a", count=1, memory="8 gigs")
