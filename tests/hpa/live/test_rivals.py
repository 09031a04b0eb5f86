"""Rival HPAs, found by the pods that their selectors share."""

from __future__ import annotations

import copy
from dataclasses import replace

from hpa.algorithm.types import Config
from hpa.algorithm.versions import switches_for
from hpa.live.pods import ClusterPods
from hpa.live.rivals import ClusterRivals, Selectors
from hpa.shadow import Shadow
from tests.hpa.live.clusters import autoscaler, cluster


def test_an_hpa_that_finds_one_of_the_pods_is_a_rival() -> None:
    pods = ClusterPods(cluster(2), "shop")
    book = Selectors({"same": "app=web", "other": "app=db", "broken": "a=b=c"})
    assert ClusterRivals("mine", pods, book).find("app=web") == ("same",)
    assert book.known["mine"] == "app=web"


def test_alone_nobody_is_a_rival() -> None:
    book = Selectors()
    mine = ClusterRivals("mine", ClusterPods(cluster(1), "shop"), book)
    assert mine.find("app=web") == ()
    assert mine.find("app=web") == ()


def test_hpas_that_are_gone_are_forgotten() -> None:
    book = Selectors({"same": "app=web", "gone": "app=web"})
    book.keep_only(["same"])
    assert book.known == {"same": "app=web"}


def test_a_shadow_of_1_28_sees_two_hpas_of_one_workload_as_ambiguous() -> None:
    kube = cluster(2)
    second = copy.deepcopy(autoscaler())
    second["metadata"]["name"] = "again"
    kube.create(second)
    config = replace(Config(), switches=switches_for("1.28"))
    shadow = Shadow(kube, namespace="shop", config=config)
    shadow.round(0.0)
    reasons = []
    for one in shadow.round(15.0):
        active = one.decision.condition("ScalingActive")
        assert active is not None
        reasons.append(active.reason)
    assert reasons == ["AmbiguousSelector", "AmbiguousSelector"]
