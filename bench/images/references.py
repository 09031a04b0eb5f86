"""Read an image's reference, like ``registry.example:5000/team/name:tag``.

Only what pushing needs: a registry, a name, a tag. Digests are made, not given.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from octoscale.core.errors import UsageError

DEFAULT_TAG = "latest"
"""The tag of a reference that names none, as everywhere."""

_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    r"(?P<host>(?:\[[0-9A-Fa-f:]+]|[A-Za-z0-9.-]+)(?::\d{1,5})?)/"
    rf"(?P<name>{_PART}(?:/{_PART})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?",
    re.ASCII,
)
_HUB = {"docker.io": "registry-1.docker.io", "index.docker.io": "registry-1.docker.io"}


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an image goes."""

    host: str
    """The registry, with its port where it is named."""

    name: str
    """The repository within the registry."""

    tag: str

    @property
    def server(self) -> str:
        """The host that answers: Docker Hub's is not its name's."""
        return _HUB.get(self.host, self.host)

    @property
    def is_loopback(self) -> bool:
        """Whether the registry is on this machine.

        >>> parse_reference("127.0.0.1:5000/a").is_loopback
        True
        """
        bare = re.sub(r":\d+\Z", "", self.host).strip("[]")
        try:
            return ipaddress.ip_address(bare).is_loopback
        except ValueError:
            return bare == "localhost"

    def at(self, digest: str) -> str:
        """Write the reference of exactly one image.

        >>> parse_reference("r.example/a/b:1").at("sha256:00")
        'r.example/a/b@sha256:00'
        """
        return f"{self.host}/{self.name}@{digest}"

    def __str__(self) -> str:
        """Write it as it is pulled."""
        return f"{self.host}/{self.name}:{self.tag}"


def parse_reference(text: str) -> Reference:
    """Read a reference; ``UsageError`` when it names no registry or has a digest.

    >>> parse_reference("localhost:5000/octoscale")
    Reference(host='localhost:5000', name='octoscale', tag='latest')
    """
    if "@" in text:
        raise UsageError(f"{text}: a digest cannot be chosen; name a tag")
    found = _REFERENCE.fullmatch(text)
    host = found["host"] if found else ""
    if found is None or not ("." in host or ":" in host or host == "localhost"):
        raise UsageError(
            f"{text} is not HOST[:PORT]/NAME[:TAG]",
            hint="names are lower case; Docker Hub's begin with docker.io/",
        )
    return Reference(host, found["name"], found["tag"] or DEFAULT_TAG)
