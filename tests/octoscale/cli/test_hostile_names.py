"""Names and label values from strangers, over every output of the command line.

A terminal is not steered, JSON and YAML stay readable, a workflow command stays on
its line, markup is not read. The bench's reports have the same test of their own.
"""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from octoscale.core import yamlio
from octoscale.service.example import example

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "a\x1b[31mred\x1b]0;title\x07",
    "[bold]markup[/bold]",
    "line\nfeed\r::error::injected",
    "right\u202eto left",
    "quote\"'`$(id)",
    "- yaml: {a: 1}",
    "\u2028separator",
    "%0A::set-output name=x::y",
)

RULES = """\
rules:
- seriesQuery: jobs
  resources: {overrides: {pod: {resource: pod}, namespace: {resource: namespace}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""


class Prometheus(http.server.BaseHTTPRequestHandler):
    """Answers as a Prometheus whose label values are what the test says."""

    name = ""

    def do_GET(self) -> None:
        """Answer series and queries; whatever else is asked has no answer."""
        labels = {"namespace": "shop", "pod": self.name}
        if "/series" in self.path:
            data: Any = [{"__name__": "jobs", **labels}]
        elif "/query" in self.path:
            sample = {"metric": {"pod": self.name}, "value": [1.0, "3"]}
            data = {"resultType": "vector", "result": [sample]}
        else:
            self.send_error(404)
            return
        body = json.dumps({"status": "success", "data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Read the form, then answer the same."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Stay silent."""


@contextmanager
def prometheus_with(name: str) -> Iterator[str]:
    """Serve a Prometheus whose one pod is called *name*."""

    class Named(Prometheus):
        pass

    Named.name = name
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Named)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def assert_harmless(text: str) -> None:
    """No control character but line feeds, nothing that turns text around."""
    for character in text:
        harmless = character == "\n" or character.isprintable()
        assert harmless, repr(character)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output", ["table", "json", "yaml"])
def test_a_preview_of_a_hostile_pod(
    name: str, output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES)
    with prometheus_with(name) as url:
        arguments = ["--config", str(rules), "--prometheus", url, "-o", output]
        assert main(["rules", "preview", *arguments]) == 0
    shown = capsys.readouterr()
    assert_harmless(shown.err)
    if output == "table":
        assert_harmless(shown.out)
        return
    read = json.loads if output == "json" else (lambda text: yamlio.load(text).value)
    (metric,) = (m for m in read(shown.out)["custom"] if m["name"] == "pods/jobs")
    assert metric["queries"][0]["values"][0]["object"] == name
    assert metric["queries"][0]["values"][0]["value"] == "3"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_rendered_hostile_label_is_read_back_as_it_was(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    value = yamlio.load(example("shop")).value
    value["scrape"]["podLabels"] = {"app": name}
    file = tmp_path / "s.yaml"
    file.write_text(yamlio.dump(value), encoding="utf-8")
    assert main(["render", str(file), "--scrape", "scrape-config"]) == 0
    shown = capsys.readouterr()
    job = yamlio.load_all(shown.out)[-1].value["scrape_configs"][0]
    assert job["relabel_configs"][0]["action"] == "keep"


@pytest.mark.parametrize("name", HOSTILE)
def test_an_error_about_a_hostile_name(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.yaml"
    file.write_text(yamlio.dump({name: 1, "service": name}), encoding="utf-8")
    assert main(["render", str(file)]) == 1
    assert_harmless(capsys.readouterr().err)
    assert main(["bench", "--plan", name]) == 2
    assert_harmless(capsys.readouterr().err)
    assert main(["init", "--service", name, "--to", "-"]) == 2
    assert_harmless(capsys.readouterr().err)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_findings_about_a_hostile_hpa(
    name: str, output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": name}
    manifest = {
        "apiVersion": "autoscaling/v2beta2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {"scaleTargetRef": target, "maxReplicas": 3},
    }
    file = tmp_path / "hpa.yaml"
    file.write_text(yamlio.dump(manifest), encoding="utf-8")
    assert main(["lint", "hpa", str(file), "-o", output]) == 1
    shown = capsys.readouterr()
    assert_harmless(shown.err)
    if output in ("json", "sarif"):
        json.loads(shown.out)
        return
    assert_harmless(shown.out)
    if output == "github":
        commands = [line for line in shown.out.splitlines() if "::" in line]
        assert all(line.startswith("::") for line in commands)
        assert all(f"file={file}" in line for line in commands)
