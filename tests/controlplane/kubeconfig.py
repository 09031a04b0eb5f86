"""The kubeconfig file of one user of the control plane, credentials embedded."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.controlplane.certificates import KeyPair

CONTEXT = "octoscale-test"
"""The one context in each file, and its cluster's and user's name."""


def write(path: Path, *, server: str, authority: Path, user: KeyPair) -> Path:
    """Write *path* for *user* of the API server at *server* and return it.

    JSON is YAML too, so nothing has to be installed to write it.
    """
    cluster = {"server": server, "certificate-authority-data": _embed(authority)}
    credentials = {
        "client-certificate-data": _embed(user.certificate),
        "client-key-data": _embed(user.key),
    }
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": CONTEXT, "cluster": cluster}],
        "users": [{"name": CONTEXT, "user": credentials}],
        "contexts": [
            {"name": CONTEXT, "context": {"cluster": CONTEXT, "user": CONTEXT}}
        ],
        "current-context": CONTEXT,
    }
    path.write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def _embed(file: Path) -> str:
    return base64.b64encode(file.read_bytes()).decode("ascii")
