"""What is served is swapped as a whole."""

from __future__ import annotations

from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.server.catalogue import Catalogue
from adapter_rules.server.state import Serving
from octoscale.kube.restmapper import RESTMapper
from tests.adapter_rules.server.site import RULES, FakePrometheus, site


def test_nothing_is_ready_before_a_discovery_was_answered() -> None:
    mapper = RESTMapper.builtin()
    config = load_source(RULES).config
    serving = Serving(Catalogue(config, compile_config(config, mapper), mapper))
    assert not serving.ready


def test_ready_is_what_health_tells() -> None:
    with site(FakePrometheus()) as server:
        assert server.ask("GET", "/readyz").status == 200
