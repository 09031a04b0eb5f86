"""Make a virtual environment that runs this checkout, and touch nothing else.

    python3 scripts/environment.py .venv cli bench

installs what the named extras of ``pyproject.toml`` ask for and puts the
checkout itself on the environment's path: no build, no egg-info beside the
sources. Standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import re
import shlex
import subprocess
import sys
import venv
from pathlib import Path

try:
    import tomllib
except ModuleNotFoundError:
    sys.exit("Octoscale needs Python 3.11 or newer; name one: make PYTHON=python3.11")

ROOT = Path(__file__).resolve().parent.parent
_OWN = re.compile(r"octoscale\[(?P<extras>[^]]+)]\Z")


def requirements(extras: list[str]) -> list[str]:
    """List the distribution's dependencies with those of *extras*."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional: dict[str, list[str]] = project["optional-dependencies"]
    wanted = list(project["dependencies"])
    pending, seen = list(extras), set[str]()
    while pending:
        extra = pending.pop(0)
        if extra in seen:
            continue
        seen.add(extra)
        if extra not in optional:
            sys.exit(f"there is no extra {extra!r} in pyproject.toml")
        for requirement in optional[extra]:
            own = _OWN.match(requirement)
            if own:
                pending += [name.strip() for name in own["extras"].split(",")]
            else:
                wanted.append(requirement)
    return sorted(set(wanted))


def main() -> None:
    """Bring the environment up to date; do nothing when it is."""
    folder, extras = Path(sys.argv[1]).resolve(), sys.argv[2:]
    wanted = requirements(extras)
    mark = hashlib.sha256("\n".join([*wanted, sys.version]).encode()).hexdigest()
    stamp = folder / f"octoscale-{mark[:16]}"
    if stamp.exists():
        return
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"creating {folder.name}", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True)
    print(f"installing {', '.join(extras)}", file=sys.stderr, flush=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    code = subprocess.run([*pip, *wanted], check=False).returncode  # noqa: S603 - our own list
    if code:
        sys.exit("pip could not install what pyproject.toml asks for (see above)")
    _link(folder, python)
    stamp.touch()


def _link(folder: Path, python: Path) -> None:
    """Put the checkout on the path, and its command beside the interpreter."""
    site = next((folder / "lib").glob("python3*/site-packages"))
    (site / "octoscale-checkout.pth").write_text(f"{ROOT}\n")
    command = folder / "bin" / "octoscale"
    command.write_text(
        f'#!/bin/sh\nexec {shlex.quote(str(python))} -m octoscale.cli.main "$@"\n'
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
