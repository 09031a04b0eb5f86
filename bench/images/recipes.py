"""What each kind of image consists of: data only.

Putting it together is ``assembly``; which recipe a word means is ``presets``.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.images.archive import ESSENTIAL

SITE = "usr/lib/python3/dist-packages"
"""Where Debian's Python looks for packages, whatever the environment says."""

USER = 65532
"""Nobody in particular: images run without root, and all as the same user, so that
the exporter may look into the service that it is a sidecar of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What goes into an image."""

    title: str
    packages: tuple[str, ...]
    """Debian packages; what they depend on comes along."""

    whole: bool = False
    """Whether the packages are taken as they are, or only what is needed of them."""

    lean: bool = False
    """Whether Python's library loses modules that only unusual programs import, and
    what stands on it the sources of its byte code."""

    programs: tuple[str, ...] = ()
    """Programs to keep, beside Python, of packages that are not taken whole."""

    extras: tuple[str, ...] = ()
    """Extras of our distribution whose requirements are installed."""

    requirements: tuple[str, ...] = ()
    """Further wheels."""

    unwanted: tuple[str, ...] = ()
    """Requirements that are left out."""

    sources: tuple[str, ...] = ()
    """Our own packages, or folders and modules of them."""

    tls: bool = False
    """Whether Python can speak TLS, and knows whom to trust: OpenSSL is large."""

    entrypoint: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    """What is run unless a pod names other arguments."""

    port: int
    """What it listens on, for people: it opens nothing."""

    @property
    def has_python(self) -> bool:
        """Whether there is a Python in it."""
        return bool(self.sources)


_PYTHON = ("python3-minimal", "libpython3-stdlib")
_DEMO_SOURCES = (
    "octoscale/__init__.py",
    "octoscale/core",
    "octoscale/cli",
    "exporters",
    "bench/__init__.py",
    "bench/demo_http.py",
    "bench/demo_service.py",
)
_DEMO_WHEELS = ("prometheus-client", "psutil", "click")
_DEMO_START = ("/usr/bin/python3", "-m", "bench.demo_service")
_DEMO_ARGUMENTS = ("--listen", "0.0.0.0:8888")

DEMO = Recipe(
    title="Octoscale's demo service with its exporter",
    packages=_PYTHON,
    lean=True,
    requirements=_DEMO_WHEELS,
    sources=_DEMO_SOURCES,
    entrypoint=_DEMO_START,
    arguments=_DEMO_ARGUMENTS,
    port=8888,
)
"""The demo service and its exporter on as little as they need."""

WHOLE_DEMO = Recipe(
    title=DEMO.title,
    packages=(*_PYTHON, "ca-certificates", "tzdata", ESSENTIAL),
    whole=True,
    tls=True,
    requirements=_DEMO_WHEELS,
    sources=_DEMO_SOURCES,
    entrypoint=_DEMO_START,
    arguments=_DEMO_ARGUMENTS,
    port=8888,
)
"""The same on a whole Debian."""

OCTOSCALE = Recipe(
    title="Octoscale",
    packages=(*_PYTHON, "ca-certificates", "tzdata", "libstdc++6"),
    tls=True,
    extras=("cli", "serve"),
    # It brings pandas and matplotlib, for one command that looks at a Prometheus.
    unwanted=("prometheus-api-client",),
    sources=("octoscale", "exporters", "adapter_rules", "hpa", "simulator", "bench"),
    entrypoint=("/usr/bin/octoscale",),
    arguments=("--help",),
    port=6443,
)
"""Octoscale itself: ``octoscale serve`` and ``octoscale export``."""

PROMETHEUS = Recipe(
    title="Prometheus, as Debian has it",
    packages=("prometheus",),
    programs=("usr/bin/prometheus",),
    entrypoint=("/usr/bin/prometheus",),
    arguments=(
        "--config.file=/etc/prometheus/prometheus.yml",
        "--storage.tsdb.path=/tmp/prometheus",
    ),
    port=9090,
)
"""A Prometheus for a benchmark that brings its own metric path."""
