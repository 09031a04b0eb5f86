"""The front proxy's configuration: read in full, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from adapter_rules.server import requestheader
from adapter_rules.server.requestheader import NAME, NAMESPACE, RequestHeader, read
from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube.errors import ForbiddenError
from octoscale.kube.types import Kind

DATA = {
    "requestheader-client-ca-file": "PEM\n",
    "requestheader-allowed-names": json.dumps(["front-proxy-client"]),
    "requestheader-username-headers": json.dumps(["X-Remote-User"]),
    "requestheader-group-headers": json.dumps(["X-Remote-Group"]),
    "requestheader-extra-headers-prefix": json.dumps(["X-Remote-Extra-"]),
}


class Cluster:
    """Holds one ConfigMap, or refuses it."""

    def __init__(self, data: dict[str, str] | None) -> None:
        self.data = data

    def get(self, kind: Kind, name: str, *, namespace: str | None = None) -> Any:
        """Give it."""
        assert (kind, name, namespace) == (Kind("v1", "ConfigMap"), NAME, NAMESPACE)
        if self.data is None:
            raise ForbiddenError("no", status=403)
        return {"data": self.data}


def test_all_of_it_is_read() -> None:
    assert read(Cluster(DATA)) == RequestHeader(
        authorities="PEM",
        allowed_names=("front-proxy-client",),
        username_headers=("X-Remote-User",),
        group_headers=("X-Remote-Group",),
        extra_prefixes=("X-Remote-Extra-",),
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(None, "cannot be read: no", id="refused"),
        pytest.param({}, "names no front proxy", id="empty"),
        pytest.param(
            {**DATA, "requestheader-client-ca-file": " "}, "no front proxy", id="blank"
        ),
        pytest.param({**DATA, "requestheader-allowed-names": "{"}, "odd", id="no JSON"),
        pytest.param(
            {**DATA, "requestheader-allowed-names": "{}"}, "no list", id="map"
        ),
    ],
)
def test_anything_else_is_an_error(data: dict[str, str] | None, said: str) -> None:
    with pytest.raises(EnvironmentMissingError, match=said):
        read(Cluster(data))


def test_no_names_at_all_allow_whoever_the_authority_signed() -> None:
    known = requestheader.RequestHeader(authorities="PEM")
    assert known.trusts("anybody")
