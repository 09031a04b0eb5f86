"""The paper's plan, and plan files with problems at their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from bench.plan import Plan, load_plan, parse_plan, plan_names
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, InputError, UsageError
from octoscale.core.schema import json_schema

if TYPE_CHECKING:
    from pathlib import Path

PAPER = load_plan()
TEXT = yamlio.dump(PAPER.to_dict())
DOWN = {"policies": [{"type": "Percent", "value": 10, "periodSeconds": 60}]}


def test_the_papers_plan_is_the_papers_experiment() -> None:
    assert PAPER.metric.series == "myapphttp_process_open_fds"
    assert PAPER.metric.target.average_value_milli == 200_000
    assert (PAPER.autoscaler.min, PAPER.autoscaler.max) == (1, 8)
    assert PAPER.autoscaler.sync_period_seconds == 15
    assert PAPER.scrape.interval_seconds == 10
    assert (PAPER.goal.start, PAPER.goal.replicas, PAPER.repeats) == (1, 8, 5)
    assert PAPER.placement.one_pod_per_node
    assert PAPER.placement.image_absent
    sizes = {image.name: image.on_disk_bytes for image in PAPER.images}
    assert sizes == {
        "small": 19_170_000,
        "medium": 325_960_000,
        "big": 2_730_000_000,
    }


def test_the_papers_load_asks_for_more_than_eight_throughout() -> None:
    share = PAPER.load.connections / PAPER.goal.replicas
    assert share > 1.1 * PAPER.metric.target.average_value_milli / 1000


def test_the_plan_says_that_the_papers_seconds_are_not_published() -> None:
    assert "only as a picture" in PAPER.about
    assert "never seconds" in PAPER.about


def test_the_metric_is_declared_as_a_descriptor() -> None:
    found = PAPER.metric.descriptor
    assert (found.series_name, found.api_name) == (PAPER.metric.series,) * 2
    assert found.kind == "gauge"


def test_a_plan_survives_writing_and_reading() -> None:
    assert parse_plan(TEXT) == PAPER


def test_the_published_schema_takes_the_papers_plan_and_refuses_a_typo() -> None:
    schema = json_schema(Plan, title="plan", url="urn:plan")
    jsonschema.validate(PAPER.to_dict(), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**PAPER.to_dict(), "repeat": 3}, schema)


@pytest.mark.parametrize("behavior", [{}, {"scaleUp": {}}, {"scaleDown": DOWN}])
def test_a_behavior_survives_and_the_published_schema_takes_it(
    behavior: dict[str, Any],
) -> None:
    raw = PAPER.to_dict()
    assert "behavior" not in raw["autoscaler"]
    raw["autoscaler"]["behavior"] = behavior
    jsonschema.validate(raw, json_schema(Plan, title="plan", url="urn:plan"))
    plan = parse_plan(yamlio.dump(raw))
    assert plan.autoscaler.behavior is not None
    assert plan.to_dict() == raw


def test_every_plan_of_ours_is_read_by_its_name() -> None:
    for name in plan_names():
        assert load_plan(name).plan == name


def test_a_plan_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT.replace("plan: paper", "plan: mine"), encoding="utf-8")
    assert load_plan(str(file)).plan == "mine"


def test_a_missing_file_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match=r"nowhere\.yaml") as caught:
        load_plan(str(tmp_path / "nowhere.yaml"))
    assert caught.value.hint == "known plans: paper; or name a plan file"


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        pytest.param("repeats: 5", "repeats: 0", "SC003", "repeats", id="none"),
        pytest.param("publishedAs", "publishdAs", "SC001", "publishdAs", id="unknown"),
        pytest.param("repeats: 5", "repeats: five", "SC003", "repeats", id="text"),
        pytest.param("  replicas: 8\n", "", "SC002", "replicas", id="missing"),
        pytest.param("20m", "20 minutes", "SC003", "duration", id="no-duration"),
        pytest.param("20m", "0s", "SC003", "longer than zero", id="no-time"),
        pytest.param("19170k", "19MB", "SC003", "19MB", id="no-quantity"),
        pytest.param("19170k", "-1", "SC003", "above zero", id="negative"),
        pytest.param("max: 8", "max: 7", "PL001", "can never reach", id="max"),
        pytest.param("min: 1", "min: 2", "PL001", "above the start", id="min"),
        pytest.param("start: 1", "start: 8", "PL001", "not below", id="start"),
        pytest.param("name: big", "name: small", "PL002", "'small'", id="twins"),
        pytest.param("name: big", "name: Big", "SC003", "name", id="capital"),
        pytest.param("name: big", "name: '../x'", "SC003", "name", id="path"),
        pytest.param(
            "max: 8",
            "max: 8\n  behavior: {scaleUp: {policies: []}}",
            "SC003",
            "policies",
            id="no-policy",
        ),
        pytest.param(
            "max: 8", "max: 8\n  behavior: {up: {}}", "SC001", "'up'", id="direction"
        ),
        pytest.param(
            "max: 8",
            "max: 8\n  behavior: {scaleUp: {selectPolicy: Disabled}}",
            "PL001",
            "never scales up",
            id="never-up",
        ),
        pytest.param("series: my", "series: 9my", "SC003", "series", id="series"),
    ],
)
def test_a_problem_is_found_at_its_line(
    old: str, new: str, code: str, words: str
) -> None:
    assert old in TEXT
    with pytest.raises(InputError) as caught:
        parse_plan(TEXT.replace(old, new, 1), file="plan.yaml")
    (finding,) = caught.value.findings
    assert finding.code == code
    assert words in finding.message
    before = TEXT[: TEXT.index(old)].count("\n") + 1
    if new:
        assert finding.place.line == before + new.count("\n")
    assert finding.place.file == "plan.yaml"


def test_all_contradictions_are_found_at_once() -> None:
    text = TEXT.replace("max: 8", "max: 7").replace("min: 1", "min: 2")
    with pytest.raises(InputError) as caught:
        parse_plan(text)
    assert len(caught.value.findings) == 2


def test_a_narrowed_plan_keeps_the_plans_order() -> None:
    few = PAPER.narrowed(images=("big", "small"), repeats=2)
    assert [image.name for image in few.images] == ["small", "big"]
    assert few.repeats == 2
    assert PAPER.narrowed() == PAPER


def test_an_unknown_image_is_refused_and_the_known_ones_named() -> None:
    with pytest.raises(UsageError) as caught:
        PAPER.narrowed(images=("huge",))
    assert caught.value.hint == "known: small, medium, big"
