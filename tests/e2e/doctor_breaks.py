"""Ways to break a live chain and to mend it again, one context manager each.

What the doctor has to find is said beside each in ``BREAKS``.
"""

from __future__ import annotations

import copy
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules.server.manifests import NAME
from hpa.builders import external_metric, pods_metric
from hpa.live.metrics import CUSTOM, EXTERNAL
from octoscale.kube.types import Kind
from tests.e2e import serving
from tests.e2e.doctor_world import API_SERVICE, World, rule, service, wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


BINDING = Kind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding")
DEPLOYMENT = Kind("apps/v1", "Deployment")
NOWHERE = "http://127.0.0.1:1"
RULES = {
    "rules": [rule("doc_good"), rule("doc_third")],
    "externalRules": [
        rule("doc_queue", "metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})")
    ],
}
HPAS = {
    "good": pods_metric("doc_good", average_value=1000),
    "third": pods_metric("doc_third", average_value=1000),
    "new": pods_metric("doc_new", average_value=1000),
    "queue": external_metric("doc_queue", value=1000),
    "foreign": external_metric("doc_foreign", value=1000),
}


@dataclass(frozen=True)
class Break:
    """What is broken, and where the doctor must find it."""

    hpa: str
    link: str
    words: str
    breaking: Callable[[World], AbstractContextManager[None]]


def specs(chain: World, group: str) -> list[dict[str, Any]]:
    """Give the group's APIServices, as they could be applied."""
    return [
        {
            "apiVersion": API_SERVICE.api_version,
            "kind": API_SERVICE.name,
            "metadata": {"name": one["metadata"]["name"]},
            "spec": one["spec"],
        }
        for one in chain.kube.list(API_SERVICE).items
        if one["spec"].get("group") == group
    ]


def available(chain: World, group: str, wanted: str) -> bool:
    found = [
        condition["status"]
        for one in chain.kube.list(API_SERVICE).items
        if one["spec"].get("group") == group
        for condition in (one.get("status") or {}).get("conditions") or ()
        if condition["type"] == "Available"
    ]
    return bool(found) and set(found) == {wanted}


@contextmanager
def registered(
    chain: World,
    group: str,
    change: Callable[[dict[str, Any]], None],
    *,
    status: str = "False",
) -> Iterator[None]:
    """Register the group otherwise until the end of the block."""
    before = specs(chain, group)
    for one in before:
        changed = copy.deepcopy(one)
        change(changed["spec"])
        chain.kube.apply(changed, force=True)
    try:
        wait(lambda: available(chain, group, status), f"{group} {status}")
        yield
    finally:
        for one in before:
            chain.kube.apply(one, force=True)
        wait(lambda: available(chain, group, "True"), f"{group} again")
        wait(lambda: bool(chain.listed(group)), f"{group} listed again")


def moved(port: int) -> Callable[[dict[str, Any]], None]:
    def change(spec: dict[str, Any]) -> None:
        spec["service"]["port"] = port

    return change


def renamed(spec: dict[str, Any]) -> None:
    spec["service"]["name"] = "nobody"


def distrusted(spec: dict[str, Any]) -> None:
    del spec["caBundle"]


@contextmanager
def not_registered(chain: World) -> Iterator[None]:
    before = specs(chain, CUSTOM)
    for one in before:
        chain.kube.delete(API_SERVICE, one["metadata"]["name"])
    try:
        yield
    finally:
        for one in before:
            chain.kube.apply(one, force=True)
        wait(lambda: bool(chain.listed(CUSTOM)), "the API again")


@contextmanager
def registered_as_v1(chain: World) -> Iterator[None]:
    (first, *_) = specs(chain, CUSTOM)
    other = copy.deepcopy(first)
    other["metadata"]["name"] = f"v1.{CUSTOM}"
    other["spec"]["version"] = "v1"
    with not_registered(chain):
        chain.kube.apply(other, force=True)
        try:
            yield
        finally:
            chain.kube.delete(API_SERVICE, f"v1.{CUSTOM}")


@contextmanager
def owned_by_keda(chain: World) -> Iterator[None]:
    name = "keda-operator-metrics-apiserver"
    chain.apply(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": name},
            "spec": {"type": "ExternalName", "externalName": "localhost"},
        }
    )

    def change(spec: dict[str, Any]) -> None:
        del spec["caBundle"]
        spec["insecureSkipTLSVerify"] = True
        spec["service"]["name"] = name

    with registered(chain, EXTERNAL, change, status="True"):
        wait(lambda: bool(chain.listed(EXTERNAL)), "its listing")
        yield


@contextmanager
def told_only(chain: World, *more: dict[str, Any]) -> Iterator[None]:
    """Put further rules into the ConfigMap, which the server does not read."""
    chain.tell_cluster({**RULES, "rules": [*RULES["rules"], *more]})
    try:
        yield
    finally:
        chain.tell_cluster(RULES)


