"""Golden trails: whole scale-ups and scale-downs, sync by sync.

Each case in ``tests/cases/trails`` fits on a screen. ``make cases`` writes their
trails anew. The live cluster's own timelines are read in place.
"""

from __future__ import annotations

import json
import os
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from hpa.algorithm.types import Config
from hpa.algorithm.versions import switches_for
from hpa.manifests import from_dict
from hpa.spec import decision_spec
from octoscale.core import yamlio
from tests.hpa.algorithm.loop import Load, Sync, run
from tests.reference import reference

_CASES = sorted((Path(__file__).parents[2] / "cases" / "trails").glob("*.yaml"))
_SYNC_SECONDS = 15


def _read(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = yamlio.load(path.read_text(encoding="utf-8")).value
    return case


def _noted(trail: list[Sync]) -> list[str]:
    """Note the syncs whose outcome differs from the one before."""
    changes = groupby(trail, key=lambda sync: sync.outcome)
    firsts = [next(syncs) for _, syncs in changes]
    return [f"{sync.seconds:g} s: {sync.outcome}" for sync in firsts]


def _trail(case: dict[str, Any]) -> list[str]:
    config = Config(
        downscale_stabilization_seconds=case.get("downscale_stabilization_seconds", 300)
    )
    load = Load([(step["from"], step["total"] * 1000) for step in case["load"]])
    syncs = range(_SYNC_SECONDS, case["until"] + 1, _SYNC_SECONDS)
    spec = decision_spec(from_dict(case["hpa"]))
    return _noted(run(spec, config, load, replicas=case["replicas"], syncs=syncs))


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.stem)
def test_a_golden_trail_is_followed(path: Path) -> None:
    case = _read(path)
    trail = _trail(case)
    if os.environ.get("OCTOSCALE_WRITE_CASES"):
        text = yamlio.dump(case | {"trail": trail})
        path.write_text(text, encoding="utf-8")
    assert trail == case["trail"]


def test_the_two_trails_of_the_documentation_are_among_the_cases() -> None:
    sizes = {
        path.stem: [
            int(row.split(" -> ")[1].split()[0])
            for row in _read(path)["trail"]
            if "SucceededRescale" in row
        ][:2]
        for path in _CASES
    }
    assert sizes["without_behavior"] == [4, 8]
    assert sizes["empty_behavior"] == [5, 8]


def _timelines() -> list[dict[str, Any]]:
    path = reference("oracle", "hpa", "real_cluster_timelines.json")
    runs: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["runs"]
    return runs


@pytest.mark.parametrize("number", range(3))
def test_the_live_clusters_trails_are_ours(number: int) -> None:
    recorded = _timelines()[number]
    manifest = {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": recorded["hpaSpecAsReturned"],
    }
    shown = _shown(recorded["timeline"])
    # The controller looked at the HPA whenever what it shows changed, and every
    # period in between; a live period is a little longer than its 15 s.
    syncs = [float(shown[0][0]) + 15.07 * n for n in range(len(recorded["timeline"]))]
    trail = run(
        decision_spec(from_dict(manifest)),
        Config(downscale_stabilization_seconds=45, switches=switches_for("1.23")),
        Load(
            [
                (0, recorded["totalLoadMilli"]),
                (recorded["loadDroppedAt"], recorded["lowLoadMilli"]),
            ]
        ),
        replicas=1,
        syncs=[seconds for seconds in syncs if seconds <= shown[-1][0] + 1],
    )
    ours = [
        (next(syncs).seconds, outcome)
        for outcome, syncs in groupby(trail, key=lambda sync: sync.outcome)
    ]
    assert [outcome for _, outcome in ours] == [outcome for _, outcome in shown]
    for (seconds, outcome), (seen, _) in zip(ours, shown, strict=True):
        assert abs(seconds - seen) < 1.0, outcome


def _shown(timeline: list[dict[str, Any]]) -> list[tuple[float, str]]:
    """Note when the HPA's status began to show what, as ``Sync.outcome`` does."""
    noted: list[tuple[float, str]] = []
    for seen in timeline:
        reasons = {type_: reason for type_, _, reason in seen["conditions"]}
        if not reasons:
            continue  # before the first sync
        outcome = (
            f"{seen['hpaCurrent']} -> {seen['hpaDesired']}  "
            f"{reasons['AbleToScale']}, {reasons['ScalingLimited']}"
        )
        if not noted or noted[-1][1] != outcome:
            noted.append((seen["t"], outcome))
    return noted
