"""Look up who a registry knows us as, where container tools keep it.

Those tools write the files (``podman login``, ``docker login``); here they are only
read. What is found is sent to that registry alone, and shown nowhere.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HUB_KEYS = ("https://index.docker.io/v1/", "docker.io", "index.docker.io")


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user and what proves it."""

    user: str
    secret: str = field(repr=False)

    @property
    def basic(self) -> str:
        """The header that says so."""
        pair = f"{self.user}:{self.secret}".encode()
        return "Basic " + base64.b64encode(pair).decode()


def find(
    host: str, *, environment: Mapping[str, str] | None = None
) -> Credentials | None:
    """Find credentials for the registry *host*; none is no error.

    Looked for in ``REGISTRY_AUTH_FILE``, then in podman's file, then in docker's,
    whose helper programs are asked too.
    """
    known = os.environ if environment is None else environment
    keys = _HUB_KEYS if host == "docker.io" else (host, f"https://{host}")
    for path in _files(known):
        document = _read(path)
        for key in keys:
            found = _stored(document, key) or _helped(document, key)
            if found is not None:
                return found
    return None


def _files(known: Mapping[str, str]) -> Iterator[Path]:
    home = Path(known.get("HOME", "/"))
    if "REGISTRY_AUTH_FILE" in known:
        yield Path(known["REGISTRY_AUTH_FILE"])
    if "XDG_RUNTIME_DIR" in known:
        yield Path(known["XDG_RUNTIME_DIR"]) / "containers" / "auth.json"
    yield Path(known.get("DOCKER_CONFIG", home / ".docker")) / "config.json"


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        document = json.loads(path.read_bytes())
        if isinstance(document, dict):
            return document
    return {}


def _stored(document: dict[str, Any], key: str) -> Credentials | None:
    with suppress(KeyError, TypeError, ValueError):
        text = base64.b64decode(document["auths"][key]["auth"]).decode()
        user, colon, secret = text.partition(":")
        return Credentials(user, secret) if colon else None
    return None


def _helped(document: dict[str, Any], key: str) -> Credentials | None:
    """Ask the helper program that the file names for this registry."""
    with suppress(KeyError, TypeError, ValueError, OSError, AttributeError):
        own = document.get("credHelpers") or {}
        name = own.get(key) or document["credsStore"]
        done = subprocess.run(  # noqa: S603 - the program that the user's own file names
            [f"docker-credential-{name}", "get"],
            input=key,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        answer = json.loads(done.stdout)
        return Credentials(answer["Username"], answer["Secret"])
    return None
