"""The ConfigMap holds the config file as the adapter reads it."""

from __future__ import annotations

from adapter_rules.model import AdapterConfig, DiscoveryRule, load
from adapter_rules.outputs.configmap import KEY, configmap


def test_the_entry_is_the_config_file() -> None:
    config = AdapterConfig(rules=(DiscoveryRule(series_query="up"),))
    manifest = configmap(config, name="rules", namespace="monitoring")
    assert manifest["kind"] == "ConfigMap"
    assert manifest["metadata"] == {"name": "rules", "namespace": "monitoring"}
    assert load(manifest["data"][KEY]) == config
