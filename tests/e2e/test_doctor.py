"""The doctor names what is broken, on a real chain: at once, and after a break.

Each case is one pain of people who scale on custom metrics (``octoscale.doctor.pains``
says which). The HPAs of the first test differ in one thing from the healthy one; the
soak test breaks what all of them share, one thing after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from hpa import manifests
from hpa.builders import autoscaler, external_metric, object_metric, pods_metric
from hpa.metric_builders import resource_metric
from hpa.model.meta import CrossVersionObjectReference
from octoscale.cli.app import main
from octoscale.doctor.clue import Verdict
from octoscale.doctor.rights import roles
from octoscale.kube.client import connect
from octoscale.kube.errors import ForbiddenError
from tests.e2e import serving
from tests.e2e.doctor_world import REPLICAS, World, rule, wait, world

if TYPE_CHECKING:
    from collections.abc import Iterator

    from octoscale.kube.client import KubeClient
    from tests.controlplane.plugin import Cluster

PER_POD = "sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)"
TWICE = "<<.Series>>{<<.LabelMatchers>>}"


@dataclass(frozen=True)
class Case:
    """An HPA of which one thing is wrong, and where the doctor must find it."""

    link: str
    """Empty for a chain that holds."""

    words: str
    """In the text, the evidence or the fix of the broken link."""

    metric: Any
    rules: tuple[dict[str, Any], ...] = ()
    external: tuple[dict[str, Any], ...] = ()
    lines: tuple[str, ...] = ()
    """With POD for each pod's name in turn."""

    bare: tuple[str, ...] = ()
    target: str = "deployment/web"


def per_pod(name: str) -> Any:
    return pods_metric(name, average_value=1000)


def of(kind: str, name: str, metric: str) -> Any:
    described = CrossVersionObjectReference(kind=kind, name=name, api_version="v1")
    return object_metric(metric, described, value=1000)


CASES = {
    "healthy": Case(
        "",
        "",
        per_pod("doc_good"),
        (rule("doc_good"),),
        lines=('doc_good{pod="POD"} 5',),
    ),
    "no-series": Case(
        "exporter",
        "none exposes doc_absent",
        per_pod("doc_absent"),
        (rule("doc_absent"),),
    ),
    "no-rule": Case("rule", "no rule gives", per_pod("doc_nowhere")),
    "misspelt": Case("rule", "did you mean 'doc_good'", per_pod("doc_goood")),
    "filtered": Case(
        "rule",
        "leaves it out",
        per_pod("doc_filtered"),
        (rule("doc_filtered", "seriesFilters: [{isNot: ^doc_fil}]"),),
        lines=('doc_filtered{pod="POD"} 5',),
    ),
    "other-labels": Case(
        "labels",
        "add the override kubernetes_pod_name: {resource: pod}",
        per_pod("doc_strange"),
        (rule("doc_strange"),),
        lines=('doc_strange{kubernetes_pod_name="POD"} 5',),
    ),
    "external-namespace": Case(
        "labels",
        "namespaced: false",
        external_metric("doc_queue", value=1000),
        external=(
            rule("doc_queue", "metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})"),
        ),
        bare=("doc_queue 5",),
    ),
    "dropped-label": Case(
        "promql",
        "none is for what was asked",
        per_pod("doc_dropped"),
        (rule("doc_dropped", "metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>})"),),
        lines=('doc_dropped{pod="POD"} 5',),
    ),
    "no-items": Case(
        "promql",
        "gives no sample",
        per_pod("doc_idle"),
        (rule("doc_idle", f"metricsQuery: '{PER_POD} > 1000'"),),
        lines=('doc_idle{pod="POD"} 5',),
    ),
    "not-a-number": Case(
        "promql",
        "NaN",
        per_pod("doc_ratio"),
        (rule("doc_ratio", f"metricsQuery: '{PER_POD} * 0 / 0'"),),
        lines=('doc_ratio{pod="POD"} 5',),
    ),
    "collision": Case(
        "rule",
        "the last one wins",
        per_pod("doc_twice"),
        (
            rule("doc_one", "name: {as: doc_twice}"),
            rule("doc_two", "name: {as: doc_twice}"),
        ),
        lines=('doc_one{pod="POD"} 5', 'doc_two{pod="POD"} 6'),
    ),
    "no-adapter": Case(
        "api", "nobody serves metrics.k8s.io", resource_metric("cpu", average_value="1")
    ),
    "cluster-scoped": Case(
        "request",
        "serve it as an External metric",
        of("Node", "hollow-0", "doc_node"),
        (
            rule(
                "doc_node",
                "resources: {overrides: {node: {resource: node}, namespace: "
                "{resource: namespace}}}",
            ),
        ),
        lines=('doc_node{node="hollow-0"} 5',),
    ),
    "other-pods": Case(
        "labels",
        "take an Object or External metric",
        per_pod("doc_others"),
        (rule("doc_others"),),
        lines=('doc_others{pod="db-0"} 5',),
    ),
    "query-error": Case(
        "promql",
        "Prometheus refuses the query",
        per_pod("doc_error"),
        (rule("doc_error", f"metricsQuery: '{TWICE} * on(namespace) {TWICE}'"),),
        lines=('doc_error{pod="POD"} 5',),
    ),
    "no-workload": Case(
        "pods", "cannot be read", per_pod("doc_good"), target="deployment/gone"
    ),
    "no-object": Case(
        "pods",
        "the described object is not there",
        of("Service", "gone", "doc_service"),
        (
            rule(
                "doc_service",
                "resources: {overrides: {service: {resource: service}, namespace: "
                "{resource: namespace}}}",
            ),
        ),
        lines=('doc_service{service="gone"} 5',),
    ),
}


