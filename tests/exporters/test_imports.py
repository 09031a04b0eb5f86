"""An embedded exporter brings prometheus_client and psutil, and nothing else."""

from __future__ import annotations

import subprocess
import sys

import pytest

MODULES = [
    "exporters",
    "exporters.instruments",
    "exporters.serving",
    "exporters.collectors",
    "exporters.collectors.apache",
    "exporters.collectors.process",
]

_LIST = """
import sys
import prometheus_client, psutil
before = set(sys.modules)
import {module}
new = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(new - sys.stdlib_module_names))
"""


@pytest.mark.parametrize("module", MODULES)
def test_importing_brings_nothing_foreign(module: str) -> None:
    said = subprocess.run(
        [sys.executable, "-c", _LIST.format(module=module)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(said.stdout.split()) <= {"exporters", "octoscale", "prometheus_client"}


def test_a_collector_does_not_bring_its_siblings() -> None:
    code = (
        "import sys, exporters.collectors.apache;"
        "print('psutil' in sys.modules, 'exporters.collectors.process' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["False", "False"]
