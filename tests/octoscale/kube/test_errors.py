"""An answer of the server becomes the error that a caller can tell apart."""

from __future__ import annotations

import pytest

from octoscale.core.errors import EnvironmentMissingError
from octoscale.kube import errors
from octoscale.kube.errors import Cause, from_status


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        pytest.param(404, "NotFound", errors.NotFoundError, id="absent"),
        pytest.param(409, "AlreadyExists", errors.AlreadyExistsError, id="present"),
        pytest.param(409, "Conflict", errors.ConflictError, id="conflict"),
        pytest.param(401, "Unauthorized", errors.UnauthorizedError, id="unknown user"),
        pytest.param(403, "Forbidden", errors.ForbiddenError, id="not allowed"),
        pytest.param(422, "Invalid", errors.InvalidError, id="invalid"),
        pytest.param(400, "BadRequest", errors.InvalidError, id="bad request"),
        pytest.param(410, "Gone", errors.GoneError, id="gone"),
        pytest.param(410, "Expired", errors.GoneError, id="expired"),
        pytest.param(404, "", errors.NotFoundError, id="absent, by status"),
        pytest.param(410, "", errors.GoneError, id="gone, by status"),
        pytest.param(500, "InternalError", errors.KubeError, id="anything else"),
    ],
)
def test_reason_beats_status(
    status: int, reason: str, expected: type[errors.KubeError]
) -> None:
    error = from_status(status, {"reason": reason, "message": "told"})
    assert type(error) is expected
    assert (error.status, error.reason, str(error)) == (status, reason, "told")


def test_every_cause_is_kept() -> None:
    listed = [
        {"field": "spec.maxReplicas", "reason": "FieldValueInvalid", "message": "0"},
        {"message": "and something"},
    ]
    error = from_status(422, {"reason": "Invalid", "details": {"causes": listed}})
    assert error.causes == (
        Cause(field="spec.maxReplicas", reason="FieldValueInvalid", message="0"),
        Cause(field="", reason="", message="and something"),
    )


def test_an_apply_that_fits_no_schema_is_invalid_though_the_server_says_500() -> None:
    told = "failed to create typed patch object (a/b): .nope: field not declared"
    assert isinstance(from_status(500, {"message": told}), errors.InvalidError)


@pytest.mark.parametrize("document", [{}, {"details": None}])
def test_an_empty_answer_still_has_words(document: dict[str, None]) -> None:
    assert str(from_status(503, document)) == "HTTP status 503"
    assert str(from_status(503, document, fallback="proxy")) == "proxy"


def test_who_is_unreachable_is_missing_from_the_environment() -> None:
    assert issubclass(errors.UnreachableError, EnvironmentMissingError)
