"""One broken rule as a value and as a line."""

from __future__ import annotations

import pytest

from hpa.validation.field_errors import (
    FieldError,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)


@pytest.mark.parametrize(
    ("error", "name", "line"),
    [
        (required("a"), "FieldValueRequired", "a: Required value"),
        (required("a", "so"), "FieldValueRequired", "a: Required value: so"),
        (invalid("a", 0, "so"), "FieldValueInvalid", "a: Invalid value: 0: so"),
        (
            not_supported("a", "x", ["c", "b"]),
            "FieldValueNotSupported",
            'a: Unsupported value: x: supported values: "b", "c"',
        ),
        (forbidden("a", "so"), "FieldValueForbidden", "a: Forbidden: so"),
        (
            too_long("a", 9),
            "FieldValueTooLong",
            "a: Too long: must have at most 9 bytes",
        ),
    ],
    ids=["required", "with detail", "invalid", "not supported", "forbidden", "long"],
)
def test_an_error_has_the_apis_type_and_reads_as_its_message(
    error: FieldError, name: str, line: str
) -> None:
    assert error.type == name
    assert str(error) == line
