"""The watches of a repeat: gaps are marked, a lost server ends it, threads end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bench.drivers.kubernetes.watches import Watches
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import ForbiddenError, UnreachableError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Kind

if TYPE_CHECKING:
    from bench.drivers.kubernetes.recording import Seen

CONFIG = Kind("v1", "ConfigMap")


@dataclass
class Listener:
    """Keeps everything that it is told."""

    gaps: list[str] = field(default_factory=list)
    told: list[Seen] = field(default_factory=list)

    def take(self, seen: Seen) -> None:
        self.told.append(seen)

    def names(self, *, late: bool) -> list[str]:
        told = [one.manifest for one in self.told if one.late is late]
        return [manifest["metadata"]["name"] for manifest in told]


def config(name: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}}


def watching(kube: MemoryKube, *, lost_seconds: float = 60.0) -> Watches:
    return Watches(kube, "default", [CONFIG], lost_seconds=lost_seconds)


def test_what_came_before_there_was_a_listener_is_told_to_it() -> None:
    kube, listener = MemoryKube(), Listener()
    kube.create(config("early"))
    with watching(kube) as told:
        told.tell(listener)
        kube.create(config("later"))
        assert told.wait_for(lambda: len(listener.told) == 2, 10)
    assert listener.names(late=False) == ["early", "later"]


def test_what_a_listing_after_a_lost_history_shows_is_late() -> None:
    kube, listener = MemoryKube(), Listener()
    with watching(kube) as told:
        told.tell(listener)
        kube.create(config("before"))
        assert told.wait_for(lambda: len(listener.told) == 1, 10)
        kube.drop_history()
        assert told.wait_for(lambda: bool(listener.gaps), 20)
        kube.create(config("after"))
        assert told.wait_for(lambda: len(listener.told) == 2, 10)
    assert listener.names(late=False) == ["before", "after"]
    assert listener.gaps[0].startswith("the watch of ConfigMaps had a gap of ")


def test_a_server_that_stays_away_is_lost() -> None:
    kube = MemoryKube()
    with watching(kube, lost_seconds=0.2) as told:
        told.tell(Listener())
        kube.drop_history()
        kube.failures.extend([UnreachableError("away")] * 1000)
        with pytest.raises(EnvironmentMissingError, match="has not answered"):
            told.wait_for(lambda: False, 20)
        kube.failures.clear()


def test_a_watch_that_is_forbidden_says_so() -> None:
    kube = MemoryKube()
    kube.failures.append(ForbiddenError("no rights"))
    with pytest.raises(ForbiddenError, match="no rights"), watching(kube):
        pass


def test_waiting_ends_in_time() -> None:
    with watching(MemoryKube()) as told:
        assert not told.wait_for(lambda: False, 0.01)
        assert told.wait_for(lambda: True, 0.0)
