"""Who asks, and may they: delegated to the cluster, as aggregated APIs do.

The front proxy (the API server) vouches for its callers with headers, and is
itself known by a client certificate, verified by TLS. Anybody else shows a
bearer token, which a TokenReview checks. Every question is then put to a
SubjectAccessReview, before any query. Verdicts are remembered for seconds, by
the whole identity and the whole question.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar
from urllib.parse import unquote

from adapter_rules.server import status
from octoscale.kube.errors import KubeError
from octoscale.kube.types import AccessRequest, UserInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor

    from adapter_rules.server.requestheader import RequestHeader
    from octoscale.kube.types import AccessVerdict, TokenVerdict

MASTERS = "system:masters"
"""May do everything, by Kubernetes' definition; never asked about."""

AUTHENTICATED = "system:authenticated"
VERDICT_SECONDS = 10.0
"""How long a verdict is trusted: what delegating API servers use."""

REMEMBERED_VERDICTS = 4096
MAX_TOKEN_BYTES = 16_384

Headers = list[tuple[bytes, bytes]]
K = TypeVar("K")
V = TypeVar("V")


class Reviewer(Protocol):
    """The part of ``KubePort`` that judges."""

    def review_token(self, token: str) -> TokenVerdict:
        """Ask who the bearer of *token* is."""
        ...

    def review_access(self, request: AccessRequest) -> AccessVerdict:
        """Ask whether somebody may do something."""
        ...


class Guard(Protocol):
    """Decides about a request before anything else is done for it."""

    async def identify(self, peer: str, headers: Headers) -> UserInfo:
        """Tell who asks; raises 401.

        *peer* is the common name of the verified client certificate, or empty.
        """
        ...

    async def allow(self, request: AccessRequest) -> None:
        """Return if the request is allowed; raises 403."""
        ...


class OpenGuard:
    """Lets everybody in: for a loopback address only (see ``settings``)."""

    async def identify(self, peer: str, headers: Headers) -> UserInfo:
        """Call everybody the same."""
        del peer, headers
        return UserInfo(name="system:anonymous", groups=("system:unauthenticated",))

    async def allow(self, request: AccessRequest) -> None:
        """Allow it."""


@dataclass(slots=True)
class Remembered(Generic[K, V]):
    """A bounded memory of verdicts that grow old; the oldest goes first."""

    clock: Callable[[], float]
    """Monotonic seconds."""

    seconds: float = VERDICT_SECONDS
    most: int = REMEMBERED_VERDICTS
    _known: OrderedDict[K, tuple[float, V]] = field(default_factory=OrderedDict)

    def get(self, key: K) -> V | None:
        """Give what is known and fresh."""
        known = self._known.get(key)
        if known is None or self.clock() >= known[0]:
            return None
        return known[1]

    def put(self, key: K, value: V) -> None:
        """Remember *value*."""
        self._known.pop(key, None)
        self._known[key] = self.clock() + self.seconds, value
        while len(self._known) > self.most:
            self._known.popitem(last=False)

    def __len__(self) -> int:
        """Count what is remembered."""
        return len(self._known)


class DelegatedGuard:
    """Identifies by front proxy or token, and asks the cluster for permission."""

    def __init__(
        self,
        reviewer: Reviewer,
        request_header: Callable[[], RequestHeader],
        *,
        clock: Callable[[], float],
        executor: Executor | None = None,
    ) -> None:
        """Ask *reviewer*, in threads of *executor*; *clock* is monotonic.

        *request_header* gives the front proxy's configuration as it is now.
        """
        self._reviewer = reviewer
        self._request_header = request_header
        self._executor = executor
        self._tokens: Remembered[bytes, UserInfo | None] = Remembered(clock)
        self._verdicts: Remembered[AccessRequest, bool] = Remembered(clock)

    async def identify(self, peer: str, headers: Headers) -> UserInfo:
        """Believe the front proxy's headers, and nobody else's; raises 401."""
        known = self._request_header()
        if peer and known.trusts(peer):
            user = from_headers(known, headers)
            if user is not None:
                return user
        token = _bearer(headers)
        if token:
            user = await self._of_token(token)
            if user is not None:
                return user
        raise status.unauthorized()

    async def allow(self, request: AccessRequest) -> None:
        """Ask the cluster, or remember its verdict; raises 403."""
        if MASTERS in request.user.groups:
            return
        allowed = self._verdicts.get(request)
        if allowed is None:
            try:
                verdict = await self._call(self._reviewer.review_access, request)
            except KubeError as error:
                raise status.unavailable("access cannot be reviewed now") from error
            allowed = verdict.allowed
            self._verdicts.put(request, allowed)
        if not allowed:
            raise status.forbidden(_refusal(request))

    async def _of_token(self, token: str) -> UserInfo | None:
        if len(token) > MAX_TOKEN_BYTES:
            return None
        # The token itself is not kept.
        key = hashlib.sha256(token.encode()).digest()
        user = self._tokens.get(key)
        if user is None:
            try:
                verdict = await self._call(self._reviewer.review_token, token)
            except KubeError as error:
                raise status.unavailable("tokens cannot be reviewed now") from error
            if not verdict.authenticated or verdict.user is None:
                return None
            user = _authenticated(verdict.user)
            self._tokens.put(key, user)
        return user

    async def _call(self, question: Callable[[K], V], argument: K) -> V:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, question, argument)


def from_headers(known: RequestHeader, headers: Headers) -> UserInfo | None:
    """Read whom the front proxy speaks for; ``None`` when it names nobody."""
    texts = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in headers
    ]
    # The first configured header that is there counts.
    names = (_values(texts, (header,)) for header in known.username_headers)
    name = next((values[0] for values in names if values and values[0]), "")
    if not name:
        return None
    groups = tuple(value for value in _values(texts, known.group_headers) if value)
    return _authenticated(
        UserInfo(name=name, groups=groups, extra=_extra(texts, known.extra_prefixes))
    )


def _values(headers: Iterable[tuple[str, str]], names: Iterable[str]) -> list[str]:
    wanted = {name.lower() for name in names}
    return [value for name, value in headers if name.lower() in wanted]


def _extra(
    headers: Iterable[tuple[str, str]], prefixes: Iterable[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found: dict[str, list[str]] = {}
    for name, value in headers:
        for prefix in prefixes:
            if name.lower().startswith(prefix.lower()):
                key = unquote(name[len(prefix) :]).lower()
                found.setdefault(key, []).append(value)
    return tuple((key, tuple(found[key])) for key in sorted(found))


def _authenticated(user: UserInfo) -> UserInfo:
    if AUTHENTICATED in user.groups:
        return user
    return replace(user, groups=(*user.groups, AUTHENTICATED))


def _bearer(headers: Headers) -> str:
    for name, value in headers:
        if name.lower() == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            if scheme.lower() == "bearer":
                return token.strip()
    return ""


def _refusal(request: AccessRequest) -> str:
    """Word it as the API server does, for whoever has to grant the right."""
    who = f'User "{request.user.name}" cannot {request.verb}'
    if request.path:
        return f'forbidden: {who} path "{request.path}"'
    what = "/".join(part for part in (request.plural, request.subresource) if part)
    where = f'in the namespace "{request.namespace}"'
    scope = where if request.namespace else "at the cluster scope"
    subject = f'{what}.{request.group} "{request.name}" is forbidden'
    return f'{subject}: {who} resource "{what}" in API group "{request.group}" {scope}'


def audit_name(user: UserInfo) -> Mapping[str, str]:
    """Name a user in the log: no groups, no extra, no token."""
    return {"user": user.name}
