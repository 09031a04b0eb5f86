"""Whole files of HPAs converted, with one report of what does not come along.

To another API version (``hpa.model.convert``) or to KEDA (``hpa.keda``); every
loss gets the place of its field in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hpa.keda import plan
from hpa.keda.scaledobject import convert_to_keda
from hpa.model.convert import convert
from hpa.model.objects import to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_rules.model import AdapterConfig
    from hpa.keda.triggers import KedaLoss
    from hpa.manifests import Manifest
    from hpa.model.losses import Loss
    from hpa.model.objects import Version
    from octoscale.core.finding import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLoss:
    """Something that is lost, and the field in the file that it is lost of."""

    name: str
    """The HPA's."""

    place: Place
    path: str
    text: str
    details: dict[str, Any]
    """What else is known of it, as plain data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionReport:
    """The converted objects, and everything to know about them."""

    manifests: tuple[dict[str, Any], ...]
    losses: tuple[PlacedLoss, ...]
    plan: tuple[str, ...] = ()
    """The way to get there, line by line (KEDA only)."""

    notes: tuple[str, ...] = ()
    """What is left to fill in."""

    def loss_lines(self) -> list[str]:
        """Give one line for each loss, place first."""
        return [f"{loss.place}: lost: {loss.text}" for loss in self.losses]

    def to_dict(self) -> dict[str, Any]:
        """Give the report as plain data."""
        losses = [
            {
                "name": loss.name,
                "file": loss.place.file,
                "line": loss.place.line,
                "column": loss.place.column,
                "path": loss.path,
                "text": loss.text,
                **loss.details,
            }
            for loss in self.losses
        ]
        return {
            "manifests": list(self.manifests),
            "losses": losses,
            "plan": list(self.plan),
            "notes": list(self.notes),
        }


def to_version(manifests: Iterable[Manifest], to: Version) -> ConversionReport:
    """Convert HPAs to one API version."""
    results: list[dict[str, Any]] = []
    losses: list[PlacedLoss] = []
    for manifest in manifests:
        converted = convert(manifest.hpa, to)
        results.append(to_dict(converted.result))
        losses += [_of_version(manifest, loss) for loss in converted.losses]
    return ConversionReport(manifests=tuple(results), losses=tuple(losses))


def to_keda(
    manifests: Iterable[Manifest],
    *,
    config: AdapterConfig | None = None,
    server_address: str | None = None,
    namespace: str = "",
) -> ConversionReport:
    """Convert HPAs to ScaledObjects; parameters as ``convert_to_keda``."""
    results: list[dict[str, Any]] = []
    losses: list[PlacedLoss] = []
    conversions = []
    for manifest in manifests:
        converted = convert_to_keda(
            manifest.hpa,
            config=config,
            server_address=server_address,
            namespace=namespace,
        )
        conversions.append(converted)
        if converted.manifest is not None:
            results.append(converted.manifest)
        losses += [_of_keda(manifest, loss) for loss in converted.losses]
    assumed = any(one.address_is_assumed for one in conversions)
    note = "serverAddress is a stand-in: name Prometheus with --prometheus"
    return ConversionReport(
        manifests=tuple(results),
        losses=tuple(losses),
        plan=tuple(plan.to_lines(plan.plan(conversions, config))),
        notes=(note,) if assumed else (),
    )


def _of_version(manifest: Manifest, loss: Loss) -> PlacedLoss:
    return PlacedLoss(
        name=manifest.hpa.metadata.name,
        place=manifest.place(loss.path),
        path=loss.path,
        text=str(loss),
        details={"change": loss.change, "before": loss.before, "after": loss.after},
    )


def _of_keda(manifest: Manifest, loss: KedaLoss) -> PlacedLoss:
    return PlacedLoss(
        name=manifest.hpa.metadata.name,
        place=manifest.place(loss.path),
        path=loss.path,
        text=str(loss),
        details={"dropped": loss.is_dropped},
    )
