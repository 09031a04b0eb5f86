"""The adapter's config, found in its namespace."""

from __future__ import annotations

import pytest

from octoscale.core.errors import InputError
from octoscale.doctor.config_search import candidates, of_text
from octoscale.doctor.owners import Owner
from octoscale.doctor.scene import Refusal
from octoscale.kube.errors import ForbiddenError
from tests.octoscale.doctor.chains import RULES, Chain, adapter, config_map

ADAPTER = Owner("Prometheus Adapter", "monitoring", "prometheus-adapter", True)  # noqa: FBT003 - the flag's name stands in the class


def test_the_mounted_config_is_found() -> None:
    chain = Chain()
    other = config_map()
    other["metadata"]["name"] = "forgotten"
    chain.objects.append(other)
    found = candidates(chain.scene().cluster, ADAPTER)
    assert not isinstance(found, Refusal)
    (one,) = found
    assert one.place == "ConfigMap monitoring/adapter-config"
    assert one.mounted
    assert one.config is not None
    assert len(one.config.config.rules) == 1


def test_where_nobody_mounts_any_all_are_candidates() -> None:
    chain = Chain()
    chain.drop("Deployment")
    found = candidates(chain.scene().cluster, ADAPTER)
    assert not isinstance(found, Refusal)
    assert [one.mounted for one in found] == [False]


def test_flags_come_from_the_deployment() -> None:
    chain = Chain()
    chain.drop("Deployment")
    chain.objects.append(adapter("--metrics-max-age=1m", "--password=x")[1])
    found = candidates(chain.scene().cluster, ADAPTER)
    assert not isinstance(found, Refusal)
    assert found[0].config is not None
    assert {flag.seconds for flag in found[0].config.flags.values()} == {60.0}


def test_a_config_that_cannot_be_read_says_why() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(config_map("rules:\n- seriesQuery: [a]\n"))
    found = candidates(chain.scene().cluster, ADAPTER)
    assert not isinstance(found, Refusal)
    assert found[0].config is None
    assert "seriesQuery" in found[0].problem


def test_other_config_maps_are_not_looked_into() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(config_map("colour: blue"))
    assert candidates(chain.scene().cluster, ADAPTER) == []


def test_a_missing_right_is_an_answer() -> None:
    scene = Chain().scene()
    scene.cluster.kube.failures.append(ForbiddenError("no", status=403))  # type: ignore[attr-defined]  # the port in memory
    found = candidates(scene.cluster, ADAPTER)
    assert isinstance(found, Refusal)
    assert found.is_forbidden


def test_a_named_file_is_read() -> None:
    (one,) = of_text(RULES, file="rules.yaml")
    assert (one.place, one.mounted) == ("rules.yaml", True)
    with pytest.raises(InputError):
        of_text("rules: 5", file="rules.yaml")
