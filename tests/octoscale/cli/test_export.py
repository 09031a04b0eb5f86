"""``octoscale export --service``: a catalogued service's exporter."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest

from octoscale.cli.app import main
from tests.exporters.exposed import samples
from tests.octoscale.cli.exporting import exporting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_catalogued_service_is_exported_by_its_name() -> None:
    with exporting("--service", "couchdb", "--listen", "127.0.0.1:0") as running:
        assert "CouchDB" in running.said[1]
        assert samples(running.scrape())["couchdb_up", ()] == 0


SERVICE = """\
service: shop
scaleTarget: {{name: shop}}
replicas: {{max: 4}}
scrape:
  port: 18252
  podLabels: {{app: shop}}
{sidecar}
metrics:
- series: shop_status
  kind: gauge
  target: {{averageValue: 1}}
"""


@pytest.mark.parametrize(
    ("words", "watched", "series"),
    [
        pytest.param(
            "[source, http, --uri, 'http://127.0.0.1:1/', --prefix, shop]",
            "http://127.0.0.1:1/",
            "shop_up",
            id="kind",
        ),
        pytest.param("[--service, couchdb]", "CouchDB", "couchdb_up", id="catalogued"),
    ],
)
def test_a_service_files_own_exporter_is_run(
    words: str, watched: str, series: str, tmp_path: Path
) -> None:
    file = tmp_path / "octoscale.yaml"
    sidecar = f"  sidecar: {{image: octoscale, export: {words}}}"
    file.write_text(SERVICE.format(sidecar=sidecar))
    options = ["--listen", "127.0.0.1:0", "--probe-network", "10.0.0.0/8"]
    with exporting("--service", str(file), *options) as running:
        assert watched in running.said[1]
        assert samples(running.scrape())[series, ()] == 0
        url = running.said[0].removeprefix("listening on ").replace("metrics", "probe")
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{url}?target=http://127.0.0.1/", timeout=20)  # noqa: S310 - our own loopback URL


@pytest.mark.parametrize(
    ("sidecar", "words", "code"),
    [
        pytest.param("", "says nothing of an exporter", 2, id="none"),
        pytest.param(
            "  sidecar: {image: i, export: [--service, octoscale.yaml]}",
            "service of the catalogue",
            1,
            id="itself",
        ),
        pytest.param(
            "  sidecar: {image: i, export: [squirrel]}", "squirrel", 2, id="unknown"
        ),
    ],
)
def test_a_service_file_without_a_known_exporter_is_refused(
    sidecar: str,
    words: str,
    code: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "octoscale.yaml"
    file.write_text(SERVICE.format(sidecar=sidecar))
    assert main(["export", "--service", str(file)]) == code
    assert words in capsys.readouterr().err


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
