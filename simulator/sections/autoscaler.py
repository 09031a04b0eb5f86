"""The autoscaler: the real manifest, and the flags of its controller."""

from __future__ import annotations

from typing import Any

from simulator.parameter import Interval, Ratio, Seconds, Section, documented


class AutoscalerSection(Section):
    """One HorizontalPodAutoscaler, and the controller that serves it."""

    manifest: dict[str, Any]
    """The object as in its YAML file, of any version that ``hpa`` reads."""

    sync_period_seconds: Interval = documented(
        15.0, "s", "default of --horizontal-pod-autoscaler-sync-period"
    )
    """The first sync lies anywhere in the first period of a run."""

    tolerance: Ratio = documented(
        0.1, "ratio", "default of --horizontal-pod-autoscaler-tolerance"
    )
    downscale_stabilization_seconds: Seconds = documented(
        300.0,
        "s",
        "default of --horizontal-pod-autoscaler-downscale-stabilization",
    )
