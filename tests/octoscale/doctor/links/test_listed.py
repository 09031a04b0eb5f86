"""The metric in the API's listing."""

from __future__ import annotations

from octoscale.doctor.clue import Verdict
from octoscale.doctor.links.listed import examine, is_listed
from tests.hpa.live.clusters import CUSTOM, PODS_PATH
from tests.octoscale.doctor.chains import Chain, only, told


def listing(*names: str) -> Chain:
    chain = Chain()
    chain.documents[CUSTOM] = {"resources": [{"name": name} for name in names]}
    return chain


def test_a_listed_metric_holds() -> None:
    scene = Chain().scene()
    assert only(examine(scene)).verdict is Verdict.OK
    assert is_listed(scene, scene.requests[0])


def test_a_name_like_it_is_proposed() -> None:
    chain = listing("pods/hitz")
    chain.prometheus = None
    del chain.documents[PODS_PATH]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert clue.fix == "did you mean pods/hitz?"


def test_the_name_for_another_resource_is_told() -> None:
    chain = listing("services/hits", "jobs.batch/hits")
    chain.prometheus = None
    del chain.documents[PODS_PATH]
    clue = only(examine(chain.scene()))
    assert "served for services, jobs.batch only" in clue.text
    assert "listed: services/hits" in told(clue)


def test_a_metric_that_the_rules_serve_is_not_known_to_the_server_yet() -> None:
    chain = listing("pods/hitz")
    del chain.documents[PODS_PATH]
    clue = only(examine(chain.scene()))
    assert clue.verdict is Verdict.BROKEN
    assert "although the rules and Prometheus serve it" in clue.text
    assert "only at its start" in clue.fix


def test_without_a_like_the_server_may_not_know_it_yet() -> None:
    chain = listing()
    del chain.documents[PODS_PATH]
    assert "relist interval" in only(examine(chain.scene())).fix


def test_what_is_answered_though_not_listed_is_a_note() -> None:
    assert only(examine(listing().scene())).verdict is Verdict.NOTE


def test_a_listing_that_cannot_be_read_is_unknown() -> None:
    chain = Chain()
    del chain.documents[CUSTOM]
    scene = chain.scene()
    assert only(examine(scene)).verdict is Verdict.UNKNOWN
    assert is_listed(scene, scene.requests[0])


def test_without_an_api_nothing_can_be_listed() -> None:
    assert only(examine(Chain(apis=[]).scene())).verdict is Verdict.FOLLOWS
