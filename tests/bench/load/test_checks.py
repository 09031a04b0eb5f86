"""Contradictions of a load plan, without a file around it."""

from __future__ import annotations

import pytest

from bench.load.checks import address_problem, problems
from bench.load.plan import LoadPlan
from tests.bench.load.fakes import plan


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("http://127.0.0.1", "", id="fine"),
        pytest.param("https://[::1]:8443/base", "", id="version 6"),
        pytest.param("http://shop.test:80", "", id="a name"),
        pytest.param("http://", "should be like", id="no host"),
        pytest.param("127.0.0.1:80", "should be like", id="no scheme"),
        pytest.param("http://127.0.0.1:99999", "no URL", id="port"),
        pytest.param("http://[::1", "no URL", id="bracket"),
        pytest.param("http://a@127.0.0.1", "user or a password", id="user"),
        pytest.param("http://127.0.0.1/?a=1", "plain path", id="query"),
        pytest.param("http://127.0.0.1/#a", "plain path", id="fragment"),
        pytest.param("http://127.0.0.1/\x1b", "plain path", id="control"),
        pytest.param("http://224.0.0.1", "no address of one", id="multicast"),
        pytest.param("http://[::]", "no address of one", id="everywhere"),
    ],
)
def test_what_is_no_address_to_send_load_to(url: str, words: str) -> None:
    found = address_problem(url)
    assert words in found
    assert bool(found) == bool(words)


def test_a_good_plan_has_no_problem() -> None:
    assert list(problems(plan())) == []


def test_what_is_scaled_needs_replicas() -> None:
    data = plan().to_dict()
    data["setups"][0]["scale"] = {
        "kind": "Deployment", "namespace": "a", "name": "b", "readyWithin": "1m"
    }  # fmt: skip
    del data["setups"][0]["endpoints"][0]["replicas"]
    made = LoadPlan.model_validate_json(_json(data))
    assert [code for code, _, _ in problems(made)] == ["LP004"]


def test_doubled_names_and_networks_that_are_none() -> None:
    data = plan().to_dict()
    data["setups"] *= 2
    data["setups"][0] = {**data["setups"][0], "addresses": ["10.0.0.1/8"]}
    data["keepAlive"] = [True, True]
    made = LoadPlan.model_validate_json(_json(data))
    assert [code for code, _, _ in problems(made)] == ["LP001", "LP001", "LP003"]


def _json(data: object) -> str:
    import json

    return json.dumps(data)
