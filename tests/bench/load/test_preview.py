"""A dry run says what would be sent, and sends nothing."""

from __future__ import annotations

from bench.load.preview import preview
from tests.bench.load.fakes import PLAN, plan


def test_every_cell_has_hey_s_own_arguments() -> None:
    rows, lines = preview(plan(PLAN + "limits: {rate: 100}\n"))
    assert [row[:4] for row in rows] == [
        ["k8s", "1", "root", "kept"],
        ["k8s", "2", "root", "kept"],
    ]
    assert rows[0][4] == (
        "hey -c 10 -n 100 -q 10.000000 -t 20 -disable-redirects http://127.0.0.1:8001/"
    )
    assert lines[:2] == [
        "2 cells, 2 runs each: 4 runs",
        "400 requests, and 0 s of runs by duration",
    ]


def test_names_are_shown_as_names_and_what_is_scaled_is_told() -> None:
    text = PLAN.replace("http://127.0.0.1:8001", "https://shop.test").replace(
        "name: k8s",
        "name: k8s\n    addresses: [127.0.0.1]\n    scale: {namespace: a, name: b}",
    )
    rows, lines = preview(plan(text))
    assert rows[0][4].endswith(" https://shop.test/")
    assert lines[-1] == "scaled, and back in the end: Deployment a/b"
