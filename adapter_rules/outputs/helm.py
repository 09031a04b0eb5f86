"""A config as values of the adapter's Helm chart, and back.

Plain data: writing it down is the caller's. Finding values in a file is
``sources``' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapter_rules.helm import PARTS
from adapter_rules.model import to_dict

if TYPE_CHECKING:
    from adapter_rules.model import AdapterConfig


def helm_values(config: AdapterConfig) -> dict[str, Any]:
    """Build the values that make the chart mount exactly this config.

    The chart's own rules are switched off: they list every series there is.

    >>> from adapter_rules.model import AdapterConfig, DiscoveryRule
    >>> helm_values(AdapterConfig(rules=(DiscoveryRule(series_query="up"),)))
    {'rules': {'default': False, 'custom': [{'seriesQuery': 'up'}]}}
    """
    parts = to_dict(config)
    written = {word: parts[part] for word, part in PARTS.items() if part in parts}
    return {"rules": {"default": False, **written}}