@contextmanager
def short_sighted(chain: World) -> Iterator[None]:
    """Start the server that the Service picks with another look-back."""
    labels = {"app": "adapter"}
    spec = {"type": "ExternalName", "externalName": "localhost"}
    head = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": NAME}}
    container = {
        "name": "adapter",
        "image": "registry.invalid/adapter:1",
        "args": ["--metrics-max-age=1s", "--password=planted"],
    }
    volume = {"name": "config", "configMap": {"name": chain.config_map}}
    chain.apply({**head, "spec": {**spec, "selector": labels}})
    chain.apply(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": "adapter"},
            "spec": {
                "replicas": 0,
                "selector": {"matchLabels": labels},
                "template": {
                    "metadata": {"labels": labels},
                    "spec": {"containers": [container], "volumes": [volume]},
                },
            },
        }
    )
    try:
        yield
    finally:
        chain.kube.delete(DEPLOYMENT, "adapter", namespace=chain.namespace)
        chain.apply({**head, "spec": spec})


@contextmanager
def _third(chain: World, stack: ExitStack, scraped: ExitStack) -> Iterator[None]:
    lines = [f'doc_third{{pod="{pod}"}} 5' for pod in chain.pods]
    one = stack.enter_context(service(lines))
    scraped.enter_context(
        chain.prometheus.scrape(one.address, job="third", namespace=chain.namespace)
    )
    chain.prometheus.wait_for("doc_third")
    wait(lambda: chain.diagnose("third")[0].is_healthy, "a third service")
    yield


@contextmanager
def exporter_stopped(chain: World) -> Iterator[None]:
    with (
        ExitStack() as scraped,
        ExitStack() as running,
        _third(chain, running, scraped),
    ):
        running.close()
        chain.prometheus.wait_for("absent(doc_third)")
        chain.prometheus.wait_for('up{job="third"} == 0')
        yield


@contextmanager
def target_gone(chain: World) -> Iterator[None]:
    with (
        ExitStack() as running,
        ExitStack() as scraped,
        _third(chain, running, scraped),
    ):
        scraped.close()
        chain.prometheus.wait_for("absent(doc_third)")
        chain.prometheus.wait_for('absent(up{job="third"})')
        yield


@contextmanager
def other_prometheus(chain: World) -> Iterator[None]:
    """Serve by a server whose Prometheus does not answer."""
    stack = ExitStack()
    with stack:
        other = stack.enter_context(
            serving.started(
                chain.plane,
                chain.folder,
                chain.server.pair,
                NOWHERE,
                (),
                token=serving.token_of(chain.kube, chain.namespace),
                name="other",
            )
        )
        with registered(chain, CUSTOM, moved(other.port), status="True"):
            wait(lambda: not chain.listed(CUSTOM), "an empty listing")
            yield


@contextmanager
def forbidden(chain: World) -> Iterator[None]:
    """Take the controller's right to external metrics away."""
    taken = [
        one
        for one in chain.kube.list(BINDING).items
        for subject in one.get("subjects") or ()
        if subject.get("name") == "horizontal-pod-autoscaler"
        and not one["metadata"]["name"].startswith("system:controller")
    ]
    assert taken
    for one in taken:
        chain.kube.delete(BINDING, one["metadata"]["name"])
    try:
        yield
    finally:
        for one in taken:
            meta = {"name": one["metadata"]["name"]}
            chain.kube.apply({**one, "metadata": meta}, force=True)


@contextmanager
def without_pods(chain: World) -> Iterator[None]:
    """Let the pods be gone: nobody is there to be measured."""
    kube, where = chain.kube, chain.namespace
    kube.scale(DEPLOYMENT, "web", 0, namespace=where)
    pods = Kind("v1", "Pod")
    try:
        wait(
            lambda: (
                not kube.list(pods, namespace=where, label_selector="app=web").items
            ),
            "no pods",
        )
        yield
    finally:
        kube.scale(DEPLOYMENT, "web", len(chain.pods), namespace=where)
        chain.follow_pods()


BREAKS = {
    "bad-series-query": Break(
        "good",
        "rule",
        "Prometheus refuses the series query",
        lambda chain: told_only(chain, rule('doc_bad{pod=~"("}')),
    ),
    "not-reloaded": Break(
        "new",
        "listed",
        "reads its config only at its start",
        lambda chain: told_only(chain, rule("doc_new")),
    ),
    "short-look-back": Break("good", "rule", "blinks in and out", short_sighted),
    "exporter-stopped": Break("third", "scrape", "refused", exporter_stopped),
    "target-gone": Break("third", "scrape", "any more", target_gone),
    "not-registered": Break("good", "api", "there is no APIService", not_registered),
    "wrong-version": Break("good", "api", "registered as v1;", registered_as_v1),
    "wrong-port": Break(
        "good",
        "api",
        "FailedDiscoveryCheck",
        lambda chain: registered(chain, CUSTOM, moved(1)),
    ),
    "wrong-authority": Break(
        "good",
        "api",
        "x509",
        lambda chain: registered(chain, CUSTOM, distrusted, status="True"),
    ),
    "no-service": Break(
        "good",
        "api",
        "ServiceNotFound",
        lambda chain: registered(chain, CUSTOM, renamed),
    ),
    "owned-by-keda": Break("foreign", "api", "(KEDA)", owned_by_keda),
    "prometheus-refuses": Break(
        "good", "listed", "its Prometheus may be another one", other_prometheus
    ),
    "controller-forbidden": Break("queue", "access", "may not list", forbidden),
    "no-pods": Break("good", "pods", "scale it to at least 1", without_pods),
}
