"""The rules for an object's metadata.

As ``ValidateObjectMeta`` upstream, for namespaced objects whose names are DNS
subdomains. What the server itself writes (managed fields) is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpa.validation import names
from hpa.validation.field_errors import FieldError, invalid, required, too_long

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hpa.model.meta import ObjectMeta, OwnerReference

_MAX_ANNOTATION_BYTES = 256 * 1024
_STANDARD_FINALIZERS = ("kubernetes", "orphan", "foregroundDeletion")


def metadata_errors(metadata: ObjectMeta) -> Iterator[FieldError]:
    """List the broken rules of ``metadata``."""
    yield from _name_errors(metadata)
    if not metadata.namespace:
        yield required("metadata.namespace")
    else:
        problems = names.dns_label(metadata.namespace)
        yield from _each("metadata.namespace", metadata.namespace, problems)
    if metadata.generation < 0:
        detail = "must be greater than or equal to 0"
        yield invalid("metadata.generation", metadata.generation, detail)
    yield from _label_errors(metadata.labels)
    yield from _annotation_errors(metadata.annotations)
    yield from _owner_errors(metadata.owner_references)
    yield from _finalizer_errors(metadata.finalizers)


def _name_errors(metadata: ObjectMeta) -> Iterator[FieldError]:
    prefix, name = metadata.generate_name, metadata.name
    if prefix:
        problems = names.generated_name(prefix)
        yield from _each("metadata.generateName", prefix, problems)
    if not name:
        yield required("metadata.name", "name or generateName is required")
    else:
        yield from _each("metadata.name", name, names.dns_subdomain(name))


def _label_errors(labels: Mapping[str, str]) -> Iterator[FieldError]:
    for key, value in labels.items():
        yield from _each("metadata.labels", key, names.qualified_name(key))
        yield from _each("metadata.labels", value, names.label_value(value))


def _annotation_errors(annotations: Mapping[str, str]) -> Iterator[FieldError]:
    field = "metadata.annotations"
    for key in annotations:
        yield from _each(field, key, names.qualified_name(key.lower()))
    size = sum(
        len(text.encode("utf-8", "surrogatepass"))
        for pair in annotations.items()
        for text in pair
    )
    if size > _MAX_ANNOTATION_BYTES:
        yield too_long(field, _MAX_ANNOTATION_BYTES)


def _owner_errors(owners: Iterable[OwnerReference]) -> Iterator[FieldError]:
    field = "metadata.ownerReferences"
    controllers = 0
    for owner in owners:
        if not owner.api_version or owner.api_version.endswith("/"):
            yield invalid(
                f"{field}.apiVersion", owner.api_version, "version must not be empty"
            )
        for name, text in (
            ("kind", owner.kind),
            ("name", owner.name),
            ("uid", owner.uid),
        ):
            if not text:
                yield invalid(f"{field}.{name}", text, f"{name} must not be empty")
        controllers += owner.controller is True
    if controllers > 1:
        detail = "only one reference can have controller set to true"
        yield invalid(field, controllers, detail)


def _finalizer_errors(finalizers: Iterable[str]) -> Iterator[FieldError]:
    field = "metadata.finalizers"
    for finalizer in finalizers:
        yield from _each(field, finalizer, names.qualified_name(finalizer))
        if "/" not in finalizer and finalizer not in _STANDARD_FINALIZERS:
            detail = "is neither a standard finalizer nor fully qualified"
            yield invalid(field, finalizer, detail)


def _each(field: str, value: str, problems: Iterable[str]) -> Iterator[FieldError]:
    for problem in problems:
        yield invalid(field, value, problem)
