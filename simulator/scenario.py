"""The scenario: everything that a simulated run depends on, but for its seed.

Reading and writing the file is here; each part's fields and defaults are in
``simulator.sections``, the load shapes in ``simulator.loads``.
"""

import functools
import operator
import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from octoscale.core import yamlio
from octoscale.core.errors import UsageError
from octoscale.core.schema import decode
from octoscale.kube.restmapper import RESTMapper
from simulator.loads import SHAPES
from simulator.loads.replay import Replay
from simulator.manifest import read_manifest
from simulator.parameter import Parameter, Section, parameters_of
from simulator.recordings import resolve
from simulator.rules import read_rules
from simulator.sections.autoscaler import AutoscalerSection
from simulator.sections.cluster import ClusterSection
from simulator.sections.faults import Fault
from simulator.sections.image import ImageSection
from simulator.sections.metrics import AdapterSection, ScrapeSection
from simulator.sections.service import ServiceSection
from simulator.sections.start import StartSection

if TYPE_CHECKING:
    from octoscale.core.yamlio import Document
    from simulator.loads.base import LoadShape
    from simulator.manifest import Autoscaled

    AnyLoad = LoadShape
else:  # pydantic reads the annotations of this module
    AnyLoad = Annotated[
        functools.reduce(operator.or_, SHAPES), Field(discriminator="shape")
    ]


class Scenario(Section):
    """One service under one load, on one cluster, with its autoscaler.

    Time 0 finds the service's first replicas running, ready and listed.
    """

    name: str = "scenario"
    duration_seconds: float = Field(gt=0, allow_inf_nan=False)
    """The longest that the run may take."""

    goal_replicas: int | None = Field(default=None, ge=1)
    """The run ends when so many pods have served a request; ``None``: it does
    not end early."""

    load: AnyLoad
    service: ServiceSection
    image: ImageSection
    start: StartSection = StartSection()
    cluster: ClusterSection = ClusterSection()
    scrape: ScrapeSection = ScrapeSection()
    adapter: AdapterSection
    autoscaler: AutoscalerSection
    load_model: Literal["fluid", "requests"] = "fluid"
    """*fluid*: load as rates. *requests*: single customers, who queue."""

    faults: tuple[Fault, ...] = ()
    """What breaks on the way, and when."""

    @model_validator(mode="after")
    def _model_fits(self) -> Self:
        if self.load_model == "requests" and self.load.unit != "requests/s":
            raise ValueError("the requests load model needs a load of requests/s")
        return self

    def parameters(self) -> dict[str, Parameter]:
        """Give every figure of the model by its dotted name, in a fixed order."""
        return dict(parameters_of(self))

    def with_parameters(self, values: Mapping[str, float]) -> Self:
        """Give this scenario with other figures, whose source becomes ``given``.

        Names are those of ``parameters``; ``cluster.pools[*].`` in one stands for
        every pool. Raises ``UsageError`` for an unknown
        name, and pydantic's ``ValidationError`` for a value out of range.
        """
        known = self.parameters()
        raw = self.model_dump(mode="python")
        for name, value in values.items():
            for one in matching(known, name):
                _set(raw, one, known[one].given(value).model_dump())
        return type(self).model_validate(raw)


_EVERY_INDEX = re.compile(r"\[\d+\]")


def matching(known: Collection[str], name: str) -> list[str]:
    """Give the names that *name* stands for; ``[*]`` is every index.

    Raises ``UsageError`` when there is none.

    >>> matching(["pools[0].link", "pools[1].link", "pools[1].cpu"], "pools[*].link")
    ['pools[0].link', 'pools[1].link']
    """
    found = [one for one in known if name in (one, _EVERY_INDEX.sub("[*]", one))]
    if not found:
        raise UsageError(
            f"no parameter is called {name!r}", hint=f"known: {', '.join(known)}"
        )
    return found


def load(text: str, *, file: str | None = None) -> Scenario:
    """Read a scenario file, with the manifest and the rules in it.

    Raises ``InputError`` with a place for each problem.
    """
    return read(yamlio.load(text, file=file))


def read(document: "Document") -> Scenario:
    """Read a scenario from a *document*, as ``load`` does.

    A recording that its load names is read here, too.
    """
    scenario = decode(Scenario, document)
    read_rules(document, RESTMapper.builtin())
    read_manifest(document, namespace=scenario.service.namespace)
    if isinstance(scenario.load, Replay):
        recording = resolve(scenario.load, beside=document.file)
        scenario = scenario.model_copy(update={"load": recording})
    return scenario


def autoscaled(scenario: Scenario) -> "Autoscaled":
    """Give what a scenario's manifest asks for; raises ``InputError``."""
    document = yamlio.Document(scenario.model_dump(mode="json"))
    return read_manifest(document, namespace=scenario.service.namespace)


def dump(scenario: Scenario) -> str:
    """Write a scenario file; reading it gives an equal scenario."""
    return yamlio.dump(scenario.model_dump(mode="json"))


def _set(raw: Any, name: str, value: Any) -> None:
    """Put *value* at the dotted *name* (``cluster.pools[0].cpu``) of plain data."""
    steps = name.replace("[", ".").replace("]", "").split(".")
    for step in steps[:-1]:
        raw = raw[int(step)] if step.isdigit() else raw[step]
    raw[steps[-1]] = value
