"""Load plans: read with places for what is wrong, and given their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.load.file import (
    load_load_plan,
    narrowed,
    parse_load_plan,
    preset_names,
    runnable,
    with_addresses,
)
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError, UsageError
from tests.bench.load.fakes import PLAN, plan

if TYPE_CHECKING:
    from pathlib import Path

BARE = """\
load: bare
title: Bare
setups: [{name: VM}, {name: k8s, endpoints: [{replicas: 4}, {replicas: 8}]}]
shapes: [{requests: 10, workers: 5}]
repeats: 1
"""


@pytest.mark.parametrize("name", ["fig10", "fig11", "fig12"])
def test_the_paper_s_plans_are_read_and_written_back(name: str) -> None:
    read = load_load_plan(name)
    assert read.load == name
    assert read.repeats == 100
    again = parse_load_plan(yamlio.dump(read.to_dict()))
    assert again == read


def test_the_paper_s_shapes_are_the_paper_s() -> None:
    shapes = {n: [s.shown for s in load_load_plan(n).shapes] for n in preset_names()}
    assert shapes["fig10"] == ["n=10 c=5"]
    assert shapes["fig11"] == ["n=1000 c=100", "n=1000 c=200"]
    fig11 = load_load_plan("fig11")
    assert fig11.keep_alive == (True, False)
    assert [e.replicas for e in fig11.setups[1].endpoints] == [4, 6, 8]


def test_a_plan_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(PLAN)
    assert load_load_plan(str(file)) == plan()
    with pytest.raises(FileAccessError) as caught:
        load_load_plan("fig99")
    assert "fig10" in caught.value.hint


@pytest.mark.parametrize(
    ("change", "code", "place"),
    [
        pytest.param(("repeats: 2", "repeats: 0"), "SC003", "10:10", id="repeats"),
        pytest.param(("title:", "titel:"), "SC001", "2:1", id="unknown field"),
        pytest.param(("load: demo\n", ""), "SC002", "1:1", id="missing field"),
        pytest.param(("requests: 100", "requests: 5"), "LP002", "9:16", id="n below c"),
        pytest.param(
            ("requests: 100, ", ""), "LP002", "9:5", id="neither number nor duration"
        ),
        pytest.param(
            ("requests: 100", "requests: 100, duration: 2s"), "LP002", "9:5", id="both"
        ),
        pytest.param(
            ("requests: 100", "duration: 2m"), "LP002", "9:16", id="beyond its limit"
        ),
        pytest.param(
            ("http://127.0.0.1:8001", "http://shop.test"), "LP003", "6:28", id="a name"
        ),
        pytest.param(
            ("http://127.0.0.1:8001", "http://0.0.0.0:80"), "LP003", "6:28", id="all"
        ),
        pytest.param(
            ("http://127.0.0.1:8001", "ftp://127.0.0.1"), "LP003", "6:28", id="ftp"
        ),
        pytest.param(
            ("http://127.0.0.1:8001", "http://a:b@127.0.0.1"),
            "LP003",
            "6:28",
            id="a password",
        ),
        pytest.param(("replicas: 2", "replicas: 1"), "LP001", "7:9", id="twice"),
        pytest.param(
            ("replicas: 1", "exporters: ['http://127.0.0.1/m'], replicas: 1"),
            "LP004",
            "6:21",
            id="no counter",
        ),
        pytest.param(("repeats: 2", "repeats: x"), "SC003", "10:10", id="no number"),
        pytest.param(("load: demo", "load: demo\nload: x"), "YA002", "2:1", id="again"),
    ],
)
def test_what_is_wrong_is_found_in_its_place(
    change: tuple[str, str], code: str, place: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_load_plan(PLAN.replace(*change, 1), file="plan.yaml")
    (finding,) = caught.value.findings
    shown = f"{finding.place.line}:{finding.place.column}"
    assert (finding.code, shown) == (code, place), str(finding)


def test_a_plan_of_too_many_runs_is_refused() -> None:
    services = ", ".join(f"{{name: s{n}, path: /{n}}}" for n in range(60))
    text = PLAN.replace("repeats: 2", "repeats: 1000") + f"services: [{services}]\n"
    with pytest.raises(InputError, match="LP005"):
        parse_load_plan(text)


def test_urls_of_the_command_line_fill_the_plan() -> None:
    given = with_addresses(
        plan(BARE), ["VM=http://127.0.0.1:1", "k8s/8=http://127.0.0.2:2"]
    )
    ready, left = runnable(given)
    assert [s.endpoints[0].url for s in ready.setups] == [
        "http://127.0.0.1:1",
        "http://127.0.0.2:2",
    ]
    assert left == ("k8s, 4 replicas",)


def test_a_url_for_a_whole_setup_is_for_each_endpoint_without_one() -> None:
    ready, left = runnable(with_addresses(plan(BARE), ["k8s=http://127.0.0.1:1"]))
    assert [e.url for e in ready.setups[0].endpoints] == ["http://127.0.0.1:1"] * 2
    assert left == ("VM",)


def test_a_setup_s_name_may_hold_an_equals_sign() -> None:
    fig12 = load_load_plan("fig12")
    given = with_addresses(fig12, ["k8s, UKC = 0=http://127.0.0.1:1"])
    ready, left = runnable(given)
    assert [setup.name for setup in ready.setups] == ["k8s, UKC = 0"]
    assert left == ("VM", "k8s, UKC != 0")


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        pytest.param("http://127.0.0.1", "not SETUP=URL", id="no setup"),
        pytest.param("XX=http://127.0.0.1", "no setup 'XX'", id="unknown setup"),
        pytest.param("k8s/5=http://127.0.0.1", "no such endpoint", id="replicas"),
        pytest.param("VM=http://shop.test", "where it may lead", id="a name"),
        pytest.param("VM=http://255.255.255.255", "no address of one", id="all"),
    ],
)
def test_a_wrong_url_is_told(pair: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        with_addresses(plan(BARE), [pair])


def test_a_name_may_lead_where_the_command_line_says() -> None:
    given = with_addresses(
        plan(BARE), ["VM=http://shop.test"], addresses=["10.0.0.0/24"]
    )
    assert given.setups[0].addresses == ("10.0.0.0/24",)


def test_without_any_address_nothing_can_be_run() -> None:
    with pytest.raises(UsageError, match="names no address") as caught:
        runnable(plan(BARE))
    assert "--url 'VM'=" in caught.value.hint


def test_repeats_services_and_goal_can_be_given() -> None:
    given = narrowed(plan(), repeats=7, services=["cart=/cart?id=1"], goodput=50)
    assert given.repeats == 7
    assert [(s.name, s.path) for s in given.services] == [("cart", "/cart?id=1")]
    assert given.goal is not None
    assert given.goal.goodput == 50
    with pytest.raises(UsageError, match="not a service"):
        narrowed(plan(), services=["cart"])
