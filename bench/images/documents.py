"""The JSON documents of an OCI image, as bytes that are the same each time.

Field for field as the image specification has them, version 1.0. Where they are
written is ``layout``.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from bench.images.assembly import TRUSTED
from bench.images.recipes import USER
from octoscale.core.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.images.built import BuiltLayer
    from bench.images.presets import Preset

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"

ON_DISK = "octoscale.on-disk-bytes"
"""Annotation of a layer: the bytes of its files."""

BODY = "octoscale.body-bytes"
"""Annotation of a layer: how much of its blob no salt changes."""

LAYER = "octoscale.layer"
"""Annotation of a layer: its name."""

IMAGE = "octoscale.image"
"""Annotation of the manifest in the index: what was built; marks layouts of ours."""

EPOCH = "1970-01-01T00:00:00Z"
"""When every image was created: a real time would be another digest each time."""

_PLATFORMS = {"armhf": ("arm", "v7"), "i386": ("386", ""), "ppc64el": ("ppc64le", "")}


def digest_of(document: bytes) -> str:
    """Give the name by which a blob is known."""
    return f"sha256:{hashlib.sha256(document).hexdigest()}"


def to_json(document: dict[str, Any]) -> bytes:
    """Write a document in the one form that it has."""
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()


def platform_of(architecture: str) -> dict[str, str]:
    """Name Debian's *architecture* as OCI does.

    >>> platform_of("amd64")
    {'architecture': 'amd64', 'os': 'linux'}
    """
    name, variant = _PLATFORMS.get(architecture, (architecture, ""))
    found = {"architecture": name, "os": "linux"}
    return {**found, "variant": variant} if variant else found


def config(
    preset: Preset, layers: Sequence[BuiltLayer], architecture: str
) -> dict[str, Any]:
    """Say how the image is run, and of which layers it consists."""
    recipe = preset.recipe
    environment = ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
    if recipe.has_python:
        environment += ["PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"]
    if recipe.tls:
        environment.append(f"SSL_CERT_FILE=/{TRUSTED}")
    return {
        **platform_of(architecture),
        "created": EPOCH,
        "config": {
            "User": f"{USER}:{USER}",
            "Env": environment,
            "Entrypoint": list(recipe.entrypoint),
            "Cmd": list(recipe.arguments),
            "WorkingDir": "/",
            "ExposedPorts": {f"{recipe.port}/tcp": {}},
            "StopSignal": "SIGTERM",
            "Labels": {
                "org.opencontainers.image.title": recipe.title,
                "org.opencontainers.image.version": VERSION,
            },
        },
        "rootfs": root_of(layers),
        "history": [
            {"created": EPOCH, "created_by": f"octoscale: {one.name}"} for one in layers
        ],
    }


def root_of(layers: Sequence[BuiltLayer]) -> dict[str, Any]:
    """Say in a config which layers the image has."""
    return {"type": "layers", "diff_ids": [one.diff_id for one in layers]}


def manifest(configuration: bytes, layers: Sequence[BuiltLayer]) -> dict[str, Any]:
    """List the image's blobs."""
    return {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": descriptor(configuration, CONFIG),
        "layers": [
            {
                "mediaType": one.media_type,
                "digest": one.digest,
                "size": one.pulled_bytes,
                "annotations": {
                    LAYER: one.name,
                    ON_DISK: str(one.on_disk_bytes),
                    BODY: str(one.body_bytes),
                },
            }
            for one in layers
        ],
    }


def index(name: str, manifest_bytes: bytes, platform: dict[str, str]) -> dict[str, Any]:
    """Say which manifest a layout holds: that of the image *name*."""
    return {
        "schemaVersion": 2,
        "mediaType": INDEX,
        "manifests": [
            {
                **descriptor(manifest_bytes, MANIFEST),
                "platform": platform,
                "annotations": {
                    IMAGE: name,
                    "org.opencontainers.image.ref.name": name,
                },
            }
        ],
    }


def descriptor(document: bytes, media_type: str) -> dict[str, Any]:
    """Point to a document."""
    return {
        "mediaType": media_type,
        "digest": digest_of(document),
        "size": len(document),
    }
