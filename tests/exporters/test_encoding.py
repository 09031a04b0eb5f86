"""Every Accept header gets a format, however broken it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from exporters.encoding import encoder_for


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "text/plain"),
        ("application/openmetrics-text; version=1.0.0", "application/openmetrics-text"),
        ("application/openmetrics-text; version=x.y", "text/plain"),
    ],
)
def test_who_asks_for_a_format_gets_it(accept: str, kind: str) -> None:
    assert encoder_for(accept)[1].split(";")[0] == kind


@given(st.text())
def test_any_header_gets_an_encoder_that_works(accept: str) -> None:
    encode, _ = encoder_for(accept)
    assert isinstance(encode(CollectorRegistry()), bytes)
