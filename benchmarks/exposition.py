"""What a scrape of the process collector costs, beside psutil's bare readings."""

from __future__ import annotations

import os

import psutil
from prometheus_client import CollectorRegistry, generate_latest

from benchmarks.measure import alternate, report
from exporters.collectors.process import ProcessCollector

SCRAPES = 50


def main() -> None:
    """Print the figures; there is no line to miss, the ratio is for comparing."""
    registry = CollectorRegistry()
    registry.register(ProcessCollector(prefix="bench", pid=os.getpid()))
    process = psutil.Process()

    def exposition() -> None:
        for _ in range(SCRAPES):
            generate_latest(registry)

    def floor() -> None:
        for _ in range(SCRAPES):
            with process.oneshot():
                process.cpu_times()
                process.memory_info()
                process.num_fds()
                process.num_threads()
            process.net_connections()
            psutil.virtual_memory()

    ours, bare = alternate(exposition, floor)
    size = len(generate_latest(registry))
    report(
        [
            ("milliseconds of CPU a scrape", f"{ours / SCRAPES * 1e3:.2f}", True),
            ("times psutil's bare readings", f"{ours / bare:.2f}", True),
            ("bytes a scrape", f"{size:,}", True),
        ]
    )


if __name__ == "__main__":
    main()
