"""``octoscale lint exposition`` on files, on standard input and on an address."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from octoscale.cli.app import main
from tests.exporters.serving_pages import pages

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

GOOD = "# HELP web_up Up.\n# TYPE web_up gauge\nweb_up 1\n"
BAD = "# HELP web_ms Up.\n# TYPE web_ms gauge\nweb_ms 1\n"


def test_findings_are_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "good.prom", tmp_path / "bad.prom"
    good.write_text(GOOD)
    bad.write_text(BAD)
    assert main(["lint", "exposition", str(good)]) == 0
    assert main(["lint", "exposition", str(good), str(bad), "-o", "json"]) == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["line"]) == ("EX107", 1)


def test_consecutive_files_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_text(GOOD)
    second.write_text(GOOD.replace("gauge", "untyped"))
    assert main(["lint", "exposition", str(first), str(second)]) == 0
    assert main(["lint", "exposition", str(first), str(second), "--consecutive"]) == 1
    assert "EX121" in capsys.readouterr().out


def test_an_address_is_scraped(capsys: pytest.CaptureFixture[str]) -> None:
    with pages({"/metrics": BAD.encode()}) as uri:
        assert main(["lint", "exposition", f"{uri}/metrics"]) == 1
        assert main(["lint", "exposition", f"{uri}/none"]) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_that_is_not_there_is_exit_code_2() -> None:
    assert main(["lint", "exposition", "/none"]) == 2
