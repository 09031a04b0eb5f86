"""The exporter: whether what is scraped exposes the series at all.

Prometheus is asked what the scraped endpoints describe. The pods themselves are
asked through the API server with ``--deep`` only: that right reaches into every
pod.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from adapter_rules.errors import RuleError
from adapter_rules.promql import parse_selector
from octoscale.doctor.clue import Clue, broken, follows, note, ok, unknown
from octoscale.doctor.links.listed import ALIKE
from octoscale.doctor.links.scrape import targets_of
from octoscale.doctor.links.series import is_gone
from octoscale.doctor.scene import Refusal, is_ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.doctor.request import ApiRequest
    from octoscale.doctor.scene import Scene
    from octoscale.kube.types import Manifest

SHOWN = 5
PORT = "prometheus.io/port"
PATH = "prometheus.io/path"


def examine(scene: Scene) -> Iterator[Clue]:
    """Look at what each metric's endpoints expose."""
    for request in scene.requests:
        if request.asked is not None:
            yield _exposed(scene, request)
    if scene.cluster.deep:
        yield from _pods(scene)


def _exposed(scene: Scene, request: ApiRequest) -> Clue:
    metric = request.name
    if scene.rules.prometheus is None:
        return unknown("no Prometheus to ask", fix="--prometheus URL", metric=metric)
    wanted = _series_name(scene, request)
    if not wanted:
        return unknown("which series is not known: see rule", metric=metric)
    if not is_gone(scene, request):
        return ok(f"{wanted} is exposed", metric=metric)
    found = targets_of(scene, request)
    if not any(one.up for one in found):
        return follows(
            "nothing is scraped that could expose it: see scrape", metric=metric
        )
    described = scene.rules.prometheus.metadata()
    near = difflib.get_close_matches(wanted, described, n=SHOWN, cutoff=ALIKE)
    return broken(
        f"{len(found)} endpoints are scraped and up, and none exposes {wanted}",
        *(f"exposed: {name}" for name in near),
        fix=f"did you mean {near[0]}? else switch it on in the exporter"
        if near
        else "switch it on in the exporter, or look at its /metrics",
        metric=metric,
    )


def _series_name(scene: Scene, request: ApiRequest) -> str:
    for rule, series in scene.rules.serving(request):
        del rule
        return series[0].name
    for rule in scene.rules.rules(request.group, external=request.is_external):
        try:
            name = parse_selector(rule.source.series_query).name
            if name is not None and rule.naming.name_of(name) == request.name:
                return name
        except RuleError:
            continue
    return ""


def _pods(scene: Scene) -> Iterator[Clue]:
    """Ask the ready pods themselves, through the API server."""
    names = {
        _series_name(scene, one) for one in scene.requests if one.asked is not None
    }
    pods = () if isinstance(scene.pods, Refusal) else scene.pods
    for pod in [one for one in pods if is_ready(one)][:SHOWN]:
        yield _asked(scene, pod, names - {""})


def _asked(scene: Scene, pod: Manifest, wanted: set[str]) -> Clue:
    name = str(pod["metadata"]["name"])
    noted = pod["metadata"].get("annotations") or {}
    port = str(noted.get(PORT, ""))
    if not port:
        return note(f"{name}: no annotation {PORT}: which port to ask is not known")
    path = "/" + str(noted.get(PATH, "/metrics")).lstrip("/")
    where = f"/api/v1/namespaces/{scene.namespace}/pods/{name}:{port}/proxy{path}"
    answer = scene.cluster.text(where)
    if isinstance(answer, Refusal):
        return _silent(f"{name} on port {port}", answer, where)
    exposed = {re.split(r"[{ ]", line, maxsplit=1)[0] for line in answer.splitlines()}
    missing = sorted(wanted - exposed)
    if not missing:
        return ok(f"{name} answers on {port}{path}", *sorted(wanted))
    near = difflib.get_close_matches(missing[0], exposed, n=SHOWN, cutoff=ALIKE)
    return broken(
        f"{name} answers on {port}{path} and does not expose {', '.join(missing)}",
        *(f"exposed: {one}" for one in near),
        fix=f"did you mean {near[0]}?" if near else "switch it on in the exporter",
    )


def _silent(place: str, answer: Refusal, where: str) -> Clue:
    if answer.is_forbidden:
        return unknown(
            f"{place} may not be asked: {answer.message}",
            fix="octoscale doctor --deep --print-rbac lists the rights",
        )
    return broken(
        f"{place} does not answer: {answer.message}",
        f"GET {where}",
        fix="see whether the exporter listens there, on all addresses of the pod",
    )
