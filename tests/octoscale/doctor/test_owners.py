"""Whose an API is, by the names behind it."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.doctor.owners import owner_of


def api(namespace: str, name: str) -> dict[str, Any]:
    return {"spec": {"service": {"namespace": namespace, "name": name}}}


@pytest.mark.parametrize(
    ("namespace", "name", "title", "follows_rules"),
    [
        ("monitoring", "prometheus-adapter", "Prometheus Adapter", True),
        ("keda", "keda-operator-metrics-apiserver", "KEDA", False),
        ("kube-system", "metrics-server", "metrics-server", False),
        ("datadog", "cluster-agent-metrics-api", "Datadog", False),
        ("shop", "octoscale-metrics", "octoscale serve", True),
        ("shop", "something", "", True),
    ],
)
def test_the_owner_is_known_by_its_names(
    namespace: str, name: str, title: str, *, follows_rules: bool
) -> None:
    owner = owner_of(api(namespace, name))
    assert (owner.title, owner.follows_rules) == (title, follows_rules)
    assert f"{namespace}/{name}" in str(owner)


def test_the_service_s_name_goes_before_the_namespace_s() -> None:
    assert owner_of(api("octoscale", "keda-metrics")).title == "KEDA"


def test_an_api_of_the_server_itself_follows_no_rules() -> None:
    owner = owner_of({"spec": {}})
    assert str(owner) == "the API server"
    assert not owner.follows_rules
