"""The load comes and goes at once, and survives a service that is away."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bench.demo.balancer import Balancer
from bench.demo.clients import Clients, Hey
from bench.demo.settings import DemoSettings
from octoscale.core.errors import EnvironmentMissingError
from tests.e2e.chain import demo_service

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FEW = DemoSettings(connections=30, target=20, max_replicas=2)
PATIENCE_SECONDS = 60.0


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end


def test_clients_ask_until_they_are_told_to_leave() -> None:
    with demo_service() as (_, url):
        clients = Clients(int(url.rpartition(":")[2]), FEW)
        clients.start()
        wait_until(lambda: clients.asked.answered >= 30)
        clients.stop()
        answered = clients.asked.answered
        assert not clients.running
    assert clients.asked.failed == 0
    assert clients.asked.answered == answered


def test_a_service_that_is_away_is_counted_and_asked_again() -> None:
    with Balancer() as balancer:
        clients = Clients(balancer.port, FEW)
        clients.start()
        wait_until(lambda: clients.asked.failed > 30)
        clients.stop()
    assert clients.asked.answered == 0


def test_stopping_what_never_started_is_fine() -> None:
    Clients(1, FEW).stop()


def test_a_missing_hey_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("bench.demo.clients.find_program", lambda _: None)
    with pytest.raises(EnvironmentMissingError, match="hey"):
        Hey(1, FEW)
