"""The options of ``octoscale serve`` and ``python -m adapter_rules.server``.

One table that both command lines are built from. The adapter's own flags keep
their names; those of them that have no effect here are accepted, so that its
Deployment can be reused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from adapter_rules.server.settings import Settings
from octoscale.core.duration import DurationError, parse_go, parse_prometheus
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Sort = Literal["text", "flag", "duration", "integer", "list"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option."""

    name: str
    """With its dashes."""

    field: str
    """Of ``Settings``; empty for one that is accepted and has no effect."""

    help: str
    sort: Sort = "text"
    default: str = ""
    """As somebody would type it; empty leaves the default of ``Settings``."""

    choices: tuple[str, ...] = ()
    metavar: str = ""

    @property
    def key(self) -> str:
        """Its name in Python: ``prometheus_url``."""
        return self.name.removeprefix("--").replace("-", "_")


OPTIONS: tuple[Option, ...] = (
    Option("--config", "config", "The adapter's config file.", metavar="FILE"),
    Option(
        "--prometheus-url",
        "prometheus_url",
        "Prometheus' base URL.",
        metavar="URL",
    ),
    Option(
        "--prometheus-verb",
        "prometheus_verb",
        "How Prometheus is asked; long queries are posted anyhow.",
        default="GET",
        choices=("GET", "POST"),
    ),
    Option(
        "--prometheus-header",
        "prometheus_headers",
        "Send this header with every question; repeatable.",
        sort="list",
        metavar="NAME=VALUE",
    ),
    Option(
        "--prometheus-ca-file",
        "prometheus_ca_file",
        "Authorities to trust for Prometheus.",
        metavar="FILE",
    ),
    Option(
        "--prometheus-client-tls-cert-file",
        "prometheus_certificate_file",
        "Client certificate for Prometheus.",
        metavar="FILE",
    ),
    Option(
        "--prometheus-client-tls-key-file",
        "prometheus_key_file",
        "Its key.",
        metavar="FILE",
    ),
    Option(
        "--prometheus-token-file",
        "prometheus_token_file",
        "Bearer token for Prometheus, over https only; read again as it changes.",
        metavar="FILE",
    ),
    Option(
        "--prometheus-auth-config",
        "prometheus_auth_config",
        "Log in at Prometheus as the current context of this kubeconfig does.",
        metavar="FILE",
    ),
    Option(
        "--prometheus-auth-incluster",
        "prometheus_auth_in_cluster",
        "Log in at Prometheus with the pod's service account, over https only.",
        sort="flag",
    ),
    Option(
        "--metrics-relist-interval",
        "relist_seconds",
        "How often the rules' series are looked for.",
        sort="duration",
        default="10m",
    ),
    Option(
        "--metrics-max-age",
        "max_age_seconds",
        "How old a series may be; default: the relist interval.",
        sort="duration",
    ),
    Option(
        "--discovery-interval",
        "discovery_seconds",
        "How often the cluster is asked which resources it has.",
        sort="duration",
        default="5m",
    ),
    Option(
        "--reload-interval",
        "reload_seconds",
        "How often the config file is looked at.",
        sort="duration",
        default="1s",
    ),
    Option(
        "--lister-kubeconfig",
        "kubeconfig",
        "How the cluster is reached; default: the pod's service account.",
        metavar="FILE",
    ),
    Option("--context", "context", "Context of the kubeconfig.", metavar="NAME"),
    Option(
        "--bind-address",
        "bind_address",
        "Address to listen on.",
        default="0.0.0.0",
        metavar="ADDRESS",
    ),
    Option(
        "--secure-port",
        "port",
        "Port to listen on; 0 takes a free one.",
        sort="integer",
        default="6443",
    ),
    Option(
        "--tls-cert-file",
        "certificate_file",
        "Serving certificate; read again as it changes.",
        metavar="FILE",
    ),
    Option("--tls-private-key-file", "key_file", "Its key.", metavar="FILE"),
    Option(
        "--insecure-loopback",
        "insecure_loopback",
        "Serve plain HTTP to everybody on a loopback address: for trying out.",
        sort="flag",
    ),
    Option(
        "--compat",
        "compat",
        "Answer bug for bug as the adapter does.",
        sort="flag",
    ),
    Option(
        "--enable-resource-metrics",
        "enable_resource_metrics",
        "Serve metrics.k8s.io from resourceRules.",
        sort="flag",
    ),
    Option(
        "--allow-across-namespaces",
        "allow_across_namespaces",
        "Serve this metric though its rule reads other namespaces; repeatable.",
        sort="list",
        metavar="METRIC",
    ),
    Option(
        "--tell-causes",
        "tell_causes",
        "Put causes into error answers; they may hold queries and addresses.",
        sort="flag",
    ),
    Option(
        "--coalesce",
        "coalesce_seconds",
        "Let one wide query serve all requests of this time, where provably the same.",
        sort="duration",
    ),
    Option(
        "--coalesce-rule",
        "coalesce_rules",
        "Only for this rule; repeatable.",
        sort="list",
        metavar="rules[N]",
    ),
    Option(
        "--queries-at-once",
        "queries_at_once",
        "Queries under way at Prometheus.",
        sort="integer",
        default="20",
    ),
    Option(
        "--queries-waiting",
        "queries_waiting",
        "Queries that may wait; more are refused with 429.",
        sort="integer",
        default="1000",
    ),
    Option(
        "--deadline",
        "deadline_seconds",
        "Longest time to an answer.",
        sort="duration",
        default="10s",
    ),
    Option(
        "--shutdown-delay-duration",
        "shutdown_delay_seconds",
        "Told to stop, answer on for so long, no longer ready: until nobody asks "
        "this replica any more.",
        sort="duration",
    ),
    Option(
        "--mirror",
        "mirror_url",
        "Ask this metrics server, too, and report differences.",
        metavar="URL",
    ),
    Option(
        "--mirror-ca-file",
        "mirror_ca_file",
        "Authorities to trust for it.",
        metavar="FILE",
    ),
    Option(
        "--mirror-token-file",
        "mirror_token_file",
        "Bearer token for it, over https only.",
        metavar="FILE",
    ),
    Option(
        "--answer-from",
        "answer_from",
        "Whose answer callers get.",
        default="self",
        choices=("self", "mirror"),
    ),
    Option(
        "--log-answers",
        "log_answers",
        "Log each answer as one line of JSON.",
        sort="flag",
    ),
    *(
        Option(name, "", "Accepted from the adapter's flags; no effect.")
        for name in (
            *("--client-qps", "--client-burst", "--cert-dir", "--v"),
            *("--authentication-kubeconfig", "--authorization-kubeconfig"),
        )
    ),
    *(
        Option(name, "", "Accepted from the adapter's flags; no effect.", sort="flag")
        for name in ("--logtostderr", "--disable-http2")
    ),
)
"""In the order in which help shows them."""


