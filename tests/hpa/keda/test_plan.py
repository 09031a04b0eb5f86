"""The staged plan: its order, and what it says of the HPAs at hand."""

from __future__ import annotations

from typing import Any

from adapter_rules.model import AdapterConfig
from hpa import notation
from hpa.keda.plan import API_SERVICE, NOTHING, plan, to_lines
from hpa.keda.scaledobject import KedaConversion, convert_to_keda
from tests.hpa.keda.samples import config, hpa

FDS = notation.pods("open_fds=200")
QUEUE = notation.external("queue_depth=30")
NOPE = notation.pods("nope=1")


def conversion(*metrics: Any, name: str = "web") -> KedaConversion:
    return convert_to_keda(hpa(*metrics, name=name), config=config())


def text(*conversions: KedaConversion, rules: AdapterConfig | None = None) -> str:
    return "\n".join(to_lines(plan(conversions, rules or config())))


def test_the_order_of_the_stages() -> None:
    titles = [stage.title for stage in plan([conversion(FDS)], config())]
    assert [title.split()[0] for title in titles] == [
        *("Look", "Take", "Install", "Move", "Clean")
    ]


def test_the_api_that_both_own_is_freed_before_keda_comes() -> None:
    lines = text(conversion(QUEUE)).splitlines()
    delete = next(i for i, line in enumerate(lines) if "kubectl delete" in line)
    install = next(i for i, line in enumerate(lines) if "install KEDA" in line)
    assert API_SERVICE in lines[delete]
    assert delete < install


def test_hpas_with_external_metrics_are_named_and_go_first() -> None:
    told = text(conversion(FDS, name="a"), conversion(QUEUE, name="b"))
    assert "of those converted here: shop/b" in told
    assert "in this order: shop/b, shop/a" in told
    assert "get none until their ScaledObject is Ready" in told


def test_without_external_metrics_nothing_is_interrupted_before_the_move() -> None:
    stages = plan([conversion(FDS)], AdapterConfig())
    assert [stage.interrupts for stage in stages[:3]] == [NOTHING] * 3
    assert stages[1].title == "Leave the external API to KEDA"


def test_what_was_not_converted_stays_with_the_adapter() -> None:
    told = text(conversion(FDS, name="a"), conversion(NOPE, name="b"))
    assert "to stay with the adapter: shop/b" in told
    assert "in this order: shop/a" in told


def test_there_is_a_way_back() -> None:
    assert "back: delete the ScaledObject" in text(conversion(FDS))


def test_every_stage_says_what_it_interrupts() -> None:
    lines = text(conversion(FDS)).splitlines()
    assert sum(line.startswith("   interrupts: ") for line in lines) == 5
    assert "not run against a cluster" in lines[0]
