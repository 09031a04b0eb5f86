"""``octoscale schema``: what is printed is what is published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from octoscale.cli.schema import KINDS
from octoscale.core import yamlio
from tests.reference import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS: Sequence[str] = KINDS


@pytest.mark.parametrize("kind", _KINDS)
def test_it_prints_the_published_schema(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", kind]) == 0
    published = ROOT / "docs" / "schemas" / f"{kind}.schema.json"
    assert json.loads(capsys.readouterr().out) == json.loads(published.read_text())


def test_yaml_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "service", "-o", "yaml"]) == 0
    shown = yamlio.load(capsys.readouterr().out).value
    assert main(["schema", "service", "-o", "json"]) == 0
    assert shown == json.loads(capsys.readouterr().out)
