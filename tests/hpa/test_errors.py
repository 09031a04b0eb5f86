"""Tests of ``hpa.errors``."""

from __future__ import annotations

from hpa.errors import PortError
from octoscale.core.errors import OctoscaleError


def test_a_port_error_is_an_octoscale_error_with_its_text() -> None:
    error = PortError("no such metric", hint="ask for another")
    assert isinstance(error, OctoscaleError)
    assert (str(error), error.hint) == ("no such metric", "ask for another")
