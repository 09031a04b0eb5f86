"""Groups of processes, beside Debian's prometheus-process-exporter.

    python benchmarks/process_collector.py [--processes 1000] [--scrapes 20]

Both exporters run as processes of their own, look at the same sleeping processes
and give the same families; they are scraped in turns, and their own CPU time is
what counts. The peer comes with ``make tools``. Exits 1 where the line is missed,
3 without the peer.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import psutil

from benchmarks.measure import report
from octoscale.core.tools import find_program

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE_RATIO = 2.0
ROUNDS = 5
START_SECONDS = 30.0
PEER = "prometheus-process-exporter"
NUMBER = re.compile(
    r'^namedprocess_namegroup_num_procs\{groupname="sleepers"\} (\S+)$', re.MULTILINE
)
SECONDS = "360060"
"""How long the processes would sleep; no other program has that in its line."""

PEER_CONFIG = f"""\
process_names:
- name: sleepers
  cmdline: ['^sleep {SECONDS}']
"""
FAMILIES = (
    *("num_procs", "num_threads", "cpu_seconds_total", "memory_bytes"),
    *("open_filedesc", "read_bytes_total", "write_bytes_total", "states"),
    *("context_switches_total", "minor_page_faults_total", "major_page_faults_total"),
    *("worst_fd_ratio", "oldest_start_time_seconds"),
)
"""What both must give: their CPU time is compared for nothing less."""


@contextmanager
def sleepers(number: int) -> Iterator[None]:
    """Run so many processes that do nothing."""
    made = [
        subprocess.Popen(["sleep", SECONDS], stdin=subprocess.DEVNULL)  # noqa: S607 - any will do
        for _ in range(number)
    ]
    try:
        yield
    finally:
        for process in made:
            process.kill()
        for process in made:
            process.wait()


@contextmanager
def exporter(command: list[str], port: int) -> Iterator[tuple[psutil.Process, str]]:
    """Run an exporter; give its process and its URL once it answers."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}/metrics"
    try:
        end = time.monotonic() + START_SECONDS
        while True:
            try:
                scrape(url)
                break
            except (URLError, ConnectionError):
                if time.monotonic() > end or process.poll() is not None:
                    raise
                time.sleep(0.1)
        yield psutil.Process(process.pid), url
    finally:
        process.kill()
        process.wait()


def scrape(url: str) -> str:
    """Get one exposition."""
    with urlopen(url, timeout=60) as answer:  # noqa: S310 - a loopback URL of ours
        text: str = answer.read().decode()
        return text


def cpu(process: psutil.Process) -> float:
    """Give the CPU seconds that a process has used."""
    times = process.cpu_times()
    return float(times.user + times.system)


def cost(process: psutil.Process, url: str, scrapes: int) -> float:
    """Measure the CPU seconds of so many scrapes, one after the other."""
    before = cpu(process)
    for _ in range(scrapes):
        scrape(url)
    return (cpu(process) - before) / scrapes


def free_port() -> int:
    """Find a free loopback port."""
    import socket  # noqa: PLC0415 - here only

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def check_families(ours: str, theirs: str, processes: int) -> None:
    """Stop when one of the two gives less than the other."""
    for name in FAMILIES:
        for text, whose in ((ours, "ours"), (theirs, "the peer")):
            if f"\nnamedprocess_namegroup_{name}{{" not in text:
                sys.exit(f"{whose} lacks {name}: the comparison would not be fair")
    for text, whose in ((ours, "ours"), (theirs, "the peer")):
        found = NUMBER.search(text)
        if found is None or float(found[1]) != processes:
            sys.exit(f"{whose} did not find all processes: {found and found[1]}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=1000)
    parser.add_argument("--scrapes", type=int, default=20)
    options = parser.parse_args()
    peer = find_program(PEER)
    if peer is None:
        print(f"no {PEER} (make tools)", file=sys.stderr)
        sys.exit(3)
    one, other = free_port(), free_port()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        config = folder / "peer.yml"
        config.write_text(PEER_CONFIG, encoding="utf-8")
        stack.enter_context(sleepers(options.processes))
        ours, our_url = stack.enter_context(
            exporter(
                [
                    *(sys.executable, "-m", "octoscale.cli.main", "export", "source"),
                    *("groups", "--group", f"sleepers=sleep {SECONDS}"),
                    *("--listen", f"127.0.0.1:{one}"),
                ],
                one,
            )
        )
        theirs, their_url = stack.enter_context(
            exporter(
                [
                    *(str(peer), "-config.path", str(config)),
                    *("-web.listen-address", f"127.0.0.1:{other}"),
                    *("-threads=false", "-gather-smaps=false"),
                ],
                other,
            )
        )
        check_families(scrape(our_url), scrape(their_url), options.processes)
        best_ours = best_theirs = float("inf")
        for _ in range(ROUNDS):
            best_ours = min(best_ours, cost(ours, our_url, options.scrapes))
            best_theirs = min(best_theirs, cost(theirs, their_url, options.scrapes))
    ratio = best_ours / best_theirs
    report(
        [
            ("processes", f"{options.processes:,}", True),
            ("milliseconds of CPU a scrape, ours", f"{best_ours * 1e3:.1f}", True),
            ("  the peer's", f"{best_theirs * 1e3:.1f}", True),
            (
                "times the peer's",
                f"{ratio:.2f} (line: {LINE_RATIO:g})",
                ratio <= LINE_RATIO,
            ),
        ]
    )


if __name__ == "__main__":
    main()
