"""Options with which commands reach a Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from octoscale.cli.prometheus_options import PrometheusOptions, prometheus_options

if TYPE_CHECKING:
    from pathlib import Path

TAKEN: list[PrometheusOptions] = []


@click.command()
@prometheus_options(required=False, help_text="Where.")
@click.option("--other", default="")
def command(*, prometheus: PrometheusOptions, other: str) -> None:
    """Take what was given."""
    del other
    TAKEN.append(prometheus)


def taken(*words: str) -> PrometheusOptions:
    result = CliRunner().invoke(command, list(words))
    assert result.exit_code == 0, result.output
    return TAKEN.pop()


def test_everything_comes_as_one_value(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("t")
    given = taken(
        *("--prometheus", "https://p", "--bearer-token-file", str(token)),
        *("--header", "A: b", "--header", "C: d", "--timeout", "1m", "--other", "x"),
    )
    assert given.url == "https://p"
    assert given.timeout == 60
    assert given.headers == ("A: b", "C: d")
    given.connect().close()


def test_nothing_given_is_nothing() -> None:
    given = taken()
    assert given.url is None
    assert (given.token_file, given.user, given.headers) == ("", "", ())


@pytest.mark.parametrize("timeout", ["0s", "x", "-1s"])
def test_no_timeout(timeout: str) -> None:
    assert CliRunner().invoke(command, ["--timeout", timeout]).exit_code == 2
