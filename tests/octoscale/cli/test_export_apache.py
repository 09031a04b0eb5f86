"""``octoscale export apache`` on a real server and on none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from tests.exporters.exposed import samples
from tests.octoscale.cli.exporting import exporting

if TYPE_CHECKING:
    from tests.apache_plugin import RunningApache


def test_it_exposes_a_real_server_until_that_stops(apache: RunningApache) -> None:
    arguments = ("apache", "--uri", apache.status_uri, "--listen", "127.0.0.1:0")
    with exporting(*arguments) as running:
        assert apache.status_uri in running.said[1]
        assert samples(running.scrape())["apache_up", ()] == 1
        apache.stop()
        assert samples(running.scrape())["apache_up", ()] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--uri", "ftp://x/"], id="scheme"),
        pytest.param(["--uri", "http://me:secret@x/"], id="password"),
        pytest.param(["--timeout", "soon"], id="no-duration"),
        pytest.param(["--timeout", "0s"], id="no-time"),
        pytest.param(["--listen", "x"], id="bad-listen"),
    ],
)
def test_wrong_usage_is_exit_code_2_without_a_traceback(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "apache", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "secret" not in said.err
