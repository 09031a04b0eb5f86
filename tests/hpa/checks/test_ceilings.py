"""Ceilings, stated and exposed."""

from __future__ import annotations

import pytest

from hpa.checks.ceilings import exposed, stated
from octoscale.core.errors import InputError

APACHE = """\
# TYPE apache_scoreboard gauge
apache_scoreboard{state="idle"} 40
apache_scoreboard{state="open_slot"} 110
"""


def test_a_stated_ceiling() -> None:
    name, ceiling = stated("shop_open_fds=4096")
    assert (name, ceiling.value) == ("shop_open_fds", 4096.0)


@pytest.mark.parametrize("text", ["", "a", "a=", "=1", "a=x", "a=0", "a=-1", "a=inf"])
def test_what_states_none(text: str) -> None:
    with pytest.raises(ValueError, match="NAME=VALUE"):
        stated(text)


def test_file_descriptors() -> None:
    found = exposed("a_max_fds 1024\na_open_fds 3\nb_max_fds 0\n", file="x.prom")
    assert {name: c.value for name, c in found.items()} == {"a_open_fds": 1024.0}
    assert found["a_open_fds"].evidence == "a_max_fds in x.prom"


def test_unlimited_is_no_ceiling() -> None:
    assert exposed("a_max_fds +Inf\n", file="x.prom") == {}


def test_apaches_slots_bound_its_busy_workers() -> None:
    found = exposed(APACHE, file="x.prom")
    assert found["apache_workers"].value == 150.0


@pytest.mark.parametrize("text", ["<html>", "a{b 1", "a one"])
def test_what_is_no_exposition(text: str) -> None:
    with pytest.raises(InputError, match=r"x\.prom.*HP005"):
        exposed(text, file="x.prom")
