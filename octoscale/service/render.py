"""From a service file to everything that the cluster needs, byte for byte the same.

Each artefact is built by the package that owns it; here they are only put
together and named. Writing them is ``write``'s: all or nothing, and only over
files that carry our mark.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from adapter_rules import model as adapter_model
from adapter_rules.generate import config_for
from adapter_rules.outputs.configmap import configmap
from adapter_rules.outputs.helm import helm_values
from hpa import manifests
from octoscale.core import yamlio
from octoscale.core.errors import FileAccessError, UsageError
from octoscale.core.files import write_atomic
from octoscale.service import alert_tests, alerts, scraping

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from octoscale.service.file import Service

ScrapeKind = Literal[
    "annotations", "scrape-config", "file-sd", "pod-monitor", "service-monitor"
]
"""The ways to tell Prometheus about the service."""

MARK = "# Rendered by octoscale from a service file: change that file, not this one.\n"
"""The first line of every file that ``write`` may replace."""

_SIDECAR = """\
# The exporter listens on the pod's IP: Prometheus cannot reach the pod's loopback.
"""
_SHARED = """\
# The containers share their processes (shareProcessNamespace), without which the
# exporter would see none but its own. To count another container's open files it
# has to run as the same user: set runAsUser in the pod's securityContext. To count
# its connections it may not lack a capability that the service has: beside a
# service that runs as root, add SYS_PTRACE to the exporter's capabilities.
"""

_SENTENCE = MARK.strip("# \n")
"""The same where a file has no comments: its description."""

Companion = Literal["sidecar", "helm-values", "dashboard", "alerts"]
"""What may be rendered beside the chain itself."""

TARGETS_FILE = "scrape-targets.yaml"
ALERTS_FILE = "alerts.yaml"

_EVERY_NAME = (
    TARGETS_FILE,
    "scrape-annotations.yaml",
    "scrape-config.yaml",
    "pod-monitor.yaml",
    "service-monitor.yaml",
    "sidecar-patch.yaml",
    "helm-values.yaml",
    "dashboard.json",
    "dashboard-configmap.yaml",
    ALERTS_FILE,
    "alerts-tests.yaml",
    "prometheus-rule.yaml",
)
"""Files that only some forms have."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """One rendered file."""

    name: str
    """Its file name."""

    text: str
    """Its content, with the mark."""

    purpose: str
    """What to do with it, in one line."""


def render(
    service: Service,
    *,
    scrape: ScrapeKind = "annotations",
    companions: Collection[Companion] = (),
) -> list[Artefact]:
    """Render the artefacts of *service*; the same input gives the same bytes.

    Raises ``UsageError`` when ``file-sd`` is asked for and the service file
    names no targets.
    """
    spec = service.spec
    config = config_for(service.descriptors)
    mapped = configmap(
        config, name=f"{spec.service}-adapter-rules", namespace=spec.namespace
    )
    return [
        _artefact(
            "adapter-rules.yaml",
            adapter_model.dump(config),
            "Prometheus Adapter's config file (--config)",
        ),
        _artefact(
            "adapter-configmap.yaml",
            yamlio.dump(mapped),
            "the same as a ConfigMap (kubectl apply)",
        ),
        _artefact(
            "hpa.yaml",
            manifests.dump(service.hpa),
            "the HorizontalPodAutoscaler (kubectl apply)",
        ),
        *_scrape_side(service, scrape),
        *_beside(service, companions),
    ]


def write(artefacts: list[Artefact], folder: Path) -> list[Path]:
    """Write all *artefacts* into *folder*, and tell their paths.

    What an earlier rendering in another form left there is removed.

    Raises ``FileAccessError``, before anything is written, when one would
    replace a file that does not carry our mark.
    """
    paths = [folder / artefact.name for artefact in artefacts]
    foreign = [path for path in paths if not _ours(path)]
    if foreign:
        listed = ", ".join(str(path) for path in foreign)
        raise FileAccessError(
            f"not rendered by octoscale, and not overwritten: {listed}",
            hint="render into another folder, or remove them first",
        )
    for path, artefact in zip(paths, artefacts, strict=True):
        write_atomic(path, artefact.text)
    for name in _EVERY_NAME:
        stale = folder / name
        if stale not in paths and stale.exists() and _ours(stale):
            stale.unlink()
    return paths


def stream(artefacts: list[Artefact]) -> str:
    """Put all artefacts into one YAML stream for reading or piping."""
    parts = [
        f"---\n# {artefact.name}: {artefact.purpose}\n"
        + artefact.text.removeprefix(MARK)
        for artefact in artefacts
    ]
    return "".join(parts)


def _scrape_side(service: Service, scrape: ScrapeKind) -> list[Artefact]:
    if scrape == "scrape-config":
        job = scraping.scrape_config(service)
        return [_scrape_artefact("scrape-config.yaml", job)]
    if scrape == "pod-monitor":
        text = yamlio.dump(scraping.pod_monitor(service))
        purpose = "a PodMonitor for the Prometheus operator (kubectl apply)"
        return [_artefact("pod-monitor.yaml", text, purpose)]
    if scrape == "service-monitor":
        text = yamlio.dump_all(scraping.service_monitor(service))
        purpose = "a Service and its ServiceMonitor (kubectl apply)"
        return [_artefact("service-monitor.yaml", text, purpose)]
    if scrape == "file-sd":
        if not service.spec.scrape.targets:
            raise UsageError(
                "the service file names no processes to scrape",
                hint="add scrape.targets with address and pod for each, "
                "or choose another --scrape",
            )
        job = scraping.file_sd_job(service, TARGETS_FILE)
        targets = yamlio.dump(scraping.file_sd_targets(service))
        purpose = "the scrape targets, with the labels that the rules need"
        return [
            _scrape_artefact("scrape-config.yaml", job),
            _artefact(TARGETS_FILE, targets, purpose),
        ]
    patch = yamlio.dump(scraping.annotation_patch(service))
    purpose = "a patch for the workload's pod template (kubectl patch --patch-file)"
    job = scraping.annotated_job(service)
    return [
        _artefact("scrape-annotations.yaml", patch, purpose),
        _scrape_artefact("scrape-config.yaml", job),
    ]


def _beside(service: Service, companions: Collection[Companion]) -> list[Artefact]:
    """Render what was asked for beside the chain, in a fixed order."""
    made = []
    if "sidecar" in companions:
        made.append(_sidecar(service))
    if "helm-values" in companions:
        text = yamlio.dump(helm_values(config_for(service.descriptors)))
        purpose = "values of the adapter's Helm chart, with these rules"
        made.append(_artefact("helm-values.yaml", text, purpose))
    if "dashboard" in companions:
        made += _dashboard(service)
    if "alerts" in companions:
        made += _alerts(service)
    return made


def _sidecar(service: Service) -> Artefact:
    sidecar = service.spec.scrape.sidecar
    if sidecar is None:
        raise UsageError(
            "the service file says nothing of a sidecar",
            hint="add scrape.sidecar with image and export, such as "
            "[process, --pattern, my-service, --prefix, my_service]",
        )
    words = _SIDECAR + (_SHARED if sidecar.reads_processes else "")
    text = words + yamlio.dump(scraping.sidecar_patch(service, sidecar))
    purpose = "a patch that adds the exporter to the pods (kubectl patch --patch-file)"
    return _artefact("sidecar-patch.yaml", text, purpose)


def _dashboard(service: Service) -> list[Artefact]:
    from octoscale.service import dashboard  # noqa: PLC0415 - an extra of its own

    text = dashboard.dashboard(service, description=_SENTENCE)
    wrapped = yamlio.dump(dashboard.configmap(service, text))
    return [
        Artefact("dashboard.json", text, "a Grafana dashboard of the chain (import)"),
        _artefact(
            "dashboard-configmap.yaml",
            wrapped,
            "the same for Grafana's sidecar (kubectl apply)",
        ),
    ]


def _alerts(service: Service) -> list[Artefact]:
    return [
        _artefact(
            ALERTS_FILE,
            yamlio.dump(alerts.rule_file(service)),
            "alert rules for Prometheus (rule_files)",
        ),
        _artefact(
            "alerts-tests.yaml",
            yamlio.dump(alert_tests.tests(service, ALERTS_FILE)),
            "their tests (promtool test rules)",
        ),
        _artefact(
            "prometheus-rule.yaml",
            yamlio.dump(alerts.prometheus_rule(service)),
            "the same rules for the Prometheus operator (kubectl apply)",
        ),
    ]


def _scrape_artefact(name: str, job: dict[str, object]) -> Artefact:
    return _artefact(name, yamlio.dump(job), "a job for Prometheus' configuration")


def _artefact(name: str, text: str, purpose: str) -> Artefact:
    return Artefact(name, MARK + text, purpose)


def _ours(path: Path) -> bool:
    """Tell whether *path* is free, or holds a file of ours."""
    if not path.exists() and not path.is_symlink():
        return True
    try:
        with path.open(encoding="utf-8") as stream_:
            if path.suffix != ".json":
                return stream_.readline() == MARK
            read = json.load(stream_)
            return isinstance(read, dict) and read.get("description") == _SENTENCE
    except (OSError, ValueError):
        return False
