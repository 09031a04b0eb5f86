"""One broken rule, as the API server reports it.

Only the value; which rules there are is in this folder's other files, and how
it becomes a finding with a place is ``hpa.manifests``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ErrorType(StrEnum):
    """The API's names for the kinds of broken rules."""

    REQUIRED = "FieldValueRequired"
    INVALID = "FieldValueInvalid"
    NOT_SUPPORTED = "FieldValueNotSupported"
    FORBIDDEN = "FieldValueForbidden"
    TOO_LONG = "FieldValueTooLong"

    @property
    def words(self) -> str:
        """The name as the API's messages have it.

        >>> ErrorType.NOT_SUPPORTED.words
        'Unsupported value'
        """
        return _WORDS[self]


_WORDS = {
    ErrorType.REQUIRED: "Required value",
    ErrorType.INVALID: "Invalid value",
    ErrorType.NOT_SUPPORTED: "Unsupported value",
    ErrorType.FORBIDDEN: "Forbidden",
    ErrorType.TOO_LONG: "Too long",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One rule that an object breaks."""

    field: str
    """As the API writes paths: ``spec.metrics[0].resource.name``."""

    type: ErrorType
    detail: str = ""
    bad_value: str = ""
    """The value as text; empty where the API names none."""

    def __str__(self) -> str:
        """Say it in one line.

        >>> str(invalid("spec.maxReplicas", 0, "must be greater than 0"))
        'spec.maxReplicas: Invalid value: 0: must be greater than 0'
        """
        value = self.bad_value if self.type in _WITH_VALUE else ""
        parts = [self.field, self.type.words, value, self.detail]
        return ": ".join(part for part in parts if part)


_WITH_VALUE = (ErrorType.INVALID, ErrorType.NOT_SUPPORTED)


def required(field: str, detail: str = "") -> FieldError:
    """Report a field that must be there."""
    return FieldError(field, ErrorType.REQUIRED, detail)


def invalid(field: str, value: object, detail: str) -> FieldError:
    """Report a value that a field cannot have."""
    return FieldError(field, ErrorType.INVALID, detail, str(value))


def not_supported(field: str, value: str, supported: Iterable[str]) -> FieldError:
    """Report a value outside an enumeration."""
    names = ", ".join(f'"{name}"' for name in sorted(supported))
    return FieldError(
        field, ErrorType.NOT_SUPPORTED, f"supported values: {names}", value
    )


def forbidden(field: str, detail: str) -> FieldError:
    """Report a field that must not be there."""
    return FieldError(field, ErrorType.FORBIDDEN, detail)


def too_long(field: str, limit: int) -> FieldError:
    """Report a value larger than *limit* bytes."""
    detail = f"must have at most {limit} bytes"
    return FieldError(field, ErrorType.TOO_LONG, detail)
