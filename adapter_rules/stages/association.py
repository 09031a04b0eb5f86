"""Association: which Kubernetes objects a series' labels stand for.

Follows ``resourceConverter`` in both directions: from the labels' *names* to
resources, and from a resource to the label that holds its objects' names. What
objects there are is nobody's business here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.errors import NoLabelError, TemplateError
from adapter_rules.labeltemplate import LabelTemplate
from adapter_rules.model import ResourceMapping, ResourceOverride
from octoscale.kube.restmapper import (
    NAMESPACES,
    NODES,
    PERSISTENT_VOLUMES,
    GroupResource,
    MapperError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from octoscale.core.descriptor import MetricDescriptor
    from octoscale.kube.restmapper import RESTMapper

ROOT_SCOPED = frozenset((NAMESPACES, NODES, PERSISTENT_VOLUMES))
"""The resources that the adapter knows to be outside namespaces: just these."""


def generate(descriptor: MetricDescriptor) -> ResourceMapping:
    """Map the descriptor's labels, one by one, and nothing else.

    >>> from octoscale.core.descriptor import MetricDescriptor
    >>> mapping = generate(MetricDescriptor(
    ...     series_name="jobs", kind="gauge", help="Jobs.", api_name="jobs"))
    >>> list(mapping.overrides)
    ['namespace', 'pod']
    """
    association = descriptor.association
    overrides = {}
    if association.namespace_label:
        overrides[association.namespace_label] = ResourceOverride(resource="namespace")
    if association.kind == "external":
        without = None if association.namespace_label else False
        return ResourceMapping(overrides=overrides, namespaced=without)
    if association.object_label:
        wanted = GroupResource.parse(association.group_resource)
        overrides[association.object_label] = ResourceOverride(
            group=wanted.group, resource=wanted.resource
        )
    return ResourceMapping(overrides=overrides)


@dataclass(frozen=True, slots=True)
class Associated:
    """What the labels of one series stand for."""

    resources: tuple[tuple[GroupResource, str], ...]
    """Each resource with the label that named it, in the labels' order."""

    namespaced: bool
    """The flag under which the metric is listed, for resources other than
    ``ROOT_SCOPED``."""


class Association:
    """One rule's mapping, its overrides normalised.

    Upstream remembers template mappings after their first use, so that requests
    change what later discoveries find; ours gives the same answer always.
    """

    def __init__(self, mapping: ResourceMapping, mapper: RESTMapper) -> None:
        """Normalise the overrides; raises ``MapperError`` for the first wrong one."""
        self._mapper = mapper
        self._template = LabelTemplate(mapping.template) if mapping.template else None
        self._resources = {
            label: normalise(override, mapper)
            for label, override in mapping.overrides.items()
        }
        # Upstream takes one of several labels at random; we take the first.
        self._labels: dict[GroupResource, str] = {}
        for label, resource in self._resources.items():
            self._labels.setdefault(resource, label)

    @property
    def overrides(self) -> Mapping[str, GroupResource]:
        """The labels with an override, and their resources."""
        return self._resources

    def resources_of(self, labels: Iterable[str]) -> Associated:
        """Find the resources that label names stand for (``ResourcesForSeries``).

        Any label makes the metric namespaced, unless it stands for one of
        ``ROOT_SCOPED``; but what fits the template and is no resource is
        passed over.
        """
        found: list[tuple[GroupResource, str]] = []
        namespaced = False
        for label in labels:
            resource = self._resources.get(label)
            if resource is None and self._template is not None:
                captured = self._template.resource_in(label)
                if captured is not None:
                    resource = self._known(captured)
                    if resource is None:
                        continue
            if resource is not None:
                found.append((resource, label))
            namespaced = namespaced or resource not in ROOT_SCOPED
        return Associated(tuple(found), namespaced)

    def label_for(self, resource: GroupResource) -> str:
        """Name the label that holds the objects' names; raises ``NoLabelError``."""
        if resource in self._labels:
            return self._labels[resource]
        if self._template is None:
            raise NoLabelError(
                f"no label stands for {resource}: the rule has neither an override "
                "for it nor a template"
            )
        try:
            singular = self._mapper.singular_for(resource.resource)
            label = self._template.label_for(GroupResource(resource.group, singular))
        except (MapperError, TemplateError) as error:
            raise NoLabelError(f"no label stands for {resource}: {error}") from error
        if not label:
            raise NoLabelError(f"the label template gives no label for {resource}")
        return label

    def _known(self, captured: GroupResource) -> GroupResource | None:
        try:
            return self._mapper.resource_for(captured).group_resource
        except MapperError:
            return None


def normalise(override: ResourceOverride, mapper: RESTMapper) -> GroupResource:
    """Find the resource that an override means; raises ``MapperError``."""
    wanted = GroupResource(override.group, override.resource)
    return mapper.resource_for(wanted).group_resource
