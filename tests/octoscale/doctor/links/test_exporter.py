"""What the exporters expose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapter_rules.prometheus.base import Metadata
from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.exporter import examine
from octoscale.kube.errors import from_status
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
    chain.memory.results["hits"] = result()
    chain.memory.targets = (replace(UP, up=False),)
    assert only(examine(chain.scene())).verdict is Verdict.FOLLOWS


def test_without_prometheus_or_rules_it_is_unknown() -> None:
    assert only(examine(Chain(prometheus=None).scene())).verdict is Verdict.UNKNOWN
    chain = Chain()
    chain.drop("ConfigMap")
    assert only(examine(chain.scene())).verdict is Verdict.UNKNOWN


def test_pods_are_asked_with_deep_only() -> None:
    chain = Chain()
    for one in chain.objects:
        if one["kind"] == "Pod":
            one["metadata"]["annotations"] = {"prometheus.io/port": "9100"}
    assert len(list(examine(chain.scene()))) == 1
    chain.deep = True
    clues = list(examine(chain.scene()))[1:]
    assert [one.verdict for one in clues] == [Verdict.BROKEN, Verdict.BROKEN]
    assert "pods/web0:9100/proxy/metrics" in told(clues[0])


@pytest.mark.parametrize(
    ("status", "verdict"), [(200, Verdict.OK), (503, Verdict.BROKEN)]
)
def test_an_exposition_is_an_answer_although_no_json(
    status: int, verdict: Verdict
) -> None:
    chain = Chain(deep=True)
    for one in chain.objects:
        if one["kind"] == "Pod":
            one["metadata"]["annotations"] = {"prometheus.io/port": "9100"}
    scene = chain.scene()
    assert scene.pods  # asked before, so that the failures meet the proxies
    kube = scene.cluster.kube
    assert isinstance(kube, MemoryKube)
    clues = examine(scene)
    next(clues)  # what Prometheus says
    kube.failures.append(from_status(status, {}, fallback="hits 1"))
    assert next(clues).verdict is verdict


def test_a_pod_without_a_port_is_a_note() -> None:
    clues = list(examine(Chain(deep=True).scene()))[1:]
    assert {one.verdict for one in clues} == {Verdict.NOTE}
