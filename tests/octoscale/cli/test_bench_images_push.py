"""``octoscale bench images push``: what it prints, and how it ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from octoscale.cli.app import main
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.images_plugin import LiveRegistry

PUSH = ["bench", "images", "push"]


def test_it_prints_the_reference_with_the_digest(
    registry: LiveRegistry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tiny_image(tmp_path / "image", salt="cli")
    where = f"{registry.address}/cli/tiny:1"
    words = [*PUSH, str(image.layout), where, "--plain-http"]
    assert main([*words, "-o", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    wanted = f"{registry.address}/cli/tiny@{image.reference_digest}"
    assert found["reference"] == wanted
    assert main(words) == 0
    shown = capsys.readouterr()
    assert f"reference: {wanted}" in shown.out
    assert "the registry has it" in shown.err


def test_nobody_there_is_exit_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tiny_image(tmp_path / "image")
    assert main([*PUSH, str(image.layout), "127.0.0.1:1/a", "--plain-http"]) == 3
    shown = capsys.readouterr().err
    assert "cannot push to 127.0.0.1:1" in shown
    assert "Traceback" not in shown


def test_a_registry_without_tls_is_exit_code_3_and_says_what_helps(
    registry: LiveRegistry, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tiny_image(tmp_path / "image")
    assert main([*PUSH, str(image.layout), f"{registry.address}/a"]) == 3
    assert "--plain-http" in capsys.readouterr().err
