"""Prometheus behind Kubernetes' kind of login: a kubeconfig, or a pod's account.

The adapter's ``--prometheus-auth-config`` and ``--prometheus-auth-incluster``: the
URL is given apart, only trust and credentials are taken from here. Plain reading;
who is asked and how is ``http``'s business.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core import yamlio
from octoscale.core.errors import EnvironmentMissingError, InputError, UsageError

if TYPE_CHECKING:
    from adapter_rules.prometheus.http import Connection

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
"""Where Kubernetes mounts a pod's account."""

_PROGRAMS = ("exec", "auth-provider")
"""Ways to get a token that need a program beside the server."""


def in_cluster(connection: Connection, *, account: Path = ACCOUNT) -> Connection:
    """Log in as the pod's service account; raises ``EnvironmentMissingError``.

    The token is read again as Kubernetes renews it.
    """
    token, authority = account / "token", account / "ca.crt"
    if not (token.is_file() and authority.is_file()):
        raise EnvironmentMissingError(
            f"--prometheus-auth-incluster: {account} holds no service account",
            hint="it is mounted into pods only",
        )
    return replace(connection, token_file=str(token), ca_file=str(authority))


def from_kubeconfig(connection: Connection, name: str) -> Connection:
    """Log in as the current context of the kubeconfig *name* does.

    Raises ``FileAccessError``, and ``UsageError`` for what is no kubeconfig or
    asks for what a server cannot do.
    """
    try:
        document = yamlio.load(yamlio.read_text(name), file=name).value
    except InputError as error:
        raise UsageError(f"{name} is no kubeconfig: {error}") from error
    context = _named(document, "contexts", "context", _field(document, name), name)
    cluster = _named(document, "clusters", "cluster", context.get("cluster"), name)
    user: dict[str, Any] = {}
    if context.get("user"):
        user = _named(document, "users", "user", context["user"], name)
    _check(cluster, user, name)
    folder = Path(name).parent
    return replace(
        connection,
        ca_file=_file(cluster, "certificate-authority", folder),
        ca_pem=_data(cluster, "certificate-authority-data", name),
        certificate_file=_file(user, "client-certificate", folder),
        certificate_pem=_data(user, "client-certificate-data", name),
        key_file=_file(user, "client-key", folder),
        key_pem=_data(user, "client-key-data", name),
        token_file=_file(user, "tokenFile", folder),
        token=str(user.get("token") or ""),
        user=str(user.get("username") or ""),
        password=str(user.get("password") or ""),
    )


def _field(document: Any, name: str) -> Any:
    if not isinstance(document, dict) or not document.get("current-context"):
        raise UsageError(f"{name} is no kubeconfig with a current-context")
    return document["current-context"]


def _named(document: Any, group: str, entry: str, wanted: Any, name: str) -> Any:
    """Find an entry of a list of named ones."""
    known = document.get(group)
    for one in known if isinstance(known, list) else ():
        if isinstance(one, dict) and one.get("name") == wanted:
            content = one.get(entry)
            return content if isinstance(content, dict) else {}
    raise UsageError(f"{name}: {group} has no {wanted!r}")


def _check(cluster: dict[str, Any], user: dict[str, Any], name: str) -> None:
    """Refuse what is not done here, with the way round it."""
    if cluster.get("insecure-skip-tls-verify"):
        raise UsageError(
            f"{name}: insecure-skip-tls-verify would send credentials to anybody",
            hint="give the authority: certificate-authority, or --prometheus-ca-file",
        )
    if user.get("username") and (user.get("token") or user.get("tokenFile")):
        raise UsageError(f"{name}: the user has both a password and a token")
    for field in _PROGRAMS:
        if user.get(field):
            raise UsageError(
                f"{name}: the user logs in by {field}, which a server cannot run",
                hint="have the token written to a file, for --prometheus-token-file",
            )


def _file(entry: dict[str, Any], field: str, folder: Path) -> str:
    """Give a file's name; a relative one is beside the kubeconfig."""
    value = entry.get(field)
    return str(folder / str(value)) if value else ""


def _data(entry: dict[str, Any], field: str, name: str) -> str:
    """Give text that stands in the kubeconfig itself; it wins over a file."""
    value = entry.get(field)
    if not value:
        return ""
    try:
        return base64.b64decode(str(value), validate=True).decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"{name}: {field} is no base64 of PEM") from error
