"""A demo's record made by hand: 1, 4, 8 and back to 1."""

from __future__ import annotations

from dataclasses import replace

from bench.demo.record import PodSeen, Record, ReplicaPoint, SyncSeen
from bench.demo.settings import DemoSettings


def sync(at: float, current: int, desired: int, value: int | None = 7000) -> SyncSeen:
    return SyncSeen(
        at=at, current=current, desired=desired, ready=current, value_milli=value,
        says="" if current == desired else f"SuccessfulRescale: New size: {desired}",
    )  # fmt: skip


UP_AND_BACK = Record(
    settings=DemoSettings(),
    started="2026-01-01T00:00:00+00:00",
    syncs=(
        sync(0.0, 1, 1),
        sync(5.0, 1, 1),
        sync(10.1, 1, 1),
        sync(15.1, 1, 4, 857000),
        sync(20.2, 4, 8, 242750),
        *(sync(20.2 + 5.05 * n, 8, 8, 113000) for n in range(1, 8)),
        sync(60.8, 8, 8),
        sync(65.8, 8, 8),
        sync(70.9, 8, 1),
        sync(75.9, 1, 1),
    ),
    replicas=(
        ReplicaPoint(0.0, 1, 1, 1),
        ReplicaPoint(15.1, 4, 4, 1),
        ReplicaPoint(15.3, 4, 4, 4),
        ReplicaPoint(20.2, 8, 8, 4),
        ReplicaPoint(20.4, 8, 8, 8),
        ReplicaPoint(70.9, 1, 1, 1),
    ),
    pods=(PodSeen("demo-web-1", -8.0, -7.8), PodSeen("demo-web-2", 15.1, None)),
    idle_value_milli=7000,
    load_began=10.2,
    load_ended=55.7,
    ended=76.0,
    answered=37000,
    failed=0,
    interrupted=False,
    missed="",
)

NEVER_LOADED = replace(
    UP_AND_BACK,
    syncs=UP_AND_BACK.syncs[:2],
    replicas=UP_AND_BACK.replicas[:1],
    load_began=None,
    load_ended=None,
    ended=6.0,
    interrupted=True,
)
