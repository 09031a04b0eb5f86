"""What is served at one moment."""

from __future__ import annotations

import pytest

from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.series import Series
from adapter_rules.server import catalogue as catalogues
from adapter_rules.server.catalogue import Catalogue, Found
from octoscale.kube.restmapper import PODS, MapperError, RESTMapper
from tests.adapter_rules.server.site import RULES
from tests.adapter_rules.server.test_usage import RULES as USAGE

FOUND = Found(
    {"hits": (Series("hits", {"namespace": "shop", "pod": "web-0"}),)},
    {"depth": (Series("depth", {"namespace": "shop", "queue": "a"}),)},
)


def catalogue(rules: str = RULES, *, usage: bool = True) -> Catalogue:
    mapper = RESTMapper.builtin()
    config = load_source(rules).config
    return Catalogue(config, compile_config(config, mapper), mapper, usage=usage)


def test_nothing_is_listed_before_the_first_discovery() -> None:
    one = catalogue()
    assert one.custom_names == []
    assert one.external("depth") is None


def test_a_discovery_gives_another_catalogue_and_leaves_this_one() -> None:
    before = catalogue()
    after = before.with_found(FOUND)
    assert after.custom_names == [("namespaces/hits", False), ("pods/hits", True)]
    assert after.external_names == [("depth", True)]
    assert before.custom_names == []


def test_a_metric_is_found_by_resource_name_and_scope() -> None:
    one = catalogue().with_found(FOUND)
    assert one.custom(PODS, "hits", namespaced=True) is not None
    assert one.custom(PODS, "hits", namespaced=False) is None
    assert one.custom(PODS, "misses", namespaced=True) is None


@pytest.mark.parametrize("word", ["pods", "pod", "Pods"])
def test_a_resource_is_found_by_any_spelling(word: str) -> None:
    assert catalogue().resource(word).group_resource == PODS


def test_unknown_words_are_an_error_and_many_words_are_not_kept() -> None:
    one = catalogue()
    with pytest.raises(MapperError):
        one.resource("podz")
    first = one.resource("pods")
    for number in range(catalogues.REMEMBERED_NAMES + 1):
        one.resource("p" + "O" * (number % 2) + "o" * (1 - number % 2) + "ds")
    assert one.resource("pods") is not None
    assert first == one.resource("pods")


@pytest.mark.parametrize(
    ("rules", "usage", "groups"),
    [
        (RULES, True, ("custom.metrics.k8s.io", "external.metrics.k8s.io")),
        (USAGE, True, ("metrics.k8s.io",)),
        (USAGE, False, ()),
        ("{}", True, ()),
    ],
)
def test_groups_are_those_that_the_file_has_rules_for(
    rules: str, groups: tuple[str, ...], *, usage: bool
) -> None:
    assert catalogue(rules, usage=usage).groups == groups


def test_rules_are_called_by_their_places() -> None:
    assert catalogue().rule_labels == ("rules[0]", "externalRules[0]")
