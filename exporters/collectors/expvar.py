"""The expvar collector: the ``/debug/vars`` of a Go program, its runtime's part.

Every Go program that imports expvar serves it (imagebot and DAS do). The command
line, which the page holds, is never exposed. A program's own variables are read by
the mapping collector, which is told their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exporters.documents import read_object
from exporters.errors import Reason, SourceError
from exporters.page_collector import DEFAULT_TIMEOUT_SECONDS, PageCollector
from exporters.rows import Row, at, each, read_rows
from exporters.rows import descriptors as row_descriptors

if TYPE_CHECKING:
    from exporters.families import Reading
    from octoscale.core.descriptor import MetricDescriptor

ROWS: tuple[Row, ...] = (
    Row(
        name="memstats_bytes",
        help="Memory of the Go runtime, as runtime.MemStats names it.",
        read=each(
            {
                "sys": ("memstats", "Sys"),
                "alloc": ("memstats", "Alloc"),
                "heap_alloc": ("memstats", "HeapAlloc"),
                "heap_sys": ("memstats", "HeapSys"),
                "heap_idle": ("memstats", "HeapIdle"),
                "heap_inuse": ("memstats", "HeapInuse"),
                "heap_released": ("memstats", "HeapReleased"),
                "stack_inuse": ("memstats", "StackInuse"),
                "stack_sys": ("memstats", "StackSys"),
                "gc_sys": ("memstats", "GCSys"),
                "next_gc": ("memstats", "NextGC"),
            }
        ),
        unit="bytes",
        labels=("kind",),
        expects="memstats",
    ),
    Row(
        name="allocated_bytes_total",
        help="Bytes ever allocated.",
        read=at("memstats", "TotalAlloc"),
        kind="counter",
        unit="bytes",
    ),
    Row(
        name="mallocs_total",
        help="Objects ever allocated.",
        read=at("memstats", "Mallocs"),
        kind="counter",
    ),
    Row(
        name="frees_total",
        help="Objects ever freed.",
        read=at("memstats", "Frees"),
        kind="counter",
    ),
    Row(
        name="heap_objects",
        help="Objects in the heap.",
        read=at("memstats", "HeapObjects"),
    ),
    Row(
        name="gc_pause_seconds_total",
        help="Time in which the garbage collector stopped everything.",
        read=at("memstats", "PauseTotalNs", factor=1e-9),
        kind="counter",
        unit="seconds",
    ),
    Row(
        name="gc_total",
        help="Garbage collections.",
        read=at("memstats", "NumGC"),
        kind="counter",
    ),
    Row(
        name="gc_cpu_ratio",
        help="Share of the CPU time that went to the garbage collector since start.",
        read=at("memstats", "GCCPUFraction"),
        unit="ratio",
        aggregation="avg",
    ),
)


class ExpvarCollector(PageCollector):
    """Exposes the runtime of one Go program.

    >>> str(ExpvarCollector())
    'the variables at http://127.0.0.1:8111/debug/vars'
    """

    def __init__(
        self,
        uri: str = "http://127.0.0.1:8111/debug/vars",
        *,
        prefix: str = "expvar",
        timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """Check the arguments; ``UsageError`` says what is wrong with them."""
        self._prefix = prefix
        super().__init__(
            uri,
            descriptors(prefix),
            prefix=prefix,
            own_prefix=f"{prefix}_exporter",
            timeout_seconds=timeout_seconds,
            headers={"Accept": "application/json"},
            credentials=credentials,
        )

    def __str__(self) -> str:
        """Say what is watched, for people."""
        return f"the variables at {self.uri}"

    def read_page(self, now: float) -> Reading:
        """Fetch the page and read it."""
        document = read_object(self.body(now))
        if "memstats" not in document:
            raise SourceError(Reason.CONTENT, "not the variables of a Go program")
        return read_rows(ROWS, document, self._prefix)


def descriptors(prefix: str = "expvar") -> tuple[MetricDescriptor, ...]:
    """Declare what the collector exposes of a service.

    >>> descriptors()[0].series_name
    'expvar_memstats_bytes'
    """
    return row_descriptors(ROWS, prefix)