def settings_from(given: Mapping[str, Any]) -> Settings:
    """Build settings from what was typed, by option key; raises ``UsageError``.

    >>> settings_from({"config": "a.yaml", "prometheus_url": "http://p:9090",
    ...                "insecure_loopback": True, "bind_address": "127.0.0.1",
    ...                "coalesce": "5s"}).coalesce_seconds
    5.0
    """
    fields: dict[str, Any] = {}
    for option in OPTIONS:
        value = given.get(option.key)
        if option.field and value not in (None, "", (), []):
            fields[option.field] = _converted(option, value)
    for required in ("config", "prometheus_url"):
        if required not in fields:
            name = next(one.name for one in OPTIONS if one.field == required)
            raise UsageError(f"{name} is missing")
    return Settings(**fields)


def _converted(option: Option, value: Any) -> Any:
    if option.sort == "flag":
        return bool(value)
    if option.sort == "list":
        return tuple(str(one) for one in value)
    text = str(value)
    if option.choices and text not in option.choices:
        known = ", ".join(option.choices)
        raise UsageError(f"{option.name} is one of {known}, not {text!r}")
    if option.sort == "integer":
        return _integer(option, text)
    return _seconds(option, text) if option.sort == "duration" else text


def _integer(option: Option, text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise UsageError(f"{option.name} is a number, not {text!r}")
    return int(text)


def _seconds(option: Option, text: str) -> float:
    for parse in (parse_go, parse_prometheus):
        try:
            seconds = parse(text)
        except DurationError:
            continue
        if seconds > 0:
            return seconds
    raise UsageError(f"{option.name} is a time such as 30s or 10m, not {text!r}")
