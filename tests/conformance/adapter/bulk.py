"""The adapter's packages called directly: naming, association, queries, values.

One case a line. A query was recorded also for a series that the filters drop.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from adapter_rules import model, values
from adapter_rules.errors import QueryError, SelectorError, TemplateError, UnnamedError
from adapter_rules.request import MetricRequest
from adapter_rules.rule import Rule, compile_rule
from adapter_rules.selector import Selector
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import GroupResource, MapperError
from tests.conformance.adapter import clusters
from tests.conformance.adapter.outcome import (
    Data,
    Outcome,
    compared,
    kind_of_error,
    kind_of_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAPPER = clusters.bulk()


def recognises(document: Any) -> bool:
    """Tell whether *document* is a list of such lines."""
    return (
        isinstance(document, list)
        and bool(document)
        and isinstance(document[0], dict)
        and "op" in document[0].get("in", {})
    )


def outcomes(document: list[Data], name: str) -> Iterator[Outcome]:
    """Run every line."""
    for number, line in enumerate(document, start=1):
        given = line["in"]
        label = f"{name}:{number} {given['op']}"
        if given["op"] == "quantity":
            yield compared(label, line["out"], _quantity(given["value"]))
        else:
            yield compared(label, _expected(line["out"]), _ours(given))


def _quantity(text: str) -> Data:
    value = float(text)
    return {
        "custom": values.quantity(value, "custom").canonical,
        "external": values.quantity(value, "external").canonical,
        "binary": values.memory_quantity(value).canonical,
    }


def _expected(out: Data) -> Data:
    """Reduce the recorded texts to their kinds; sort what has no order."""
    if "config_error" in out:
        return {"config_error": True}
    reduced = {
        key: kind_of_text(value) if key.endswith("_error") else value
        for key, value in out.items()
    }
    return {**reduced, "resources": sorted(out["resources"])}


def _ours(given: Data) -> Data:
    try:
        (source,) = model.load(json.dumps({"rules": [given["rule"]]})).rules
        rule = compile_rule(source, _MAPPER)
    except (InputError, MapperError):
        return {"config_error": True}
    associated = rule.association.resources_of(given["labels"])
    ours: Data = {
        "kept": rule.discovery.rejects(given["series"]) is None,
        "resources": sorted(str(resource) for resource, _ in associated.resources),
        "namespaced": associated.namespaced,
    }
    try:
        ours["name"] = rule.naming.name_of(given["series"])
    except UnnamedError as error:
        ours["name_error"] = kind_of_error(error)
    return {**ours, **_query(rule, given)}


def _query(rule: Rule, given: Data) -> Data:
    try:
        selector = Selector.parse(given["selector"])
    except SelectorError as error:
        return {"selector_error": str(error)}
    if given["op"] == "external":
        return _built(rule, given, selector, None)
    try:
        wanted = GroupResource(given["group"], given["resource"])
        resource = _MAPPER.resource_for(wanted).group_resource
    except MapperError as error:
        return {"resource_error": kind_of_error(error)}
    label = {}
    with contextlib.suppress(QueryError):
        label = {"label": rule.association.label_for(resource)}
    return {**label, **_built(rule, given, selector, resource)}


def _built(
    rule: Rule, given: Data, selector: Selector, resource: GroupResource | None
) -> Data:
    request = MetricRequest(
        metric="m",
        group_resource=resource,
        namespace=given["namespace"],
        names=tuple(given["names"]),
        selector=selector,
    )
    try:
        return {"query": rule.query_for(request, given["series"])}
    except (QueryError, TemplateError) as error:
        return {"query_error": kind_of_error(error)}
