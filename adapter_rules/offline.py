"""A saved exposition or list of series in place of a live Prometheus.

Series and metadata are taken from the file; values need a real Prometheus, and
``evaluated`` starts a throw-away one where the program is found. What is asked
of it is the callers' business.
"""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, cast, get_args

from prometheus_client.parser import text_string_to_metric_families

from adapter_rules.prometheus import decoding
from adapter_rules.prometheus.api_client import PrometheusClient
from adapter_rules.prometheus.base import Metadata, MetricType
from adapter_rules.prometheus.memory import MemoryPrometheus
from adapter_rules.prometheus.process import PrometheusProcess
from adapter_rules.promql import PromQLError, parse_selector
from adapter_rules.series import NAME_LABEL, Series
from octoscale.core.errors import EnvironmentMissingError, InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

UNREADABLE = "AR006"
"""A saved file is neither an exposition nor a list of series."""

SCRAPE_SECONDS = 1
_WAIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file holds."""

    series: tuple[Series, ...]
    metadata: Mapping[str, Metadata]
    exposition: str = ""
    """The text with values, as a scrape would see it; empty for a mere list."""

    def memory(self) -> MemoryPrometheus:
        """Give a Prometheus that knows these series, and no values."""
        return MemoryPrometheus(known=self.series, descriptions=self.metadata)

    def labelled(self, labels: Mapping[str, str]) -> Saved:
        """Attach labels to every series, as a scrape does; own ones stay."""
        series = [replace(s, labels={**labels, **s.labels}) for s in self.series]
        return replace(self, series=tuple(series))


def read(text: str, *, file: str | None = None) -> Saved:
    r"""Read an exposition, a JSON answer of ``/api/v1/series``, or selectors.

    Raises ``InputError`` (AR006).

    >>> read('up{job="a"}\nup{job="b"}').series[1].labels
    {'job': 'b'}
    """
    if text.lstrip().startswith(("{", "[")):
        known = _from_json(text)
        if known is not None:
            return Saved(known, {})
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        if any(_has_value(line) for line in lines):
            return _from_exposition(text)
        named = [_from_selector(line) for line in lines if not line.startswith("#")]
        return Saved(tuple(named), {})
    except (ValueError, KeyError, IndexError) as error:
        raise InputError.at(
            Place(file=file, line=1, column=1),
            UNREADABLE,
            f"neither an exposition nor a list of series: {error}",
            hint="save /metrics, or /api/v1/series?match[]=…, or one selector a line",
        ) from None


def _has_value(line: str) -> bool:
    rest = line.rpartition("}")[2] if "}" in line else line.partition(" ")[2]
    return not line.startswith("#") and bool(rest.strip())


def _from_json(text: str) -> tuple[Series, ...] | None:
    try:
        document = json.loads(text)
        data = document.get("data") if isinstance(document, dict) else document
        return decoding.series(data)
    except ValueError:
        return None


def _from_selector(line: str) -> Series:
    selector = parse_selector(line.strip())
    if any(matcher.operator != "=" for matcher in selector.matchers):
        raise PromQLError(f"not one series: {line.strip()!r}")
    labels = {matcher.label: matcher.value for matcher in selector.all_matchers}
    return Series.of_labels(labels)


def _from_exposition(text: str) -> Saved:
    series: list[Series] = []
    metadata: dict[str, Metadata] = {}
    for family in text_string_to_metric_families(text):
        known = family.type if family.type in get_args(MetricType) else "unknown"
        described = Metadata(cast("MetricType", known), family.documentation)
        metadata[family.name] = described
        for sample in family.samples:
            series.append(Series(sample.name, dict(sample.labels)))
            if family.type == "counter":
                metadata[sample.name] = described
    return Saved(tuple(series), metadata, text)


@contextmanager
def evaluated(
    saved: Saved, *, labels: Mapping[str, str], binary: Path | None = None
) -> Iterator[PrometheusClient]:
    """Load the exposition into a Prometheus of our own, which ends with the block.

    It scrapes the text a few times, so that counters stand still: a rate is 0.
    Raises ``EnvironmentMissingError`` without the program or without values.
    """
    if not saved.exposition:
        raise EnvironmentMissingError("a list of series has no values")
    with (
        served(saved.exposition) as address,
        PrometheusProcess(_config(address, labels), binary=binary) as process,
        PrometheusClient(process.url) as client,
    ):
        _wait(client)
        yield client


def _config(address: str, labels: Mapping[str, str]) -> dict[str, Any]:
    attached = {name: text for name, text in labels.items() if name != NAME_LABEL}
    return {
        "global": {"scrape_interval": f"{SCRAPE_SECONDS}s"},
        "scrape_configs": [
            {
                "job_name": "saved",
                "honor_labels": True,
                "static_configs": [{"targets": [address], "labels": attached}],
            }
        ],
    }


def _wait(client: PrometheusClient) -> None:
    """Wait for the third scrape: a rate wants two samples."""
    end = time.monotonic() + _WAIT_SECONDS
    pause = threading.Event()
    while not client.query("count_over_time(scrape_samples_scraped[1m]) >= 3").samples:
        if time.monotonic() > end:
            raise EnvironmentMissingError("the throw-away Prometheus does not scrape")
        pause.wait(0.1)


@contextmanager
def served(text: str) -> Iterator[str]:
    """Serve a text as ``/metrics`` on a free loopback port."""
    body = text.encode() if text.endswith("\n") else text.encode() + b"\n"

    class Handler(BaseHTTPRequestHandler):
        """Answers every question with the text."""

        def do_GET(self) -> None:
            """Answer."""
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
