"""From the single texts to what the checks look at: everything put together.

Nothing is judged here, and no file opened.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapter_rules.checks.subject import EXTERNAL
from adapter_rules.checks.subject import subject as rule_subject
from exporters import exposition_text
from hpa.checks.lookup import Lookup
from hpa.model.objects import KIND as HPA
from octoscale.check.apis import removed
from octoscale.check.context import Context, Exposed
from octoscale.check.patches import Patches
from octoscale.check.pods import pods_in
from octoscale.check.scraping import jobs_of
from octoscale.check.shapes import misfits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from adapter_rules.checks.subject import Subject as Rule
    from adapter_rules.sources import FoundConfig
    from hpa.checks.manifest import Manifest
    from hpa.checks.reading import Input
    from octoscale.check.pods import Pods
    from octoscale.check.reading import Read
    from octoscale.check.schemas import Schemas
    from octoscale.check.scraping import ScrapeJob
    from octoscale.check.shapes import Misfit
    from octoscale.kube.restmapper import RESTMapper


def gather(
    reads: Sequence[Read],
    found: Input,
    *,
    schemas: Schemas,
    minor: int,
    mapper: RESTMapper,
) -> Context:
    """Put the parts of all texts together; *found* holds their objects."""
    patches = Patches(found.manifests)
    pods = tuple(pods_in(found.manifests))
    lookup = Lookup(found.manifests)
    return Context(
        reads=tuple(reads),
        manifests=found.manifests,
        lookup=lookup,
        pods=pods,
        hpas=found.hpas,
        rules=tuple(_rules(_configs(reads), mapper)),
        jobs=tuple(_jobs(reads, pods, lookup)),
        expositions=tuple(
            Exposed(read.file.name, exposition_text.read(read.file.text))
            for read in reads
            if read.exposition
        ),
        services=tuple(service for read in reads for service, _ in read.services),
        misfits=tuple(_misfits(found.manifests, schemas, patches)),
        schemas=schemas,
        minor=minor,
        complete=found.complete,
    )


def _configs(reads: Iterable[Read]) -> Iterator[FoundConfig]:
    for read in reads:
        yield from read.configs


def _rules(configs: Iterable[FoundConfig], mapper: RESTMapper) -> Iterator[Rule]:
    for found in configs:
        for field, rules in (
            ("rules", found.config.rules),
            (EXTERNAL, found.config.external_rules),
        ):
            for index, rule in enumerate(rules):
                yield rule_subject(found, (field, index), rule, mapper=mapper)


def _jobs(
    reads: Iterable[Read], pods: tuple[Pods, ...], lookup: Lookup
) -> Iterator[ScrapeJob]:
    services = lookup.of_kind("Service")
    for read in reads:
        for document in read.prometheus:
            yield from jobs_of(document, pods=pods, services=services)


def _misfits(
    manifests: Iterable[Manifest], schemas: Schemas, patches: Patches
) -> Iterator[tuple[Manifest, Misfit]]:
    parts = {id(each) for each in patches.parts}
    for manifest in manifests:
        # What an HPA may hold is known to hpa.model, with words of its own.
        schema = schemas.of(manifest.api_version, manifest.kind)
        if schema is None or manifest.kind == HPA:
            continue
        value = {k: v for k, v in manifest.value.items() if k != "apiVersion"}
        row = removed(manifest.api_version, manifest.kind)
        judge = "" if row is None else f" (by {row.successor}, its successor)"
        for misfit in misfits(schemas, schema, value):
            if misfit.kind == "missing" and id(manifest) in parts:
                continue
            yield manifest, replace(misfit, message=misfit.message + judge)
