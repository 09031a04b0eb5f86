"""The summary line: what was run, and what was not for want of programs."""

from __future__ import annotations

import pytest

from tests.controlplane.plugin import Ledger


@pytest.mark.parametrize(
    ("ledger", "line"),
    [
        pytest.param(Ledger(), "control plane: 0 run", id="nobody asked"),
        pytest.param(
            Ledger(used={"a", "b", "c"}, ran={"a", "b", "d"}),
            "control plane: 2 run",
            id="skips and tests without it do not count",
        ),
        pytest.param(
            Ledger(missing=("etcd", "kubemark")),
            "control plane: SKIPPED, missing etcd, kubemark",
            id="programs missing",
        ),
    ],
)
def test_the_line_says_how_many_ran_or_what_is_missing(
    ledger: Ledger, line: str
) -> None:
    assert ledger.line() == line
