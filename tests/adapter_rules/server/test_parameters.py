"""Selectors and fields in a query string, as the API server library reads them."""

from __future__ import annotations

import pytest

from adapter_rules.server import parameters
from adapter_rules.server.status import StatusError


def test_unknown_parameters_are_ignored_and_the_first_of_a_name_counts() -> None:
    found = parameters.parse(b"labelSelector=a%3Db&labelSelector=c&watch=true&x")
    assert found == parameters.Parameters(labels="a=b")


def test_too_many_parameters_are_a_bad_request() -> None:
    with pytest.raises(StatusError) as caught:
        parameters.parse(b"&".join(b"a%d=1" % number for number in range(1000)))
    assert caught.value.status.code == 400


@pytest.mark.parametrize(
    "text",
    ["", "metadata.name=web-0", "metadata.name==web-0,metadata.namespace=a", ","],
)
def test_a_field_selector_may_repeat_the_path(text: str) -> None:
    parameters.check_fields(text, name="web-0" if "web-0" in text else "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("metadata.name=other", "doesn't match requested name"),
        ("metadata.name!=web-0", "doesn't match requested name"),
        ("spec.x=1", '"spec.x" is not a known field selector'),
        ("nonsense", "can't understand 'nonsense'"),
    ],
)
def test_any_other_field_selector_is_a_bad_request(text: str, said: str) -> None:
    with pytest.raises(StatusError, match=said) as caught:
        parameters.check_fields(text, name="web-0")
    assert caught.value.status.code == 400


@pytest.mark.parametrize(("compat", "code"), [(True, 500), (False, 400)])
def test_a_metric_selector_that_cannot_be_parsed(*, compat: bool, code: int) -> None:
    with pytest.raises(StatusError) as caught:
        parameters.metric_selector("==", compat=compat)
    assert caught.value.status.code == code
