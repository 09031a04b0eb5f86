"""What goes on beside the requests: discovery, reload, refreshes.

Each job is a loop of its own; whatever fails leaves what is served as it was,
and is told. Deciding what is served at a start belongs to ``running``.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapter_rules.loading import load_source
from adapter_rules.rule import compile_config
from adapter_rules.server.catalogue import Catalogue
from octoscale.core.errors import OctoscaleError
from octoscale.kube.discovery import mapper_entries
from octoscale.kube.restmapper import RESTMapper

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from adapter_rules.model import AdapterConfig
    from adapter_rules.server.configfile import ConfigFile
    from adapter_rules.server.relisting import Relisting
    from adapter_rules.server.state import Serving
    from adapter_rules.server.telemetry import Telemetry
    from octoscale.kube.types import Discovery

LOG = logging.getLogger("adapter_rules.server")

RETRY_SECONDS = 5.0
"""After a discovery that was not answered in full; upstream waits a whole interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often each job is done."""

    relist_seconds: float = 600.0
    reload_seconds: float = 1.0
    discovery_seconds: float = 300.0
    files_seconds: float = 5.0
    """Certificates and the front proxy's configuration."""


@dataclass(slots=True, kw_only=True)
class Upkeep:
    """Keeps what is served up to date."""

    serving: Serving
    relisting: Relisting
    file: ConfigFile
    discover: Callable[[], Discovery]
    """Asks the cluster what it serves; blocks."""

    renew: Callable[[], Awaitable[None]]
    """Looks after certificates."""

    telemetry: Telemetry
    clock: Callable[[], float]
    rhythm: Rhythm = Rhythm()
    compat: bool = False
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Do all jobs within the block, beginning with a first discovery."""
        rhythm = self.rhythm
        await self.relist()
        tasks = [
            asyncio.create_task(self._relist_for_ever()),
            asyncio.create_task(_every(rhythm.reload_seconds, self.reload)),
            asyncio.create_task(_every(rhythm.discovery_seconds, self.refresh)),
            asyncio.create_task(_every(rhythm.files_seconds, self.renew)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def relist(self) -> bool:
        """Discover once; tell whether every rule's series query was answered."""
        async with self._turn:
            return await self._relist(self.serving.catalogue)

    async def reload(self) -> None:
        """Serve the file's new text if there is one and it is good."""
        try:
            text = await asyncio.to_thread(self.file.look)
            if text is None:
                return
            source = load_source(text, file=self.file.name)
            async with self._turn:
                current = self.serving.catalogue
                _check_kept(source.config, current.config)
                compiled = compile_config(
                    source.config, current.mapper, document=source.document
                )
                usage = current.serves_usage
                fresh = Catalogue(
                    source.config, compiled, current.mapper, current.found, usage=usage
                )
                self.telemetry.keep_rules(fresh.rule_labels)
                await self._relist(fresh)
        except OctoscaleError as error:
            LOG.error("the old rules are kept: %s", error)  # noqa: TRY400 - no traceback for a user's mistake
            self.telemetry.reloaded(fine=False)
            return
        LOG.info("%s is served anew", self.file.name)
        self.telemetry.reloaded(fine=True)

    async def refresh(self) -> None:
        """Ask the cluster anew which resources there are."""
        try:
            discovery = await asyncio.to_thread(self.discover)
            mapper = RESTMapper(mapper_entries(discovery))
            async with self._turn:
                current = self.serving.catalogue
                compiled = compile_config(current.config, mapper)
                self.serving.catalogue = Catalogue(
                    current.config,
                    compiled,
                    mapper,
                    current.found,
                    usage=current.serves_usage,
                )
        except OctoscaleError as error:
            LOG.warning("the cluster's resources are not refreshed: %s", error)
            self.telemetry.event("discovery_refresh_failed")
            return
        self.telemetry.event("discovery_refresh")

    async def _relist(self, catalogue: Catalogue) -> bool:
        relisted = await self.relisting.run(catalogue, self.clock())
        self.serving.catalogue = relisted.catalogue
        self.serving.ready = self.serving.ready or relisted.answered
        self.telemetry.event("relist" if relisted.complete else "relist_failed")
        return relisted.complete

    async def _relist_for_ever(self) -> None:
        retry = min(RETRY_SECONDS, self.rhythm.relist_seconds)
        complete = self.serving.ready
        while True:
            patient = complete or self.compat
            await asyncio.sleep(self.rhythm.relist_seconds if patient else retry)
            complete = await self.relist()


class NoRulesError(OctoscaleError):
    """A file that held rules holds none any more."""


def _check_kept(new: AdapterConfig, old: AdapterConfig) -> None:
    """Refuse a file that lost all its rules: it was emptied, or is being written."""
    parts = (new.rules, new.external_rules, new.resource_rules)
    if not any(parts) and (old.rules or old.external_rules or old.resource_rules):
        raise NoRulesError("the file holds no rules any more")


async def _every(seconds: float, job: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await job()
        except Exception:
            LOG.exception("a bug of ours, beside the requests")
