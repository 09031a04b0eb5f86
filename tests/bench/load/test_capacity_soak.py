"""More replicas serve more: a real service behind a real haproxy, with real load."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.core.tools import find_program
from tests.bench.load.fleet import running_fleet

if TYPE_CHECKING:
    from pathlib import Path

PLAN = """\
load: curve
title: Served requests/s behind haproxy
setups:
  - name: haproxy
    owner: haproxy
    endpoints:
{endpoints}
shapes:
  - {{duration: {duration}, workers: 20}}
repeats: {repeats}
counter: {{series: shop_requests_total}}
goal: {{goodput: 1}}
"""


def measured(
    tmp_path: Path, counts: list[int], *, duration: str, repeats: int
) -> dict[int, dict[str, float]]:
    """Run a load test over *counts* replicas; give each one's figures."""
    if find_program("hey") is None:
        pytest.skip("hey is missing (make tools)")
    with running_fleet(counts, cpu_share=0.03) as fleet:
        endpoints = "\n".join(
            f"      - {{replicas: {count}, url: '{url}', "
            f"exporters: [{', '.join(fleet.pages[:count])}]}}"
            for count, url in fleet.urls.items()
        )
        plan = tmp_path / "plan.yaml"
        plan.write_text(
            PLAN.format(endpoints=endpoints, duration=duration, repeats=repeats)
        )
        assert main(["bench", "load", str(plan), "--to", str(tmp_path / "runs")]) == 0
    (run,) = (tmp_path / "runs").iterdir()
    data = json.loads((run / "report.json").read_text())
    return {
        one["cell"]["replicas"]: {
            "goodput": one["goodput_per_second"]["mean"],
            "failed": one["failed_share"]["mean"],
            "imbalance": one["imbalance"]["mean"],
        }
        for one in data["computed"]
    }


def test_four_replicas_serve_more_than_one(tmp_path: Path) -> None:
    found = measured(tmp_path, [1, 4], duration="1s", repeats=2)
    assert found[4]["goodput"] > found[1]["goodput"] > 0
    assert {one["failed"] for one in found.values()} == {0.0}
    assert found[1]["imbalance"] == 1.0
    assert 1.0 <= found[4]["imbalance"] <= 4.0


@pytest.mark.soak
def test_the_curve_rises_over_1_2_4_and_8_replicas(tmp_path: Path) -> None:
    found = measured(tmp_path, [1, 2, 4, 8], duration="3s", repeats=5)
    goodputs = [found[count]["goodput"] for count in (1, 2, 4, 8)]
    assert goodputs == sorted(goodputs)
    assert goodputs[-1] > 2 * goodputs[0]
