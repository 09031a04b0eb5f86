"""What the real ``promtool check metrics`` says of an exposition."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.tools import find_tool


def blamed(text: str) -> set[str]:
    """Give the series that promtool complains about."""
    promtool = find_tool("promtool")
    if promtool is None:
        pytest.skip("promtool is missing (make tools)")
    said = subprocess.run(
        [promtool, "check", "metrics"],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    lines = (said.stdout + said.stderr).decode().splitlines()
    return {found[0] for line in lines if (found := re.match(r"\w+", line))}
