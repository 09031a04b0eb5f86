"""What each text holds: manifests, rules, a service file, a Prometheus config.

One text in, its parts out; nothing raises. How the parts of all texts fit
together is ``context``'s and the checks' business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapter_rules import helm, sources
from adapter_rules.embedding import Embedding
from octoscale.check.files import EXPOSITIONS
from octoscale.check.lines import oddities
from octoscale.check.templates import is_kustomization, is_template
from octoscale.core import yamlio
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Place, Severity
from octoscale.core.yamlrecover import Recovered, recover
from octoscale.service import file as service_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapter_rules.sources import FoundConfig
    from octoscale.check.files import File
    from octoscale.check.lines import Oddity
    from octoscale.core.yamlio import Document
    from octoscale.service.file import Service

_NO_CONFIG = "AR002"
_SERIES = "seriesQuery"
_RULES = ("rules", "externalRules", "resourceRules")
_SCRAPES = "scrape_configs"
_OF_A_SERVICE = frozenset(("service", "scaleTarget", "replicas", "scrape", "metrics"))
_ENOUGH = 4
"""Fields by which a service file is known: a Helm chart's values have some, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One text, taken apart."""

    file: File
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is wrong with how it is written: YA…, SC…, SF…, AR…"""

    oddities: tuple[Oddity, ...] = ()
    broken: tuple[range, ...] = ()
    configs: tuple[FoundConfig, ...] = ()
    """The adapter's."""

    services: tuple[tuple[Service, Document], ...] = ()
    """Service files, with the document for places."""

    prometheus: tuple[Document, ...] = ()
    """Documents with ``scrape_configs``, those inside ConfigMaps too."""

    exposition: bool = False
    skipped: bool = field(default=False)
    """A template: nothing in it was read."""


def read(file: File, *, exposition: bool = False) -> Read:
    """Take one text apart.

    >>> from octoscale.check.files import File
    >>> len(read(File("a.yaml", "kind: Service")).documents)
    1
    """
    if exposition or file.name.endswith(EXPOSITIONS):
        return Read(file=file, exposition=True)
    if is_template(file) or is_kustomization(file):
        return Read(file=file, skipped=True)
    recovered = recover(file.text, file=file.name)
    findings = [each for each in recovered.findings if _concerns(each, file.text)]
    odd = oddities(file.text)
    findings += _repeats(file.name, odd, recovered)
    odd = [one for one in odd if one.kind != "repeated"]
    return Read(
        file=file,
        documents=recovered.documents,
        oddities=tuple(odd),
        broken=recovered.broken,
        configs=tuple(_configs(file, recovered, findings)),
        services=tuple(_services(file, recovered, findings)),
        prometheus=tuple(_prometheus(file, recovered, findings)),
        findings=tuple(dict.fromkeys(_unexplained(findings, odd, recovered.broken))),
    )


def _repeats(name: str, odd: list[Oddity], recovered: Recovered) -> Iterator[Finding]:
    """Give the keys that stand twice behind the place where YAML gave up."""
    told = {one.place.line for one in recovered.findings if one.code == "YA002"}
    for one in odd:
        broken = any(one.line in lines for lines in recovered.broken)
        if one.kind == "repeated" and broken and one.line not in told:
            yield Finding(
                code="YA002",
                severity=Severity.ERROR,
                place=Place(file=name, line=one.line, column=one.column),
                message=f"duplicate key {one.text!r}; the first is on line {one.above}",
                hint="keep one of the two: readers silently take the last",
            )


def _concerns(finding: Finding, text: str) -> bool:
    """Leave out that other programs' files have tags of their own."""
    return finding.code != "YA003" or "apiVersion" in text


def _unexplained(
    findings: list[Finding], odd: list[Oddity], broken: tuple[range, ...]
) -> Iterator[Finding]:
    """Leave out a syntax error that a line's place explains better."""
    for finding in findings:
        line = finding.place.line or 0
        around = next((lines for lines in broken if line in lines), range(0))
        explained = finding.code == "YA001" and any(
            one.line in around and one.line <= line for one in odd
        )
        if not explained:
            yield finding


def _configs(
    file: File, recovered: Recovered, findings: list[Finding]
) -> Iterator[FoundConfig]:
    if _SERIES not in file.text or not any(map(_may_hold_rules, recovered.documents)):
        return
    try:
        yield from sources.find(file.text, file=file.name)
    except InputError as error:
        findings += (one for one in error.findings if one.code != _NO_CONFIG)


def _may_hold_rules(document: Document) -> bool:
    value = document.value
    if not isinstance(value, dict):
        return False
    bare = "kind" in value or any(key in value for key in _RULES)
    return bare or helm.values_path(value) is not None


def _services(
    file: File, recovered: Recovered, findings: list[Finding]
) -> Iterator[tuple[Service, Document]]:
    for document in recovered.documents:
        value = document.value if isinstance(document.value, dict) else {}
        if len(_OF_A_SERVICE & value.keys()) < _ENOUGH or "kind" in value:
            continue
        try:
            yield service_file.load(file.text, file=file.name), document
        except InputError as error:
            findings += error.findings


def _prometheus(
    file: File, recovered: Recovered, findings: list[Finding]
) -> Iterator[Document]:
    if _SCRAPES not in file.text:
        return
    for document in recovered.documents:
        value = document.value if isinstance(document.value, dict) else {}
        if isinstance(value.get(_SCRAPES), list) and "kind" not in value:
            yield document
        data = value.get("data") if value.get("kind") == "ConfigMap" else None
        for key, text in data.items() if isinstance(data, dict) else ():
            if isinstance(text, str) and f"{_SCRAPES}:" in text:
                yield from _embedded(file, document, ("data", key), text, findings)


def _embedded(
    file: File,
    document: Document,
    path: tuple[Any, ...],
    text: str,
    findings: list[Finding],
) -> Iterator[Document]:
    shift = Embedding(document, file.text, path, text)
    try:
        for inner in yamlio.load_all(text, file=file.name):
            if isinstance(inner.value, dict) and _SCRAPES in inner.value:
                yield shift.document(inner)
    except InputError as error:
        findings += (shift.finding(one) for one in error.findings)
