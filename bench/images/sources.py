"""Our own packages as files, and what our distribution requires.

Found where this very module is installed, in a checkout or not. Wheels of others
are ``wheels``.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from bench.images.errors import PackagesError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUFFIXES = {".py", ".yaml", ".json", ".html", ".j2", ".typed"}
"""What belongs to a package: code, data, and the mark that it is typed."""

_DISTRIBUTION = "octoscale"
_OWN = re.compile(r"octoscale\[(?P<extras>[^]]+)]\Z")
_EXTRA = re.compile(r"""(?P<text>.*?)\s*;\s*extra == ["'](?P<extra>[^"']+)["']\Z""")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def source_files(names: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Give the files of packages (``hpa``), of folders and files in them.

    Each comes with its name below the folder that Python looks into.
    """
    for name in names:
        top = _folder(name.partition("/")[0]).parent
        place = top / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in SUFFIXES and path.is_file():
                yield path.relative_to(top).as_posix(), path


def requirements(extras: Sequence[str], *, unwanted: Sequence[str]) -> tuple[str, ...]:
    """Give what our distribution requires with *extras*, sorted.

    Extras that ask for other extras of ours are followed; names in *unwanted* are
    left out.
    """
    always, by_extra = _declared()
    wanted = set(always)
    pending, seen = list(extras), set[str]()
    while pending:
        extra = pending.pop()
        if extra in seen:
            continue
        seen.add(extra)
        for text in by_extra.get(extra, ()):
            own = _OWN.match(text)
            if own:
                pending += [part.strip() for part in own["extras"].split(",")]
            else:
                wanted.add(text)
    return tuple(sorted(text for text in wanted if _name(text) not in unwanted))


def _name(requirement: str) -> str:
    found = _NAME.match(requirement)
    return found[0].lower() if found else ""


def _folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise PackagesError(f"our own package {package} is not installed here")
    return Path(spec.origin).parent


def _declared() -> tuple[list[str], dict[str, list[str]]]:
    """Read what is declared: in the checkout that this is, else when installed."""
    project = _folder("bench").parent / "pyproject.toml"
    if project.exists():
        declared = tomllib.loads(project.read_text())["project"]
        return declared["dependencies"], declared["optional-dependencies"]
    always: list[str] = []
    by_extra: dict[str, list[str]] = {}
    for text in importlib.metadata.requires(_DISTRIBUTION) or ():
        found = _EXTRA.match(text)
        if found:
            by_extra.setdefault(found["extra"], []).append(found["text"])
        else:
            always.append(text)
    return always, by_extra
