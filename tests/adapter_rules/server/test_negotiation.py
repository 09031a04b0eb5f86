"""Which form a client gets."""

from __future__ import annotations

import json

import pytest
import yaml

from adapter_rules.server.negotiation import (
    choose,
    choose_for_error,
    is_pretty,
    write,
)
from adapter_rules.server.status import StatusError

JSON = "application/json"
YAML = "application/yaml"
PROTOBUF = "application/vnd.kubernetes.protobuf"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io"
GROUPS = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        pytest.param("", JSON, id="nothing said"),
        pytest.param("*/*", JSON, id="anything"),
        pytest.param("application/*", JSON, id="any application"),
        pytest.param("*", JSON, id="a star"),
        pytest.param(PROTOBUF, PROTOBUF, id="protobuf"),
        pytest.param(f"{PROTOBUF}, */*", PROTOBUF, id="the HPA controller's"),
        pytest.param(f"{PROTOBUF},{JSON}", PROTOBUF, id="both"),
        pytest.param(f"{JSON}, {PROTOBUF}", JSON, id="both, in the other order"),
        pytest.param(f"*/*, {PROTOBUF}", PROTOBUF, id="exact before pattern"),
        pytest.param(f"{YAML};q=0.2, {JSON};q=0.5", JSON, id="by weight"),
        pytest.param(f"{YAML};q=x, {JSON};q=0.5", JSON, id="no weight"),
        pytest.param(f"text/html, {YAML}", YAML, id="what we have"),
        pytest.param(f"{TABLE}, {JSON}", JSON, id="kubectl get"),
        pytest.param(f"{GROUPS},{JSON}", JSON, id="the newer aggregator"),
        pytest.param(f"{JSON}; charset=utf-8", JSON, id="with a charset"),
        pytest.param(f"a/b/c, ;, {JSON}", JSON, id="nonsense before"),
    ],
)
def test_the_form_that_is_wanted_most_is_taken(accept: str, form: str) -> None:
    assert choose(accept) == form
    assert choose_for_error(accept) == form


@pytest.mark.parametrize("accept", ["text/html", "application/xml", TABLE, GROUPS])
def test_nothing_that_we_have_is_406_and_said_in_json(accept: str) -> None:
    with pytest.raises(StatusError) as caught:
        choose(accept)
    assert caught.value.status.code == 406
    assert choose_for_error(accept) == JSON


def test_a_conversion_is_refused_in_other_words_than_an_unknown_form() -> None:
    with pytest.raises(StatusError, match=r"^only the following media types"):
        choose(TABLE)
    with pytest.raises(StatusError, match=r"^406: Not Acceptable"):
        choose("text/html")


def test_yaml_says_the_same_as_json() -> None:
    body = {"b": [1, None, "yes"], "a": {"d": "1k", "c": ""}}
    text = write(body, "application/yaml")
    assert yaml.safe_load(text) == body
    assert text.startswith(b"a:\n  c:")


@pytest.mark.parametrize(
    ("accept", "pretty", "agent", "wanted"),
    [
        ("", None, "curl/8.5.0", True),
        ("", None, "Wget/1.21", True),
        ("", None, "Mozilla/5.0 (X11)", True),
        ("", None, "kubectl/v1.23.0", False),
        ("", "true", "kubectl/v1.23.0", True),
        ("", "0", "curl/8.5.0", False),
        ("application/json;pretty=1", None, "", True),
    ],
)
def test_people_get_indented_json(
    *, accept: str, pretty: str | None, agent: str, wanted: bool
) -> None:
    assert is_pretty(accept, pretty, agent) is wanted


def test_indented_json_says_the_same() -> None:
    body = {"a": [1, None], "b": {}}
    text = write(body, pretty=True)
    assert json.loads(text) == body
    assert text.startswith(b'{\n  "a": [\n    1,')
