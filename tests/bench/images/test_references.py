"""Tests of references."""

from __future__ import annotations

import pytest

from bench.images.references import parse_reference
from octoscale.core.errors import UsageError


@pytest.mark.parametrize(
    ("text", "host", "name", "tag"),
    [
        ("r.example/a:1", "r.example", "a", "1"),
        ("r.example/a", "r.example", "a", "latest"),
        ("r.example:5000/a/b-c/d_e:v1.2", "r.example:5000", "a/b-c/d_e", "v1.2"),
        ("localhost/a", "localhost", "a", "latest"),
        ("[::1]:5000/a:1", "[::1]:5000", "a", "1"),
        ("docker.io/library/a", "docker.io", "library/a", "latest"),
    ],
)
def test_parts_are_read(text: str, host: str, name: str, tag: str) -> None:
    found = parse_reference(text)
    assert (found.host, found.name, found.tag) == (host, name, tag)
    assert str(found) == f"{host}/{name}:{tag}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a:1",
        "team/a:1",
        "r.example/A",
        "r.example/a:",
        "r.example/a:b c",
        "r.example//a",
        "r.example/a/",
        "http://r.example/a",
        "r.example:port/a",
        "r.example/../a",
        "r.example/a\n",
        "user:pw@r.example/a",
        "r.example/a@sha256:00",
    ],
)
def test_what_is_no_reference_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_reference(text)


@pytest.mark.parametrize(
    ("text", "loopback"),
    [
        ("127.0.0.1:5000/a", True),
        ("127.9.9.9/a", True),
        ("[::1]:5000/a", True),
        ("localhost:5000/a", True),
        ("localhost.example/a", False),
        ("127.0.0.1.example/a", False),
        ("10.0.0.1:5000/a", False),
    ],
)
def test_a_registry_on_this_machine_is_known(text: str, *, loopback: bool) -> None:
    assert parse_reference(text).is_loopback is loopback


def test_docker_hub_answers_elsewhere() -> None:
    assert parse_reference("docker.io/a/b").server == "registry-1.docker.io"
