"""Every service of the catalogue has a complete service file that renders."""

from __future__ import annotations

import pytest

from exporters.catalogue import find, names
from octoscale.service.catalogued import catalogued
from octoscale.service.example import example
from octoscale.service.file import load
from octoscale.service.render import render


@pytest.mark.parametrize("name", names())
def test_its_file_is_complete(name: str) -> None:
    text = example(name)
    assert text == catalogued(name)
    service = load(text)
    workload = find(name)
    assert service.spec.service == name
    assert service.spec.scrape.port == workload.exporter_port
    assert service.descriptors[0].series_name == workload.metric.series
    made = {artefact.name for artefact in render(service, companions=["sidecar"])}
    assert made >= {"hpa.yaml", "sidecar-patch.yaml"}
    sidecar = service.spec.scrape.sidecar
    assert sidecar is not None
    assert sidecar.reads_processes == (workload.request.kind == "process")
    assert ("assumed" in text) == workload.pattern_from.startswith("assumed")
    assert max(map(len, text.splitlines())) <= 80


def test_any_other_name_gets_the_commented_example() -> None:
    assert catalogued("shop") is None
    assert "# A gauge, of each pod" in example("shop")
