"""Who is believed, who is asked about, and what is remembered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from adapter_rules.server import auth
from adapter_rules.server.auth import DelegatedGuard, Remembered, from_headers
from adapter_rules.server.requestheader import RequestHeader
from adapter_rules.server.status import StatusError
from octoscale.kube.errors import UnreachableError
from octoscale.kube.types import AccessRequest, AccessVerdict, TokenVerdict, UserInfo
from tests.adapter_rules.server.site import CUSTOM, FakePrometheus, sample, site, vector

if TYPE_CHECKING:
    from adapter_rules.server.auth import Headers

HEADER = RequestHeader(authorities="pem", allowed_names=("front-proxy-client",))
ONE = f"{CUSTOM}/namespaces/shop/pods/web-0/hits"
HPA = {"X-Remote-User": "hpa", "X-Remote-Group": "system:masters"}


@dataclass
class FakeReviewer:
    """Knows one token, and allows what it is told to."""

    allowed: frozenset[str] = frozenset()
    away: bool = False
    tokens: list[str] = field(default_factory=list)
    requests: list[AccessRequest] = field(default_factory=list)

    def review_token(self, token: str) -> TokenVerdict:
        """Know ``good``."""
        self.tokens.append(token)
        if self.away:
            raise UnreachableError("gone")
        if token != "good":  # noqa: S105 - the test's own word
            return TokenVerdict(authenticated=False)
        return TokenVerdict(authenticated=True, user=UserInfo(name="jane"))

    def review_access(self, request: AccessRequest) -> AccessVerdict:
        """Allow by user name."""
        self.requests.append(request)
        if self.away:
            raise UnreachableError("gone")
        return AccessVerdict(allowed=request.user.name in self.allowed)


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def guard(reviewer: FakeReviewer, clock: Clock | None = None) -> DelegatedGuard:
    return DelegatedGuard(reviewer, lambda: HEADER, clock=clock or Clock())


def headers(**texts: str) -> Headers:
    return [
        (name.replace("_", "-").encode(), text.encode()) for name, text in texts.items()
    ]


@pytest.mark.parametrize(
    "peer", [pytest.param("", id="no certificate"), pytest.param("web", id="another")]
)
def test_remote_headers_of_anybody_but_the_front_proxy_are_worth_nothing(
    peer: str,
) -> None:
    reviewer = FakeReviewer()
    prometheus = FakePrometheus(vector(sample(1, pod="web-0")))
    with site(prometheus, guard=guard(reviewer)) as server:
        assert server.ask("GET", ONE, HPA, peer=peer).status == 401
        assert server.ask("GET", ONE, HPA, peer="front-proxy-client").status == 200
    assert len(prometheus.asked) == 1


def test_without_a_permission_nothing_is_asked() -> None:
    reviewer, prometheus = FakeReviewer(), FakePrometheus()
    bearer = {"Authorization": "Bearer good"}
    with site(prometheus, guard=guard(reviewer)) as server:
        answer = server.ask("GET", ONE, bearer)
        for path in ("/metrics", "/apis/custom.metrics.k8s.io/v1beta2", "/nothing"):
            assert server.ask("GET", path, bearer).status == 403
        for path in ("/healthz", "/livez", "/readyz"):
            assert server.ask("GET", path).status == 200
    assert answer.status == 403
    assert 'User "jane" cannot get resource "pods/hits"' in answer.data["message"]
    assert prometheus.asked == []


def test_the_review_names_what_the_adapter_s_rbac_grants() -> None:
    reviewer = FakeReviewer(allowed=frozenset({"jane"}))
    bearer = {"Authorization": "Bearer good"}
    with site(FakePrometheus(), guard=guard(reviewer)) as server:
        server.ask("GET", ONE, bearer)
        server.ask(
            "GET", "/apis/external.metrics.k8s.io/v1beta1/namespaces/a/d", bearer
        )
        server.ask("GET", f"{CUSTOM}/namespaces/a/metrics/hits", bearer)
    asked = [
        (r.verb, r.group, r.plural, r.subresource, r.name, r.namespace)
        for r in reviewer.requests
    ]
    assert asked == [
        ("get", "custom.metrics.k8s.io", "pods", "hits", "web-0", "shop"),
        ("list", "external.metrics.k8s.io", "d", "", "", "a"),
        ("get", "custom.metrics.k8s.io", "metrics", "", "hits", "a"),
    ]


def test_an_unknown_token_is_nobody() -> None:
    reviewer = FakeReviewer()
    with site(FakePrometheus(), guard=guard(reviewer)) as server:
        assert server.ask("GET", ONE, {"Authorization": "Bearer bad"}).status == 401
        assert server.ask("GET", ONE).status == 401
        long = {"Authorization": "Bearer " + "x" * auth.MAX_TOKEN_BYTES * 2}
        assert server.ask("GET", ONE, long).status == 401
    assert reviewer.tokens == ["bad"]


def test_a_cluster_that_does_not_answer_lets_nobody_in() -> None:
    with site(FakePrometheus(), guard=guard(FakeReviewer(away=True))) as server:
        assert server.ask("GET", ONE, {"Authorization": "Bearer good"}).status == 503


def test_verdicts_are_remembered_by_the_whole_identity_for_seconds() -> None:
    reviewer, clock = FakeReviewer(allowed=frozenset({"a"})), Clock()
    door = guard(reviewer, clock)

    def asks(user: UserInfo, name: str = "web-0") -> None:
        request = AccessRequest(user=user, verb="get", plural="pods", name=name)
        asyncio.run(door.allow(request))

    plain = UserInfo(name="a")
    asks(plain)
    asks(plain)
    assert len(reviewer.requests) == 1
    for other in (
        UserInfo(name="a", groups=("g",)),
        UserInfo(name="a", uid="1"),
        UserInfo(name="a", extra=(("scopes", ("x",)),)),
    ):
        asks(other)
    asks(plain, "web-1")
    assert len(reviewer.requests) == 5
    clock.now = auth.VERDICT_SECONDS
    asks(plain)
    assert len(reviewer.requests) == 6


def test_administrators_are_not_asked_about() -> None:
    reviewer = FakeReviewer()
    user = UserInfo(name="a", groups=(auth.MASTERS,))
    asyncio.run(guard(reviewer).allow(AccessRequest(user=user, verb="get")))
    assert reviewer.requests == []


def test_a_refusal_is_a_403() -> None:
    request = AccessRequest(user=UserInfo(name="b"), verb="get", path="/metrics")
    with pytest.raises(StatusError, match='cannot get path "/metrics"'):
        asyncio.run(guard(FakeReviewer()).allow(request))


def test_the_memory_is_bounded_and_forgets_the_oldest() -> None:
    memory: Remembered[int, str] = Remembered(Clock(), most=2)
    for key in (1, 2, 3):
        memory.put(key, "x")
    assert len(memory) == 2
    assert memory.get(1) is None
    assert memory.get(3) == "x"


def test_the_front_proxy_s_headers_are_read_as_configured() -> None:
    known = RequestHeader(
        authorities="pem",
        username_headers=("X-Other-User", "X-Remote-User"),
        group_headers=("X-Remote-Group",),
        extra_prefixes=("X-Remote-Extra-",),
    )
    given = headers(
        x_remote_user="hpa", x_remote_group="ops", x_remote_extra_acme_com_2fproject="p"
    )
    given = [(n.replace(b"-2f", b"%2f"), v) for n, v in given]
    user = from_headers(known, [*given, (b"X-Remote-Group", b"dev")])
    assert user is not None
    assert user.name == "hpa"
    assert user.groups == ("ops", "dev", auth.AUTHENTICATED)
    assert user.extra == (("acme-com/project", ("p",)),)
    assert from_headers(known, headers(x_remote_group="ops")) is None
