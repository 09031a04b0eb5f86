"""The rendered tests of the alert rules pass, and can fail."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.core import yamlio
from octoscale.service.alert_tests import tests as written_tests
from octoscale.service.alerts import rule_file
from tests.octoscale.service.services import SHAPES, service
from tests.tools import find_tool

if TYPE_CHECKING:
    from pathlib import Path

    from octoscale.service.file import Service


def promtool(folder: Path, rules: dict[str, Any], made: Service) -> tuple[int, str]:
    program = find_tool("promtool")
    if program is None:
        pytest.skip("no promtool (make tools)")
    tests = yamlio.dump(written_tests(made, "alerts.yaml"))
    (folder / "alerts.yaml").write_text(yamlio.dump(rules), encoding="utf-8")
    (folder / "tests.yaml").write_text(tests, encoding="utf-8")
    done = subprocess.run(
        [program, "test", "rules", folder / "tests.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("shape", SHAPES)
def test_the_rules_pass_their_tests(shape: str, tmp_path: Path) -> None:
    made = service(**SHAPES[shape])
    code, said = promtool(tmp_path, rule_file(made), made)
    assert code == 0, said


@pytest.mark.parametrize("index", range(5))
def test_a_rule_that_never_fires_fails_them(index: int, tmp_path: Path) -> None:
    made = service()
    rules = rule_file(made)
    rules["groups"][0]["rules"][index]["expr"] = "vector(1) > 2"
    assert promtool(tmp_path, rules, made)[0] == 1


@pytest.mark.parametrize("index", range(5))
def test_a_rule_that_always_fires_fails_them(index: int, tmp_path: Path) -> None:
    made = service()
    rules = rule_file(made)
    rules["groups"][0]["rules"][index]["expr"] = "vector(1)"
    assert promtool(tmp_path, rules, made)[0] == 1


def test_each_alert_is_tested() -> None:
    made = service()
    cases = written_tests(made, "alerts.yaml")["tests"]
    fired = {
        case["alert_rule_test"][-1]["alertname"]
        for case in cases
        if case["alert_rule_test"][-1]["exp_alerts"]
    }
    assert fired == {rule["alert"] for rule in rule_file(made)["groups"][0]["rules"]}
