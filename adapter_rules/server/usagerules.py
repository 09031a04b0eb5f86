"""Resource rules put together: how cpu and memory of pods and nodes are asked.

Follows the adapter's resource provider. Matching results to pods is ``usage``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.request import MetricRequest
from adapter_rules.stages.association import Association
from adapter_rules.stages.querying import Querying
from octoscale.core.duration import format_go, parse_prometheus
from octoscale.kube.restmapper import NODES, PODS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapter_rules.model import ResourceRule, ResourceRules
    from octoscale.kube.restmapper import RESTMapper


class UsageRule:
    """How cpu, or memory, is asked."""

    def __init__(self, rule: ResourceRule, mapper: RESTMapper) -> None:
        """Compile *rule*; raises ``MapperError``."""
        self._association = Association(rule.resources, mapper)
        self._containers = Querying(rule.container_query)
        self._nodes = Querying(rule.node_query)
        self.container_label = rule.container_label
        """The label that holds a container's name."""

    @property
    def pod_label(self) -> str:
        """The label that holds a pod's name; raises ``NoLabelError``."""
        return self._association.label_for(PODS)

    @property
    def node_label(self) -> str:
        """The label that holds a node's name; raises ``NoLabelError``."""
        return self._association.label_for(NODES)

    def containers(self, namespace: str, pods: Sequence[str]) -> str:
        """Build the query for all containers of *pods*; raises ``RuleError``."""
        request = MetricRequest(
            metric="", group_resource=PODS, namespace=namespace, names=tuple(pods)
        )
        return self._containers.build(
            request,
            "",
            label_for=self._association.label_for,
            group_by=(self.container_label,),
        )

    def nodes(self, nodes: Sequence[str]) -> str:
        """Build the query for *nodes*; raises ``RuleError``."""
        request = MetricRequest(metric="", group_resource=NODES, names=tuple(nodes))
        return self._nodes.build(request, "", label_for=self._association.label_for)


@dataclass(frozen=True, slots=True)
class UsageRules:
    """Both rules and the window that is reported."""

    cpu: UsageRule
    memory: UsageRule
    window: str
    """In Go's notation, as the API writes it: ``1m0s``."""


def compile_usage(rules: ResourceRules, mapper: RESTMapper) -> UsageRules:
    """Put the resource rules together; raises ``MapperError``."""
    return UsageRules(
        UsageRule(rules.cpu, mapper),
        UsageRule(rules.memory, mapper),
        format_go(parse_prometheus(rules.window)),
    )
