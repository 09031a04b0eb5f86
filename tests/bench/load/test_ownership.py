"""Who listens is looked up before load goes there."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psutil
import pytest

from bench.load.addresses import Target, resolve
from bench.load.ownership import Owner, check_owner, owners
from bench.observation import NotObserved
from octoscale.core.errors import EnvironmentMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[Target]:
    with socket.create_server((host, 0)) as server:
        port = server.getsockname()[1]
        yield resolve(f"http://127.0.0.1:{port}", ())


def test_the_owner_is_found_by_process() -> None:
    own = psutil.Process()
    with listening() as target:
        found = owners(target)
    assert found == (
        Owner(pid=os.getpid(), name=own.name(), started=own.create_time()),
    )


def test_one_who_listens_everywhere_listens_here_too() -> None:
    with listening("0.0.0.0") as target:
        found = owners(target)
    assert not isinstance(found, NotObserved)
    assert [owner.pid for owner in found] == [os.getpid()]


def test_nobody_is_an_error_before_anything_is_sent() -> None:
    with listening() as target:
        pass
    with pytest.raises(
        EnvironmentMissingError, match=r"nobody listens at 127\.0\.0\.1"
    ):
        check_owner(target, None)


def test_another_process_than_the_plan_s_is_an_error() -> None:
    with listening() as target:
        name = psutil.Process().name()
        assert check_owner(target, name)
        with pytest.raises(EnvironmentMissingError, match="and not 'haproxy'"):
            check_owner(target, "haproxy")


def test_a_port_that_changed_hands_is_an_error() -> None:
    before = (Owner(pid=1, name="gone", started=0.0),)
    with (
        listening() as target,
        pytest.raises(EnvironmentMissingError, match="changed hands: gone"),
    ):
        check_owner(target, None, before=before)


def test_another_machine_s_port_is_not_observed_and_not_assumed() -> None:
    target = resolve("http://192.0.2.1:80", ())
    assert isinstance(check_owner(target, None), NotObserved)
    with pytest.raises(EnvironmentMissingError, match="the plan wants 'haproxy'"):
        check_owner(target, "haproxy")
