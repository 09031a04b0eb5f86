"""A load plan: where load goes, in which shapes, and how much at most.

What the file may say. Contradictions are found in ``bench.load.checks``, reading
is ``bench.load.file``'s business, and which runs it makes ``bench.load.matrix``'s.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from bench.fields import Model, Name, Seconds, SeriesName, Sparse

if TYPE_CHECKING:
    from collections.abc import Collection

Count = Annotated[int, Field(ge=1)]
Label = Annotated[str, Field(min_length=1, max_length=60)]
"""A name that people read; it stands in tables, pictures and file names' stead."""

SUCCESSES = range(200, 400)
"""What counts as served, unless a plan says otherwise."""


class Endpoint(Sparse):
    """One address of a setup, and how many replicas stand behind it."""

    replicas: Count | None = None
    """Left out where that makes no sense, for a virtual machine."""

    url: str | None = None
    """``http://host:port``, perhaps with a path in front of the services' paths.
    Left out it has to be given on the command line."""

    exporters: tuple[str, ...] = ()
    """The page of each pod's exporter, for the spread over the pods."""


class Scale(Model):
    """What is scaled before an endpoint with replicas gets load."""

    kind: Literal["Deployment", "StatefulSet", "ReplicaSet"] = "Deployment"
    namespace: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    ready_within_seconds: Seconds = Field(default=300.0, alias="readyWithin")


class Setup(Sparse):
    """One way to run the services: a cluster, or the virtual machines."""

    name: Label
    endpoints: Annotated[tuple[Endpoint, ...], Field(min_length=1)] = (Endpoint(),)
    addresses: tuple[str, ...] = ()
    """Where the URLs' names may lead: addresses or networks. Load goes nowhere
    else. Not needed where a URL holds the address itself."""

    owner: str | None = None
    """The name of the process that must own the port, for addresses of this
    machine."""

    scale: Scale | None = None
    """Left out somebody else sees to it that there are so many replicas."""


class Service(Model):
    """One path that is asked for."""

    name: Label
    path: Annotated[str, Field(pattern=r"^/[!-~]*$")]


class Shape(Sparse):
    """How many requests by how many at a time, or for how long."""

    workers: Count
    """hey's ``-c``: so many send at once, each the next when it has an answer."""

    requests: Count | None = None
    """hey's ``-n``; each worker sends its whole share, the rest is dropped."""

    duration_seconds: Seconds | None = Field(default=None, alias="duration")
    """hey's ``-z``, in place of a number of requests."""

    @property
    def shown(self) -> str:
        """Write it the way that hey's options do.

        >>> Shape(workers=100, requests=1000).shown
        'n=1000 c=100'
        """
        if self.duration_seconds is not None:
            return f"z={self.duration_seconds:g}s c={self.workers}"
        return f"n={self.requests} c={self.workers}"


class Limits(Model):
    """What no run may exceed, whatever else the plan says."""

    run_seconds: Seconds = Field(default=60.0, alias="run")
    """The longest that one run of hey may take; it is stopped then."""

    total_seconds: Seconds = Field(default=3600.0, alias="total")
    """The longest that all runs may take together; the rest is left out."""

    rate: Annotated[float, Field(gt=0, le=1_000_000)] = 50_000.0
    """Requests a second over all workers. hey has a limit for each worker: its
    share of this."""

    timeout_seconds: Annotated[int, Field(ge=1, le=600, alias="timeout")] = 20
    """Whole seconds after which a request counts as failed."""


class LoadGoal(Sparse):
    """What counts as enough. Left out parts are not looked at."""

    goodput: Annotated[float, Field(gt=0)] | None = None
    """Successful responses a second, at least."""

    p95_seconds: Seconds | None = Field(default=None, alias="p95")
    """hey's 95th percentile, at most."""

    failures: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of requests without a successful response, at most."""


class Counter(Model):
    """The counter by which the spread over the pods is seen."""

    series: SeriesName
    """Of the exporters' pages; all of its samples on a page are added."""


class LoadPlan(Sparse):
    """One load test."""

    load: Name
    """Its name, also that of the run's directory."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    about: str = ""
    """Where it comes from and how it may be read; shown in the report."""

    setups: Annotated[tuple[Setup, ...], Field(min_length=1)]
    services: Annotated[tuple[Service, ...], Field(min_length=1)] = (
        Service(name="root", path="/"),
    )
    shapes: Annotated[tuple[Shape, ...], Field(min_length=1)]
    keep_alive: Annotated[tuple[bool, ...], Field(min_length=1, max_length=2)] = (True,)
    """Whether connections are used again; both can be measured."""

    repeats: Annotated[int, Field(ge=1, le=1000)]
    """Of each cell of the matrix."""

    pause_seconds: Annotated[float, Field(ge=0, le=600, alias="pause")] = 0.0
    """Seconds between two runs, so that one does not weigh on the next."""

    success: (
        Annotated[
            tuple[Annotated[int, Field(ge=100, le=599)], ...], Field(min_length=1)
        ]
        | None
    ) = None
    """The status codes that count as served; left out, 200 to 399."""

    limits: Limits = Limits()
    counter: Counter | None = None
    goal: LoadGoal | None = None

    @property
    def successes(self) -> Collection[int]:
        """The status codes that count as served."""
        return SUCCESSES if self.success is None else self.success

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as plain data, in the form of its file."""
        return self.model_dump(mode="json", by_alias=True)
