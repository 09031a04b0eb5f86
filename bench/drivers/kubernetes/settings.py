"""What users set on the Kubernetes driver: names and texts, checked and typed.

The command line has options for most; ``--set`` takes them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench import settings
from bench.parameter import Parameter, Source
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from bench.drivers.base import Settings

_REFERENCE = re.compile(r"[a-z0-9][A-Za-z0-9._:/@-]{0,254}")
_WORDS = {"yes": True, "no": False, "true": True, "false": False}


def _parameter(name: str, value: str, unit: str, note: str) -> Parameter:
    return Parameter(
        name=name, value=value, unit=unit, source=Source.ASSUMPTION, note=note
    )


PARAMETERS: tuple[Parameter, ...] = (
    _parameter("context", "", "", "the kubeconfig's context; asked for by name"),
    _parameter("kubeconfig", "", "", "a file; without it KUBECONFIG's or ~/.kube"),
    _parameter("current", "no", "", "yes: the kubeconfig's current context will do"),
    _parameter("registry", "", "", "HOST/PATH where each repeat's image is pushed to"),
    _parameter("push", "yes", "", "no: images are there, or nodes never pull (hollow)"),
    _parameter("plain_http", "no", "", "yes: the registry is pushed to without TLS"),
    _parameter("images", "", "", "NAME=REFERENCE,… for images of your own"),
    _parameter("load_image", "", "", "of the load generator; else built and pushed"),
    _parameter("probe", "http", "", "http or exec: how a pod is asked if it is ready"),
    _parameter("node_cleanup", "no", "", "yes: privileged pods remove our images"),
    _parameter("attempts", "3", "", "at a repeat whose node had the image already"),
    _parameter("link_wait", "120", "s", "for the first value from the metrics API"),
    _parameter("lost_after", "60", "s", "an API server silent for so long is lost"),
    _parameter("give_up_after", "45", "s", "a quota or pull error that lasts so long"),
    _parameter("remove_within", "90", "s", "else what is left is listed"),
)
"""All settings with their defaults."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KubernetesSettings:
    """The settings, typed; see ``PARAMETERS`` for what each is for."""

    context: str = ""
    kubeconfig: str = ""
    current: bool = False
    registry: str = ""
    push: bool = True
    plain_http: bool = False
    images: dict[str, str] = field(default_factory=dict)
    load_image: str = ""
    probe: str = "http"
    node_cleanup: bool = False
    attempts: int = 3
    link_wait: float = 120.0
    lost_after: float = 60.0
    give_up_after: float = 45.0
    remove_within: float = 90.0


def read(given: Settings) -> KubernetesSettings:
    """Check and type what was given; raises ``UsageError``.

    >>> read({"images": "small=r/a:1,big=r/b:1"}).images
    {'small': 'r/a:1', 'big': 'r/b:1'}
    """
    names = [parameter.name for parameter in PARAMETERS]
    for name in given:
        if name not in names:
            raise settings.unknown(name, names)
    return KubernetesSettings(
        context=given.get("context", ""),
        kubeconfig=given.get("kubeconfig", ""),
        current=_flag(given, "current", default=False),
        registry=_reference("registry", given.get("registry", "")).rstrip("/"),
        push=_flag(given, "push", default=True),
        plain_http=_flag(given, "plain_http", default=False),
        images=_images(given.get("images", "")),
        load_image=_reference("load_image", given.get("load_image", "")),
        probe=_probe(given.get("probe", "http")),
        node_cleanup=_flag(given, "node_cleanup", default=False),
        attempts=settings.count(given, "attempts", 3),
        link_wait=float(settings.count(given, "link_wait", 120)),
        lost_after=float(settings.count(given, "lost_after", 60)),
        give_up_after=float(settings.count(given, "give_up_after", 45)),
        remove_within=float(settings.count(given, "remove_within", 90)),
    )


def described(given: Settings) -> tuple[Parameter, ...]:
    """List all settings as they are in this run, with who set them.

    The kubeconfig's path stays out of reports.
    """
    shown = (p for p in PARAMETERS if p.name not in ("kubeconfig", "context"))
    return tuple(
        p
        if p.name not in given
        else Parameter(
            name=p.name,
            value=given[p.name],
            unit=p.unit,
            source=Source.GIVEN,
            note=p.note,
        )
        for p in shown
    )


def _flag(given: Settings, name: str, *, default: bool) -> bool:
    text = given.get(name)
    if text is None:
        return default
    if text not in _WORDS:
        raise UsageError(f"{name}: yes or no, not {text!r}")
    return _WORDS[text]


def _probe(text: str) -> str:
    if text not in ("http", "exec"):
        raise UsageError(f"probe: http or exec, not {text!r}")
    return text


def _reference(name: str, text: str) -> str:
    if text and not _REFERENCE.fullmatch(text):
        raise UsageError(
            f"{name}: no image reference: {text!r}", hint="like registry.example/bench"
        )
    return text


def _images(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in filter(None, text.split(",")):
        name, equals, reference = entry.partition("=")
        if not equals or not reference or name in found:
            raise UsageError(f"images: not NAME=REFERENCE: {entry!r}")
        found[name] = _reference("images", reference)
    return found
