"""The autoscaler: the real manifest, and the flags of its controller."""

from __future__ import annotations

from typing import Any

from simulator.parameter import (
    Interval,
    Ratio,
    Seconds,
    Section,
    documented,
    measured,
)


class AutoscalerSection(Section):
    """One HorizontalPodAutoscaler, and the controller that serves it."""

    manifest: dict[str, Any]
    """The object as in its YAML file, of any version that ``hpa`` reads."""

    sync_period_seconds: Interval = documented(
        15.0, "s", "default of --horizontal-pod-autoscaler-sync-period"
    )
    """From the end of one sync to the next. The first sync lies anywhere in the
    first period of a run."""

    processing_seconds: Seconds = measured(
        0.09,
        "s",
        "syncs of a Kubernetes 1.23 controller lay 15.08 to 15.11 s apart, on the "
        "average of each of three runs on one 2-core machine",
    )
    """What a sync itself takes, which comes on top of the period. It keeps a
    window of whole periods from ending just at a sync."""

    tolerance: Ratio = documented(
        0.1, "ratio", "default of --horizontal-pod-autoscaler-tolerance"
    )
    downscale_stabilization_seconds: Seconds = documented(
        300.0,
        "s",
        "default of --horizontal-pod-autoscaler-downscale-stabilization",
    )
