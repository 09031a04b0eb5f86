"""Reload, discovery and refresh: what is served stays whole, whatever happens."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from adapter_rules.errors import PrometheusUnreachableError
from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from adapter_rules.server.catalogue import Catalogue
from adapter_rules.server.configfile import ConfigFile
from adapter_rules.server.relisting import Relisting
from adapter_rules.server.state import Serving
from adapter_rules.server.telemetry import Telemetry
from adapter_rules.server.upkeep import Rhythm, Upkeep
from octoscale.kube.errors import UnreachableError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.restmapper import RESTMapper
from tests.adapter_rules.server.site import RULES, FakePrometheus

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.kube.types import Discovery

MORE = """\
- seriesQuery: more
  resources: {overrides: {namespace: {resource: namespace}}}
  metricsQuery: <<.Series>>{<<.LabelMatchers>>}
"""


@dataclass
class Kept:
    """A server's upkeep and the file that it follows."""

    upkeep: Upkeep
    path: Path
    prometheus: FakePrometheus

    @property
    def names(self) -> list[str]:
        """What is listed."""
        catalogue = self.upkeep.serving.catalogue
        return [n for n, _ in (*catalogue.custom_names, *catalogue.external_names)]

    @property
    def metrics(self) -> str:
        """The server's own metrics."""
        return self.upkeep.telemetry.exposition().decode()

    def relist(self) -> bool:
        """Discover once."""
        return asyncio.run(self.upkeep.relist())

    def looks(self, times: int = 2) -> None:
        """Look at the file; twice is settled."""
        for _ in range(times):
            asyncio.run(self.upkeep.reload())


def kept(path: Path, *, compat: bool = False, rules: str = RULES) -> Kept:
    if not path.exists():
        path.write_text(rules)
    file = ConfigFile(str(path))
    source = load_source(file.first())
    mapper = RESTMapper.builtin()
    compiled = compile_config(source.config, mapper)
    prometheus = FakePrometheus()
    telemetry = Telemetry(clock=lambda: 5.0)
    relisting = Relisting(
        prometheus, look_back_seconds=600, telemetry=telemetry, compat=compat
    )
    upkeep = Upkeep(
        serving=Serving(Catalogue(source.config, compiled, mapper)),
        relisting=relisting,
        file=file,
        discover=MemoryKube().discover,
        renew=nothing,
        telemetry=telemetry,
        clock=lambda: 5.0,
        rhythm=Rhythm(),
        compat=compat,
    )
    return Kept(upkeep, path, prometheus)


async def nothing() -> None:
    """Renew nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Kept:
    return kept(tmp_path / "rules.yaml")


ALL = ["namespaces/hits", "pods/hits", "depth"]


def test_discovery_lists_and_makes_ready(server: Kept) -> None:
    assert server.relist()
    assert server.names == ALL
    assert server.upkeep.serving.ready
    assert 'octoscale_rule_listed_names{rule="rules[0]"} 2.0' in server.metrics
    assert 'octoscale_rule_series{rule="externalRules[0]"} 1.0' in server.metrics


def test_one_failing_rule_keeps_what_it_had_and_the_others_go_on(server: Kept) -> None:
    server.relist()
    gone = PrometheusUnreachableError("gone")
    new = [Series("depth", {"namespace": "a"}), Series("other", {"namespace": "a"})]
    server.prometheus.found = {"hits": gone, "depth": new}
    assert not server.relist()
    assert server.names == [*ALL, "other"]
    assert 'octoscale_rule_last_error{error="gone",rule="rules[0]"} 1.0' in (
        server.metrics
    )


def test_compatible_mode_drops_the_whole_discovery(tmp_path: Path) -> None:
    two = RULES.replace("externalRules:", f"{MORE}externalRules:")
    server = kept(tmp_path / "rules.yaml", compat=True, rules=two)
    server.prometheus.found = {
        "hits": [Series("hits", {"namespace": "a"})],
        "more": PrometheusUnreachableError("gone"),
    }
    assert not server.relist()
    assert server.names == []


def test_before_any_answer_the_server_is_not_ready(server: Kept) -> None:
    gone = PrometheusUnreachableError("gone")
    server.prometheus.found = {"hits": gone, "depth": gone}
    assert not server.relist()
    assert not server.upkeep.serving.ready


def test_a_settled_file_is_served(server: Kept) -> None:
    server.relist()
    server.prometheus.found = {
        **server.prometheus.found,
        "more": [Series("more", {"namespace": "a"})],
    }
    server.path.write_text(RULES + MORE)
    server.looks(1)
    assert server.names == ALL
    server.looks(1)
    assert server.names == [*ALL, "more"]
    assert "octoscale_config_last_reload_successful 1.0" in server.metrics


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rules: [", id="half-written"),
        pytest.param("", id="empty"),
        pytest.param("rules: []\n", id="no rules left"),
        pytest.param(RULES.replace("metricsQuery", "metricQuery"), id="unknown field"),
        pytest.param(RULES.replace("resource: pod", "resource: po"), id="no resource"),
        pytest.param(RULES.replace("<<.Series>>", "<<.Series"), id="bad template"),
    ],
)
def test_a_bad_file_keeps_the_old_rules(server: Kept, text: str) -> None:
    server.relist()
    server.path.write_text(text)
    server.looks()
    assert server.names == ALL
    assert "octoscale_config_last_reload_successful 0.0" in server.metrics
    server.path.write_text(RULES + MORE)
    server.looks()
    assert "octoscale_config_last_reload_successful 1.0" in server.metrics


def test_a_missing_file_keeps_the_old_rules(server: Kept) -> None:
    server.relist()
    server.path.unlink()
    server.looks()
    assert server.names == ALL


def test_the_links_of_a_configmap_are_followed(tmp_path: Path) -> None:
    for version, text in (("1", RULES), ("2", RULES + MORE)):
        (tmp_path / version).mkdir()
        (tmp_path / version / "config.yaml").write_text(text)
    (tmp_path / "..data").symlink_to("1")
    (tmp_path / "config.yaml").symlink_to("..data/config.yaml")
    server = kept(tmp_path / "config.yaml")
    server.relist()
    (tmp_path / "..tmp").symlink_to("2")
    (tmp_path / "..tmp").rename(tmp_path / "..data")
    server.looks()
    assert len(server.upkeep.serving.catalogue.compiled.external) == 2


def test_a_file_that_keeps_moving_is_waited_for(server: Kept) -> None:
    for number in range(3):
        server.path.write_text(f"{RULES}# {number}\n")
        assert server.upkeep.file.look() is None


def test_new_resources_of_the_cluster_get_known(server: Kept) -> None:
    server.relist()
    before = server.upkeep.serving.catalogue.mapper
    asyncio.run(server.upkeep.refresh())
    assert server.upkeep.serving.catalogue.mapper is not before
    assert server.names == ALL


def test_a_cluster_that_is_away_keeps_the_known_resources(server: Kept) -> None:
    def gone() -> Discovery:
        raise UnreachableError("gone")

    server.relist()
    before = server.upkeep.serving.catalogue
    server.upkeep.discover = gone
    asyncio.run(server.upkeep.refresh())
    assert server.upkeep.serving.catalogue is before
