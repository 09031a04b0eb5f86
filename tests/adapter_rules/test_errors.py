"""The tree of errors maps to exit codes and tells cases apart."""

from __future__ import annotations

import pytest

from adapter_rules.errors import (
    PrometheusAnswerError,
    PrometheusError,
    PrometheusGarbageError,
    PrometheusUnreachableError,
    RegexError,
    SelectorError,
    TemplateSyntaxError,
)
from octoscale.core.errors import EnvironmentMissingError


@pytest.mark.parametrize(
    "kind", [PrometheusUnreachableError, PrometheusAnswerError, PrometheusGarbageError]
)
def test_trouble_with_prometheus_is_a_missing_environment(
    kind: type[PrometheusError],
) -> None:
    assert issubclass(kind, EnvironmentMissingError)


@pytest.mark.parametrize("kind", [RegexError, SelectorError, TemplateSyntaxError])
def test_what_stands_wrong_in_a_file_may_be_raised_by_a_file_model(
    kind: type[Exception],
) -> None:
    assert issubclass(kind, ValueError)


@pytest.mark.parametrize(
    ("status", "kind", "expected"),
    [
        (400, "bad_data", True),
        (400, "400", True),
        (400, "execution", False),
        (422, "execution", True),
        (503, "timeout", False),
        (500, "", False),
        (404, "", False),
    ],
)
def test_whose_fault_an_answered_error_is(
    *, status: int, kind: str, expected: bool
) -> None:
    error = PrometheusAnswerError("x", status=status, kind=kind)
    assert error.is_about_the_question is expected
