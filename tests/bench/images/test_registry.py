"""Tests of talking to a registry that misbehaves."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from bench.images.errors import RegistryError
from bench.images.references import parse_reference
from bench.images.registry import Registry
from tests.bench.images.registries import Behavior, misbehaving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOB = b"layer" * 1000
DIGEST = "sha256:" + hashlib.sha256(BLOB).hexdigest()
MEDIA = "application/vnd.oci.image.manifest.v1+json"


@pytest.fixture
def logged_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Log in at an address as ``u`` with ``p``."""
    monkeypatch.setenv("REGISTRY_AUTH_FILE", str(tmp_path / "auth.json"))

    def log_in(address: str) -> None:
        auths = {"auths": {address: {"auth": "dTpw"}}}
        (tmp_path / "auth.json").write_text(json.dumps(auths))

    return log_in


def registry(address: str, pauses: list[float] | None = None) -> Registry:
    return Registry(
        parse_reference(f"{address}/a/b:1"),
        plain_http=True,
        pause=(pauses if pauses is not None else []).append,
    )


def put(made: Registry) -> None:
    made.put_blob(DIGEST, (lambda: [BLOB], len(BLOB)))


def test_a_blob_is_uploaded_once() -> None:
    behavior = Behavior()
    with misbehaving(behavior) as address:
        made = registry(address)
        assert not made.has_blob(DIGEST)
        put(made)
        assert made.has_blob(DIGEST)
    assert behavior.blobs == {DIGEST: BLOB}


@pytest.mark.parametrize("login", ["basic", "bearer"])
def test_it_logs_in_when_asked(login: str, logged_in: Callable[[str], None]) -> None:
    behavior = Behavior(login=login)
    with misbehaving(behavior) as address:
        logged_in(address)
        put(registry(address))
    assert behavior.blobs == {DIGEST: BLOB}
    assert [path for _, path, _ in behavior.seen].count(
        "/token?service=here&scope=x"
    ) == (1 if login == "bearer" else 0)


@pytest.mark.parametrize("login", ["basic", "bearer"])
def test_without_a_login_it_says_how_to_get_one(
    login: str, logged_in: Callable[[str], None]
) -> None:
    logged_in("another.example")
    with (
        misbehaving(Behavior(login=login)) as address,
        pytest.raises(RegistryError, match="who are you") as caught,
    ):
        put(registry(address))
    assert f"podman login {address}" in caught.value.hint


@pytest.mark.parametrize("failures", [[503], [0], [500, 0]])
def test_failures_that_pass_are_tried_again(failures: list[int]) -> None:
    behavior, pauses = Behavior(failures=list(failures)), list[float]()
    with misbehaving(behavior) as address:
        put(registry(address, pauses))
    assert behavior.blobs == {DIGEST: BLOB}
    assert len(pauses) == len(failures)


def test_failures_that_stay_are_named() -> None:
    with (
        misbehaving(Behavior(failures=[503] * 9)) as address,
        pytest.raises(RegistryError, match="503 OOPS: no luck"),
    ):
        put(registry(address))


def test_a_refusal_is_not_tried_again() -> None:
    behavior, pauses = Behavior(failures=[403]), list[float]()
    with (
        misbehaving(behavior) as address,
        pytest.raises(RegistryError, match="403 OOPS: no luck"),
    ):
        put(registry(address, pauses))
    assert pauses == []


def test_nobody_there_is_told_at_once() -> None:
    pauses: list[float] = []
    with pytest.raises(RegistryError, match="refused") as caught:
        put(registry("127.0.0.1:1", pauses))
    assert pauses == []
    assert "without TLS" in caught.value.hint


def test_a_store_behind_the_registry_is_told_no_password(
    logged_in: Callable[[str], None],
) -> None:
    store = Behavior()
    with misbehaving(store) as elsewhere:
        behavior = Behavior(login="basic", other_store=f"http://{elsewhere}")
        with misbehaving(behavior) as address:
            logged_in(address)
            put(registry(address))
    assert store.blobs == {DIGEST: BLOB}
    assert [known for _, _, known in store.seen] == [""]


def test_a_manifest_goes_under_its_tag() -> None:
    behavior = Behavior()
    with misbehaving(behavior) as address:
        registry(address).put_manifest(DIGEST, BLOB, MEDIA)
    assert behavior.manifests == {"1": BLOB}


def test_a_registry_that_changes_the_manifest_is_found_out() -> None:
    with (
        misbehaving(Behavior(manifest_digest="sha256:bad")) as address,
        pytest.raises(RegistryError, match="made it sha256:bad"),
    ):
        registry(address).put_manifest(DIGEST, BLOB, MEDIA)


def test_passwords_are_not_sent_readable_over_a_network() -> None:
    remote = Registry(parse_reference("r.example/a"), plain_http=True)
    assert not remote._may_tell("http://r.example")
    assert remote._may_tell("https://auth.example/token")
