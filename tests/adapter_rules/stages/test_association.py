"""Association finds resources by labels, and labels by resources."""

from __future__ import annotations

import pytest

from adapter_rules.errors import NoLabelError
from adapter_rules.model import ResourceMapping, ResourceOverride
from adapter_rules.stages.association import Association, generate
from octoscale.core.descriptor import Association as Declared
from octoscale.core.descriptor import MetricDescriptor
from octoscale.kube.restmapper import (
    NAMESPACES,
    PODS,
    GroupResource,
    MapperError,
    RESTMapper,
)

MAPPER = RESTMapper.builtin()
JOBS = GroupResource("batch", "jobs")


def overrides(**resources: str) -> ResourceMapping:
    return ResourceMapping(
        overrides={
            label: ResourceOverride(resource=resource)
            for label, resource in resources.items()
        }
    )


def templated(template: str, **resources: str) -> ResourceMapping:
    return ResourceMapping(
        template=template, overrides=overrides(**resources).overrides
    )


STANDARD = overrides(namespace="namespace", pod="pod")


@pytest.mark.parametrize(
    ("mapping", "labels", "resources", "namespaced"),
    [
        (STANDARD, ["namespace", "pod"], ["namespaces", "pods"], True),
        (STANDARD, ["namespace"], ["namespaces"], False),
        (STANDARD, ["namespace", "code"], ["namespaces"], True),
        (STANDARD, ["code"], [], True),
        (STANDARD, [], [], False),
        (overrides(node="Nodes"), ["node"], ["nodes"], False),
        (overrides(a="pod", b="pods"), ["a", "b"], ["pods", "pods"], True),
        (templated("<<.Resource>>"), ["job"], ["jobs.batch"], True),
        (templated("<<.Resource>>"), ["namespace", "code"], ["namespaces"], False),
        (templated("kube_<<.Resource>>"), ["kube_node", "code"], ["nodes"], True),
        (templated("<<.Resource>>", pod="service"), ["pod"], ["services"], True),
        (
            templated("k_<<.Group>>_<<.Resource>>"),
            ["k_apps_deployment", "k__pod"],
            ["deployments.apps"],
            True,
        ),
    ],
)
def test_from_labels_to_resources(
    *, mapping: ResourceMapping, labels: list[str], resources: list[str],
    namespaced: bool,
) -> None:  # fmt: skip
    found = Association(mapping, MAPPER).resources_of(labels)
    assert [str(resource) for resource, _ in found.resources] == resources
    assert found.namespaced is namespaced


@pytest.mark.parametrize(
    ("mapping", "resource", "label"),
    [
        (STANDARD, PODS, "pod"),
        (overrides(kubernetes_pod_name="pods"), PODS, "kubernetes_pod_name"),
        (templated("kube_<<.Resource>>"), PODS, "kube_pod"),
        (templated("kube_<<.Resource>>", p="pod"), PODS, "p"),
        (templated("<<.Resource>>"), JOBS, "job"),
        (templated("k_<<.Group>>_<<.Resource>>"), NAMESPACES, "k__namespace"),
        (
            templated("k_<<.Group>>_<<.Resource>>"),
            GroupResource("networking.k8s.io", "ingresses"),
            "k_networking_k8s_io_ingress",
        ),
        (overrides(b="pod", a="pods"), PODS, "b"),
    ],
)
def test_from_a_resource_to_its_label(
    mapping: ResourceMapping, resource: GroupResource, label: str
) -> None:
    assert Association(mapping, MAPPER).label_for(resource) == label


@pytest.mark.parametrize(
    ("mapping", "resource"),
    [
        (overrides(pod="pod"), NAMESPACES),
        (ResourceMapping(), PODS),
        (templated("<<.Resource>>"), GroupResource("", "widgets")),
        (
            templated('<<if eq .Resource "(?P<resource>.+?)">>x_<<.Resource>><<end>>'),
            PODS,
        ),
    ],
)
def test_some_resources_have_no_label(
    mapping: ResourceMapping, resource: GroupResource
) -> None:
    with pytest.raises(NoLabelError, match=str(resource)):
        Association(mapping, MAPPER).label_for(resource)


def test_requests_do_not_change_what_discovery_finds() -> None:
    association = Association(templated("k_<<.Group>>_<<.Resource>>"), MAPPER)
    association.label_for(NAMESPACES)
    assert association.resources_of(["k__namespace"]).resources == ()


@pytest.mark.parametrize(
    "override",
    [
        ResourceOverride(resource="podz"),
        ResourceOverride(resource="po"),
        ResourceOverride(resource="deployments.apps"),
        ResourceOverride(group="extensions", resource="deployment"),
        ResourceOverride(group="apps"),
    ],
)
def test_an_override_must_name_a_resource(override: ResourceOverride) -> None:
    with pytest.raises(MapperError):
        Association(ResourceMapping(overrides={"x": override}), MAPPER)


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (Declared(), STANDARD),
        (Declared(namespace_label="ns", object_label="apod"),
         overrides(ns="namespace", apod="pods")),
        (
            Declared(
                kind="object", object_label="d", group_resource="deployments.apps"
            ),
            ResourceMapping(
                overrides={
                    "namespace": ResourceOverride(resource="namespace"),
                    "d": ResourceOverride(group="apps", resource="deployments"),
                }
            ),
        ),
        (Declared(kind="external"), overrides(namespace="namespace")),
        (
            Declared(kind="external", namespace_label=None),
            ResourceMapping(namespaced=False),
        ),
    ],
)  # fmt: skip
def test_what_is_generated(declared: Declared, expected: ResourceMapping) -> None:
    descriptor = MetricDescriptor(
        series_name="m", kind="gauge", help="h", api_name="a", association=declared
    )
    generated = generate(descriptor)
    assert generated.namespaced == expected.namespaced
    mapping = Association(generated, MAPPER).overrides
    assert mapping == Association(expected, MAPPER).overrides
