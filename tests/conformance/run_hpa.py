"""Put our HPA to the recorded answers of the real controller and API server.

``python tests/conformance/run_hpa.py FILE.jsonl[.xz] ...`` recognises each file's
kind by its content, runs every case, prints each disagreement, and exits 1 if
there is any. What agreeing means is decided in the modules of the table below.
"""

from __future__ import annotations

import importlib
import json
import lzma
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
"""The checkout; its packages are imported from there."""

KINDS = (
    "tests.conformance.hpa.calculator",
    "tests.conformance.hpa.normalizing",
    "tests.conformance.hpa.reconciling",
    "tests.conformance.validation",
    "tests.conformance.quantity",
)
"""One module for each kind of case: ``recognises(case)`` and ``check(case)``."""

Case = dict[str, Any]


class Kind(Protocol):
    """What a module of ``KINDS`` offers."""

    def recognises(self, case: Case) -> bool:
        """Tell whether *case* is of this kind."""
        ...

    def check(self, case: Case) -> list[str]:
        """List the disagreements as text; empty means that we agree."""
        ...


def kinds() -> list[Kind]:
    """Import the modules of ``KINDS``."""
    return [importlib.import_module(name) for name in KINDS]


def read_cases(path: Path) -> Iterator[Case]:
    """Read one case a line, from a plain or an xz-compressed file."""
    with (lzma.open if path.suffix == ".xz" else open)(
        path, "rt", encoding="utf-8"
    ) as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def disagreements(case: Case, known: list[Kind]) -> list[str]:
    """Check one case by the kind that recognises it; none is a disagreement."""
    for kind in known:
        if kind.recognises(case):
            return kind.check(case)
    return ["no kind of case that is known here"]


def run(paths: list[Path]) -> Iterator[str]:
    """Run all cases of *paths*: what disagrees line by line, then the count."""
    known = kinds()
    passed = failed = 0
    for path in paths:
        for case in read_cases(path):
            problems = disagreements(case, known)
            if not problems:
                passed += 1
                continue
            failed += 1
            yield f"{path.name}: {case.get('id', case.get('in'))}"
            yield from (f"    {problem}" for problem in problems)
    yield f"{passed} passed, {failed} failed"


def main() -> int:
    """Run the files that the command line names; 1 if anything disagrees.

    2 when there is no file to run.
    """
    paths = [Path(name) for name in sys.argv[1:]]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing or not paths:
        sys.stderr.write(f"no such file: {', '.join(missing) or '(none named)'}\n")
        return 2
    line = ""
    for line in run(paths):
        print(line)  # noqa: T201 (a script: this is its output)
    return 0 if line.endswith(" 0 failed") else 1


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # not this folder, which has an "hpa" of its own
    sys.exit(main())
