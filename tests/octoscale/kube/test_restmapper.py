"""The RESTMapper finds the resource that Go's would find."""

from __future__ import annotations

import pytest

from octoscale.kube.restmapper import (
    AmbiguousError,
    ApiResource,
    GroupResource,
    NoMatchError,
    RESTMapper,
)


def custom(
    plural: str, group: str, *, singular: str = "", version: str = "v1"
) -> ApiResource:
    return ApiResource(
        group=group,
        version=version,
        plural=plural,
        singular=singular or plural.removesuffix("s"),
        kind=plural.capitalize(),
        namespaced=True,
    )


@pytest.mark.parametrize(
    ("group", "resource", "expected"),
    [
        ("", "pod", "pods"),
        ("", "pods", "pods"),
        ("", "Pod", "pods"),
        ("", "POD", "pods"),
        ("", "deployment", "deployments.apps"),
        ("apps", "Deployments", "deployments.apps"),
        ("app", "deployment", "deployments.apps"),
        ("networking", "ingress", "ingresses.networking.k8s.io"),
        ("networking.k8s.io", "ingresses", "ingresses.networking.k8s.io"),
        ("", "endpoints", "endpoints"),
        ("", "event", "events"),
        ("events", "event", "events.events.k8s.io"),
        ("", "job", "jobs.batch"),
        ("", "networkpolicy", "networkpolicies.networking.k8s.io"),
        ("", "podlist", "podlists"),
        ("", "list", "lists"),
    ],
)
def test_any_spelling_finds_the_resource(
    group: str, resource: str, expected: str
) -> None:
    found = RESTMapper.builtin().resource_for(GroupResource(group, resource))
    assert str(found.group_resource) == expected


@pytest.mark.parametrize(
    ("group", "resource"),
    [
        ("", "po"),
        ("", "deployments.apps"),
        ("extensions", "ingress"),
        ("apps", "pod"),
        ("", "podes"),
        ("", "endpoint"),
        ("Apps", "deployment"),
        ("apps", ""),
    ],
)
def test_what_go_does_not_find_is_not_found(group: str, resource: str) -> None:
    with pytest.raises(NoMatchError):
        RESTMapper.builtin().resource_for(GroupResource(group, resource))


def test_builtin_resources_go_before_custom_ones_of_the_same_name() -> None:
    mapper = RESTMapper.builtin(custom("services", "serving.example.io"))
    found = mapper.resource_for(GroupResource("", "service"))
    assert found.group == ""
    found = mapper.resource_for(GroupResource("serving", "service"))
    assert found.group == "serving.example.io"


def test_a_groups_first_version_is_preferred() -> None:
    mapper = RESTMapper(
        [
            custom("others", "a.example.io", version="v1"),
            custom("things", "a.example.io", version="v1alpha1"),
            custom("things", "b.example.io", version="v1"),
        ]
    )
    assert mapper.resource_for(GroupResource("", "thing")).group == "b.example.io"


def test_two_resources_of_one_group_are_ambiguous() -> None:
    mapper = RESTMapper(
        [
            custom("boxes", "example.io", singular="box"),
            custom("box", "example.io", singular="cube"),
        ]
    )
    with pytest.raises(AmbiguousError, match=r"boxes\.example\.io"):
        mapper.resource_for(GroupResource("", "box"))


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("pods", "pod"),
        ("ingresses", "ingress"),
        ("endpoints", "endpoints"),
        ("networkpolicies", "networkpolicy"),
        ("persistentvolumeclaims", "persistentvolumeclaim"),
    ],
)
def test_singulars(plural: str, singular: str) -> None:
    assert RESTMapper.builtin().singular_for(plural) == singular


def test_an_unknown_resource_has_no_singular() -> None:
    with pytest.raises(NoMatchError, match="widgets"):
        RESTMapper.builtin().singular_for("widgets")


def test_scopes_come_with_the_resource() -> None:
    mapper = RESTMapper.builtin()
    assert mapper.resource_for(GroupResource("", "pods")).namespaced
    assert not mapper.resource_for(GroupResource("", "node")).namespaced
