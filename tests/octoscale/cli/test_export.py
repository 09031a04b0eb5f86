"""``octoscale export --service``: a catalogued service's exporter."""

from __future__ import annotations

import pytest

from octoscale.cli.app import main
from tests.exporters.exposed import samples
from tests.octoscale.cli.exporting import exporting


def test_a_catalogued_service_is_exported_by_its_name() -> None:
    with exporting("--service", "couchdb", "--listen", "127.0.0.1:0") as running:
        assert "CouchDB" in running.said[1]
        assert samples(running.scrape())["couchdb_up", ()] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--service", "shop"], id="unknown"),
        pytest.param(["--service", "couchdb", "--listen", "x"], id="bad-listen"),
        pytest.param(["--service", "couchdb", "process"], id="both"),
        pytest.param(["--listen", "127.0.0.1:0"], id="neither"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err
