"""Several workers, one exposition: right totals, and no file for ever.

prometheus_client keeps a file for every worker that ever lived; each scrape reads
all of them. Here the files of dead workers are added up into one. This is the one
module that knows prometheus_client's files; its test holds it to the installed
version. Collectors of sources outside the workers join the same registry.
"""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from exporters.collection import ExporterRegistry
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from prometheus_client import Metric
    from prometheus_client.registry import Collector

_LOCK = "compaction.lock"
_JOURNAL = "compaction.json"
_SUMMED = ("counter", "histogram", "summary")
_KEPT_GAUGES = ("min", "max", "sum", "mostrecent")

Values = dict[str, tuple[float, float]]
"""Value and timestamp by prometheus_client's key."""


def alive(pid: int) -> bool:
    """Tell whether a process of that number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class WorkersCollector:
    """Exposes what all workers counted, the dead ones' compacted before.

    *folder* is prometheus_client's ``PROMETHEUS_MULTIPROC_DIR``.
    """

    def __init__(
        self, folder: str | Path, *, is_alive: Callable[[int], bool] = alive
    ) -> None:
        """Name the folder, which must exist."""
        self._folder = Path(folder)
        if not self._folder.is_dir():
            raise UsageError(f"not a folder: {folder}")
        self._is_alive = is_alive

    def describe(self) -> list[Metric]:
        """Name nothing: which families there are, the workers know."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Compact what is dead, then add up what there is."""
        compact(self._folder, is_alive=self._is_alive)
        with _locked(self._folder, fcntl.LOCK_SH):
            files = [str(path) for path in self._folder.glob("*.db") if _begun(path)]
            return list(MultiProcessCollector.merge(files))  # type: ignore[no-untyped-call]  # theirs


def workers_registry(
    folder: str | Path, collectors: Iterable[Collector] = ()
) -> ExporterRegistry:
    """Give the registry that any worker serves for all of them.

    *collectors* read sources outside the workers (a process, a status page): whichever
    worker answers reads them, so that they are counted once.
    """
    registry = ExporterRegistry()
    registry.register(WorkersCollector(folder))
    for collector in collectors:
        registry.register(collector)
    return registry


def child_exit(server: Any, worker: Any) -> None:
    """Compact a worker that ended: gunicorn's hook of the same name."""
    del server
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        mark_process_dead(worker.pid, folder)  # type: ignore[no-untyped-call]  # theirs
        compact(Path(folder))


def compact(folder: Path, *, is_alive: Callable[[int], bool] = alive) -> int:
    """Add dead workers' files up into one for each kind; tell how many went.

    Counters, histograms and summaries are summed, gauges by their mode; ``live*``
    gauges and ``all`` go with their worker. Scrapes wait meanwhile, and a
    compaction that was interrupted is completed or undone by the next.
    """
    with _locked(folder, fcntl.LOCK_EX):
        _recover(folder)
        dead = _dead_files(folder, is_alive)
        if not any(_pid(path) is not None for path in dead):
            return 0
        merged: dict[str, Values] = {}
        for path in dead:
            kind = path.name.rpartition("_")[0]
            if kind in _SUMMED or kind.removeprefix("gauge_") in _KEPT_GAUGES:
                _merge(merged.setdefault(kind, {}), kind, _read(path))
        _replace(folder, merged, dead)
        return len(dead)


def _dead_files(folder: Path, is_alive: Callable[[int], bool]) -> list[Path]:
    """Give the files of dead workers, and what was compacted before."""
    return [
        path
        for path in sorted(folder.glob("*.db"))
        if (pid := _pid(path)) is None or not is_alive(pid)
    ]


def _pid(path: Path) -> int | None:
    """Read the worker's number from a file's name; ``None`` for compacted ones."""
    text = path.stem.rpartition("_")[2]
    return int(text) if text.isdigit() else None


def _begun(path: Path) -> bool:
    """Tell whether a worker has written to its file: it makes it empty first."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:  # a live gauge's, whose worker has just ended
        return False


def _read(path: Path) -> Values:
    if not _begun(path):
        return {}
    rows = MmapedDict.read_all_values_from_file(str(path))  # type: ignore[no-untyped-call]  # theirs
    return {key: (value, timestamp) for key, value, timestamp, _ in rows}


def _merge(into: Values, kind: str, values: Values) -> None:
    for key, (value, timestamp) in values.items():
        old = into.get(key)
        if old is None:
            into[key] = (value, timestamp)
        elif kind == "gauge_min":
            into[key] = (min(old[0], value), timestamp)
        elif kind == "gauge_max":
            into[key] = (max(old[0], value), timestamp)
        elif kind == "gauge_mostrecent":
            into[key] = max(old, (value, timestamp), key=lambda pair: pair[1])
        else:
            into[key] = (old[0] + value, timestamp)


def _replace(folder: Path, merged: dict[str, Values], dead: list[Path]) -> None:
    """Put the sums in the files' place, so that no moment counts twice or not."""
    generation = 1 + max((_generation(path) for path in dead), default=0)
    files = {}
    for kind, values in merged.items():
        files[f"{kind}_compacted-{generation}.db"] = values
        _write(folder / f"{kind}_compacted-{generation}.tmp", values)
    journal = {"new": list(files), "covers": [path.name for path in dead]}
    unfinished = folder / f"{_JOURNAL}.tmp"
    unfinished.write_text(json.dumps(journal), encoding="utf-8")
    unfinished.replace(folder / _JOURNAL)  # from here on it is completed
    _complete(folder, journal)


def _generation(path: Path) -> int:
    number = path.stem.rpartition("-")[2]
    return int(number) if "_compacted-" in path.name and number.isdigit() else 0


def _write(path: Path, values: Values) -> None:
    path.unlink(missing_ok=True)
    file = MmapedDict(str(path))  # type: ignore[no-untyped-call]  # theirs
    for key, (value, timestamp) in values.items():
        file.write_value(key, value, timestamp)  # type: ignore[no-untyped-call]  # as above
    file.close()  # type: ignore[no-untyped-call]  # as above


def _complete(folder: Path, journal: dict[str, list[str]]) -> None:
    for name in journal["covers"]:
        (folder / name).unlink(missing_ok=True)
    for name in journal["new"]:
        # Already in place when an earlier try came so far.
        with suppress(FileNotFoundError):
            (folder / name).with_suffix(".tmp").replace(folder / name)
    (folder / _JOURNAL).unlink(missing_ok=True)


def _recover(folder: Path) -> None:
    """Complete a compaction that was decided; forget one that was not."""
    with suppress(FileNotFoundError):
        text = (folder / _JOURNAL).read_text(encoding="utf-8")
        _complete(folder, json.loads(text))
    for path in folder.glob("*.tmp"):
        path.unlink(missing_ok=True)


@contextmanager
def _locked(folder: Path, kind: int) -> Iterator[None]:
    """Hold the folder's lock: shared by scrapes, alone for a compaction."""
    with (folder / _LOCK).open("a") as file:
        fcntl.flock(file, kind)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
