"""The rules of a scenario keep their places in its file."""

from __future__ import annotations

import pytest

from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.kube.restmapper import RESTMapper
from simulator.rules import part_of, read_rules

TEXT = """\
adapter:
  config:
    rules:
    - seriesQuery: hits
      resources: {overrides: {pod: {resource: RESOURCE}}}
      metricsQuery: <<.Series>>
"""


def test_rules_are_compiled_as_the_adapter_would() -> None:
    text = TEXT.replace("RESOURCE", "pod").replace("<<.Series>>", "'<<.Series>>'")
    rules = read_rules(yamlio.load(text), RESTMapper.builtin())
    assert [rule.source.series_query for rule in rules.custom] == ["hits"]
    assert rules.external == ()


def test_a_resource_that_does_not_exist_is_told_with_its_place() -> None:
    document = yamlio.load(TEXT.replace("RESOURCE", "podd"), file="s.yaml")
    with pytest.raises(InputError) as caught:
        read_rules(document, RESTMapper.builtin())
    (finding,) = caught.value.findings
    assert (finding.place.file, finding.place.line) == ("s.yaml", 5)


def test_a_part_of_a_document_knows_the_places_of_its_keys() -> None:
    document = yamlio.load(TEXT, file="s.yaml")
    part = part_of(document, ("adapter", "config"))
    place = part.key_place(("rules", 0, "resources"))
    assert (place.line, place.column) == (5, 7)
    assert part.place().line == 3
