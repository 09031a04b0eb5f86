"""Unpack the real servers that the tests talk to into a folder of our own.

    python3 scripts/tools.py .tools [soak]

Debian's packages, with what they depend on, are downloaded with apt's own
checks and unpacked with ``dpkg -x``: nothing is installed, no service is
started, and apt's lists and cache stay inside the folder. Without apt-get, or
without its repositories, this says so in one line and ends well: the tests
then name what they skip. Standard library only.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = (
    *("prometheus", "hey", "apache2-bin", "redis-server"),
    *("prometheus-process-exporter", "docker-registry", "haproxy"),
)
"""What the tests start, and what the benchmarks are held beside."""

SOAK_PACKAGES = ("containerd", "runc")
"""What only soak tests start: containers."""

_UNNEEDED = ("libjs-", "node-", "fonts-", "javascript-", "adduser", "init-system")
"""Dependencies of a web page or of a service's installation: not of a program."""


def main() -> None:
    """Fill the folder, unless it holds all this already."""
    folder = Path(sys.argv[1]).resolve()
    _fill(folder, PACKAGES)
    if sys.argv[2:] == ["soak"]:
        _fill(folder, SOAK_PACKAGES)


def _fill(folder: Path, packages: tuple[str, ...]) -> None:
    """Unpack *packages*, unless it was done before."""
    mark = hashlib.sha256(" ".join(packages).encode()).hexdigest()[:16]
    stamp = folder / f"unpacked-{mark}"
    if stamp.exists():
        return
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        _give_up("there is no apt-get here", packages)
    for name in ("lists/partial", "archives/partial", "cache"):
        (folder / "apt" / name).mkdir(parents=True, exist_ok=True)
    print(f"unpacking {', '.join(packages)} into {folder.name}", file=sys.stderr)
    options = _options(folder / "apt")
    if _run(["apt-get", *options, "-qq", "update"]) is None:
        _give_up("apt-get update failed", packages)
    names = _closure(options, packages)
    if not names:
        _give_up("apt-get knows no such packages", packages)
    fetched = _run(["apt-get", *options, "-qq", "download", *names], folder / "apt")
    archives = sorted((folder / "apt").glob("*.deb"))
    if fetched is None or not archives:
        _give_up("apt-get could not download them", packages)
    for archive in archives:
        if _run(["dpkg", "-x", str(archive), str(folder)]) is None:
            _give_up(f"dpkg could not unpack {archive.name}", packages)
        archive.unlink()
    stamp.touch()


def _options(apt: Path) -> list[str]:
    settings = {
        "Dir::State::Lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "Dir::Cache::archives": apt / "archives",
        "APT::Sandbox::User": "root",
        "Debug::NoLocking": "1",
        "Acquire::Retries": "3",
    }
    return [
        word for key, value in settings.items() for word in ("-o", f"{key}={value}")
    ]


def _closure(options: list[str], packages: tuple[str, ...]) -> list[str]:
    """Name the packages that are to be unpacked: those asked for, and theirs."""
    command = ["apt-get", *options, "-qq", "-y", "--no-install-recommends"]
    listed = _run([*command, "--reinstall", "--print-uris", "install", *packages])
    files = [line.split()[1] for line in (listed or "").splitlines() if "'" in line]
    names = {file.partition("_")[0] for file in files}
    return sorted(n for n in names if not n.startswith(_UNNEEDED))


def _run(command: list[str], folder: Path | None = None) -> str | None:
    """Run a command; ``None`` when it fails, and then its last words are shown."""
    done = subprocess.run(  # noqa: S603 - our own list
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        for line in done.stderr.strip().splitlines()[-3:]:
            print(f"  {line}", file=sys.stderr)
        return None
    return done.stdout


def _give_up(reason: str, packages: tuple[str, ...]) -> None:
    print(
        f"tools: {reason}; tests that need {', '.join(packages)} are skipped by name",
        file=sys.stderr,
    )
    sys.exit(0)


if __name__ == "__main__":
    main()
