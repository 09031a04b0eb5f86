"""Options with which commands reach a live Prometheus, and limits on asking it.

What they mean is ``adapter_rules.prometheus``' business.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from octoscale.core.duration import DurationError, parse_prometheus

if TYPE_CHECKING:
    from adapter_rules.prometheus.api_client import PrometheusClient

F = TypeVar("F", bound=Callable[..., Any])


class Duration(click.ParamType[float]):
    """A Prometheus duration, as seconds."""

    name = "duration"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """Read ``10s`` or ``5m``; zero is refused."""
        if isinstance(value, float):
            return value
        try:
            seconds = parse_prometheus(str(value))
        except DurationError as error:
            self.fail(str(error), param, ctx)
        if seconds <= 0:
            self.fail("it must be longer than 0", param, ctx)
        return seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusOptions:
    """What was given on the command line."""

    url: str | None
    timeout: float
    token_file: str
    user: str
    password_file: str
    headers: tuple[str, ...]
    ca_file: str
    certificate_file: str
    key_file: str

    def connect(self) -> PrometheusClient:
        """Give the client; raises ``UsageError`` and ``FileAccessError``."""
        from adapter_rules.prometheus.access import Access, header
        from adapter_rules.prometheus.api_client import Limits, PrometheusClient

        access = Access(
            token_file=self.token_file,
            user=self.user,
            password_file=self.password_file,
            headers=tuple(map(header, self.headers)),
            ca_file=self.ca_file,
            certificate_file=self.certificate_file,
            key_file=self.key_file,
        )
        limits = Limits(timeout_seconds=self.timeout)
        return PrometheusClient(self.url or "", limits=limits, access=access)


_FILES = (
    ("--bearer-token-file", "token_file", "A bearer token; read for every question."),
    ("--password-file", "password_file", "The password of --user."),
    ("--ca-file", "ca_file", "Certificates to trust."),
    ("--client-cert-file", "certificate_file", "Our own certificate."),
    ("--client-key-file", "key_file", "The key of --client-cert-file."),
)


def prometheus_options(*, required: bool, help_text: str) -> Callable[[F], F]:
    """Add ``--prometheus`` and all that belongs to it.

    The command gets one argument ``prometheus``; its ``url`` is ``None`` where
    none was given.
    """

    def add(function: F) -> F:
        for flag, name, text in reversed(_FILES):
            function = click.option(flag, name, metavar="FILE", help=text)(function)
        function = click.option(
            "--header",
            "headers",
            metavar="NAME:VALUE",
            multiple=True,
            help="A header to send along. May be given several times.",
        )(function)
        function = click.option(
            "--user", metavar="NAME", help="For basic authentication."
        )(function)
        function = click.option(
            "--timeout",
            type=Duration(),
            default="10s",
            show_default=True,
            help="How long one answer may take.",
        )(function)
        function = click.option(
            "--prometheus", "url", metavar="URL", required=required, help=help_text
        )(function)
        return _gathering(function)

    return add


_NAMES = (
    *("url", "timeout", "user", "headers"),
    *(name for _, name, _ in _FILES),
)


def _gathering(function: F) -> F:
    """Hand the options over as one argument."""

    @functools.wraps(function)
    def gather(**given: Any) -> Any:
        taken = {name: given.pop(name) for name in _NAMES}
        texts = {name: taken[name] or "" for name in _NAMES if name.endswith("_file")}
        options = PrometheusOptions(
            url=taken["url"],
            timeout=taken["timeout"],
            user=taken["user"] or "",
            headers=taken["headers"],
            **texts,
        )
        return function(prometheus=options, **given)

    return gather  # type: ignore[return-value]  # the same, with other arguments
