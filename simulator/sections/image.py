"""The container image: how much crosses the links, how much lands on the disk."""

from __future__ import annotations

from pydantic import Field, field_validator

from simulator.parameter import (
    Bandwidth,
    Bytes,
    Seconds,
    Section,
    Share,
    assumed,
    measured,
)

_ROUNDING = 1e-6

_MACHINE = "measured on one 2-core machine with containerd 1.6"


class Layer(Section):
    """One layer of the image."""

    share: float = Field(gt=0, le=1)
    """Its part of the image's bytes, on disk and on the links."""

    present: bool = False
    """Whether every node has it: a base that other images have, too."""


class ImageSection(Section):
    """The image of the service, and how a node gets it."""

    name: str = Field(default="service", min_length=1)
    on_disk_bytes: Bytes
    """Unpacked: the size that image listings show."""

    compressed_ratio: Share = measured(
        0.53,
        "ratio",
        "gzip layers of a 2.73 GB image: 1.446 GB (0.45 for 326 MB and 0.46 for "
        "19 MB); of images built to size, 40 % random bytes and 60 % words",
    )
    """Bytes pulled over bytes on disk."""

    resolve_seconds: Seconds = measured(
        0.1,
        "s",
        "a 19 MB image copied from a registry beside it, without unpacking, in 0.11 s, "
        "nearly all of it requests for manifests; on one 2-core machine",
    )
    """Finding the image in the registry; also paid where it is present, since
    the authors' manifest pulls always."""

    unpack_bytes_per_second: Bandwidth = measured(
        145e6,
        "bytes/s",
        "2.73 GB on disk pulled from a registry beside it and unpacked in 18.8 s "
        f"(326 MB: 112 MB/s); {_MACHINE}",
    )
    """Onto a node's disk, after the last byte has come."""

    unpack_jitter_ratio: Share = assumed(
        0.05, "ratio", "uniform; one pull to the next on the same machine"
    )
    """How far a node's unpacking rate lies from the stated one, at most."""

    present_on: tuple[str, ...] = ()
    """Nodes that have the image at the start. Those of the replicas that run
    then have it anyway."""

    layers: tuple[Layer, ...] = ()
    """From the base on: each is unpacked while the next ones come, and one that
    has come is not pulled again. Without any the image is one layer."""

    @field_validator("layers")
    @classmethod
    def _are_the_whole(cls, layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
        whole = sum(layer.share for layer in layers)
        if layers and abs(whole - 1) > _ROUNDING:
            raise ValueError(f"the layers' shares should add up to 1, not {whole:g}")
        return layers

    @property
    def parts(self) -> tuple[tuple[int, float], ...]:
        """The layers that a node lacks: their bytes on the link and on the disk."""
        disk = self.on_disk_bytes.value
        shares = [one.share for one in self.layers if not one.present]
        return tuple(
            (round(disk * self.compressed_ratio.value * share), disk * share)
            for share in (shares if self.layers else [1.0])
        )

    @property
    def pulled_bytes(self) -> int:
        """What one node pulls: the compressed bytes of what it lacks."""
        return sum(size for size, _ in self.parts)
