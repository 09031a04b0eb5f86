"""Which form a client gets."""

from __future__ import annotations

import pytest
import yaml

from adapter_rules.server.negotiation import choose, write
from adapter_rules.server.status import StatusError

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/vnd.kubernetes.protobuf, */*", "application/json"),
        ("application/vnd.kubernetes.protobuf,application/json", "application/json"),
        ("application/yaml, application/json", "application/yaml"),
        (f"{TABLE}, application/json", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
    ],
)
def test_the_first_form_that_we_have_is_taken(accept: str, form: str) -> None:
    assert choose(accept, tables=False) == form


@pytest.mark.parametrize("accept", ["text/html", "application/xml", TABLE])
def test_nothing_that_we_have_is_406(accept: str) -> None:
    with pytest.raises(StatusError) as caught:
        choose(accept, tables=False)
    assert caught.value.status.code == 406


def test_yaml_says_the_same_as_json() -> None:
    body = {"b": [1, None, "yes"], "a": {"d": "1k", "c": ""}}
    text = write(body, "application/yaml")
    assert yaml.safe_load(text) == body
    assert text.startswith(b"a:\n  c:")
