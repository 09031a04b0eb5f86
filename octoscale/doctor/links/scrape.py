"""The scrape targets behind the series: known to Prometheus, and up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.doctor.clue import Clue, broken, note, ok, unknown
from octoscale.doctor.links.series import is_gone
from octoscale.doctor.scene import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.prometheus.base import ScrapeTarget
    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene

SHOWN = 5


def examine(scene: Scene) -> Iterator[Clue]:
    """Find the scrape targets of each metric, and whether they are up."""
    for request in scene.requests:
        if request.asked is not None:
            yield _scraped(scene, request)


def targets_of(scene: Scene, request: ApiRequest) -> list[ScrapeTarget]:
    """Find the scrape targets that the metric comes from, or should come from.

    Those of its series; where there are none, those that name the workload's pods,
    else those in its namespace.
    """
    series = [one for _, found in scene.rules.serving(request) for one in found]
    sources = {(one.labels.get("job"), one.labels.get("instance")) for one in series}
    targets = scene.rules.targets
    exact = [one for one in targets if (one.job, one.labels.get("instance")) in sources]
    if exact or series:
        return exact
    names = {*scene.pod_names, *_addresses(scene)}
    pods = [
        one
        for one in targets
        if names & set(one.labels.values()) or any(name in one.url for name in names)
    ]
    if pods:
        return pods
    return [one for one in targets if scene.namespace in one.labels.values()]


def _scraped(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    if scene.rules.prometheus is None:
        return unknown("no Prometheus to ask", fix="--prometheus URL", metric=metric)
    if not scene.rules.rules(request.group, external=request.is_external):
        return unknown("which is not known: see rule", metric=metric)
    found = targets_of(scene, request)
    gone = is_gone(scene, request)
    if not found:
        return _nowhere(scene, request, gone=gone)
    down = [one for one in found if not one.up]
    lines = [f"{one.job} {one.url}: {one.last_error or 'down'}" for one in down]
    if len(down) == len(found):
        return broken(
            f"none of the {len(found)} scrape targets is up",
            *lines[:SHOWN],
            fix="see whether the exporter runs, and whether port and path are right",
            metric=metric,
        )
    if down:
        return note(
            f"{len(down)} of {len(found)} scrape targets are down",
            *lines[:SHOWN],
            fix="see why these do not answer",
            metric=metric,
        )
    return ok(
        f"{len(found)} scrape targets are up",
        *(f"{one.job} {one.url}" for one in found[:SHOWN]),
        metric=metric,
    )


def _nowhere(scene: Scene, request: ApiRequest, *, gone: bool) -> Clue:
    series = scene.rules.serving(request)
    if series and not gone:
        return ok(
            "the series come from no scrape target: pushed or recorded",
            metric=request.name,
        )
    return broken(
        f"Prometheus has no scrape target {'any more ' if series else ''}of the "
        f"workload {scene.live.target.name} in {scene.namespace}",
        f"it has {len(scene.rules.targets)} others",
        fix="annotate the pods or select them with a PodMonitor or ServiceMonitor; "
        "octoscale render --scrape writes them",
        metric=request.name,
    )


def _addresses(scene: Scene) -> set[str]:
    pods = () if isinstance(scene.pods, Refusal) else scene.pods
    found = {str((one.get("status") or {}).get("podIP") or "") for one in pods}
    return found - {""}
