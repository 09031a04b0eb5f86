"""All that somebody can decide about the server, checked together.

What needs no file and no network is checked here; where settings come from is
``options``' business.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal

from octoscale.core.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One server's settings; names and defaults are the adapter's where it has any."""

    config: str
    """The config file."""

    prometheus_url: str
    prometheus_verb: Literal["GET", "POST"] = "GET"
    prometheus_headers: tuple[str, ...] = ()
    """``NAME=VALUE``, split at the first ``=``."""

    prometheus_ca_file: str = ""
    prometheus_certificate_file: str = ""
    prometheus_key_file: str = ""
    prometheus_token_file: str = ""
    prometheus_auth_config: str = ""
    """A kubeconfig whose login is used; not read beside ``prometheus_ca_file``."""

    prometheus_auth_in_cluster: bool = False

    bind_address: str = "0.0.0.0"
    port: int = 6443
    """0 takes a free one."""

    certificate_file: str = ""
    key_file: str = ""
    insecure_loopback: bool = False
    """Plain HTTP without authentication, on a loopback address only."""

    kubeconfig: str = ""
    """Empty is the pod's own service account."""

    context: str = ""
    relist_seconds: float = 600.0
    max_age_seconds: float = 0.0
    """Look-back of discovery; 0 follows ``relist_seconds``."""

    discovery_seconds: float = 300.0
    """How often the cluster is asked for its resources."""

    reload_seconds: float = 1.0
    """How often the config file is looked at; it is served when it has settled."""

    compat: bool = False
    enable_resource_metrics: bool = False
    allow_across_namespaces: tuple[str, ...] = ()
    tell_causes: bool = False
    coalesce_seconds: float = 0.0
    """How long one wide query's result serves; 0 asks for each request."""

    coalesce_rules: tuple[str, ...] = ()
    """``rules[0]`` and so on; empty means all for which it is provably the same."""

    queries_at_once: int = 20
    queries_waiting: int = 1000
    deadline_seconds: float = 10.0
    shutdown_delay_seconds: float = 0.0
    """How long a server that was told to stop goes on answering, no longer ready."""

    mirror_url: str = ""
    mirror_ca_file: str = ""
    mirror_token_file: str = ""
    answer_from: Literal["self", "mirror"] = "self"
    log_answers: bool = False

    def __post_init__(self) -> None:
        """Refuse what makes no sense; raises ``UsageError``."""
        if self.insecure_loopback:
            self._check_loopback()
        elif not (self.certificate_file and self.key_file):
            raise UsageError(
                "a metrics API needs --tls-cert-file and --tls-private-key-file",
                hint="--insecure-loopback serves plain HTTP to this machine only",
            )
        if bool(self.certificate_file) != bool(self.key_file):
            raise UsageError("--tls-cert-file and --tls-private-key-file go together")
        if 0 < self.max_age_seconds < self.relist_seconds:
            raise UsageError(
                "--metrics-max-age is shorter than --metrics-relist-interval",
                hint="metrics would come and go between two discoveries",
            )
        if self.prometheus_auth_config and self.prometheus_auth_in_cluster:
            raise UsageError(
                "--prometheus-auth-config and --prometheus-auth-incluster exclude "
                "each other"
            )
        if self.compat and self.coalesce_seconds:
            raise UsageError("--compat asks as the adapter does: without --coalesce")
        if self.answer_from == "mirror" and not self.mirror_url:
            raise UsageError("--answer-from mirror needs --mirror")

    @property
    def look_back_seconds(self) -> float:
        """How far back discovery looks."""
        return self.max_age_seconds or self.relist_seconds

    def _check_loopback(self) -> None:
        try:
            loopback = ipaddress.ip_address(self.bind_address).is_loopback
        except ValueError:
            loopback = self.bind_address == "localhost"
        if not loopback:
            raise UsageError(
                f"--insecure-loopback cannot serve on {self.bind_address}",
                hint="use --bind-address 127.0.0.1, or give certificates",
            )


def header(text: str) -> tuple[str, str]:
    """Split ``NAME=VALUE``; without ``=`` the value is empty, as upstream.

    >>> header("bux=baz=23"), header("foo")
    (('Bux', 'baz=23'), ('Foo', ''))
    """
    name, _, value = text.partition("=")
    canonical = "-".join(part.capitalize() for part in name.split("-"))
    return canonical, value
