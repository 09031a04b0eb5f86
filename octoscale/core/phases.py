"""The moments of a scale-up and of a pod's start, and the phases between them.

One vocabulary for whoever simulates, measures or shows a start. When a moment
happened, and how it was observed, belongs to the observation, not here.
"""

from __future__ import annotations

from enum import StrEnum


class Milestone(StrEnum):
    """A moment of a scale-up, in the order in which it comes about.

    The first four belong to the whole repeat, the others to each pod.

    >>> Milestone("pulled").order > Milestone.PULLING.order
    True
    """

    LOAD_RAISED = "load raised"
    METRIC_CROSSES = "metric crosses"
    FIRST_DECISION = "first decision"
    LAST_DECISION = "last decision"
    CREATED = "created"
    SCHEDULED = "scheduled"
    PULLING = "pulling"
    PULLED = "pulled"
    CONTAINERS_STARTED = "containers started"
    READY = "ready"
    ENDPOINT_READY = "endpoint ready"
    FIRST_REQUEST = "first request served"

    @property
    def order(self) -> int:
        """Where the moment stands in the list, from 0."""
        return list(Milestone).index(self)

    @property
    def meaning(self) -> str:
        """Say in one line what has happened."""
        return _MILESTONES[self]

    @property
    def of_pod(self) -> bool:
        """Whether every pod has such a moment of its own."""
        return self in POD_MILESTONES


class Phase(StrEnum):
    """A stretch of a pod's start, between two neighbouring moments.

    >>> Phase.PULLING.start.value, Phase.PULLING.end.value
    ('pulling', 'pulled')
    >>> Phase.WAITING.order
    0
    """

    WAITING = "waiting for the decision"
    SCHEDULING = "scheduling"
    PREPARING = "preparing"
    PULLING = "pulling the image"
    STARTING = "starting containers"
    PROBING = "becoming ready"
    ROUTING = "entering the endpoints"
    SERVING = "waiting for a request"

    @property
    def order(self) -> int:
        """Where the phase stands in the list, from 0."""
        return list(Phase).index(self)

    @property
    def start(self) -> Milestone:
        """The moment at which the phase begins."""
        return _SPANS[self][0]

    @property
    def end(self) -> Milestone:
        """The moment at which the phase is over."""
        return _SPANS[self][1]

    @property
    def meaning(self) -> str:
        """Say in one line what goes on."""
        return _PHASES[self]


POD_MILESTONES: tuple[Milestone, ...] = tuple(Milestone)[4:]
"""The moments that every new pod goes through, in order."""

POD_PHASES: tuple[Phase, ...] = tuple(Phase)[1:]
"""The phases that lie between a pod's own moments, in order."""

_MILESTONES: dict[Milestone, str] = {
    Milestone.LOAD_RAISED: "the load that asks for more replicas begins",
    Milestone.METRIC_CROSSES: "the metric, as the autoscaler can read it, first "
    "lies above its target by more than the tolerance",
    Milestone.FIRST_DECISION: "the autoscaler first asks for more replicas than at "
    "the start (its first rescale)",
    Milestone.LAST_DECISION: "the autoscaler asks for the goal's replicas",
    Milestone.CREATED: "the pod object exists (metadata.creationTimestamp)",
    Milestone.SCHEDULED: "the pod has its node (condition PodScheduled)",
    Milestone.PULLING: "the kubelet asks for the image (event Pulling)",
    Milestone.PULLED: "the image is on the node, unpacked (event Pulled)",
    Milestone.CONTAINERS_STARTED: "all containers run (their state.running.startedAt)",
    Milestone.READY: "the pod passes its readiness probes (condition Ready)",
    Milestone.ENDPOINT_READY: "the service's endpoints list the pod as ready",
    Milestone.FIRST_REQUEST: "the pod has answered its first request under load",
}

_SPANS: dict[Phase, tuple[Milestone, Milestone]] = {
    Phase.WAITING: (Milestone.FIRST_DECISION, Milestone.CREATED),
    Phase.SCHEDULING: (Milestone.CREATED, Milestone.SCHEDULED),
    Phase.PREPARING: (Milestone.SCHEDULED, Milestone.PULLING),
    Phase.PULLING: (Milestone.PULLING, Milestone.PULLED),
    Phase.STARTING: (Milestone.PULLED, Milestone.CONTAINERS_STARTED),
    Phase.PROBING: (Milestone.CONTAINERS_STARTED, Milestone.READY),
    Phase.ROUTING: (Milestone.READY, Milestone.ENDPOINT_READY),
    Phase.SERVING: (Milestone.ENDPOINT_READY, Milestone.FIRST_REQUEST),
}

_PHASES: dict[Phase, str] = {
    Phase.WAITING: "from the first decision until one asks for this pod and it exists",
    Phase.SCHEDULING: "the scheduler chooses a node",
    Phase.PREPARING: "the kubelet notices the pod and makes its sandbox and volumes",
    Phase.PULLING: "the image is downloaded and unpacked",
    Phase.STARTING: "containers are made and started",
    Phase.PROBING: "the program starts up and passes its readiness probes",
    Phase.ROUTING: "the endpoints learn of the pod",
    Phase.SERVING: "the load reaches the pod",
}
