"""Settings of the Kubernetes driver: read, refused, and told in the report."""

from __future__ import annotations

import pytest

from bench.drivers.kubernetes.settings import PARAMETERS, described, read
from bench.parameter import Source
from octoscale.core.errors import UsageError


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"speed": "1"}, "no setting is called 'speed'", id="unknown"),
        pytest.param({"push": "maybe"}, "push: yes or no", id="flag"),
        pytest.param({"registry": "no spaces here"}, "no image reference", id="path"),
        pytest.param({"images": "small"}, "not NAME=REFERENCE", id="image"),
        pytest.param({"images": "a=r:1,a=r:2"}, "not NAME=REFERENCE", id="twice"),
        pytest.param({"probe": "telepathy"}, "http or exec", id="probe"),
        pytest.param({"attempts": "0"}, "from 1 to 10000", id="count"),
    ],
)
def test_wrong_settings_are_refused(given: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        read(given)


def test_without_any_the_listed_defaults_hold() -> None:
    found = read({})
    for parameter in PARAMETERS:
        value = getattr(found, parameter.name)
        if isinstance(value, float | int) and not isinstance(value, bool):
            assert f"{value:g}" == parameter.value
        elif isinstance(value, bool):
            assert parameter.value == ("yes" if value else "no")
        else:
            assert parameter.value == (value or "")


def test_the_report_says_what_was_given_and_no_path() -> None:
    given = {"kubeconfig": "/home/me/.kube/config", "context": "lab", "push": "no"}
    found = {one.name: one for one in described(given)}
    assert "kubeconfig" not in found
    assert found["push"].source is Source.GIVEN
    assert found["attempts"].source is Source.ASSUMPTION
