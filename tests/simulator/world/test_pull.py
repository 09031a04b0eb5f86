"""Pulls: resolve, then download, then unpack; a present image is only resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from simulator.clock import Clock
from simulator.parameter import assumed
from simulator.sections.cluster import ClusterSection, NodePool
from simulator.sections.image import ImageSection, Layer
from simulator.streams import Streams
from simulator.world.nodes import nodes_of
from simulator.world.pods import Pod
from simulator.world.pull import Puller
from simulator.world.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Generator

    import simpy


def image(*, jitter: float = 0.0, layers: tuple[Layer, ...] = ()) -> ImageSection:
    return ImageSection(
        name="web",
        on_disk_bytes=assumed(1000.0, "bytes", "a test"),
        compressed_ratio=assumed(0.5, "ratio", "a test"),
        resolve_seconds=assumed(0.5, "s", "a test"),
        unpack_bytes_per_second=assumed(100.0, "bytes/s", "a test"),
        unpack_jitter_ratio=assumed(jitter, "ratio", "a test"),
        layers=layers,
    )


def pulled_at(
    *,
    present: bool = False,
    jitter: float = 0.0,
    seed: int = 1,
    layers: tuple[Layer, ...] = (),
) -> tuple[float, Pod]:
    """Pull one image of 500 compressed bytes over 50 bytes/s."""
    clock = Clock()
    link = assumed(50.0, "bytes/s", "a test")
    pool = NodePool(name="node", count=1, link_bytes_per_second=link)
    section = ClusterSection(pools=(pool,))
    puller = Puller(
        clock,
        Streams(seed),
        registry=Registry(clock, section),
        image=image(jitter=jitter, layers=layers),
    )
    pod = Pod(1, "web-1", node=nodes_of(section.pools)[0])
    assert pod.node is not None
    if present:
        pod.node.images.add("web")
    ends: list[float] = []

    def life() -> Generator[simpy.Event, Any, None]:
        yield from puller.pull(pod)
        ends.append(clock.now)

    clock.start(life())
    clock.run(until=1000)
    assert pod.node.images == {"web"}
    return ends[0], pod


def test_a_cold_pull_resolves_then_downloads_then_unpacks() -> None:
    end, pod = pulled_at()
    assert end == 0.5 + 500 / 50 + 1000 / 100
    assert pod.pulled_bytes == 500
    assert pod.transfer is None


def test_a_present_image_is_only_resolved_and_no_byte_is_pulled() -> None:
    end, pod = pulled_at(present=True)
    assert end == 0.5
    assert pod.pulled_bytes == 0


def test_the_unpacking_rate_differs_within_its_stated_spread() -> None:
    ends = {pulled_at(jitter=0.2, seed=seed)[0] for seed in range(5)}
    assert len(ends) == 5
    assert all(10.5 + 10 / 1.2 <= end <= 10.5 + 10 / 0.8 for end in ends)


def test_a_layer_is_unpacked_while_the_next_one_comes() -> None:
    # Each takes 5 s on the link, and 5 s onto the disk.
    end, pod = pulled_at(layers=(Layer(share=0.5), Layer(share=0.5)))
    assert end == 0.5 + 5 + 5 + 5
    assert pod.pulled_bytes == 500
    slow_end, _ = pulled_at(layers=(Layer(share=0.1), Layer(share=0.9)))
    assert slow_end == 0.5 + 1 + 9 + 9


def test_a_layer_that_every_node_has_is_neither_pulled_nor_unpacked() -> None:
    end, pod = pulled_at(layers=(Layer(share=0.8, present=True), Layer(share=0.2)))
    assert end == 0.5 + 2 + 2
    assert pod.pulled_bytes == 100


def test_a_layer_that_has_come_is_not_pulled_again() -> None:
    clock = Clock()
    link = assumed(50.0, "bytes/s", "a test")
    pool = NodePool(name="node", count=1, link_bytes_per_second=link)
    section = ClusterSection(pools=(pool,))
    halves = (Layer(share=0.5), Layer(share=0.5))
    registry = Registry(clock, section)
    puller = Puller(clock, Streams(1), registry=registry, image=image(layers=halves))
    node = nodes_of(section.pools)[0]
    first, second = (Pod(number, f"web-{number}", node=node) for number in (1, 2))

    def again() -> None:
        puller.abort(first)
        clock.start(puller.pull(second))

    clock.start(puller.pull(first))
    clock.at(7.0, again)
    clock.run(until=100)
    assert first.pulled_bytes == pytest.approx(250 + 75)
    assert second.pulled_bytes == 250
    assert node.images == {"web"}


def test_a_pod_without_a_node_pulls_nothing() -> None:
    clock = Clock()
    puller = Puller(
        clock,
        Streams(1),
        registry=Registry(clock, ClusterSection()),
        image=image(),
    )
    with pytest.raises(ValueError, match="has no node"):
        next(puller.pull(Pod(1, "web-1")))