def rules() -> dict[str, list[dict[str, Any]]]:
    """Put the rules of all cases into one config."""
    return {
        "rules": [one for case in CASES.values() for one in case.rules],
        "externalRules": [one for case in CASES.values() for one in case.external],
    }


def lines(pods: tuple[str, ...]) -> list[str]:
    """Put the lines of all cases into one exposition."""
    made = [
        line.replace("POD", pod)
        for case in CASES.values()
        for line in case.lines
        for pod in pods
    ]
    return list(dict.fromkeys(made))


def hpa(namespace: str, name: str, metric: Any, target: str) -> dict[str, Any]:
    built = autoscaler(
        target,
        [metric],
        name=name,
        namespace=namespace,
        min_replicas=REPLICAS,
        max_replicas=REPLICAS,
    )
    return manifests.to_dict(built)


@pytest.fixture(scope="module")
def chain(
    session_cluster: Cluster,
    session_kube: Any,
    live_prometheus: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    if session_cluster.own is None:
        pytest.skip("needs a control plane of its own")
    kube, namespace = session_kube, "octoscale-test-doctor"
    kube.create(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
    )
    try:
        with world(
            session_cluster.own,
            kube,
            live_prometheus,
            namespace=namespace,
            folder=tmp_path_factory.mktemp("doctor"),
            rules=rules(),
            main=lines,
            bare=[line for case in CASES.values() for line in case.bare],
        ) as made:
            for name, case in CASES.items():
                made.apply(hpa(namespace, name, case.metric, case.target))
            yield made
    finally:
        from octoscale.kube.types import Kind

        kube.delete(Kind("v1", "Namespace"), namespace)


@pytest.mark.soak
@pytest.mark.parametrize("name", CASES)
def test_the_broken_link_is_named(name: str, chain: World, cluster: Cluster) -> None:
    del cluster  # counts the test
    case = CASES[name]
    (found,) = chain.diagnose(name)
    root = found.root
    shown = "\n".join(
        f"{one.verdict} {one.link}: {one.text} {one.evidence}" for one in found.clues
    )
    if not case.link:
        assert root is None, shown
        return
    assert root is not None, shown
    assert root.link == case.link, shown
    told = " ".join([root.text, *root.evidence, root.fix])
    assert case.words in told, shown
    assert root.fix
    broken = [one for one in found.clues if one.verdict is Verdict.BROKEN]
    assert root is broken[-1]


@pytest.mark.soak
def test_requests_are_the_controller_s_own(chain: World, cluster: Cluster) -> None:
    del cluster
    sent: set[str] = set()
    chain.apply(
        hpa(
            chain.namespace,
            "of-a-namespace",
            of("Namespace", "default", "doc_space"),
            "deployment/web",
        )
    )

    def all_asked() -> bool:
        sent.update(
            unquote(line["target"])
            for line in chain.server.lines()
            if "horizontal-pod-autoscaler" in line["user"]
        )
        return all(any(name in one for one in sent) for name in expected)

    expected = {"doc_good", "doc_node", "doc_service", "doc_queue", "doc_space"}
    wait(all_asked, "the controller's requests")
    ours = {
        line.removeprefix("GET ")
        for found in chain.diagnose()
        for clue in found.clues
        if clue.link == "request"
        for line in clue.evidence
        if line.startswith("GET ") and any(name in line for name in expected)
    }
    assert len(ours) >= len(expected)
    assert {one for one in ours if one not in sent} == set(), sorted(sent)


def account(chain: World, *, deep: bool) -> KubeClient:
    """Reach the cluster with the printed rights, and no others."""
    name = "doctor-deep" if deep else "doctor"
    kube = chain.kube
    made = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name}}
    kube.apply(made, namespace=chain.namespace)
    for role in roles(deep=deep):
        kube.apply(role, force=True)
        own = {"kind": "ServiceAccount", "name": name, "namespace": chain.namespace}
        local = role["metadata"]["name"].endswith("-adapter")
        binding = {
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "RoleBinding" if local else "ClusterRoleBinding",
            "metadata": {"name": f"{name}-{role['metadata']['name']}"},
            "roleRef": {
                "apiGroup": "rbac.authorization.k8s.io",
                "kind": "ClusterRole",
                "name": role["metadata"]["name"],
            },
            "subjects": [own],
        }
        kube.apply(binding, namespace=chain.namespace if local else None, force=True)
    token = serving.token_of(kube, chain.namespace, name)
    folder = chain.folder / name
    folder.mkdir(exist_ok=True)
    return connect(kubeconfig=serving.kubeconfig(chain.plane, folder, token))


