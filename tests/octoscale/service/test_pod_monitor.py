"""``render --scrape pod-monitor``: an object of the Prometheus operator."""

from __future__ import annotations

from octoscale.core import yamlio
from octoscale.service.example import example
from octoscale.service.file import load
from octoscale.service.render import render


def test_a_catalogued_service_gets_its_monitor() -> None:
    artefacts = {
        artefact.name: artefact
        for artefact in render(load(example("dbs-global-r")), scrape="pod-monitor")
    }
    assert "scrape-config.yaml" not in artefacts
    monitor = yamlio.load(artefacts["pod-monitor.yaml"].text).value
    assert monitor["kind"] == "PodMonitor"
    assert monitor["metadata"] == {"name": "dbs-global-r", "namespace": "dbs"}
    assert monitor["spec"]["selector"] == {"matchLabels": {"app": "dbs-global-r"}}
    assert monitor["spec"]["podMetricsEndpoints"][0]["portNumber"] == 18252


def test_labels_of_other_names_are_made() -> None:
    text = example("shop").replace("pod: pod", "pod: apod", 1)
    artefacts = render(load(text), scrape="pod-monitor")
    (found,) = (a.text for a in artefacts if a.name == "pod-monitor.yaml")
    (endpoint,) = yamlio.load(found).value["spec"]["podMetricsEndpoints"]
    assert [rule["targetLabel"] for rule in endpoint["relabelings"]] == ["apod"]
