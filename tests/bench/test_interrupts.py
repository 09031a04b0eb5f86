"""Signals wait where they would lose something, and come where they may."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress

import pytest

from bench.interrupts import SIGNALS, Interrupts, held_off

BOTH = pytest.mark.parametrize("number", SIGNALS, ids=lambda s: s.name)


@BOTH
def test_a_signal_waits_until_it_is_let_through(number: signal.Signals) -> None:
    reached = []
    with held_off() as interrupts:
        signal.raise_signal(number)
        reached.append("held")
        with pytest.raises(KeyboardInterrupt), interrupts.allowed():
            reached.append("allowed")
    assert reached == ["held"]


@BOTH
def test_a_signal_comes_at_once_where_it_is_let_through(number: signal.Signals) -> None:
    reached = []

    def work(interrupts: Interrupts) -> None:
        with interrupts.allowed():
            signal.raise_signal(number)
            reached.append("after")

    with held_off() as interrupts:
        with pytest.raises(KeyboardInterrupt):
            work(interrupts)
        reached.append("kept")
    assert reached == ["kept"]


@BOTH
def test_a_signal_that_nothing_let_through_comes_at_the_end(
    number: signal.Signals,
) -> None:
    reached = []

    def work() -> None:
        with held_off():
            signal.raise_signal(number)
            reached.append("held")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["held"]


def test_an_interrupt_comes_once_and_a_later_one_waits_for_its_block() -> None:
    interrupts = Interrupts()
    with pytest.raises(KeyboardInterrupt), interrupts.allowed():
        interrupts.receive(signal.SIGINT, None)
    with interrupts.allowed():
        pass
    interrupts.receive(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        interrupts.deliver()


def test_a_signal_that_a_library_swallowed_still_counts() -> None:
    interrupts = Interrupts()
    with (
        pytest.raises(KeyboardInterrupt),
        interrupts.allowed(),
        suppress(KeyboardInterrupt),
    ):
        interrupts.receive(signal.SIGTERM, None)


def test_handlers_are_put_back_and_ignored_signals_stay_ignored() -> None:
    before = [signal.getsignal(number) for number in SIGNALS]
    with held_off():
        assert all(
            signal.getsignal(n) != b for n, b in zip(SIGNALS, before, strict=True)
        )
    assert [signal.getsignal(number) for number in SIGNALS] == before
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with held_off():
            assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before[0])


def test_another_thread_changes_no_handlers() -> None:
    before = signal.getsignal(signal.SIGTERM)
    seen = []

    def work() -> None:
        with held_off() as interrupts, interrupts.allowed():
            seen.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [before]
