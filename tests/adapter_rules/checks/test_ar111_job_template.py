"""AR111: the template associates job."""

from __future__ import annotations

import pytest

from adapter_rules.model import ResourceMapping, ResourceOverride
from tests.adapter_rules.checks.inputs import found, rule


@pytest.mark.parametrize(
    ("template", "count"),
    [
        ("<<.Resource>>", 1),
        ("kube_<<.Resource>>", 0),
        ("<<.Group>>_<<.Resource>>", 0),
    ],
)
def test_templates(template: str, count: int) -> None:
    mapping = ResourceMapping(template=template)
    assert len(found("AR111", rule(resources=mapping))) == count


def test_an_override_of_job_goes_first() -> None:
    mapping = ResourceMapping(
        template="<<.Resource>>",
        overrides={"job": ResourceOverride(resource="service")},
    )
    assert found("AR111", rule(resources=mapping)) == []


def test_external_metrics_associate_only_namespaces() -> None:
    mapping = ResourceMapping(template="<<.Resource>>")
    assert found("AR111", rule(resources=mapping), external=True) == []
