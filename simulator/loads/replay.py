"""A load that was recorded: as points here, or in a file beside the scenario.

Reading the files is ``simulator.recordings``' business, when a scenario is read.
"""

from typing import Literal

from pydantic import Field, model_validator

from simulator.loads.base import LoadUnit
from simulator.loads.polyline import Polyline
from simulator.parameter import Section


class PrometheusRange(Section):
    """A range query to a Prometheus, whose answer is the load."""

    url: str = ""
    """Of the server; empty when *file* is given."""

    file: str = ""
    """A saved answer of ``/api/v1/query_range``, instead of a server."""

    query: str = ""
    start: float = 0.0
    """Seconds since the epoch."""

    end: float = 0.0
    step_seconds: float = Field(default=60.0, gt=0)

    @model_validator(mode="after")
    def _one_source(self) -> "PrometheusRange":
        if bool(self.url) == bool(self.file):
            raise ValueError("should have either a url or a file")
        if self.url and not (self.query and self.end > self.start):
            raise ValueError("a url needs a query, and an end after its start")
        return self


class Replay(Section):
    """A recorded load, replayed from its first point on.

    >>> replay = Replay(shape="replay", unit="requests/s", points=((0, 5), (60, 9)))
    >>> replay.course().at(30)
    7.0
    """

    shape: Literal["replay"]
    unit: LoadUnit
    points: tuple[tuple[float, float], ...] = ()
    """Seconds of the run with the load then; between two of them it lies on the
    straight line."""

    csv: str = ""
    """A file with two columns, time (seconds) and load, below one line of heads."""

    access_log: str = ""
    """A web server's log in the common or combined format. Only its timestamps
    are read: the load is requests a second in each *interval_seconds*."""

    prometheus: PrometheusRange | None = None
    interval_seconds: float = Field(default=60.0, gt=0, allow_inf_nan=False)
    """How finely an access log is counted."""

    scale: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    """What the recorded load is multiplied by."""

    @model_validator(mode="after")
    def _one_source(self) -> "Replay":
        given = [self.points, self.csv, self.access_log, self.prometheus]
        if sum(bool(one) for one in given) != 1:
            raise ValueError(
                "should have one of points, csv, access_log and prometheus"
            )
        times = [time for time, _ in self.points]
        if times != sorted(times):
            raise ValueError("the points' times should not fall")
        if any(load < 0 for _, load in self.points):
            raise ValueError("a load should be 0 or more")
        return self

    def course(self) -> Polyline:
        """Give the load over time; raises ``ValueError`` before its file is read."""
        if not self.points:
            raise ValueError("the recording has not been read yet")
        return Polyline(tuple((time, load * self.scale) for time, load in self.points))
