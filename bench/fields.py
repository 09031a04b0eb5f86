"""The forms that values take in a plan file: durations, sizes, quantities.

Each is read into plain seconds, bytes or milli-units and written back the way
that people write it. What the fields are for is in ``bench.plan``.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic.alias_generators import to_camel

from octoscale.core.duration import format_prometheus
from octoscale.core.forms import quantity_of, seconds_of
from octoscale.core.quantity import Quantity


class Model(BaseModel):
    """What all parts of a plan share: camel case, nothing unknown, no change."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_alias=True,
        validate_by_name=False,
        use_attribute_docstrings=True,
    )


class Sparse(Model):
    """A part with optional fields: written without those that were left out."""

    @model_serializer(mode="wrap")
    def _written(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in write(self).items() if value is not None}


def _milli(value: object) -> int:
    return quantity_of(value).milli_value


def _bytes(value: object) -> int:
    return quantity_of(value).value


def _written_quantity(milli: int) -> str:
    return Quantity.of_milli(milli).canonical


def _written_bytes(size: int) -> str:
    return Quantity.of_milli(size * 1000).canonical


_TEXT_OR_NUMBER = str | int | float

Seconds = Annotated[
    float,
    BeforeValidator(seconds_of, json_schema_input_type=str),
    PlainSerializer(format_prometheus, return_type=str),
    Field(gt=0),
]
"""A duration in Prometheus' notation, longer than zero; seconds once read."""

Milli = Annotated[
    int,
    BeforeValidator(_milli, json_schema_input_type=_TEXT_OR_NUMBER),
    PlainSerializer(_written_quantity, return_type=str),
]
"""A Kubernetes quantity above zero; thousandths once read."""

Bytes = Annotated[
    int,
    BeforeValidator(_bytes, json_schema_input_type=_TEXT_OR_NUMBER),
    PlainSerializer(_written_bytes, return_type=str),
]
"""A size as a Kubernetes quantity (``19.17M``, ``2.73G``); bytes once read."""

Name = Annotated[
    str,
    Field(pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", max_length=40),
]
"""Lower-case letters, digits and ``-``: it becomes part of objects' names."""

SeriesName = Annotated[str, Field(pattern=r"^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
"""A series' name in Prometheus."""
