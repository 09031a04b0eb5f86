"""``octoscale export source``: every kind, from words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from tests.exporters.exposed import samples
from tests.exporters.serving_pages import pages
from tests.octoscale.cli.exporting import exporting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_exposed_under_its_prefix(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("hunter2\n")
    with pages({"/": b"fine"}) as uri:
        words = ["--uri", uri, "--prefix", "shop", "--user", "me"]
        words += ["--password-file", str(password), "--listen", "127.0.0.1:0"]
        with exporting("source", "http", *words) as running:
            text = running.scrape()
            said = running.said
    assert samples(text)["shop_status", ()] == 200
    assert "hunter2" not in text + "".join(said)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["mapping"], id="kind"),
        pytest.param(["redis"], id="no-queue"),
        pytest.param(["groups", "--group", "web"], id="no-pattern"),
        pytest.param(["http", "--timeout", "soon"], id="timeout"),
        pytest.param(["http", "--user", "me"], id="no-password"),
        pytest.param(["http", "--password-file", "/none"], id="no-file"),
        pytest.param(["mongodb", "--uri", "http://x"], id="mongodb"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "source", *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err
