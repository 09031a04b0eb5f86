"""OCI images of a stated size, built without a daemon, pushed without a client.

The demo service with the exporter, Python, a base and filler, from Debian's
packages and wheels, in layers that are the same to the digest each time. Running
images, and which image a benchmark uses, do not belong here.
"""

from __future__ import annotations

from bench.images.build import build
from bench.images.built import BuiltImage, BuiltLayer
from bench.images.compression import COMPRESSIONS
from bench.images.layout import read
from bench.images.presets import preset_names
from bench.images.push import push
from bench.images.salting import resalt

__all__ = [
    "COMPRESSIONS",
    "BuiltImage",
    "BuiltLayer",
    "build",
    "preset_names",
    "push",
    "read",
    "resalt",
]
