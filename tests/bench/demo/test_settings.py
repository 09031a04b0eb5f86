"""Settings that could never show anything are refused before anything starts."""

from __future__ import annotations

from typing import Any

import pytest

from bench.demo.settings import DemoSettings
from octoscale.core.errors import UsageError


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"max_replicas": 1}, "from 2 to 50"),
        ({"max_replicas": 51}, "from 2 to 50"),
        ({"connections": 0}, "from 1 to 5000"),
        ({"connections": 6000}, "from 1 to 5000"),
        ({"target": 17}, "at least 18"),
        ({"sync_seconds": 0.5}, "at least a second"),
        ({"scrape_seconds": 0.1}, "at least a second"),
        ({"limit_seconds": 0.0}, "longer than 0 s"),
        ({"load_seconds": 0.0}, "longer than 0 s"),
        ({"connections": 700}, "never need 8 replicas"),
        ({"connections": 770}, "never need 8 replicas"),
    ],
)
def test_senseless_settings_are_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        DemoSettings(**given)


def test_the_hint_is_enough() -> None:
    with pytest.raises(UsageError) as caught:
        DemoSettings(connections=700)
    least = int(caught.value.hint.split()[3])
    assert DemoSettings(connections=least).connections == least
