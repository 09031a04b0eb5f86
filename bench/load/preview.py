"""What a load plan would send, before anything is sent.

Only the plan is read: no name is resolved and nobody is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bench.load import matrix
from bench.load.addresses import Target
from bench.load.runner import command

if TYPE_CHECKING:
    from bench.load.plan import LoadPlan


def preview(plan: LoadPlan) -> tuple[list[list[str]], list[str]]:
    """Give a row for each cell with hey's own arguments, and what it comes to."""
    works = list(matrix.works(plan.model_copy(update={"repeats": 1})))
    rows = []
    requests, endless = 0, 0.0
    for work in works:
        url = (work.endpoint.url or "").rstrip("/")
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}[parts.scheme]
        target = Target(url=url, address="", port=port, host="")
        order = command(plan, work, target)
        requests += order.sent or 0
        endless += work.shape.duration_seconds or 0.0
        rows.append(
            [
                work.cell.setup,
                "-" if work.cell.replicas is None else str(work.cell.replicas),
                work.cell.service,
                "kept" if work.cell.keep_alive else "new",
                "hey " + " ".join(order.arguments()),
            ]
        )
    limits = plan.limits
    runs, sent = len(works) * plan.repeats, requests * plan.repeats
    lasting = endless * plan.repeats
    most = f"{limits.run_seconds:g} s a run, {limits.total_seconds:g} s in all"
    lines = [
        f"{len(works)} cells, {plan.repeats} runs each: {runs} runs",
        f"{sent} requests, and {lasting:g} s of runs by duration",
        f"at most {limits.rate:g} requests/s, {most}",
    ]
    scales = [setup.scale for setup in plan.setups if setup.scale is not None]
    lines += [
        f"scaled, and back in the end: {scale.kind} {scale.namespace}/{scale.name}"
        for scale in scales
    ]
    return rows, lines
