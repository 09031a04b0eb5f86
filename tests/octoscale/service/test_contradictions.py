"""What renders without a word and then does not scale."""

from __future__ import annotations

from typing import Any

import pytest

from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.service.example import example
from octoscale.service.file import load


def of_object(name: str, label: str, resource: str = "services") -> dict[str, Any]:
    return {
        "series": f"rps_{name}",
        "kind": "gauge",
        "association": {"object": resource, "name": name, "label": label},
        "target": {"value": 5},
    }


def target(address: str, pod: str) -> dict[str, str]:
    return {"address": address, "pod": pod}


@pytest.mark.parametrize(
    ("part", "change", "code"),
    [
        pytest.param("scrape", {"labels": {"namespace": "x", "pod": "x"}}, "SF006"),
        pytest.param("metrics", [of_object("a", "pod")], "SF006", id="pod's label"),
        pytest.param(
            "metrics", [of_object("a", "svc"), of_object("b", "svc")], "SF006"
        ),
        pytest.param(
            "scrape", {"targets": [target("h:1", "a"), target("h:2", "a")]}, "SF007"
        ),
        pytest.param(
            "scrape", {"targets": [target("h:1", "a"), target("h:1", "b")]}, "SF007"
        ),
        pytest.param("scrape", {"targets": [target("h:99999", "a")]}, "SC003"),
        pytest.param("scaleTarget", {"kind": "DaemonSet"}, "SF008"),
        pytest.param("scaleTarget", {"kind": "Deploymnet"}, "SF008"),
        pytest.param("scaleTarget", {"kind": "Rollout"}, "SF008", id="no group"),
    ],
)
def test_it_is_told(part: str, change: Any, code: str) -> None:
    value = yamlio.load(example("shop")).value
    value[part] = {**value[part], **change} if isinstance(change, dict) else change
    with pytest.raises(InputError) as caught:
        load(yamlio.dump(value))
    assert code in [finding.code for finding in caught.value.findings]


def test_two_metrics_of_one_object_share_its_label() -> None:
    value = yamlio.load(example("shop")).value
    one, two = of_object("a", "svc"), of_object("a", "svc")
    value["metrics"] = [one, {**two, "series": "rps_other"}]
    assert len(load(yamlio.dump(value)).descriptors) == 2


def test_a_custom_kind_names_its_group() -> None:
    value = yamlio.load(example("shop")).value
    value["scaleTarget"] |= {"kind": "Rollout", "apiVersion": "argoproj.io/v1alpha1"}
    assert load(yamlio.dump(value)).spec.scale_target.kind == "Rollout"
