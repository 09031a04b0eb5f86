"""The container image: how much crosses the links, how much lands on the disk."""

from __future__ import annotations

from pydantic import Field

from simulator.parameter import (
    Bandwidth,
    Bytes,
    Seconds,
    Section,
    Share,
    assumed,
    measured,
)

_MACHINE = "measured on one 2-core machine with containerd 1.6"


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

    @property
    def pulled_bytes(self) -> int:
        """What one node pulls: the compressed bytes."""
        return round(self.on_disk_bytes.value * self.compressed_ratio.value)
