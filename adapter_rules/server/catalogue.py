"""What is served at one moment: an immutable snapshot of config and discovery.

Built anew by ``relisting`` and swapped as a whole, so that a request never sees
half of a change. Asking Prometheus happens elsewhere.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules.listing import MetricKey, list_custom, list_external
from adapter_rules.server import wire
from adapter_rules.server.usagerules import UsageRules, compile_usage
from octoscale.kube.restmapper import GroupResource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from adapter_rules.listing import Listed
    from adapter_rules.model import AdapterConfig
    from adapter_rules.rule import CompiledConfig
    from adapter_rules.series import Series
    from octoscale.kube.restmapper import ApiResource, RESTMapper

REMEMBERED_NAMES = 1024
"""Spellings of resources that are remembered; callers choose them."""


@dataclass(frozen=True, slots=True)
class Found:
    """The series that discovery found, by series query."""

    custom: Mapping[str, Sequence[Series]]
    external: Mapping[str, Sequence[Series]]


NOTHING_FOUND = Found({}, {})
"""Before the first discovery."""


class Catalogue:
    """One config, one view of the cluster, one discovery."""

    def __init__(
        self,
        config: AdapterConfig,
        compiled: CompiledConfig,
        mapper: RESTMapper,
        found: Found = NOTHING_FOUND,
        *,
        usage: bool = True,
    ) -> None:
        """List what *found* gives; *usage* serves resource rules, if there are any."""
        self.config = config
        self.compiled = compiled
        self.mapper = mapper
        self.found = found
        self.usage = _usage(config, mapper) if usage else None
        self._serves_usage = usage
        self._custom = _slim(list_custom(compiled.custom, found.custom).metrics)
        self._external = _slim(list_external(compiled.external, found.external).metrics)
        self._resources: OrderedDict[str, ApiResource] = OrderedDict()

    @property
    def groups(self) -> tuple[str, ...]:
        """The API groups that the config makes us serve."""
        served = (
            (wire.CUSTOM, bool(self.config.rules)),
            (wire.EXTERNAL, bool(self.config.external_rules)),
            (wire.RESOURCE, self.usage is not None),
        )
        return tuple(group for group, wanted in served if wanted)

    @property
    def serves_usage(self) -> bool:
        """Whether resource rules are served where there are any."""
        return self._serves_usage

    @property
    def rule_labels(self) -> tuple[str, ...]:
        """All rules by their places in the file."""
        rules = (*self.compiled.custom, *self.compiled.external)
        return tuple(rule.label for rule in rules)

    @property
    def custom_names(self) -> list[tuple[str, bool]]:
        """The listed custom metrics with their namespaced flag, sorted."""
        return sorted((str(key), key.namespaced) for key in self._custom)

    @property
    def external_names(self) -> list[tuple[str, bool]]:
        """The listed external metrics, sorted."""
        return sorted((str(key), key.namespaced) for key in self._external)

    @property
    def listed(self) -> Iterable[Listed]:
        """Everything listed."""
        return (*self._custom.values(), *self._external.values())

    def resource(self, text: str) -> ApiResource:
        """Find the resource behind a path's word; raises ``MapperError``."""
        known = self._resources.get(text)
        if known is None:
            known = self.mapper.resource_for(GroupResource.parse(text))
            self._resources[text] = known
            if len(self._resources) > REMEMBERED_NAMES:
                self._resources.popitem(last=False)
        return known

    def custom(
        self, resource: GroupResource, metric: str, *, namespaced: bool
    ) -> Listed | None:
        """Find a custom metric."""
        return self._custom.get(MetricKey(resource, metric, namespaced))

    def external(self, metric: str) -> Listed | None:
        """Find an external metric."""
        return self._external.get(MetricKey(None, metric, namespaced=True))

    def with_found(self, found: Found) -> Catalogue:
        """Give the same config with another discovery."""
        return Catalogue(
            self.config,
            self.compiled,
            self.mapper,
            found,
            usage=self._serves_usage,
        )


def _slim(metrics: Iterable[Listed]) -> dict[MetricKey, Listed]:
    """Index what is listed; the series themselves are not needed to serve it."""
    return {one.key: replace(one, series=()) for one in metrics}


def _usage(config: AdapterConfig, mapper: RESTMapper) -> UsageRules | None:
    if config.resource_rules is None:
        return None
    return compile_usage(config.resource_rules, mapper)
