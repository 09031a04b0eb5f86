"""Certificates for one control plane, made by openssl in one folder.

Keys are elliptic (P-256): a dozen take a fraction of a second. Who needs which
certificate is told in ``cluster``; kubeconfigs are written by ``kubeconfig``.
"""

from __future__ import annotations

import ipaddress
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DAYS_VALID = 2
"""No test session lasts longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A certificate and its private key, both PEM files."""

    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a certificate names.

    >>> Subject(common_name="kubernetes-admin", organization="system:masters")
    Subject(common_name='kubernetes-admin', organization='system:masters')
    """

    common_name: str
    """Kubernetes reads it as the user."""

    organization: str = ""
    """Kubernetes reads it as the user's group."""


class Authority:
    """One certificate authority, and the place where its certificates stand."""

    def __init__(self, name: str, *, folder: Path, openssl: Path) -> None:
        """Make the authority's own certificate, signed by itself."""
        self._folder = folder
        self._openssl = openssl
        self._pair: KeyPair | None = None
        self._pair = self._make(
            name,
            Subject(common_name=name),
            ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign"],
        )

    @property
    def certificate(self) -> Path:
        """What others need to trust everything that this authority signs."""
        if self._pair is None:  # pragma: no cover: only within __init__
            raise RuntimeError("the authority has no certificate yet")
        return self._pair.certificate

    def issue(
        self, name: str, subject: Subject, *, hosts: Iterable[str] = ()
    ) -> KeyPair:
        """Sign a certificate for *subject*, good for clients and servers.

        *hosts* are the addresses and names that a server answers under.
        """
        extensions = [
            "basicConstraints=critical,CA:FALSE",
            "keyUsage=critical,digitalSignature,keyEncipherment",
            "extendedKeyUsage=serverAuth,clientAuth",
        ]
        alternatives = ",".join(alternative_name(host) for host in hosts)
        if alternatives:
            extensions.append(f"subjectAltName={alternatives}")
        return self._make(name, subject, extensions)

    def _make(self, name: str, subject: Subject, extensions: list[str]) -> KeyPair:
        pair = KeyPair(
            certificate=self._folder / f"{name}.crt", key=self._folder / f"{name}.key"
        )
        config = self._folder / f"{name}.cnf"
        config.write_text(_request(subject, extensions), encoding="utf-8")
        command = [str(self._openssl), "req", "-x509", "-config", str(config)]
        command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        command += ["-sha256", "-days", str(DAYS_VALID)]
        command += ["-keyout", str(pair.key), "-out", str(pair.certificate)]
        if self._pair is not None:
            command += ["-CA", str(self._pair.certificate)]
            command += ["-CAkey", str(self._pair.key)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"openssl made no certificate {name}: {done.stderr}")
        pair.key.chmod(0o600)
        return pair


def alternative_name(host: str) -> str:
    """Write one host as openssl wants it in ``subjectAltName``.

    >>> alternative_name("127.0.0.1"), alternative_name("localhost")
    ('IP:127.0.0.1', 'DNS:localhost')
    """
    try:
        return f"IP:{ipaddress.ip_address(host)}"
    except ValueError:
        return f"DNS:{host}"


def _request(subject: Subject, extensions: list[str]) -> str:
    """Write the configuration of one request; no system default mixes in."""
    names = [f"CN={subject.common_name}"]
    if subject.organization:
        names.insert(0, f"O={subject.organization}")
    lines = ["[req]", "prompt=no", "distinguished_name=names"]
    lines += ["x509_extensions=extensions", "[names]", *names]
    return "\n".join([*lines, "[extensions]", *extensions, ""])
