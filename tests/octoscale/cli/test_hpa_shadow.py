"""``octoscale hpa shadow``, as people call it, on a cluster in memory."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from hpa.algorithm.types import Config
from hpa.shadow import Shadow, ShadowSync
from octoscale.cli.hpa_shadow import Log, command, words
from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from tests.hpa.live.clusters import autoscaler, cluster
from tests.octoscale.cli.hpa_files import run_with

if TYPE_CHECKING:
    from pathlib import Path

ONCE = ("--yes", "-n", "shop", "--once")


def synced(value: str = "80", **status: Any) -> ShadowSync:
    one = Shadow(cluster(1, value, **status), namespace="shop", config=Config())
    return one.round(1000.0)[0]


def test_one_sync_says_current_live_and_what_would_be_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kube = cluster(1, "80", currentReplicas=1, desiredReplicas=1)
    assert run_with(kube, command, *ONCE) == 0
    said = capsys.readouterr()
    assert (
        "shop/web  current 1  live 1  here 4  pods metric hits: proposes 8" in said.out
    )
    assert "cluster: memory:" in said.err
    assert "no difference: 1 HPAs" in said.err


def test_json_is_a_line_for_each_sync(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_with(cluster(1, "80"), command, *ONCE, "-o", "json") == 0
    (line,) = capsys.readouterr().out.splitlines()
    read = json.loads(line)
    assert (read["name"], read["desired"], read["recommendation"]) == ("web", 4, 8)
    assert read["conditions"][0]["type"] == "AbleToScale"


def test_other_settings_are_tried_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hpa.yaml"
    other = autoscaler()
    other["spec"]["maxReplicas"] = 2
    file.write_text(yamlio.dump(other), encoding="utf-8")
    assert run_with(cluster(1, "80"), command, *ONCE, "--with", file) == 0
    assert "tried 2" in capsys.readouterr().out


def test_a_context_that_nobody_named_is_not_used() -> None:
    with pytest.raises(UsageError, match="current context"):
        run_with(cluster(), command, "--once", "-n", "shop")


def test_settings_for_an_hpa_that_is_not_there_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "hpa.yaml"
    other = autoscaler()
    other["metadata"]["name"] = "wbe"
    file.write_text(yamlio.dump(other), encoding="utf-8")
    with pytest.raises(UsageError, match="not there: shop/wbe"):
        run_with(cluster(), command, *ONCE, "--with", file)


def test_a_namespace_and_all_of_them_exclude_each_other() -> None:
    with pytest.raises(UsageError, match="exclude"):
        run_with(cluster(), command, *ONCE, "-A")


@pytest.mark.parametrize(
    "given", [("--sync-period", "0s"), ("--kube-version", "abc"), ("--for", "x")]
)
def test_bad_values_are_refused_before_the_cluster_is_named(
    given: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match=given[0]):
        run_with(cluster(), command, *ONCE, *given)
    assert "cluster:" not in capsys.readouterr().err


def test_an_empty_cluster_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_with(cluster(), command, "--yes", "-n", "default", "--once") == 0
    assert "there are no HPAs" in capsys.readouterr().err


def test_a_difference_is_exit_code_1_but_not_while_it_warms_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    one = replace(
        synced(),
        differences=("desired replicas 1, here 4",),
        events=("FailedGetScale: earlier", "SuccessfulRescale: New size: 1"),
    )
    early, late = Log("text", every=False), Log("text", every=False)
    early.show(replace(one, warming=True))
    late.show(replace(one, warming=False))
    assert (early.end(), late.end()) == (0, 1)
    said = capsys.readouterr()
    assert "warming up, not yet a difference: desired replicas 1" in said.out
    assert "DIFFERENT: desired replicas 1, here 4" in said.out
    assert "it said: SuccessfulRescale: New size: 1\n" in said.out
    assert "did something else: shop/web" in said.err


def test_unchanged_syncs_are_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log("text", every=False)
    log.show(synced())
    log.show(replace(synced(), at=1015.0))
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_metric_that_failed_is_shown_with_its_reason() -> None:
    kube = cluster()
    kube.documents.clear()
    (one,) = Shadow(kube, namespace="shop", config=Config()).round(0.0)
    assert "pods metric hits: " in words(one)
    assert "proposes" not in words(one)
