"""The registry: one link out, one link into each node."""

from __future__ import annotations

import pytest

from simulator.clock import Clock
from simulator.parameter import assumed
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.world.nodes import nodes_of
from simulator.world.registry import Registry


def cluster(*, link: float, uplink: float) -> ClusterSection:
    pool = NodePool(
        name="node", count=4, link_bytes_per_second=assumed(link, "bytes/s", "a test")
    )
    return ClusterSection(
        pools=(pool,), registry_bytes_per_second=assumed(uplink, "bytes/s", "a test")
    )


@pytest.mark.parametrize(
    ("link", "uplink", "pulls", "received"),
    [
        pytest.param(10.0, 1000.0, 4, 100.0, id="the node's link is the limit"),
        pytest.param(1000.0, 10.0, 1, 100.0, id="the registry's link is the limit"),
        pytest.param(1000.0, 10.0, 4, 25.0, id="shared by four pulls at once"),
    ],
)
def test_what_a_pull_has_received_after_10_seconds(
    link: float, uplink: float, pulls: int, received: float
) -> None:
    clock, section = Clock(), cluster(link=link, uplink=uplink)
    registry = Registry(clock, section)
    under_way = [registry.send(1e6, node) for node in nodes_of(section.pools)[:pulls]]
    clock.run(until=10)
    assert [registry.received(one) for one in under_way] == [received] * pulls


def test_an_aborted_pull_keeps_what_it_had_and_frees_the_link() -> None:
    clock, section = Clock(), cluster(link=1000.0, uplink=10.0)
    registry = Registry(clock, section)
    first, second = (registry.send(1e6, node) for node in nodes_of(section.pools)[:2])
    clock.run(until=10)
    registry.abort(first)
    clock.run(until=20)
    assert registry.received(first) == 50.0
    assert registry.received(second) == 150.0
