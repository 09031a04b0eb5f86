"""What CouchDB is doing besides answering: active tasks and replication jobs.

Pure: documents in, values out. Sources, targets, users and reasons of failures
hold addresses and passwords; only counts leave this module.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exporters.families import Value

TASK_TYPES = (
    "replication",
    "indexer",
    "view_compaction",
    "database_compaction",
    "search_indexer",
)
"""The types that CouchDB's documentation names; others are counted as such."""

_CONTENT = "not a list of tasks"


def active_tasks(document: Any) -> Value:
    """Count the tasks of ``_active_tasks`` by type.

    >>> active_tasks([{"type": "indexer"}, {"type": "indexer"}])["indexer",]
    2
    """
    if not isinstance(document, list):
        raise TypeError(_CONTENT)
    counts = Counter(
        task["type"] if task.get("type") in TASK_TYPES else "other"
        for task in document
        if isinstance(task, Mapping)
    )
    return {(kind,): counts[kind] for kind in (*TASK_TYPES, "other")}


def pending_changes(document: Any) -> float | None:
    """Sum the changes that replications still have to copy; 2.x and later say it."""
    if not isinstance(document, list):
        raise TypeError(_CONTENT)
    pending = [
        task["changes_pending"]
        for task in document
        if isinstance(task, Mapping) and isinstance(task.get("changes_pending"), int)
    ]
    return float(sum(pending)) if pending else None


def scheduler_jobs(document: Any) -> Value:
    """Count the jobs of ``_scheduler/jobs`` by what happened to them last.

    >>> job = {"history": [{"type": "crashed"}, {"type": "started"}]}
    >>> scheduler_jobs({"jobs": [job]})["crashed",]
    1
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("jobs"), list):
        raise TypeError("no list of jobs")
    states = ("added", "started", "stopped", "crashed", "other")
    counts: Counter[str] = Counter()
    for job in document["jobs"]:
        history = job.get("history") if isinstance(job, Mapping) else None
        last = history[0].get("type") if history else "other"
        counts[last if last in states else "other"] += 1
    return {(state,): counts[state] for state in states}
