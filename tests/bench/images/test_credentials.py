"""Tests of looking up credentials."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from bench.images.credentials import Credentials, find

if TYPE_CHECKING:
    from pathlib import Path


def auth(user: str, secret: str) -> dict[str, str]:
    return {"auth": base64.b64encode(f"{user}:{secret}".encode()).decode()}


def write(path: Path, document: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))


def test_dockers_file_is_read(tmp_path: Path) -> None:
    write(tmp_path / ".docker/config.json", {"auths": {"r.example": auth("u", "p:q")}})
    found = find("r.example", environment={"HOME": str(tmp_path)})
    assert found == Credentials("u", "p:q")
    assert find("other.example", environment={"HOME": str(tmp_path)}) is None


def test_podmans_file_comes_before_dockers(tmp_path: Path) -> None:
    write(tmp_path / ".docker/config.json", {"auths": {"r.example": auth("d", "1")}})
    write(
        tmp_path / "run/containers/auth.json", {"auths": {"r.example": auth("p", "2")}}
    )
    known = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    assert find("r.example", environment=known) == Credentials("p", "2")


def test_a_named_file_comes_first(tmp_path: Path) -> None:
    write(tmp_path / "mine.json", {"auths": {"https://r.example": auth("m", "3")}})
    known = {"HOME": "/none", "REGISTRY_AUTH_FILE": str(tmp_path / "mine.json")}
    assert find("r.example", environment=known) == Credentials("m", "3")


def test_docker_hub_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = {"auths": {"https://index.docker.io/v1/": auth("h", "4")}}
    write(tmp_path / "config.json", keys)
    found = find("docker.io", environment={"DOCKER_CONFIG": str(tmp_path)})
    assert found == Credentials("h", "4")


def test_a_helper_program_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper = tmp_path / "docker-credential-tiny"
    helper.write_text(
        '#!/bin/sh\nread host\n[ "$1 $host" = "get r.example" ] || exit 1\n'
        'echo \'{"Username": "helped", "Secret": "5"}\'\n'
    )
    helper.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    write(tmp_path / "config.json", {"credHelpers": {"r.example": "tiny"}})
    known = {"DOCKER_CONFIG": str(tmp_path)}
    assert find("r.example", environment=known) == Credentials("helped", "5")
    assert find("other.example", environment=known) is None
    write(tmp_path / "config.json", {"credsStore": "tiny"})
    assert find("r.example", environment=known) == Credentials("helped", "5")
    write(tmp_path / "config.json", {"credsStore": "missing"})
    assert find("r.example", environment=known) is None


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"auths": None},
        {"auths": {"r.example": {}}},
        {"auths": {"r.example": {"auth": "%%%"}}},
        {"auths": {"r.example": {"auth": base64.b64encode(b"nocolon").decode()}}},
        {"credHelpers": ["r.example"]},
    ],
)
def test_a_file_that_makes_no_sense_is_no_credential(
    document: Any, tmp_path: Path
) -> None:
    write(tmp_path / "config.json", document)
    assert find("r.example", environment={"DOCKER_CONFIG": str(tmp_path)}) is None


def test_the_secret_is_not_shown() -> None:
    assert "hidden" not in repr(Credentials("u", "hidden"))
