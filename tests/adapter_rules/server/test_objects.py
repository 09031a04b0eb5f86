"""Which objects a selector picks, as the API server would."""

from __future__ import annotations

import pytest

from adapter_rules.selector import Selector
from adapter_rules.server.objects import picks

LABELS = {"app": "web", "tier": "", "size": "7"}


@pytest.mark.parametrize(
    ("selector", "picked"),
    [
        ("", True),
        ("app=web", True),
        ("app==api", False),
        ("app!=api", True),
        ("none!=api", True),
        ("app in (web, api)", True),
        ("none in (web)", False),
        ("app notin (web)", False),
        ("none notin (web)", True),
        ("tier", True),
        ("!tier", False),
        ("!none", True),
        ("tier=", True),
        ("size>6", True),
        ("size<7", False),
        ("app>1", False),
        ("none<1", False),
        ("app=web,size>9", False),
    ],
)
def test_a_selector_picks_as_kubernetes_does(selector: str, *, picked: bool) -> None:
    assert picks(Selector.parse(selector), LABELS) is picked
