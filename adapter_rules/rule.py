"""A discovery rule with its four stages put together, ready to be applied.

Needs the cluster's resources, since overrides name them. The stages themselves
know nothing of each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.stages.association import Association, normalise
from adapter_rules.stages.discovery import Discovery
from adapter_rules.stages.naming import Naming
from adapter_rules.stages.querying import Querying
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity
from octoscale.kube.restmapper import MapperError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from adapter_rules.model import AdapterConfig, DiscoveryRule, ResourceMapping
    from adapter_rules.request import MetricRequest
    from octoscale.core.yamlio import Document, DocumentPath
    from octoscale.kube.restmapper import RESTMapper

UNKNOWN_RESOURCE = "AR001"
"""An override names a resource that the cluster does not have."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One discovery rule, compiled."""

    path: DocumentPath
    """Where it stands in the file: ``("rules", 0)``."""

    source: DiscoveryRule
    discovery: Discovery
    association: Association
    naming: Naming
    querying: Querying

    @property
    def label(self) -> str:
        """Name the rule for people: ``rules[0]``."""
        name, index = self.path
        return f"{name}[{index}]"

    def query_for(self, request: MetricRequest, series_name: str) -> str:
        """Build the PromQL that answers *request*.

        Raises ``QueryError`` or ``TemplateRunError``.
        """
        return self.querying.build(
            request, series_name, label_for=self.association.label_for
        )


@dataclass(frozen=True, slots=True)
class CompiledConfig:
    """All discovery rules of a config; resource rules are checked only."""

    custom: tuple[Rule, ...]
    external: tuple[Rule, ...]


def compile_rule(
    source: DiscoveryRule, mapper: RESTMapper, path: DocumentPath = ("rules", 0)
) -> Rule:
    """Put the stages of one rule together; raises ``MapperError``."""
    namespaced = source.resources.namespaced
    return Rule(
        path=path,
        source=source,
        discovery=Discovery(source),
        association=Association(source.resources, mapper),
        naming=Naming(source.name),
        querying=Querying(source.metrics_query, namespaced=namespaced),
    )


def compile_config(
    config: AdapterConfig, mapper: RESTMapper, *, document: Document | None = None
) -> CompiledConfig:
    """Put all rules together, as the adapter does at its start.

    *document* is where the config was read, for the places. Raises
    ``InputError`` with a finding for every override that names no resource.
    """
    findings = list(_unknown_resources(config, mapper, document))
    if findings:
        raise InputError(findings)
    return CompiledConfig(
        _compile_all(config.rules, mapper, "rules"),
        _compile_all(config.external_rules, mapper, "externalRules"),
    )


def _compile_all(
    sources: Sequence[DiscoveryRule], mapper: RESTMapper, name: str
) -> tuple[Rule, ...]:
    return tuple(
        compile_rule(source, mapper, (name, index))
        for index, source in enumerate(sources)
    )


def _unknown_resources(
    config: AdapterConfig, mapper: RESTMapper, document: Document | None
) -> Iterator[Finding]:
    for path, mapping in _mappings(config):
        for label, override in mapping.overrides.items():
            try:
                normalise(override, mapper)
            except MapperError as error:
                where = (*path, "resources", "overrides", label)
                place = document.place(where) if document is not None else Place()
                yield Finding(
                    code=UNKNOWN_RESOURCE,
                    severity=Severity.ERROR,
                    message=f"the override of label {label!r}: {error}",
                    place=place,
                    hint="name it as 'kubectl api-resources' does, group apart",
                )


def _mappings(
    config: AdapterConfig,
) -> Iterator[tuple[DocumentPath, ResourceMapping]]:
    for name, rules in (
        ("rules", config.rules),
        ("externalRules", config.external_rules),
    ):
        for index, rule in enumerate(rules):
            yield (name, index), rule.resources
    if config.resource_rules is not None:
        yield ("resourceRules", "cpu"), config.resource_rules.cpu.resources
        yield ("resourceRules", "memory"), config.resource_rules.memory.resources
