"""An image in a directory, as the OCI image layout has it: written whole, read back.

Written beside its place and then moved there, so that a reader sees all of it or
nothing. Only an image of ours, with nothing beside it, or an empty directory, is
replaced.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.images import documents
from bench.images.built import BuiltImage, BuiltLayer
from octoscale.core.errors import FileAccessError, InputError
from octoscale.core.finding import Place

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION_FILE = "oci-layout"
INDEX_FILE = "index.json"
BLOBS = "blobs/sha256"

_OWN_NAMES = (VERSION_FILE, INDEX_FILE, "blobs")
_DIGEST = re.compile("[0-9a-f]{64}")


@contextmanager
def replaced(place: Path) -> Iterator[Path]:
    """Give a new directory to write into, and move it to *place* after the block.

    Raises ``FileAccessError`` when something other than an image of ours is there, or
    something beside it; nothing is left behind when the block fails.
    """
    _check(place)
    missing = _missing_above(place)
    draft = _draft(place)
    try:
        yield draft
        (draft / VERSION_FILE).write_bytes(
            documents.to_json({"imageLayoutVersion": "1.0.0"})
        )
        _check(place)
        _move(draft, place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        for folder in missing:  # the innermost first; one that is in use stays
            with suppress(OSError):
                folder.rmdir()


def add_blob(layout: Path, content: bytes) -> str:
    """Put a document into *layout*; give its digest."""
    digest = documents.digest_of(content)
    blob_path(layout, digest).write_bytes(content)
    return digest


def blob_path(layout: Path, digest: str) -> Path:
    """Say where a blob is.

    >>> blob_path(Path("image"), "sha256:00").as_posix()
    'image/blobs/sha256/00'
    """
    return layout / BLOBS / digest.removeprefix("sha256:")


def read(layout: Path) -> BuiltImage:
    """Read an image that was built into *layout*.

    Raises ``FileAccessError`` when nothing is there, ``InputError`` when it is no
    image of ours.
    """
    try:
        (found,) = _json(layout / INDEX_FILE)["manifests"]
        manifest = _json(blob_path(layout, found["digest"]))
        config = _json(blob_path(layout, manifest["config"]["digest"]))
        return _image(layout, found, manifest, config)
    except FileNotFoundError as error:
        raise FileAccessError(
            f"{layout} holds no image: there is no {error.filename}",
            hint="'octoscale bench images build' writes one",
        ) from error
    except OSError as error:
        raise FileAccessError(f"cannot read {layout}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError.at(
            Place(file=str(layout / INDEX_FILE)), "IM001", "no image that we built"
        ) from error


def platform_in(layout: Path) -> dict[str, str]:
    """Give the platform that a readable layout's index names."""
    (found,) = _json(layout / INDEX_FILE)["manifests"]
    platform: dict[str, str] = found["platform"]
    return platform


def _image(
    layout: Path,
    found: dict[str, Any],
    manifest: dict[str, Any],
    config: dict[str, Any],
) -> BuiltImage:
    diff_ids = config["rootfs"]["diff_ids"]
    layers = tuple(
        BuiltLayer(
            name=one["annotations"][documents.LAYER],
            media_type=one["mediaType"],
            digest=one["digest"],
            diff_id=diff_id,
            on_disk_bytes=int(one["annotations"][documents.ON_DISK]),
            pulled_bytes=one["size"],
            body_bytes=int(one["annotations"][documents.BODY]),
        )
        for one, diff_id in zip(manifest["layers"], diff_ids, strict=True)
    )
    platform = found["platform"]
    parts = [platform["os"], platform["architecture"], platform.get("variant", "")]
    return BuiltImage(
        layout=layout,
        name=found["annotations"][documents.IMAGE],
        reference_digest=found["digest"],
        platform="/".join(filter(None, parts)),
        on_disk_bytes=sum(one.on_disk_bytes for one in layers),
        pulled_bytes=sum(one.pulled_bytes for one in layers),
        layers=layers,
    )


def _check(place: Path) -> None:
    """Refuse to replace what is not ours."""
    if not place.exists() and not place.is_symlink():
        return
    with suppress(OSError):
        if place.is_dir() and not any(place.iterdir()):
            return
    with suppress(OSError, ValueError, LookupError, TypeError):
        _json(place / INDEX_FILE)["manifests"][0]["annotations"][documents.IMAGE]
        _check_alone(place)
        return
    raise FileAccessError(
        f"{place} exists and holds no image of ours: it is not overwritten",
        hint="name another directory",
    )


def _check_alone(place: Path) -> None:
    """Refuse to replace an image that shares its directory with other files."""
    blobs = place / BLOBS
    found = [
        *(one for one in place.iterdir() if one.name not in _OWN_NAMES),
        *(one for one in blobs.parent.iterdir() if one != blobs),
        *(one for one in blobs.iterdir() if not _DIGEST.fullmatch(one.name)),
    ]
    if found:
        raise FileAccessError(
            f"{place} holds an image of ours, and {min(found)}, which is none of it: "
            "it is not overwritten",
            hint="name another directory, or move the file away",
        )


def _missing_above(place: Path) -> list[Path]:
    """Name the folders that have to be made for *place*, the innermost first."""
    return [folder for folder in place.parents if not folder.exists()]


def _draft(place: Path) -> Path:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}.")
        path = Path(draft)
        path.chmod(0o755)
        (path / BLOBS).mkdir(parents=True)
    except OSError as error:
        raise FileAccessError(f"cannot write {place}: {error.strerror}") from error
    return path


def _move(draft: Path, place: Path) -> None:
    """Put *draft* in place of what is there, which goes away after that."""
    old = draft.with_name(draft.name + ".old")
    try:
        if place.exists():
            place.rename(old)
        draft.rename(place)
    except OSError as error:
        if old.exists() and not place.exists():
            old.rename(place)
        raise FileAccessError(f"cannot write {place}: {error.strerror}") from error
    shutil.rmtree(old, ignore_errors=True)


def _json(path: Path) -> Any:
    return json.loads(path.read_bytes())
