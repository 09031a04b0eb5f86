"""How a metrics API says no: code, reason and words of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapter_rules.server import status

if TYPE_CHECKING:
    from adapter_rules.server.status import StatusError

ALL = [
    pytest.param(status.metric_not_found("m", "pods"), 404, "NotFound", id="metric"),
    pytest.param(status.path_not_found(), 404, "NotFound", id="path"),
    pytest.param(status.bad_request("x"), 400, "BadRequest", id="bad"),
    pytest.param(status.internal("x"), 500, "InternalError", id="internal"),
    pytest.param(status.plain("x"), 500, "", id="plain"),
    pytest.param(status.unavailable("x"), 503, "ServiceUnavailable", id="away"),
    pytest.param(status.timeout("x"), 504, "Timeout", id="late"),
    pytest.param(status.too_many_requests(), 429, "TooManyRequests", id="many"),
    pytest.param(status.unauthorized(), 401, "Unauthorized", id="nobody"),
    pytest.param(status.forbidden("x"), 403, "Forbidden", id="forbidden"),
    pytest.param(status.method_not_allowed(), 405, "MethodNotAllowed", id="method"),
    pytest.param(status.not_acceptable(), 406, "NotAcceptable", id="form"),
    pytest.param(status.too_long(), 414, "RequestURITooLong", id="long"),
]


@pytest.mark.parametrize(("error", "code", "reason"), ALL)
def test_each_no_has_its_code_and_reason(
    error: StatusError, code: int, reason: str
) -> None:
    body = error.status.body()
    assert (body["kind"], body["apiVersion"], body["status"]) == (
        *("Status", "v1", "Failure"),
    )
    assert (body["code"], body.get("reason", "")) == (code, reason)
    assert status.from_body(body) == error.status


def test_a_cause_is_a_detail_and_not_the_message() -> None:
    body = status.internal("unable to fetch metrics", cause="at 10.0.0.1").status.body()
    assert body["message"] == "Internal error occurred: unable to fetch metrics"
    assert body["details"] == {"causes": [{"message": "at 10.0.0.1"}]}
    assert "details" not in status.unavailable("x").status.body()


def test_an_empty_detail_is_sent_and_none_is_not() -> None:
    assert status.path_not_found().status.body()["details"] == {}
    assert "details" not in status.metric_not_found("m", "pods").status.body()


def test_what_is_no_status_reads_as_a_500() -> None:
    assert status.from_body({"details": "x"}) == status.Status(code=500, message="")
