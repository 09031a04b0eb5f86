"""The live chain on one machine, without a cluster: processes stand in for pods.

A real Prometheus, our exporters, the metrics server and the HPA algorithm; what
is played is named in ``played``. Showing it is the command line's business.
"""

from __future__ import annotations

PLAYED = (
    "processes of this machine stand in for pods",
    "an API server in memory stands in for Kubernetes'",
    "octoscale's own controller decides, with Kubernetes' algorithm",
)
"""What is not the real thing, for every place that shows a demo."""
