"""The autoscaler's section has the controller's own defaults."""

from __future__ import annotations

from hpa.algorithm.types import Config
from simulator.sections.autoscaler import AutoscalerSection


def test_the_defaults_are_the_controllers_flags() -> None:
    section, config = AutoscalerSection(manifest={}), Config()
    assert section.sync_period_seconds.value == config.sync_period_seconds
    assert section.tolerance.value == config.tolerance
    assert section.downscale_stabilization_seconds.value == (
        config.downscale_stabilization_seconds
    )
