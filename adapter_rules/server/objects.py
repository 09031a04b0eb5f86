"""The cluster's objects, as far as metrics need them: names and labels.

The port and what is made of its answers. Watching a cluster is ``watched``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from adapter_rules.selector import Operator
from octoscale.core.errors import OctoscaleError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_rules.selector import Requirement, Selector
    from octoscale.kube.restmapper import ApiResource


class ObjectsError(OctoscaleError):
    """Objects cannot be listed: the cluster refuses, or does not answer."""


@dataclass(frozen=True, slots=True)
class FoundObject:
    """One object."""

    namespace: str
    """Empty for objects of the whole cluster."""

    name: str
    labels: Mapping[str, str]


class ObjectsPort(Protocol):
    """Lists objects."""

    async def list(
        self, resource: ApiResource, *, namespace: str, selector: Selector
    ) -> Sequence[FoundObject]:
        """Give the objects that *selector* picks, in the API's order.

        An empty *namespace* means all. Raises ``ObjectsError``.
        """
        ...


def picks(selector: Selector, labels: Mapping[str, str]) -> bool:
    """Tell whether *selector* picks an object with *labels*.

    >>> from adapter_rules.selector import Selector
    >>> picks(Selector.parse("app=web,!old"), {"app": "web"})
    True
    """
    return all(_holds(one, labels) for one in selector.requirements)


def _holds(one: Requirement, labels: Mapping[str, str]) -> bool:
    value = labels.get(one.key)
    match one.operator:
        case Operator.EXISTS:
            return value is not None
        case Operator.DOES_NOT_EXIST:
            return value is None
        case Operator.NOT_EQUALS | Operator.NOT_IN:
            return value is None or value not in one.values
        case Operator.GREATER_THAN | Operator.LESS_THAN:
            return _compares(one, value)
        case _:
            return value is not None and value in one.values


def _compares(one: Requirement, value: str | None) -> bool:
    try:
        number, bound = int(value or ""), int(one.values[0])
    except ValueError:
        return False
    return number > bound if one.operator is Operator.GREATER_THAN else number < bound