@pytest.mark.soak
@pytest.mark.parametrize("deep", [False, True], ids=["plain", "deep"])
def test_the_printed_rights_are_enough(
    chain: World, cluster: Cluster, *, deep: bool
) -> None:
    del cluster
    kube = account(chain, deep=deep)
    try:
        (found,) = replace(chain, kube=kube).diagnose("healthy", deep=deep)
    finally:
        kube.close()
    shown = [f"{one.verdict} {one.link}: {one.text}" for one in found.clues]
    assert found.is_healthy, shown
    unknown = {one.link for one in found.clues if one.verdict is Verdict.UNKNOWN}
    assert unknown <= {"conditions"}, shown  # which may be new
    assert not any("forbidden" in line for line in shown)


@pytest.mark.soak
def test_without_the_deep_rights_pods_are_not_reached_into(
    chain: World, cluster: Cluster
) -> None:
    del cluster
    kube = account(chain, deep=False)
    pod = chain.pods[0]
    try:
        with pytest.raises(ForbiddenError):
            kube.fetch(f"/api/v1/namespaces/{chain.namespace}/pods/{pod}/proxy/metrics")
    finally:
        kube.close()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        (["hpa/healthy"], 0, "healthy: no link is broken"),
        (["hpa/other-labels"], 1, "fix: add the override kubernetes_pod_name"),
        ([], 1, "octoscale-test-doctor/query-error  promql: Prometheus refuses"),
        (["hpa/healthy", "--watch", "--for", "1ms"], 0, "doc_good: 5 of 1k  next: "),
    ],
    ids=["healthy", "broken", "all", "watch"],
)
def test_the_command_says_it(
    words: list[str],
    code: int,
    shown: str,
    chain: World,
    cluster: Cluster,
    capsys: pytest.CaptureFixture[str],
) -> None:
    where = ["--kubeconfig", str(cluster.kubeconfig), "--context", str(cluster.context)]
    more = ["-n", chain.namespace, "--prometheus", chain.prometheus.url]
    assert main(["doctor", *words, *where, *more]) == code
    said = capsys.readouterr()
    assert shown in said.out
    assert f"cluster: {chain.plane.server}" in said.err
