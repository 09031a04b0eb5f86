"""Which image a repeat's pods run, and what is built for it."""

from __future__ import annotations

from typing import Any

import pytest

from bench.drivers.kubernetes.references import LOAD_PRESET, Reference, References
from bench.drivers.kubernetes.settings import read
from bench.plan import load_plan
from octoscale.core.errors import UsageError

SMALL, MEDIUM, _ = load_plan().images


def quiet(_: str) -> None:
    """Say nothing."""


class Builder:
    """Stands for building and pushing, and remembers what was asked of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None, bool]] = []

    def __call__(
        self, what: str, reference: str, *, salt: str | None, plain_http: bool, say: Any
    ) -> int:
        del say
        self.asked.append((what, reference, salt, plain_http))
        return 4711


def test_each_repeat_is_built_with_a_salt_of_its_own_and_pushed() -> None:
    builder = Builder()
    given = {"registry": "r.example:5000/bench/", "plain_http": "yes"}
    made = References(read(given), publish=builder)
    made.check((SMALL,))
    found = made.service(SMALL, salt="x-1", say=quiet)
    text = "r.example:5000/bench/httpgo-small:x-1"
    assert found == Reference(text=text, new=True, pulled_bytes=4711)
    assert made.load(run="x", say=quiet) == "r.example:5000/bench/octoscale-load:x"
    assert builder.asked == [
        ("19170000", text, "x-1", True),
        (LOAD_PRESET, "r.example:5000/bench/octoscale-load:x", None, True),
    ]


def test_nothing_is_built_where_nobody_wants_it() -> None:
    builder = Builder()
    given = {"registry": "r.example/bench", "push": "no"}
    found = References(read(given), publish=builder).service(
        SMALL, salt="x-1", say=quiet
    )
    assert (found.new, found.pulled_bytes) == (True, None)
    assert builder.asked == []


def test_an_image_of_the_users_own_is_not_new() -> None:
    given = {"images": "small=r.example/a:1", "load_image": "r.example/load:1"}
    made = References(read(given), publish=Builder())
    made.check((SMALL,))
    found = made.service(SMALL, salt="x", say=quiet)
    assert found == Reference(text="r.example/a:1", new=False, pulled_bytes=None)
    assert made.load(run="x", say=quiet) == "r.example/load:1"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({}, "pull image small from", id="nothing"),
        pytest.param(
            {"images": "small=r:1", "load_image": "r:2"}, "image medium", id="one only"
        ),
        pytest.param(
            {"images": "small=r:1,medium=r:1"}, "load generator", id="no load"
        ),
    ],
)
def test_an_image_from_nowhere_is_asked_for(given: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        References(read(given)).check((SMALL, MEDIUM))
