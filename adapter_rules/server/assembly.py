"""All parts of one server, made from its settings and connected.

The only module that knows them all. It starts nothing: ``running`` does.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules.loading import load_source
from adapter_rules.prometheus.http import Connection, HttpPrometheus
from adapter_rules.prometheus.kubeconfig import from_kubeconfig, in_cluster
from adapter_rules.rule import compile_config
from adapter_rules.server.answering import Answering
from adapter_rules.server.catalogue import Catalogue
from adapter_rules.server.coalescing import Coalesced
from adapter_rules.server.configfile import ConfigFile
from adapter_rules.server.crossing import Crossing
from adapter_rules.server.mirrorclient import MirrorClient
from adapter_rules.server.mirroring import Mirror
from adapter_rules.server.policy import Policy
from adapter_rules.server.queries import Queries, QueryLimits
from adapter_rules.server.relisting import Relisting
from adapter_rules.server.routes import Routes
from adapter_rules.server.settings import header
from adapter_rules.server.sources import PlainSource
from adapter_rules.server.state import Serving
from adapter_rules.server.telemetry import Telemetry
from adapter_rules.server.upkeep import Rhythm, Upkeep
from adapter_rules.server.usage import Usage
from adapter_rules.server.watched import WatchedObjects
from octoscale.kube.discovery import mapper_entries
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from adapter_rules.server.security import Security
    from adapter_rules.server.settings import Settings
    from adapter_rules.server.sources import Source
    from octoscale.kube.base import KubePort


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """A server that is ready to be started."""

    routes: Routes
    upkeep: Upkeep
    close: Callable[[], Awaitable[None]]
    """Lets go of connections and watches."""


def assemble(
    settings: Settings,
    kube: KubePort,
    security: Security,
    *,
    wall: Callable[[], float],
) -> Assembly:
    """Build all parts; *wall* tells the time of day.

    Raises ``InputError`` for a bad config, ``UsageError`` and ``FileAccessError``
    for settings that cannot work, ``KubeError`` without a cluster.
    """
    file = ConfigFile(settings.config)
    source = load_source(file.first(), file=file.name)
    mapper = RESTMapper(mapper_entries(kube.discover()))
    compiled = compile_config(source.config, mapper, document=source.document)
    catalogue = Catalogue(
        source.config, compiled, mapper, usage=settings.enable_resource_metrics
    )
    telemetry = Telemetry(clock=wall)
    telemetry.keep_rules(catalogue.rule_labels)
    policy = _policy(settings)
    prometheus = HttpPrometheus(connection(settings))
    queries = Queries(
        prometheus,
        limits=QueryLimits(
            at_once=settings.queries_at_once,
            waiting=settings.queries_waiting,
            deadline_seconds=settings.deadline_seconds,
        ),
        telemetry=telemetry,
        clock=wall,
    )
    objects = WatchedObjects(kube, wait_seconds=settings.deadline_seconds)
    mirror = _mirror(settings, telemetry)
    serving = Serving(catalogue)
    routes = Routes(
        serving=serving,
        answering=Answering(
            policy=policy,
            source=_source(settings, queries),
            objects=objects,
            crossing=Crossing(),
            telemetry=telemetry,
            clock=wall,
        ),
        usage=Usage(queries=queries, objects=objects, clock=wall),
        guard=security.guard,
        policy=policy,
        telemetry=telemetry,
        timer=time.monotonic,
        mirror=mirror,
        log_answers=settings.log_answers,
    )
    upkeep = Upkeep(
        serving=serving,
        relisting=Relisting(
            prometheus,
            look_back_seconds=settings.look_back_seconds,
            telemetry=telemetry,
            compat=settings.compat,
        ),
        file=file,
        discover=kube.discover,
        renew=security.renew,
        telemetry=telemetry,
        clock=wall,
        rhythm=Rhythm(
            relist_seconds=settings.relist_seconds,
            reload_seconds=settings.reload_seconds,
            discovery_seconds=settings.discovery_seconds,
        ),
        compat=settings.compat,
    )

    async def close() -> None:
        """Let go of all that was opened."""
        objects.close()
        await prometheus.close()
        if mirror is not None:
            await mirror.close()

    return Assembly(routes=routes, upkeep=upkeep, close=close)


def _policy(settings: Settings) -> Policy:
    return Policy(
        compat=settings.compat,
        across_namespaces=frozenset(settings.allow_across_namespaces),
        tell_causes=settings.tell_causes,
    )


def connection(settings: Settings) -> Connection:
    """Give how Prometheus is reached; raises ``UsageError``, ``FileAccessError``.

    As upstream, authorities that are named on the command line leave the login
    out, and a token file wins over the login's own token.
    """
    known = Connection(
        url=settings.prometheus_url,
        verb=settings.prometheus_verb,
        headers=tuple(map(header, settings.prometheus_headers)),
        ca_file=settings.prometheus_ca_file,
        certificate_file=settings.prometheus_certificate_file,
        key_file=settings.prometheus_key_file,
        token_file=settings.prometheus_token_file,
        timeout_seconds=settings.deadline_seconds,
        at_once=settings.queries_at_once + 4,
    )
    if settings.prometheus_ca_file:
        return known
    token = settings.prometheus_token_file
    if settings.prometheus_auth_in_cluster:
        known = in_cluster(known)
    elif settings.prometheus_auth_config:
        known = from_kubeconfig(known, settings.prometheus_auth_config)
    return replace(known, token_file=token) if token else known


def _source(settings: Settings, queries: Queries) -> Source:
    plain = PlainSource(queries)
    if not settings.coalesce_seconds:
        return plain
    return Coalesced(
        plain,
        seconds=settings.coalesce_seconds,
        rules=frozenset(settings.coalesce_rules),
        clock=time.monotonic,
    )


def _mirror(settings: Settings, telemetry: Telemetry) -> Mirror | None:
    if not settings.mirror_url:
        return None
    other = MirrorClient(
        settings.mirror_url,
        ca_file=settings.mirror_ca_file,
        token_file=settings.mirror_token_file,
        timeout_seconds=settings.deadline_seconds,
    )
    return Mirror(other, answer_from=settings.answer_from, telemetry=telemetry)
