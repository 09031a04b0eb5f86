"""Removed group-versions, and what came after them."""

from __future__ import annotations

from octoscale.check.apis import REMOVED, removed
from octoscale.check.schemas import schemas_for


def test_no_kind_is_named_twice() -> None:
    pairs = [(row.api_version, kind) for row in REMOVED for kind in row.kinds]
    assert len(pairs) == len(set(pairs))


def test_they_are_in_the_order_of_their_going() -> None:
    assert [row.since for row in REMOVED] == sorted(row.since for row in REMOVED)


def test_the_schemas_of_the_last_minor_before_still_have_them() -> None:
    for row in REMOVED:
        if row.since > 25:
            known = schemas_for(row.since - 1).kinds_of(row.api_version)
            assert set(row.kinds) <= set(known), row


def test_the_schemas_from_then_on_have_the_successor_only() -> None:
    for row in REMOVED:
        schemas = schemas_for(max(row.since, 25))
        assert not set(row.kinds) & set(schemas.kinds_of(row.api_version)), row
        if row.successor and row.successor in schemas.api_versions:
            assert set(row.kinds) <= set(schemas.kinds_of(row.successor)), row


def test_what_is_served_is_not_removed() -> None:
    assert removed("apps/v1", "Deployment") is None
