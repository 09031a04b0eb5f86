"""Put our rules to the recorded answers of the real Prometheus Adapter.

``python tests/conformance/run_adapter.py DIR|FILE ...`` recognises each recording
by its content, runs its cases, prints every disagreement and what was skipped
and why, ends with ``N passed, M failed, S skipped``, and exits 1 if M > 0.
What agreeing means is decided in the modules of the table below; what is
masked is listed in ``tests.conformance.adapter.outcome``.
"""

from __future__ import annotations

import importlib
import json
import lzma
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.conformance.adapter.outcome import Outcome

ROOT = Path(__file__).resolve().parents[2]
"""The checkout; its packages are imported from there."""

KINDS = (
    "tests.conformance.adapter.bulk",
    "tests.conformance.adapter.unit_facts",
    "tests.conformance.adapter.real_configs",
    "tests.conformance.adapter.live_rows",
    "tests.conformance.adapter.server_exchanges",
    "tests.conformance.adapter.misc_facts",
)
"""One module for each kind of recording."""

SUFFIXES = (".json", ".jsonl", ".json.xz", ".jsonl.xz")


class Kind(Protocol):
    """What a module of ``KINDS`` offers."""

    def recognises(self, document: Any) -> bool:
        """Tell whether *document* is of this kind."""
        ...

    def outcomes(self, document: Any, name: str) -> Iterator[Outcome]:
        """Run every case; *name* is the recording's path."""
        ...


def files(names: Iterable[str]) -> Iterator[Path]:
    """Give the recordings among *names*, folders searched through."""
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.name.endswith(SUFFIXES))
            yield from sorted(found)
        else:
            yield path


def read(path: Path) -> Any:
    """Read a recording: one document, or a list of one a line."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        if ".jsonl" in path.name:
            return [json.loads(line) for line in stream if line.strip()]
        return json.load(stream)


def run(names: Iterable[str]) -> Iterator[Outcome]:
    """Run every case of every recording."""
    kinds: list[Kind] = [importlib.import_module(name) for name in KINDS]
    outcome = importlib.import_module("tests.conformance.adapter.outcome")
    for path in files(names):
        document = read(path)
        kind = next((k for k in kinds if k.recognises(document)), None)
        if kind is None:
            yield outcome.Outcome(str(path), skipped="no kind of recording we know")
        else:
            yield from kind.outcomes(document, str(path))


def report(outcomes: Iterable[Outcome], *, shown: int = 50) -> tuple[list[str], int]:
    """Give the report's lines, and how many cases failed."""
    lines: list[str] = []
    counts = Counter[str]()
    skipped = Counter[str]()
    for outcome in outcomes:
        if outcome.skipped:
            counts["skipped"] += 1
            skipped[outcome.skipped] += 1
        elif outcome.problems:
            counts["failed"] += 1
            if counts["failed"] <= shown:
                lines += [f"{outcome.name}: {text}" for text in outcome.problems]
        else:
            counts["passed"] += 1
    lines += [f"skipped {count}: {reason}" for reason, count in skipped.most_common()]
    lines.append(
        f"{counts['passed']} passed, {counts['failed']} failed, "
        f"{counts['skipped']} skipped"
    )
    return lines, counts["failed"]


def main(names: list[str]) -> int:
    """Run, print, and give the exit code."""
    if not names:
        print(__doc__, file=sys.stderr)  # noqa: T201 - a script
        return 2
    lines, failed = report(run(names))
    print("\n".join(lines))  # noqa: T201 - a script
    return 1 if failed else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
