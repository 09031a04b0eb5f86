"""What the commands about images share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octoscale.cli.image_output import interruptible, show
from tests.bench.images.making import tiny_image

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_lines_of_one_kind_come_now_and_then(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with interruptible() as say:
        for line in ("writing 1", "writing 2", "pushing 1", "writing 3"):
            say(line)
    assert capsys.readouterr().err.splitlines() == ["writing 1", "pushing 1"]


def test_a_table_shows_both_sizes_of_each_layer_and_of_the_image(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image = tiny_image(tmp_path / "image")
    show(image, "table", layout="here")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["layer", "on", "disk", "pulled", "digest"]
    assert [line.split()[0] for line in lines[1:6]] == [
        "base",
        "python",
        "filler-1",
        "app",
        "tiny",
    ]
    assert lines[5].split()[1:3] == ["200", "kB"]
    assert lines[5].endswith(image.reference_digest)
    assert lines[6] == "layout: here"
