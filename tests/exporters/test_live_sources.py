"""Collectors and workers against real programs that other tests only replay."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from exporters.collectors.cherrypy import CherrypyCollector
from exporters.collectors.expvar import ExpvarCollector
from tests.exporters.exposed import samples, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0
GO = """\
package main

import (
    _ "expvar"
    "fmt"
    "net"
    "net/http"
)

func main() {
    listener, err := net.Listen("tcp", "127.0.0.1:0")
    if err != nil {
        panic(err)
    }
    fmt.Println(listener.Addr())
    http.Serve(listener, nil)
}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own loopback URL
        text: str = answer.read().decode()
        return text


@contextmanager
def saying_where(*words: str | Path, **options: str) -> Iterator[str]:
    """Run a program that says one line when it is up; give the line."""
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, **options},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def test_a_live_cherrypy_is_read() -> None:
    port = free_port()
    words = (sys.executable, "-m", "tests.exporters.cpstats_app", str(port))
    with saying_where(*words) as line:
        assert line == "up"
        collector = CherrypyCollector(f"http://127.0.0.1:{port}/cpstats/data")
        first = samples(text_of(collector))
        for _ in range(3):
            assert get(f"http://127.0.0.1:{port}/") == "fine"
        second = samples(text_of(collector))
    (up,) = (name for name, _ in first if name.endswith("_up"))
    assert (first[up, ()], second[up, ()]) == (1, 1)
    grown = {
        name
        for (name, labels), value in second.items()
        if value >= first.get((name, labels), value) + 3
    }
    assert any(name.endswith("requests_total") for name in grown), grown


def test_a_live_go_program_is_read(tmp_path: Path) -> None:
    go = shutil.which("go")
    if go is None:
        pytest.skip("no Go: expvar is only replayed")
    (tmp_path / "main.go").write_text(GO, encoding="utf-8")
    program = tmp_path / "program"
    environment = {
        **os.environ,
        "GOCACHE": str(tmp_path / "cache"),
        "GO111MODULE": "off",
    }
    subprocess.run(
        [go, "build", "-o", program, tmp_path / "main.go"], check=True, env=environment
    )
    with saying_where(program) as address:
        text = text_of(ExpvarCollector(f"http://{address}/debug/vars"))
    found = samples(text)
    (up,) = (name for name, _ in found if name.endswith("_up"))
    assert found[up, ()] == 1
    assert max(v for (name, _), v in found.items() if name.endswith("_bytes")) > 10_000
    assert str(program) not in text


def counted_by(port: int) -> float:
    found = samples(get(f"http://127.0.0.1:{port}/metrics"))
    return sum(v for (name, _), v in found.items() if name == "shop_requests_total")


def test_uvicorns_workers_are_counted_together(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "metrics"
    folder.mkdir()
    words = [sys.executable, "-m", "uvicorn", "tests.exporters.uvicorn_app:application"]
    words += ["--workers", "3", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    workers: set[str | None] = set()
    with process:
        try:
            asked = 0
            end = time.monotonic() + PATIENCE_SECONDS
            while len(workers) < 2:
                assert time.monotonic() < end
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/w") as answer:
                        workers.add(answer.headers["x-worker"])
                        asked += 1
                except urllib.error.URLError:
                    continue
            # A request is counted a moment after its client has the answer.
            while (counted := counted_by(port)) < asked:
                assert time.monotonic() < end
        finally:
            process.terminate()
    assert counted == asked
