"""How a node gets an image: resolve, download, unpack.

Layers come one after the other, and each is unpacked while the next ones come,
as a real runtime does. An image without layers is downloaded, then unpacked: the
stated rate was measured over whole pulls, so that the sum errs towards slow links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator

    import simpy

    from simulator.clock import Clock
    from simulator.sections.image import ImageSection
    from simulator.streams import Streams
    from simulator.world.nodes import Node
    from simulator.world.pods import Pod
    from simulator.world.registry import Registry


class Puller:
    """Pulls the service's image onto nodes."""

    def __init__(
        self,
        clock: Clock,
        streams: Streams,
        *,
        registry: Registry,
        image: ImageSection,
        parallel: bool = True,
    ) -> None:
        """Pull *image* from *registry*; *parallel*: for several pods of a node."""
        self._clock = clock
        self._streams = streams
        self._registry = registry
        self._image = image
        self._parallel = parallel
        self._busy: dict[Node, simpy.Event] = {}
        self._arrived: set[tuple[Node, int]] = set()
        """Layers that have come, by their number among those that nodes lack."""

        self._earlier: dict[Pod, float] = {}
        """Bytes of a pod's earlier layers."""

    def pull(self, pod: Pod) -> Generator[simpy.Event, Any, None]:
        """Bring the image to the pod's node; where it is, only resolve it."""
        node = pod.node
        if node is None:
            raise ValueError(f"pod {pod.name} has no node to pull to")
        if self._parallel:
            yield from self._bring(pod, node)
            return
        while node in self._busy:
            yield self._busy[node]
        self._busy[node] = self._clock.event()
        try:
            yield from self._bring(pod, node)
        finally:
            self._busy.pop(node).succeed()

    def _bring(self, pod: Pod, node: Node) -> Generator[simpy.Event, Any, None]:
        """Resolve, download and unpack, as far as it is not there."""
        image = self._image
        yield self._clock.sleep(image.resolve_seconds.value)
        if image.name in node.images:
            return
        rate = image.unpack_bytes_per_second.value * self._streams.spread(
            image.unpack_jitter_ratio.value, "unpack", pod.name
        )
        unpacking = 0.0
        for number, (size, on_disk) in enumerate(image.parts):
            before = self._clock.now
            if (node, number) not in self._arrived:
                yield from self._download(pod, node, size)
            if image.layers:
                self._arrived.add((node, number))
            passed = self._clock.now - before
            unpacking = max(0.0, unpacking - passed) + on_disk / rate
        yield self._clock.sleep(unpacking)
        node.images.add(image.name)

    def _download(
        self, pod: Pod, node: Node, size: int
    ) -> Generator[simpy.Event, Any, None]:
        """Bring so many bytes."""
        pod.transfer = self._registry.send(size, node)
        yield pod.transfer.done
        self.settle(pod)
        self._earlier[pod] = pod.pulled_bytes
        pod.transfer = None

    def settle(self, pod: Pod) -> None:
        """Write down how much of the image has arrived for *pod* by now."""
        if pod.transfer is not None:
            now = self._registry.received(pod.transfer)
            pod.pulled_bytes = self._earlier.get(pod, 0.0) + now

    def abort(self, pod: Pod) -> None:
        """Give up the pull that goes on for *pod*, if there is one."""
        if pod.transfer is not None:
            self.settle(pod)
            self._registry.abort(pod.transfer)
            pod.transfer = None
