"""The label template works in both directions, as asymmetric as upstream."""

from __future__ import annotations

import pytest

from adapter_rules.errors import RegexError, TemplateError
from adapter_rules.labeltemplate import LabelTemplate, check
from octoscale.kube.restmapper import GroupResource


@pytest.mark.parametrize(
    ("template", "label", "expected"),
    [
        ("<<.Resource>>", "job", GroupResource("", "job")),
        ("kube_<<.Resource>>", "kube_pod", GroupResource("", "pod")),
        ("kube_<<.Resource>>", "pod", None),
        ("kube_<<.Resource>>", "kube_", None),
        ("k_<<.Group>>_<<.Resource>>", "k_apps_pod", GroupResource("apps", "pod")),
        ("k_<<.Group>>_<<.Resource>>", "k__pod", None),
        ("k_<<.Group>>_<<.Resource>>", "k_a_b_c", GroupResource("a", "b_c")),
        ("k.<<.Resource>>", "kxpod", GroupResource("", "pod")),
        ("<<.>>", "pod.apps", GroupResource("d.apps", "p")),
    ],
)
def test_from_a_label_to_a_resource(
    template: str, label: str, expected: GroupResource | None
) -> None:
    assert LabelTemplate(template).resource_in(label) == expected


@pytest.mark.parametrize(
    ("template", "resource", "expected"),
    [
        ("kube_<<.Resource>>", GroupResource("", "pod"), "kube_pod"),
        ("k_<<.Group>>_<<.Resource>>", GroupResource("", "namespace"), "k__namespace"),
        (
            "k_<<.Group>>_<<.Resource>>",
            GroupResource("my-group.example.io", "gadget"),
            "k_my_group_example_io_gadget",
        ),
        ("<<if .Group>>x<<end>>_<<.Resource>>", GroupResource("", "pod"), "_pod"),
    ],
)
def test_from_a_resource_to_a_label(
    template: str, resource: GroupResource, expected: str
) -> None:
    assert LabelTemplate(template).label_for(resource) == expected


@pytest.mark.parametrize(
    "source", ["kube_<<.Group>>", "<<.Resource", "<<.Resource>>_<<.Name>>", "x", "( "]
)
def test_what_the_adapter_does_not_start_with_is_refused(source: str) -> None:
    with pytest.raises((TemplateError, RegexError)):
        check(source)


def test_a_pattern_that_re2_rejects_is_refused() -> None:
    with pytest.raises(RegexError):
        check("(<<.Resource>>")


def test_an_empty_template_is_none_at_all() -> None:
    assert check("") == ""
