"""Command lines as the adapter's Deployments write them."""

from __future__ import annotations

import pytest

from adapter_rules.server.goflags import normalised
from octoscale.core.errors import UsageError


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param(["--logtostderr=true"], ["--logtostderr"], id="true"),
        pytest.param(["--logtostderr=1"], ["--logtostderr"], id="1"),
        pytest.param(["--disable-http2=false"], [], id="false"),
        pytest.param(["--compat"], ["--compat"], id="a flag of ours"),
        pytest.param(["-v=4"], ["--v=4"], id="klog's verbosity"),
        pytest.param(["-v"], ["-v"], id="our verbosity"),
        pytest.param(["--v=4"], ["--v=4"], id="with a value"),
        pytest.param(
            ["--prometheus-header=a=true"], ["--prometheus-header=a=true"], id="no flag"
        ),
        pytest.param(["--config", "--compat=x"][:1], ["--config"], id="nothing behind"),
    ],
)
def test_what_go_s_parser_takes_is_taken(given: list[str], read: list[str]) -> None:
    assert normalised(given) == read


def test_what_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(UsageError, match="--compat is true or false, not 'maybe'"):
        normalised(["--compat=maybe"])
