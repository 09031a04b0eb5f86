"""The HTTP probe: status, duration, and the end of a certificate's life."""

from __future__ import annotations

import pytest

from exporters.collectors.http import HttpCollector, certificate_end
from tests.exporters.exposed import values
from tests.exporters.serving_pages import pages


@pytest.mark.parametrize(
    ("page", "status", "success"),
    [(b'{"healthy": true}', 200, 1), (404, 404, 0), (301, 301, 1), (503, 503, 0)],
)
def test_every_status_is_an_answer(
    page: bytes | int, status: int, success: int
) -> None:
    with pages({"/": page}) as uri:
        found = values(HttpCollector(uri))
    assert found["http_probe_up"] == 1
    assert found["http_probe_status"] == status
    assert found["http_probe_success"] == success
    assert 0 < found["http_probe_duration_seconds"] < 10
    assert "http_probe_certificate_expiry_timestamp_seconds" not in found


def test_without_a_certificate_there_is_no_end() -> None:
    assert certificate_end(None) is None
    assert certificate_end({}) is None
