"""What contradicts itself in a load plan, or would send load where it must not.

Each is found with its place, before anything is resolved or sent. Names are
resolved in ``bench.load.addresses``.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.load.plan import LoadPlan, Setup, Shape
    from octoscale.core.yamlio import DocumentPath

MOST_RUNS = 100_000
"""More runs than anybody waits for."""

Problem = tuple[str, str, "DocumentPath"]
"""Code, words and place of one problem."""


def problems(plan: LoadPlan) -> Iterator[Problem]:
    """Find what is wrong: LP001 two of one name, LP002 a shape, LP003 an address,
    LP004 something missing that another field needs, LP005 too many runs.
    """  # noqa: D205 - one list of codes
    for part in ("setups", "services"):
        yield from _repeated([one.name for one in getattr(plan, part)], part)
    yield from _repeated([str(one) for one in plan.keep_alive], "keepAlive")
    for number, shape in enumerate(plan.shapes):
        yield from _shape(shape, plan, ("shapes", number))
    for number, setup in enumerate(plan.setups):
        yield from _setup(setup, plan, ("setups", number))
    runs = plan.repeats * len(plan.services) * len(plan.shapes) * len(plan.keep_alive)
    runs *= sum(len(setup.endpoints) for setup in plan.setups)
    if runs > MOST_RUNS:
        yield "LP005", f"{runs} runs are more than {MOST_RUNS}", ("repeats",)


def address_problem(url: str) -> str:
    """Say what is wrong with the address of a setup or an exporter; else nothing.

    >>> address_problem("http://127.0.0.1:8080")
    ''
    >>> address_problem("http://0.0.0.0:8080")
    "'0.0.0.0' is no address of one machine"
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return f"{url!r} is no URL: {error}"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"{url!r} should be like http://127.0.0.1:8080"
    if parts.username is not None or parts.password is not None:
        return "a URL with a user or a password would show it in every process list"
    if parts.query or parts.fragment or not url.isascii() or not url.isprintable():
        return f"{url!r} should be an address, and a plain path at most"
    return _host_problem(parts.hostname)


def literal(host: str) -> bool:
    """Tell whether a URL's host is an address itself.

    >>> literal("127.0.0.1"), literal("::1"), literal("localhost")
    (True, True, False)
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _host_problem(host: str) -> str:
    if not literal(host):
        return ""
    address = ipaddress.ip_address(host)
    if address.is_unspecified or address.is_multicast or host == "255.255.255.255":
        return f"{host!r} is no address of one machine"
    return ""


def _repeated(names: Sequence[str], part: str) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            field = () if part == "keepAlive" else ("name",)
            yield "LP001", f"{name!r} stands twice in {part}", (part, number, *field)


def _shape(shape: Shape, plan: LoadPlan, path: DocumentPath) -> Iterator[Problem]:
    if (shape.requests is None) == (shape.duration_seconds is None):
        yield "LP002", "a shape needs either requests or a duration", path
    elif shape.requests is not None and shape.requests < shape.workers:
        text = f"{shape.requests} requests are fewer than {shape.workers} workers"
        yield "LP002", f"{text}: hey refuses that", (*path, "requests")
    elif (shape.duration_seconds or 0) >= plan.limits.run_seconds:
        text = f"a duration of {shape.duration_seconds:g} s is not below limits.run"
        yield "LP002", f"{text}, {plan.limits.run_seconds:g} s", (*path, "duration")


def _setup(setup: Setup, plan: LoadPlan, path: DocumentPath) -> Iterator[Problem]:
    counts = [str(one.replicas) for one in setup.endpoints]
    for number, count in enumerate(counts):
        here = (*path, "endpoints", number)
        if count in counts[:number]:
            yield "LP001", f"two endpoints have {count} replicas", here
        yield from _endpoint(setup, plan, number, here)
    for number, text in enumerate(setup.addresses):
        try:
            ipaddress.ip_network(text)
        except ValueError as error:
            yield "LP003", str(error), (*path, "addresses", number)


def _endpoint(
    setup: Setup, plan: LoadPlan, number: int, path: DocumentPath
) -> Iterator[Problem]:
    endpoint = setup.endpoints[number]
    named = [(endpoint.url, (*path, "url"))] if endpoint.url is not None else []
    named += [(u, (*path, "exporters", n)) for n, u in enumerate(endpoint.exporters)]
    for url, where in named:
        problem = address_problem(url)
        host = "" if problem else str(urlsplit(url).hostname)
        if problem:
            yield "LP003", problem, where
        elif not literal(host) and not setup.addresses:
            text = f"{host!r} is a name: say in 'addresses' where it may lead"
            yield "LP003", text, where
    if endpoint.exporters and plan.counter is None:
        text = "exporters are asked for a counter: name its series in 'counter'"
        yield "LP004", text, (*path, "exporters")
    if setup.scale is not None and endpoint.replicas is None:
        yield "LP004", "what is scaled needs a number of replicas", path
