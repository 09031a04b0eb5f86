"""The kubeconfig that is written is one that the port can read."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from tests.controlplane import kubeconfig
from tests.controlplane.certificates import KeyPair

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_is_embedded(tmp_path: Path) -> None:
    for name in ("ca", "crt", "key"):
        (tmp_path / name).write_text(f"the {name}", encoding="utf-8")
    path = kubeconfig.write(
        tmp_path / "config",
        server="https://127.0.0.1:1",
        authority=tmp_path / "ca",
        user=KeyPair(certificate=tmp_path / "crt", key=tmp_path / "key"),
    )
    config = json.loads(path.read_text(encoding="utf-8"))
    [cluster], [user] = config["clusters"], config["users"]
    assert cluster["cluster"]["server"] == "https://127.0.0.1:1"
    embedded = [
        cluster["cluster"]["certificate-authority-data"],
        user["user"]["client-certificate-data"],
        user["user"]["client-key-data"],
    ]
    told = [base64.b64decode(text).decode() for text in embedded]
    assert told == ["the ca", "the crt", "the key"]
    assert config["current-context"] == kubeconfig.CONTEXT
