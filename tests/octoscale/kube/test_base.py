"""The port's definition costs nothing to import, and both ports keep its shape."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from octoscale.kube.client import KubeClient
from octoscale.kube.memory import MemoryKube

if TYPE_CHECKING:
    from octoscale.kube.base import KubePort


def test_nothing_imports_the_official_client_before_connecting() -> None:
    code = """
import sys
import octoscale.kube.base, octoscale.kube.client, octoscale.kube.memory
print([name for name in ("kubernetes", "urllib3", "yaml") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_both_are_ports() -> None:
    # What this asserts, the type checker asserts: the assignments must pass.
    ports: list[type[KubePort]] = [KubeClient, MemoryKube]
    assert len(ports) == 2
