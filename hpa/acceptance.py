"""Whether an API server would take the HPAs of a file, and where it would not.

Puts together reading (``hpa.manifests``), the API's rules (``hpa.validation``)
and what a Kubernetes version serves. What is accepted and still unwise is
``hpa.checks``' business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hpa import manifests
from hpa.algorithm.versions import DEFAULT_VERSIONS, minor_of, switches_for
from hpa.checks.hp101_api_version import SERVED
from hpa.model.objects import GROUP, KIND, AnyHorizontalPodAutoscaler, version_of
from hpa.validation import validate
from octoscale.core.errors import InputError, UsageError
from octoscale.core.finding import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hpa.manifests import Manifest
    from hpa.validation import FieldError

NO_HPA = "HP011"
"""A file without any HorizontalPodAutoscaler where one is needed."""

NOT_SERVED = "HP012"
"""An API version that the named Kubernetes does not serve."""

SCALE_TO_ZERO = "HPAScaleToZero"
CONTAINER_METRICS = "HPAContainerMetrics"

GATES = (SCALE_TO_ZERO, CONTAINER_METRICS)
"""The feature gates that change what is accepted, by the server's names."""

SOME_NAMESPACE = "default"
"""What a request goes to when nobody says."""

_OLDER = "1.24"
"""For v2beta1: the last version that serves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The API server that is asked, as far as it decides what is valid."""

    kubernetes: str | None = None
    """Its version; ``None`` for the last one known that serves each object."""

    namespace: str = SOME_NAMESPACE
    """Where objects go that name no namespace."""

    gates: tuple[tuple[str, bool], ...] = ()
    """Feature gates that somebody set; the others are the version's defaults."""

    def version_for(self, hpa: AnyHorizontalPodAutoscaler) -> str:
        """Give the Kubernetes version that *hpa* is judged by.

        >>> from hpa.model import v2beta2
        >>> Server().version_for(v2beta2.HorizontalPodAutoscaler())
        '1.25'
        """
        if self.kubernetes is not None:
            return self.kubernetes
        return DEFAULT_VERSIONS.get(version_of(hpa), _OLDER)

    def gate(self, name: str, kubernetes: str) -> bool:
        """Tell whether a feature gate is on."""
        named = dict(self.gates)
        if name in named:
            return named[name]
        switches = switches_for(kubernetes)
        if name == SCALE_TO_ZERO:
            return switches.scale_to_zero
        return switches.container_resource


SOME_SERVER = Server(gates=tuple((name, True) for name in GATES))
"""Takes whatever some cluster takes: for those who only want to understand it."""


def parse_gates(texts: Mapping[str, str]) -> tuple[tuple[str, bool], ...]:
    """Read gates as the server's flag has them. Raises ``UsageError``.

    >>> parse_gates({"HPAScaleToZero": "true"})
    (('HPAScaleToZero', True),)
    """
    for name, value in texts.items():
        if name not in GATES:
            known = " and ".join(GATES)
            raise UsageError(f"no feature gate {name!r} here; known: {known}")
        if value.lower() not in ("true", "false"):
            raise UsageError(f"the gate {name} is true or false, not {value!r}")
    return tuple((name, value.lower() == "true") for name, value in texts.items())


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why the server does not take an object."""

    finding: Finding
    field: str = ""
    """As the API writes paths; empty when the file could not be read so far."""

    type: str = ""
    """The API's type of the error (``FieldValueRequired``), where it has one."""


@dataclass(frozen=True, slots=True)
class Review:
    """All HPAs of a file, and what the server has against them."""

    manifests: tuple[Manifest, ...]
    refusals: tuple[Refusal, ...]


def review(text: str, *, file: str | None = None, server: Server) -> Review:
    """Judge the HPAs of a file; objects of other kinds are skipped.

    Unknown fields count: today's clients refuse them, older ones dropped them.
    Raises ``ValueError`` for a *server* whose version is none.
    """
    try:
        reading = manifests.read(text, file=file)
    except InputError as error:
        return Review((), tuple(map(Refusal, error.findings)))
    refusals = [Refusal(finding) for finding in reading.findings]
    unreadable = {r.finding.place for r in refusals if r.finding.code == "HP001"}
    for manifest in reading.manifests:
        refusals += _not_served(manifest, server)
        for broken in broken_rules(manifest.hpa, server):
            finding = manifest.broken_rules([broken])[0]
            # A value that cannot be read is left at its zero value, and what
            # the rules say about that is no news.
            if finding.place not in unreadable:
                refusals.append(Refusal(finding, broken.field, str(broken.type)))
    return Review(reading.manifests, tuple(sorted(refusals, key=_order)))


def broken_rules(hpa: AnyHorizontalPodAutoscaler, server: Server) -> list[FieldError]:
    """List the rules that an HPA breaks in a request to *server*."""
    kubernetes = server.version_for(hpa)
    return validate(
        hpa,
        scale_to_zero=server.gate(SCALE_TO_ZERO, kubernetes),
        container_metrics=server.gate(CONTAINER_METRICS, kubernetes),
        request_namespace=server.namespace,
    )


def accepted(
    text: str, *, file: str | None = None, server: Server = SOME_SERVER
) -> tuple[Manifest, ...]:
    """Read HPAs that the server takes, at least one.

    Raises ``InputError`` with all refusals, or when there is no HPA.

    >>> accepted("kind: Service")
    Traceback (most recent call last):
    octoscale.core.errors.InputError: <input>:1:1: error HP011: no \
HorizontalPodAutoscaler in the file
    """
    found = review(text, file=file, server=server)
    if found.refusals:
        raise InputError(refusal.finding for refusal in found.refusals)
    if not found.manifests:
        raise InputError([none_found(file)])
    return found.manifests


def decoded(text: str, *, file: str | None = None) -> tuple[Manifest, ...]:
    """Read HPAs that an API server could decode, valid or not, at least one.

    Raises ``InputError`` as ``accepted`` does.
    """
    reading = manifests.read(text, file=file)
    if reading.findings:
        raise InputError(reading.findings)
    if not reading.manifests:
        raise InputError([none_found(file)])
    return reading.manifests


def none_found(file: str | None) -> Finding:
    """Say that a file holds no HPA."""
    return Finding(
        code=NO_HPA,
        severity=Severity.ERROR,
        message=f"no {KIND} in the file",
        place=Place(file=file, line=1, column=1),
    )


def is_served(hpa: AnyHorizontalPodAutoscaler, kubernetes: str) -> bool:
    """Tell whether a Kubernetes version serves the object's API version.

    >>> from hpa.model import v2beta2
    >>> is_served(v2beta2.HorizontalPodAutoscaler(), "1.26")
    False
    """
    first, gone = SERVED[version_of(hpa)]
    minor = minor_of(kubernetes)
    return minor >= first and (gone is None or minor < gone)


def _not_served(manifest: Manifest, server: Server) -> list[Refusal]:
    if server.kubernetes is None:
        return []
    minor, version = minor_of(server.kubernetes), version_of(manifest.hpa)
    if is_served(manifest.hpa, server.kubernetes):
        return []
    instead = manifests.version_for(server.kubernetes)
    finding = Finding(
        code=NOT_SERVED,
        severity=Severity.ERROR,
        message=f"Kubernetes 1.{minor} does not serve {GROUP}/{version}",
        place=manifest.place("apiVersion"),
        hint=f"octoscale hpa convert --to {instead}",
    )
    return [Refusal(finding, "apiVersion")]


def _order(refusal: Refusal) -> tuple[int, int]:
    place = refusal.finding.place
    return place.line or 0, place.column or 0
