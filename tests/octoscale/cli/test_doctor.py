"""``octoscale doctor``, as people call it, on a chain in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click
import pytest

from octoscale.cli import doctor
from octoscale.cli.app import main
from octoscale.cli.doctor import command, line
from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError, InputError, UsageError
from octoscale.doctor.loop import LoopState, MetricState
from octoscale.kube.errors import UnreachableError
from tests.hpa.live.clusters import PODS_PATH, values
from tests.octoscale.cli.hpa_files import kubeconfig, run_with
from tests.octoscale.doctor.chains import RULES, Chain

if TYPE_CHECKING:
    from pathlib import Path

IN_SHOP = ("--yes", "-n", "shop")


def broken() -> Chain:
    chain = Chain()
    chain.drop("Pod")
    chain.hpa["spec"]["metrics"][0]["pods"]["metric"]["name"] = "hitz"
    return chain


def test_a_chain_that_holds_exits_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_with(Chain().kube(), command, "hpa/web", *IN_SHOP) == 0
    said = capsys.readouterr()
    assert "ok      conditions: active: current 2" in said.out
    assert said.out.endswith("shop/web: no link is broken\n")
    assert "cluster: memory:" in said.err


def test_a_broken_one_exits_1_with_the_link_and_the_way_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_with(broken().kube(), command, "hpa/web", *IN_SHOP) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown[-2].startswith("first broken link, from the pods on: pods: ")
    assert shown[-1].startswith("fix: see the workload's events")
    assert any(one.startswith("BROKEN  listed (hitz): ") for one in shown)


def test_without_a_name_every_hpa_is_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_with(broken().kube(), command, *IN_SHOP) == 1
    (shown,) = capsys.readouterr().out.splitlines()
    assert shown.startswith("BROKEN  shop/web  pods: ")
    assert run_with(Chain().kube(), command, *IN_SHOP) == 0
    assert capsys.readouterr().out == "ok      shop/web\n"


def test_a_namespace_without_hpas_is_healthy_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run_with(Chain().kube(), command, "--yes", "-n", "monitoring") == 0
    assert "there are no HPAs" in capsys.readouterr().err


def test_hostile_names_do_not_reach_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    chain = Chain()
    evil = "x\x1b[31m\u202ey"
    chain.hpa["status"]["conditions"][1] = {
        "type": "ScalingActive",
        "status": "False",
        "reason": evil,
        "message": f"[bold]{evil}",
    }
    for words in (("hpa/web",), (), ("hpa/web", "--watch", "--for", "1ms")):
        run_with(chain.kube(), command, *words, *IN_SHOP)
        shown = capsys.readouterr().out
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_with(broken().kube(), command, "web", *IN_SHOP, "-o", "json") == 1
    (shown,) = json.loads(capsys.readouterr().out)
    assert shown["brokenLink"] == "pods"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["deployment/web"], "write hpa/NAME"),
        (["hpa/"], "write hpa/NAME"),
        (["--watch"], "name it as hpa/NAME"),
        (["hpa/web", "--for", "1m"], "--for goes with --watch"),
    ],
)
def test_arguments_that_make_no_sense(arguments: list[str], message: str) -> None:
    with pytest.raises(click.UsageError, match=message):
        run_with(Chain().kube(), command, *arguments, *IN_SHOP)


def test_an_unknown_hpa_is_a_wrong_argument() -> None:
    with pytest.raises(UsageError, match="no HPA 'gone'"):
        run_with(Chain().kube(), command, "hpa/gone", *IN_SHOP)


def test_without_a_cluster_it_exits_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("kubernetes")
    file = kubeconfig(tmp_path / "config", "https://127.0.0.1:1")
    words = ["doctor", "--kubeconfig", str(file), "--yes"]
    assert main(words) == 3
    assert "no answer" in capsys.readouterr().err
    assert main(words[:-1]) == 2
    assert "current context" in capsys.readouterr().err


def test_a_server_that_goes_away_in_the_middle_exits_3() -> None:
    kube = Chain().kube()
    kube.failures.append(UnreachableError("gone"))
    with pytest.raises(EnvironmentMissingError):
        run_with(kube, command, *IN_SHOP)


def test_a_config_is_read_before_any_cluster_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("rules: [{seriesQry: up}]", encoding="utf-8")
    with pytest.raises(InputError):
        run_with(Chain().kube(), command, "--config", file)
    file.write_text(RULES, encoding="utf-8")
    assert run_with(Chain().kube(), command, "--config", file, *IN_SHOP) == 0


@pytest.mark.parametrize(("more", "roles"), [([], 2), (["--deep"], 3)])
def test_rights_are_printed_without_any_cluster(
    more: list[str], roles: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_with(Chain().kube(), command, "--print-rbac", *more) == 0
    documents = yamlio.load_all(capsys.readouterr().out)
    assert [one.value["kind"] for one in documents] == ["ClusterRole"] * roles
    assert run_with(Chain().kube(), command, "--print-rbac", *more, "-o", "json") == 0
    assert len(json.loads(capsys.readouterr().out)) == roles


def test_watching_shows_the_loop_in_lines(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("hpa/web", *IN_SHOP, "--watch", "--for", "1ms", "--every", "1ms")
    assert run_with(Chain().kube(), command, *words) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert "shop/web  current 2  desired 2  ready 2  hits: 10 of 10  next: " in first


def test_the_controller_s_flags_count_when_watching(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kube = Chain().kube()
    kube.documents[PODS_PATH] = values(web0="11.5", web1="11.5")
    words = ("hpa/web", *IN_SHOP, "--watch", "--for", "1ms")
    run_with(kube, command, *words, "--tolerance", "0.2")
    assert "nothing while the values stay" in capsys.readouterr().out
    run_with(kube, command, *words)
    assert "from 2 to 3 at the next sync" in capsys.readouterr().out


def test_watching_in_json_is_a_line_a_look(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("hpa/web", *IN_SHOP, "--watch", "--for", "1ms", "-o", "json")
    assert run_with(Chain().kube(), command, *words) == 0
    shown = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    assert shown[0]["metrics"][0]["metricTarget"] == "10"


def test_what_is_not_known_is_said_so_in_a_line() -> None:
    kube = Chain().kube()
    del kube.documents[PODS_PATH]
    metric = MetricState(
        name="hits", value="", metric_target="10", proposes=None, problem="404"
    )
    state = LoopState(
        at=0.0,
        namespace="shop",
        name="web",
        current=None,
        desired=2,
        ready=None,
        metrics=(metric,),
        upcoming="nothing",
    )
    assert line(state) == (
        "00:00:00  shop/web  current <unknown>  desired 2  ready <unknown>  "
        "hits: <unknown> (404) of 10  next: nothing"
    )


def test_on_a_terminal_the_loop_is_a_table() -> None:
    from rich.console import Console

    metric = MetricState(
        name="hits", value="5", metric_target="10", proposes=1, up_from="11"
    )
    state = LoopState(
        at=0.0,
        namespace="shop",
        name="web",
        current=2,
        desired=2,
        ready=2,
        metrics=(metric,),
        upcoming="from 2 to 1 in 300 s",
    )
    console = Console(width=100, record=True, file=None, quiet=False)
    with console.capture() as captured:
        console.print(doctor._table(state))
    shown = captured.get()
    assert "shop/web: current 2, desired 2, ready 2" in shown
    assert "from 2 to 1 in 300 s" in shown
    assert "up from" in shown
