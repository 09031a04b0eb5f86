"""The commented observation file that ``octoscale hpa decide`` prints."""

from __future__ import annotations

from importlib import resources


def example() -> str:
    """Give the example: the paper's metric, a pod that still starts."""
    packaged = resources.files("hpa.observations").joinpath("example.yaml")
    return packaged.read_text(encoding="utf-8")
