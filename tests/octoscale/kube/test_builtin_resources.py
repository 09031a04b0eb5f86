"""The table of built-in resources holds together."""

from __future__ import annotations

from octoscale.kube.builtin_resources import BUILTIN
from octoscale.kube.restmapper import GroupResource, RESTMapper


def test_no_resource_stands_in_two_rows() -> None:
    names = [(row.group, plural) for row in BUILTIN for _, plural in row.kinds]
    assert len(names) == len(set(names))


def test_every_resource_is_found_by_kind_and_by_name() -> None:
    mapper = RESTMapper.builtin()
    for row in BUILTIN:
        for kind, plural in row.kinds:
            for spelling in (kind, plural):
                found = mapper.resource_for(GroupResource(row.group, spelling))
                assert (found.plural, found.kind) == (plural, kind)


def test_kinds_that_people_scale_on_are_there() -> None:
    plurals = {plural for row in BUILTIN for _, plural in row.kinds}
    assert {"pods", "services", "ingresses", "deployments", "jobs"} <= plurals
