"""Fetch Debian packages with apt-get, into a cache of our own.

The system's sources and keys are used, nothing of it is changed: apt's lists, its
idea of what is installed (nothing) and its downloads are in the cache. No root is
needed. Packages once fetched are used again, so that an image stays the same until
it is asked for newer ones. Reading packages is ``debs``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.progress import Say

ESSENTIAL = "?essential"
"""apt's pattern for what every Debian has."""

_INSTALL = re.compile(r"Inst (?P<name>\S+) \((?P<version>\S+) ")
_LISTED = re.compile(r"'[^']*' (?P<file>\S+) \d+ SHA256:(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Archive:
    """Debian's archive, as the sources of this system describe it."""

    cache: Path
    """A folder of ours; it may be shared by runs."""

    def fetch(
        self,
        packages: Sequence[str],
        *,
        without: tuple[str, ...],
        refresh: bool,
        say: Say,
    ) -> tuple[Path, ...]:
        """Give *packages* with all that they depend on, as files sorted by name.

        Dependencies whose names start like one of *without* are left out. With
        *refresh* the newest that the archive has; else those that it had when it was
        last asked, as long as they can be had. Raises ``PackagesError``.
        """
        if shutil.which("apt-get") is None:
            raise PackagesError(
                "there is no apt-get here, which fetches what images are made of",
                hint="build on Debian or Ubuntu; the layout can be pushed from there",
            )
        self._prepare()
        with locked(self.cache / "lock"):
            fresh = refresh or not any((self.cache / "lists").glob("*_Packages*"))
            if not fresh:
                # An archive drops versions that have a successor.
                with suppress(PackagesError):
                    return self._fetched(packages, without, say)
            say("asking Debian's archive which packages it has")
            self._run("update")
            return self._fetched(packages, without, say)

    def _prepare(self) -> None:
        for name in ("lists/partial", "archives"):
            (self.cache / name).mkdir(parents=True, exist_ok=True)
        (self.cache / "status").touch()

    def _fetched(
        self, packages: Sequence[str], without: tuple[str, ...], say: Say
    ) -> tuple[Path, ...]:
        printed = self._run(
            "--simulate", "--yes", "--no-install-recommends", "install", *packages
        )
        names = [
            f"{one['name']}={one['version']}"
            for one in _INSTALL.finditer(printed)
            if not one["name"].startswith(without)
        ]
        if not names:
            raise PackagesError(f"apt-get does not know {', '.join(packages)}")
        digests = self._digests(names)
        folder = self.cache / "archives"
        missing = _missing(folder, digests)
        if missing:
            say(f"fetching {len(missing)} Debian packages")
            wanted = [name for name in names if _is_of(name, missing)]
            self._run("download", *wanted, folder=folder)
        lost = _missing(folder, digests)
        if lost:
            raise PackagesError(f"apt-get did not fetch {lost[0]}")
        return tuple(sorted(folder / name for name in digests))

    def _digests(self, names: Sequence[str]) -> dict[str, str]:
        """Give the files of packages with the digests that the archive signed."""
        printed = self._run("download", "--print-uris", *names, folder=self.cache)
        return {one["file"]: one["digest"] for one in _LISTED.finditer(printed)}

    def _run(self, *words: str, folder: Path | None = None) -> str:
        """Run apt-get, in *folder*; give what it printed."""
        done = subprocess.run(  # noqa: S603 - our own list, without a shell
            ["apt-get", *self._options(), "--quiet=2", *words],  # noqa: S607 - the system's
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
            env={**os.environ, "LC_ALL": "C"},
        )
        if done.returncode:
            last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
            reason = "".join(last) or f"exit code {done.returncode}"
            raise PackagesError(
                f"apt-get: {reason}",
                hint="is Debian's archive reachable from here?",
            )
        return done.stdout

    def _options(self) -> list[str]:
        settings = {
            "Dir::State::Lists": self.cache / "lists",
            "Dir::State::status": self.cache / "status",
            "Dir::Cache": self.cache,
            "Dir::Cache::archives": self.cache / "archives",
            "APT::Sandbox::User": "root",
            "Debug::NoLocking": "1",
            "Acquire::Retries": "3",
        }
        return [word for key, v in settings.items() for word in ("-o", f"{key}={v}")]


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let nobody else into this block: a cache serves several runs."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _missing(folder: Path, digests: dict[str, str]) -> list[str]:
    """Name the files that are not there, or not whole; these are removed."""
    missing = []
    for name, digest in digests.items():
        path = folder / name
        if not path.exists():
            missing.append(name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            path.unlink()
            missing.append(name)
    return missing


def _is_of(name: str, files: Sequence[str]) -> bool:
    """Say whether one of *files* is the package that apt calls ``NAME=VERSION``."""
    package, _, version = name.partition("=")
    start = f"{package}_{version.replace(':', '%3a')}_"
    return any(file.startswith(start) for file in files)
