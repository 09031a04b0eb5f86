"""What the exporters expose."""

from __future__ import annotations

from dataclasses import replace

from adapter_rules.prometheus.base import Metadata
from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.exporter import examine
from octoscale.kube.errors import ForbiddenError
from octoscale.kube.memory import MemoryKube
from tests.octoscale.doctor.chains import UP, Chain, only, result, told


def test_series_with_samples_are_exposed() -> None:
    clue = only(examine(Chain().scene()))
    assert (clue.verdict, clue.text) == (Verdict.OK, "hits is exposed")


def test_a_name_like_it_is_proposed() -> None:
    chain = Chain()
    chain.memory.known = []
    chain.memory.descriptions = {"hitz": Metadata("gauge"), "memory": Metadata("gauge")}
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "none exposes hits" in clue.text
    assert clue.fix.startswith("did you mean hitz?")


def test_where_nothing_is_scraped_it_follows() -> None:
    chain = Chain()
    chain.memory.results["count(hits)"] = result()
    chain.memory.targets = (replace(UP, up=False),)
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


def test_without_prometheus_or_rules_it_is_unknown() -> None:
    assert only(examine(Chain(prometheus=None).scene())).verdict is Verdict.UNKNOWN
    chain = Chain()
    chain.drop("ConfigMap")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN


PROXIED = "/api/v1/namespaces/shop/pods/{}:9100/proxy/metrics"


def deep(*expositions: str) -> Chain:
    chain = Chain(deep=True)
    for one in chain.objects:
        if one["kind"] == "Pod":
            one["metadata"]["annotations"] = {"prometheus.io/port": "9100"}
    for name, text in zip(("web0", "web1"), expositions, strict=False):
        chain.documents[PROXIED.format(name)] = text
    return chain


def test_pods_are_asked_with_deep_only() -> None:
    chain = deep("hits 1", '# HELP hits x\nhits{a="b"} 1')
    assert [one.verdict for one in examine(chain.scene())] == [Verdict.OK] * 3
    chain.deep = False
    assert len(list(examine(chain.scene()))) == 1


def test_a_pod_that_does_not_answer_is_broken() -> None:
    _, first, second = examine(deep("hits 1").scene())
    assert first.verdict is Verdict.OK
    assert second.verdict is Verdict.BROKEN
    assert PROXIED.format("web1") in told(second)


def test_a_pod_that_does_not_expose_the_series_is_broken() -> None:
    _, first, second = examine(deep("hitz 1", "memory 5").scene())
    assert first.fix == "did you mean hitz?"
    assert "does not expose hits" in second.text
    assert second.fix == "switch it on in the exporter"


def test_a_missing_right_is_unknown() -> None:
    scene = deep().scene()
    assert scene.pods  # asked before, so that the failure meets the proxy
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    clues = examine(scene)
    next(clues)  # what Prometheus says
    kube.failures.append(ForbiddenError("no", status=403))
    assert next(clues).verdict is Verdict.UNKNOWN


def test_a_pod_without_a_port_is_a_note() -> None:
    clues = list(examine(Chain(deep=True).scene()))[1:]
    assert {one.verdict for one in clues} == {Verdict.NOTE}
