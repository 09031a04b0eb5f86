"""The application takes every path as it is."""

from __future__ import annotations

import pytest

from tests.adapter_rules.server.site import CUSTOM, FakePrometheus, site


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/healthz", 200),
        ("/livez", 200),
        ("/docs", 404),
        ("/openapi.json", 404),
        ("/redoc", 404),
        ("//apis", 404),
        (f"{CUSTOM}/", 200),
        (f"{CUSTOM}/namespaces/shop/pods/a%2Fb/hits", 404),
    ],
)
def test_no_path_is_the_framework_s(path: str, status: int) -> None:
    with site(FakePrometheus()) as server:
        answer = server.ask("GET", path)
    assert answer.status == status
    assert "html" not in answer.content_type
