"""Metric sources and references in one line of text, as a command line takes them.

Only the reading of the text; what it builds is ``hpa.builders``'. Every function
raises ``BuildError`` with the text and what was expected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from adapter_rules.errors import SelectorError
from adapter_rules.selector import Operator, Selector
from hpa.metric_builders import (
    container_resource_metric,
    external_metric,
    object_metric,
    pods_metric,
    resource_metric,
)
from hpa.model.meta import (
    CrossVersionObjectReference,
    LabelSelector,
    LabelSelectorRequirement,
)
from hpa.natural import BuildError
from octoscale.kube.restmapper import GroupResource, MapperError, RESTMapper

if TYPE_CHECKING:
    from hpa.metric_builders import ResourceName
    from hpa.model.metrics import MetricSpec

_METRIC = re.compile(r"(?P<name>[^{}=]+)(?:\{(?P<selector>[^{}]*)\})?=(?P<target>.+)")
_WITH_VERSION = re.compile(r"(?P<kind>\w+)\.(?P<version>v\d\w*)\.(?P<group>[\w.-]+)")
_EQUAL = (Operator.EQUALS, Operator.DOUBLE_EQUALS)
_OPERATORS = {
    **dict.fromkeys(_EQUAL, "In"),
    Operator.IN: "In",
    Operator.NOT_IN: "NotIn",
    Operator.NOT_EQUALS: "NotIn",
    Operator.EXISTS: "Exists",
    Operator.DOES_NOT_EXIST: "DoesNotExist",
}
_AVERAGE = "avg:"


def pods(text: str) -> MetricSpec:
    """Read a Pods source: ``NAME=AVERAGE`` or ``NAME{SELECTOR}=AVERAGE``.

    >>> pods("open_fds=200").pods.target.average_value
    Quantity('200')
    """
    name, selector, target = _parts(text, "NAME=200")
    average = target.removeprefix(_AVERAGE)
    return pods_metric(name, average_value=average, selector=selector)


def object_(text: str) -> MetricSpec:
    """Read an Object source: ``KIND/NAME:METRIC=VALUE``, or ``=avg:VALUE`` per pod.

    >>> source = object_("ingress/main:requests=10k").object
    >>> source.described_object.api_version, source.target.value
    ('networking.k8s.io/v1', Quantity('10k'))
    """
    expected = "KIND/NAME:METRIC=10k"
    described, colon, rest = text.partition(":")
    if not colon:
        raise _not(text, expected)
    name, selector, target = _parts(rest, expected)
    reference_ = reference(described)
    if target.startswith(_AVERAGE):
        average = target.removeprefix(_AVERAGE)
        return object_metric(name, reference_, average_value=average, selector=selector)
    return object_metric(name, reference_, value=target, selector=selector)


def external(text: str) -> MetricSpec:
    """Read an External source: ``NAME{SELECTOR}=VALUE``, or ``=avg:VALUE`` per pod.

    >>> source = external("queue{topic=work,tier in (a,b)}=avg:30").external
    >>> source.target.average_value, source.metric.selector.match_labels
    (Quantity('30'), {'topic': 'work'})
    """
    name, selector, target = _parts(text, "NAME{LABEL=VALUE}=avg:30")
    if target.startswith(_AVERAGE):
        average = target.removeprefix(_AVERAGE)
        return external_metric(name, average_value=average, selector=selector)
    return external_metric(name, value=target, selector=selector)


def resource(text: str) -> MetricSpec:
    """Read a Resource source: ``cpu=80%`` of the requests, or ``memory=300Mi``.

    >>> resource("cpu=80%").resource.target.average_utilization
    80
    """
    name, target = _resource_parts(text, "cpu=80%")
    if target.endswith("%"):
        return resource_metric(name, average_utilization=_percent(target, text))
    return resource_metric(name, average_value=target)


def container_resource(text: str) -> MetricSpec:
    """Read a ContainerResource source: ``CONTAINER:cpu=80%``.

    >>> container_resource("web:memory=300Mi").container_resource.container
    'web'
    """
    expected = "CONTAINER:cpu=80%"
    container, colon, rest = text.partition(":")
    if not colon or not container:
        raise _not(text, expected)
    name, target = _resource_parts(rest, expected)
    if target.endswith("%"):
        percent = _percent(target, text)
        return container_resource_metric(name, container, average_utilization=percent)
    return container_resource_metric(name, container, average_value=target)


def reference(text: str) -> CrossVersionObjectReference:
    """Read ``KIND/NAME``; a custom kind is written ``KIND.VERSION.GROUP/NAME``.

    >>> reference("deployment/httpgo").api_version
    'apps/v1'
    >>> reference("Rollout.v1alpha1.argoproj.io/web").api_version
    'argoproj.io/v1alpha1'
    """
    kind, slash, name = text.partition("/")
    if not slash or not kind or not name:
        raise _not(text, "KIND/NAME, such as deployment/httpgo")
    custom = _WITH_VERSION.fullmatch(kind)
    if custom:
        return CrossVersionObjectReference(
            kind=custom["kind"],
            name=name,
            api_version=f"{custom['group']}/{custom['version']}",
        )
    resource_, _, group = kind.partition(".")
    try:
        found = RESTMapper.builtin().resource_for(GroupResource(group, resource_))
    except MapperError as error:
        reason = f"{error}; write a custom kind as KIND.VERSION.GROUP/NAME"
        raise BuildError(text, reason) from error
    prefix = f"{found.group}/" if found.group else ""
    return CrossVersionObjectReference(
        kind=found.kind, name=name, api_version=f"{prefix}{found.version}"
    )


def _parts(text: str, expected: str) -> tuple[str, LabelSelector | None, str]:
    found = _METRIC.fullmatch(text)
    if found is None:
        raise _not(text, expected)
    return found["name"], _selector(found["selector"]), found["target"]


def _resource_parts(text: str, expected: str) -> tuple[ResourceName, str]:
    name, equals, target = text.partition("=")
    if not equals or not target:
        raise _not(text, expected)
    return cast("ResourceName", name), target


def _percent(target: str, text: str) -> int:
    digits = target.removesuffix("%").strip()
    if not digits.isascii() or not digits.isdigit():
        raise BuildError(text, f"{target!r} is not a whole percentage such as 80%")
    return int(digits)


def _selector(text: str | None) -> LabelSelector | None:
    """Read a label selector into the API's form: equalities apart."""
    if not text:
        return None
    try:
        parsed = Selector.parse(text)
    except SelectorError as error:
        raise BuildError("selector", str(error)) from error
    equal: dict[str, str] = {}
    others = []
    for one in parsed.requirements:
        if one.operator in _EQUAL and one.key not in equal:
            equal[one.key] = one.values[0]
        elif one.operator in _OPERATORS:
            operator = _OPERATORS[one.operator]
            others.append(
                LabelSelectorRequirement(
                    key=one.key, operator=operator, values=one.values
                )
            )
        else:
            reason = f"{one.key}: greater and less than are not possible here"
            raise BuildError("selector", reason)
    return LabelSelector(match_labels=equal, match_expressions=tuple(others))


def _not(text: str, expected: str) -> BuildError:
    return BuildError(text, f"expected {expected}")
