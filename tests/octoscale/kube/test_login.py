"""From a kubeconfig to a cluster's address, and what can be wrong on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core.errors import EnvironmentMissingError, FileAccessError, UsageError
from octoscale.kube.client import connect, connect_in_cluster
from octoscale.kube.types import Address

if TYPE_CHECKING:
    from pathlib import Path


def kubeconfig(**changes: Any) -> dict[str, Any]:
    config: dict[str, Any] = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "c", "cluster": {"server": "https://one.invalid:6443"}}],
        "users": [{"name": "u", "user": {"token": "sesame"}}],
        "contexts": [
            {"name": "one", "context": {"cluster": "c", "user": "u"}},
            {
                "name": "two",
                "context": {"cluster": "c", "user": "u", "namespace": "shop"},
            },
        ],
        "current-context": "one",
    }
    return config | changes


def written(folder: Path, text: str) -> Path:
    path = folder / "config"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("context", "name", "namespace"),
    [
        pytest.param(None, "one", "default", id="the current context, by name"),
        pytest.param("one", "one", "default", id="a context without a namespace"),
        pytest.param("two", "two", "shop", id="a context with a namespace"),
    ],
)
def test_the_address_says_which_cluster_is_meant(
    tmp_path: Path, context: str | None, name: str, namespace: str
) -> None:
    path = written(tmp_path, json.dumps(kubeconfig()))
    client = connect(kubeconfig=path, context=context)
    assert client.address == Address(
        server="https://one.invalid:6443", context=name, namespace=namespace
    )
    client.close()


def test_an_unknown_context_is_a_usage_error_that_names_the_known(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, json.dumps(kubeconfig()))
    with pytest.raises(UsageError, match="no context three") as caught:
        connect(kubeconfig=path, context="three")
    assert caught.value.hint == "its contexts are: one, two"


def test_an_absent_file_is_a_file_error(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="no such file"):
        connect(kubeconfig=tmp_path / "nothing")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("a: [", id="no YAML"),
        pytest.param("just words", id="no mapping"),
        pytest.param("[1, 2]", id="a list"),
        pytest.param(json.dumps({"kind": "Config"}), id="no contexts"),
        pytest.param(json.dumps(kubeconfig(clusters=[])), id="no cluster"),
        pytest.param(json.dumps({**kubeconfig(), "current-context": ""}), id="none"),
        pytest.param(json.dumps({**kubeconfig(), "current-context": "x"}), id="lost"),
    ],
)
def test_a_broken_kubeconfig_is_a_usage_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        connect(kubeconfig=written(tmp_path, text))


def test_outside_a_pod_there_is_no_service_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("KUBERNETES_SERVICE_HOST", raising=False)
    with pytest.raises(EnvironmentMissingError, match="not in a pod"):
        connect_in_cluster()


def test_without_the_extra_the_environment_lacks_something() -> None:
    code = """
import sys
sys.modules["kubernetes"] = None
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.client import connect
try:
    connect(kubeconfig=__file__ if "__file__" in globals() else sys.executable)
except EnvironmentMissingError as error:
    print(error.hint)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "install octoscale[kube]\n"


def test_no_kubeconfig_anywhere_is_said_with_where_it_was_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KUBECONFIG", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(EnvironmentMissingError, match="KUBECONFIG is not set") as seen:
        connect()
    assert str(tmp_path / ".kube" / "config") in str(seen.value)
    monkeypatch.setenv("KUBECONFIG", str(tmp_path / "gone"))
    with pytest.raises(EnvironmentMissingError, match="gone, which does not exist"):
        connect()


def test_a_folder_is_no_kubeconfig(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="it is a folder"):
        connect(kubeconfig=tmp_path)
