"""The table of options; what they mean together is ``test_settings``' business."""

from __future__ import annotations

from typing import Any

import pytest

from adapter_rules.server.options import OPTIONS, settings_from
from octoscale.core.errors import UsageError
from tests.adapter_rules.server.test_settings import GIVEN

ADAPTERS = (
    *("config", "prometheus-url", "prometheus-verb", "prometheus-header"),
    *("prometheus-ca-file", "prometheus-client-tls-cert-file"),
    *("prometheus-client-tls-key-file", "prometheus-token-file"),
    *("prometheus-auth-config", "prometheus-auth-incluster"),
    *("metrics-relist-interval", "metrics-max-age", "discovery-interval"),
    *("lister-kubeconfig", "client-qps", "client-burst", "bind-address"),
    *("secure-port", "tls-cert-file", "tls-private-key-file", "cert-dir"),
    *("disable-http2", "logtostderr", "v"),
    *("authentication-kubeconfig", "authorization-kubeconfig"),
)


def test_names_are_unique() -> None:
    names = [option.name for option in OPTIONS]
    assert len(set(names)) == len(names)
    assert all(name.startswith("--") for name in names)


@pytest.mark.parametrize("name", ADAPTERS)
def test_the_adapter_s_own_flags_are_taken(name: str) -> None:
    assert f"--{name}" in {option.name for option in OPTIONS}


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        pytest.param("prometheus_verb", "PUT", "GET, POST", id="a choice"),
        pytest.param("secure_port", "x", "a number", id="a number"),
        pytest.param("secure_port", "-1", "a number", id="a negative one"),
        pytest.param("deadline", "soon", "a time such as", id="a time"),
        pytest.param("deadline", "0s", "a time such as", id="no time"),
        pytest.param("config", "", "--config is missing", id="nothing"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    key: str, value: str, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        settings_from({**GIVEN, key: value})


@pytest.mark.parametrize(
    ("key", "value", "field", "read"),
    [
        ("coalesce", "1m30s", "coalesce_seconds", 90.0),
        ("coalesce", "500ms", "coalesce_seconds", 0.5),
        ("queries_at_once", "7", "queries_at_once", 7),
        ("compat", True, "compat", True),
        ("prometheus_header", ("a=b", "c"), "prometheus_headers", ("a=b", "c")),
        ("prometheus_auth_config", "f", "prometheus_auth_config", "f"),
        ("prometheus_auth_incluster", True, "prometheus_auth_in_cluster", True),
    ],
)
def test_what_is_typed_becomes_a_setting(
    key: str, value: Any, field: str, read: Any
) -> None:
    assert getattr(settings_from({**GIVEN, key: value}), field) == read


def test_both_logins_at_once_are_refused() -> None:
    both = {"prometheus_auth_config": "f", "prometheus_auth_incluster": True}
    with pytest.raises(UsageError, match="exclude each other"):
        settings_from({**GIVEN, **both})
