"""What a text holds."""

from __future__ import annotations

import pytest

from octoscale.check.files import File
from octoscale.check.reading import read
from octoscale.service.example import example
from tests.octoscale.check.inputs import KEEP, RULES, deployment, prometheus


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())


def configmap(text: str) -> str:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"
    return f"{head}  config.yaml: |\n{indented(text)}"


@pytest.mark.parametrize(
    ("text", "line"),
    [(RULES, 2), (configmap(RULES), 7)],
    ids=["bare", "in a ConfigMap"],
)
def test_an_adapters_config_is_found_with_its_places(text: str, line: int) -> None:
    [found] = read(File("a.yaml", text)).configs
    place = found.document.place(("rules", 0, "seriesQuery"))
    assert place.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [(prometheus(KEEP), 2), (configmap(prometheus(KEEP)), 7)],
    ids=["bare", "in a ConfigMap"],
)
def test_a_prometheus_config_is_found_with_its_places(text: str, line: int) -> None:
    [found] = read(File("a.yaml", text)).prometheus
    assert found.place(("scrape_configs", 0, "job_name")).line == line


def test_a_service_file_is_found() -> None:
    [(service, _)] = read(File("a.yaml", example("shop"))).services
    assert service.spec.service == "shop"


def test_a_wrong_service_file_is_a_finding() -> None:
    text = example("shop").replace("replicas:", "replicsa:")
    codes = {finding.code for finding in read(File("a.yaml", text)).findings}
    assert "SC001" in codes


def test_values_of_a_helm_chart_are_no_service_file() -> None:
    text = "replicas: 1\nservice: {port: 443}\nmetrics: {enabled: true}\n"
    assert read(File("values.yaml", text)).findings == ()


def test_a_wrong_adapter_config_is_a_finding() -> None:
    found = read(File("a.yaml", RULES.replace("metricsQuery", "metricQuery")))
    assert [finding.code for finding in found.findings] == ["SC001"]


def test_a_key_that_stands_twice_is_told_once() -> None:
    text = RULES + "  metricsQuery: x\n"
    found = read(File("a.yaml", text))
    assert [finding.code for finding in found.findings] == ["YA002"]


def test_manifests_beside_a_config_are_read() -> None:
    found = read(File("a.yaml", f"{configmap(RULES)}---\n{deployment()}"))
    assert [d.value["kind"] for d in found.documents] == ["ConfigMap", "Deployment"]
    assert len(found.configs) == 1


def test_an_exposition_is_not_read_as_yaml() -> None:
    assert read(File("a.prom", "a 1")).exposition
    assert read(File("a.txt", "a 1"), exposition=True).exposition


def test_a_template_is_skipped() -> None:
    found = read(File("a.yaml", "a: {{ . }}"))
    assert found.skipped
    assert found.findings == ()


def test_json_may_be_indented_with_tabs() -> None:
    text = '{\n\t"apiVersion": "v1",\n\t"kind": "Pod"\n}\n'
    found = read(File("a.json", text))
    assert found.findings == ()
    assert found.documents[0].key_place(("kind",)).line == 3


def test_tags_of_other_programs_are_not_ours() -> None:
    assert read(File("stack.yaml", "a: !Ref b")).findings == ()
    tagged = read(File("a.yaml", "apiVersion: v1\nkind: Pod\na: !Ref b"))
    assert [finding.code for finding in tagged.findings] == ["YA003"]


def test_a_text_about_rules_is_no_config() -> None:
    assert read(File("a.yaml", "- says: seriesQuery is wrong")).findings == ()
    assert read(File("a.yaml", "says: seriesQuery is wrong")).findings == ()


def test_a_repeated_key_is_told_behind_the_place_where_yaml_gave_up() -> None:
    text = "a: 1\na: 2\nb: 1 # so\n  z: 2\nc: 1\nc: 2\n---\nd: 1\nd: 2\n"
    found = read(File("a.yaml", text)).findings
    told = [(finding.code, finding.place.line) for finding in found]
    assert told == [("YA002", 2), ("YA002", 9), ("YA002", 6)]
