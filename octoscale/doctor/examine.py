"""Walk the chains of some HPAs: every link of each, in the table's order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hpa.live.autoscalers import live, read_all, served_kind
from octoscale.core.errors import EnvironmentMissingError, UsageError
from octoscale.doctor.config_search import of_text
from octoscale.doctor.diagnosis import Diagnosis, redacted
from octoscale.doctor.kept_prometheus import KeptPrometheus
from octoscale.doctor.links import LINKS
from octoscale.doctor.rules_scene import RulesScene
from octoscale.doctor.scene import Cluster, Scene
from octoscale.kube.discovery import mapper_entries
from octoscale.kube.errors import NotFoundError
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from adapter_rules.prometheus.base import PrometheusPort
    from hpa.live.autoscalers import LiveAutoscaler
    from octoscale.kube.base import KubePort


def examine(  # noqa: PLR0913 (what a look depends on, each by name)
    kube: KubePort,
    *,
    namespace: str,
    name: str = "",
    prometheus: PrometheusPort | None = None,
    config: tuple[str, str] | None = None,
    deep: bool = False,
    now: float,
) -> list[Diagnosis]:
    """Diagnose one HPA, or all of a namespace.

    *config* is the adapter's config as file name and text; without it the cluster
    is searched. Raises ``KubeError`` when HPAs cannot be read, ``UsageError`` when
    there is none of that name, ``PrometheusError`` when Prometheus does not answer,
    ``InputError`` for a named config that is none.
    """
    given = () if config is None else tuple(of_text(config[1], file=config[0]))
    found = _autoscalers(kube, namespace, name)
    kept = None if prometheus is None else KeptPrometheus(prometheus)
    if kept is not None:
        kept.version()  # is it there? better now than in the middle
    mapper = RESTMapper(mapper_entries(kube.discover()))
    cluster = Cluster(kube=kube, mapper=mapper, now=now, deep=deep)
    rules = RulesScene(cluster=cluster, prometheus=kept, given=given)
    return [walked(Scene(live=one, cluster=cluster, rules=rules)) for one in found]


def walked(scene: Scene) -> Diagnosis:
    """Look at every link of one HPA's chain."""
    return Diagnosis(
        namespace=scene.namespace,
        name=scene.live.name,
        clues=tuple(
            redacted(replace(clue, link=link.name))
            for link in LINKS
            for clue in link.examine(scene)
        ),
    )


def _autoscalers(kube: KubePort, namespace: str, name: str) -> list[LiveAutoscaler]:
    kind = served_kind(kube)
    if not name:
        return read_all(kube, kind, namespace)
    try:
        found = live(kube.get(kind, name, namespace=namespace))
    except NotFoundError as error:
        known = ", ".join(one.name for one in read_all(kube, kind, namespace)) or "none"
        raise UsageError(
            f"there is no HPA {name!r} in the namespace {namespace}",
            hint=f"its HPAs are: {known}",
        ) from error
    if found is None:
        raise EnvironmentMissingError(f"the HPA {namespace}/{name} cannot be read")
    return [found]
