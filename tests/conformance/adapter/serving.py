"""What our code lists and asks, in the recordings' terms.

Shared by the modules that compare; nothing here knows a recording's layout.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapter_rules.listing import Listing, list_custom, list_external
from adapter_rules.loading import load_source
from adapter_rules.request import MetricRequest
from adapter_rules.rule import CompiledConfig, compile_config
from adapter_rules.selector import Selector
from adapter_rules.series import Series

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from octoscale.kube.restmapper import GroupResource, RESTMapper

Found = dict[str, list[Series]]


def compiled(config: Mapping[str, Any] | str, mapper: RESTMapper) -> CompiledConfig:
    """Read a config, as YAML text or data, and put its rules together."""
    text = config if isinstance(config, str) else json.dumps(config)
    source = load_source(text)
    return compile_config(source.config, mapper, document=source.document)


def as_series(labels: Sequence[Mapping[str, str]]) -> list[Series]:
    """Build series from the answer to a series query."""
    return [Series.of_labels(one) for one in labels]


def listed(config: CompiledConfig, found: Found) -> list[list[Any]]:
    """List custom metrics as ``[name, namespaced]``, sorted."""
    listing = list_custom(config.custom, found)
    return sorted([str(m.key), m.key.namespaced] for m in listing.metrics)


def listed_external(config: CompiledConfig, found: Found) -> list[str]:
    """List external metrics by name, sorted."""
    return sorted(str(m.key) for m in list_external(config.external, found).metrics)


def query(
    listing: Listing,
    resource: GroupResource | None,
    metric: str,
    *,
    namespace: str,
    names: Sequence[str] = (),
    selector: Selector | None = None,
) -> str:
    """Build the PromQL for a listed metric."""
    found = next(
        m
        for m in listing.metrics
        if m.key.resource == resource and m.key.metric == metric
    )
    request = MetricRequest(
        metric=metric,
        group_resource=resource,
        namespace=namespace,
        names=tuple(names),
        selector=selector or Selector(),
    )
    return found.rule.query_for(request, found.series_name)
