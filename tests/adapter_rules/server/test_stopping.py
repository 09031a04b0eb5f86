"""Told to stop: when it ends, and what it says until then."""

from __future__ import annotations

import asyncio
import signal

import uvicorn

from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.server.catalogue import Catalogue
from adapter_rules.server.state import Serving
from adapter_rules.server.stopping import DelayedServer
from octoscale.kube.restmapper import RESTMapper
from tests.adapter_rules.server.site import RULES, FakePrometheus, site


def delayed(seconds: float) -> tuple[DelayedServer, Serving]:
    mapper = RESTMapper.builtin()
    config = load_source(RULES).config
    serving = Serving(Catalogue(config, compile_config(config, mapper), mapper))
    made = uvicorn.Config("none:none", log_config=None)
    return DelayedServer(made, seconds=seconds, serving=serving), serving


def ticks(server: DelayedServer) -> bool:
    """Tell whether the server would end now."""
    return asyncio.run(server.on_tick(1))


def test_without_a_delay_it_ends_at_once() -> None:
    server, serving = delayed(0.0)
    server.handle_exit(signal.SIGTERM, None)
    assert ticks(server)
    assert not serving.stopping


def test_with_a_delay_it_goes_on_and_says_so() -> None:
    server, serving = delayed(3600.0)
    assert not ticks(server)
    server.handle_exit(signal.SIGTERM, None)
    assert not ticks(server)
    assert serving.stopping


def test_a_second_word_ends_it() -> None:
    server, _ = delayed(3600.0)
    server.handle_exit(signal.SIGTERM, None)
    server.handle_exit(signal.SIGTERM, None)
    assert ticks(server)


def test_the_delay_ends() -> None:
    server, _ = delayed(1e-9)
    server.handle_exit(signal.SIGTERM, None)
    assert ticks(server)


def test_health_tells_that_it_ends_and_answers_go_on() -> None:
    with site(FakePrometheus()) as server:
        server.serving.stopping = True
        assert server.ask("GET", "/readyz").status == 503
        assert server.ask("GET", "/livez").status == 200
        assert server.ask("GET", "/apis").status == 200
