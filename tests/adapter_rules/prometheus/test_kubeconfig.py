"""Logins for Prometheus as Kubernetes' files describe them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.prometheus.http import Connection, HttpPrometheus, tls_context
from adapter_rules.prometheus.kubeconfig import from_kubeconfig, in_cluster
from octoscale.core.errors import (
    EnvironmentMissingError,
    FileAccessError,
    UsageError,
)
from tests.controlplane.certificates import Authority, Subject
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

ASKED = Connection(url="https://prometheus:9090")


def written(folder: Path, user: dict[str, Any], **cluster: Any) -> str:
    """Write a kubeconfig with one context, and another that is not current."""
    config = {
        "current-context": "here",
        "contexts": [
            {"name": "there", "context": {"cluster": "other", "user": "other"}},
            {"name": "here", "context": {"cluster": "c", "user": "u"}},
        ],
        "clusters": [{"name": "c", "cluster": {"server": "https://x", **cluster}}],
        "users": [{"name": "u", "user": user}],
    }
    path = folder / "auth.yaml"
    path.write_text(json.dumps(config), encoding="utf-8")
    return str(path)


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_a_token_is_taken_and_the_url_is_not(tmp_path: Path) -> None:
    made = from_kubeconfig(ASKED, written(tmp_path, {"token": "t"}))
    assert (made.token, made.url) == ("t", ASKED.url)


def test_files_lie_beside_the_kubeconfig(tmp_path: Path) -> None:
    user = {"tokenFile": "token", "client-certificate": "/abs/tls.crt"}
    cluster = {"certificate-authority": "ca.crt"}
    made = from_kubeconfig(ASKED, written(tmp_path, user, **cluster))
    assert made.token_file == str(tmp_path / "token")
    assert made.ca_file == str(tmp_path / "ca.crt")
    assert made.certificate_file == "/abs/tls.crt"


def test_a_password_is_taken(tmp_path: Path) -> None:
    made = from_kubeconfig(ASKED, written(tmp_path, {"username": "u", "password": "p"}))
    assert (made.user, made.password) == ("u", "p")


def test_data_in_the_file_makes_a_tls_context(
    tmp_path: Path, certificates: dict[str, str]
) -> None:
    user = {
        "client-certificate-data": encoded(certificates["certificate"]),
        "client-key-data": encoded(certificates["key"]),
    }
    data = {"certificate-authority-data": encoded(certificates["authority"])}
    made = from_kubeconfig(ASKED, written(tmp_path, user, **data))
    context = tls_context(made)
    assert context.cert_store_stats()["x509_ca"] == 1
    mixed = Connection(
        url=ASKED.url,
        certificate_pem=certificates["certificate"],
        key_pem=certificates["other key"],
    )
    with pytest.raises(FileAccessError, match="certificate"):
        tls_context(mixed)


@pytest.fixture
def certificates(tmp_path: Path) -> dict[str, str]:
    """Make a few certificates."""
    openssl = find_tool("openssl")
    if openssl is None:
        pytest.skip("openssl is missing")
    authority = Authority("ca", folder=tmp_path, openssl=openssl)
    pair = authority.issue("client", Subject(common_name="client"))
    other = authority.issue("other", Subject(common_name="other"))
    return {
        "authority": authority.certificate.read_text(),
        "certificate": pair.certificate.read_text(),
        "key": pair.key.read_text(),
        "other key": other.key.read_text(),
    }


@pytest.mark.parametrize(
    ("user", "cluster", "said"),
    [
        pytest.param({"exec": {"command": "x"}}, {}, "logs in by exec", id="exec"),
        pytest.param({"auth-provider": {"name": "gcp"}}, {}, "auth-pro", id="provider"),
        pytest.param({}, {"insecure-skip-tls-verify": True}, "to anybody", id="skip"),
        pytest.param({"token": "t", "username": "u"}, {}, "both a password", id="both"),
        pytest.param({"client-key-data": "%"}, {}, "no base64", id="no base64"),
    ],
)
def test_what_a_server_cannot_do_is_refused_with_a_way_out(
    tmp_path: Path, user: dict[str, Any], cluster: dict[str, Any], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        from_kubeconfig(ASKED, written(tmp_path, user, **cluster))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: [", id="no YAML"),
        pytest.param("[]", id="no mapping"),
        pytest.param("current-context: a", id="no contexts"),
        pytest.param("{current-context: a, contexts: [{name: b}]}", id="another"),
    ],
)
def test_what_is_no_kubeconfig_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "auth.yaml").write_text(text)
    with pytest.raises(UsageError, match=r"auth\.yaml"):
        from_kubeconfig(ASKED, str(tmp_path / "auth.yaml"))
    with pytest.raises(FileAccessError):
        from_kubeconfig(ASKED, str(tmp_path / "none.yaml"))


def test_a_pod_s_account_is_followed(tmp_path: Path) -> None:
    for name in ("token", "ca.crt"):
        (tmp_path / name).write_text("x")
    made = in_cluster(ASKED, account=tmp_path)
    assert made.token_file == str(tmp_path / "token")
    assert made.ca_file == str(tmp_path / "ca.crt")


def test_outside_a_pod_there_is_no_account(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentMissingError, match="no service account"):
        in_cluster(ASKED, account=tmp_path)


def test_no_secret_of_it_goes_over_http(tmp_path: Path) -> None:
    plain = Connection(url="http://prometheus:9090")
    for user in ({"token": "t"}, {"username": "u", "password": "p"}):
        made = from_kubeconfig(plain, written(tmp_path, user))
        with pytest.raises(UsageError, match="over http"):
            HttpPrometheus(made)
