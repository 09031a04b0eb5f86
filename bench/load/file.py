"""Read a load plan, one of ours or a file, and put a user's addresses into it."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from pydantic import ValidationError

from bench.load.checks import address_problem, problems
from bench.load.plan import LoadGoal, LoadPlan, Service
from octoscale.core import schema, yamlio
from octoscale.core.errors import FileAccessError, InputError, UsageError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.load.plan import Endpoint, Setup


def preset_names() -> tuple[str, ...]:
    """Name the load plans that come with Octoscale.

    >>> preset_names()
    ('fig10', 'fig11', 'fig12')
    """
    names = [entry.name for entry in resources.files("bench.load.presets").iterdir()]
    return tuple(sorted(n.removesuffix(".yaml") for n in names if n.endswith(".yaml")))


def load_load_plan(name_or_path: str) -> LoadPlan:
    """Read a load plan: by the name of one of ours, or from a file (``-``: stdin).

    Raises ``InputError`` with the place of each problem, and ``FileAccessError``,
    which names our plans, when there is neither such a plan nor such a file.
    """
    if name_or_path in preset_names():
        name = f"{name_or_path}.yaml"
        file = resources.files("bench.load.presets").joinpath(name)
        return parse_load_plan(file.read_text(encoding="utf-8"), file=name)
    try:
        text = yamlio.read_text(name_or_path)
    except FileAccessError as error:
        error.hint = f"known plans: {', '.join(preset_names())}; or name a plan file"
        raise
    return parse_load_plan(text, file=name_or_path)


def parse_load_plan(text: str, *, file: str | None = None) -> LoadPlan:
    """Read a load plan's text.

    Raises ``InputError`` with the place of each problem: YAnnn for the YAML, SCnnn
    for fields and types, LPnnn as in ``bench.load.checks``.
    """
    document = yamlio.load(text, file=file)
    plan = schema.decode(LoadPlan, document)
    findings = [
        Finding(
            code=code,
            severity=Severity.ERROR,
            message=message,
            place=document.place(where),
        )
        for code, message, where in problems(plan)
    ]
    if findings:
        raise InputError(findings)
    return plan


def with_addresses(
    plan: LoadPlan, pairs: Iterable[str], *, addresses: Sequence[str] = ()
) -> LoadPlan:
    """Give *plan* with a user's URLs: ``SETUP=URL`` or ``SETUP/REPLICAS=URL``.

    The first form is for every endpoint of a setup that has no URL yet, or for
    its only one. *addresses* are added to where the setups' names may lead.

    Raises ``UsageError`` for a setup or a number of replicas that the plan does
    not have, and for what is no URL.
    """
    setups = {setup.name: setup for setup in plan.setups}
    for pair in pairs:
        key, equals, url = pair.rpartition("=http")
        problem = address_problem(f"http{url}") if equals else f"not SETUP=URL: {pair}"
        if problem:
            raise UsageError(
                problem, hint="write it like --url k8s=http://127.0.0.1:80"
            )
        name, replicas = _split(key, setups)
        setups[name] = _with_url(setups[name], replicas, f"http{url}")
    chosen = [
        setup.model_copy(update={"addresses": (*setup.addresses, *addresses)})
        for setup in setups.values()
    ]
    changed = plan.model_copy(update={"setups": tuple(chosen)})
    _check(changed)
    return changed


def narrowed(
    plan: LoadPlan,
    *,
    repeats: int | None = None,
    services: Sequence[str] = (),
    goodput: float | None = None,
) -> LoadPlan:
    """Give *plan* with other repeats, services (``NAME=PATH``) or another goal.

    Raises ``UsageError`` for what is no service.
    """
    changes: dict[str, object] = {}
    if repeats is not None:
        changes["repeats"] = repeats
    if services:
        changes["services"] = tuple(map(_service, services))
    if goodput is not None:
        goal = plan.goal or LoadGoal()
        changes["goal"] = goal.model_copy(update={"goodput": goodput})
    changed = plan.model_copy(update=changes)
    _check(changed)
    return changed


def _service(pair: str) -> Service:
    name, _, path = pair.partition("=")
    try:
        return Service(name=name, path=path)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"]
        raise UsageError(
            f"not a service: {pair!r}: {problem}", hint="write it like cart=/cart"
        ) from None


def runnable(plan: LoadPlan) -> tuple[LoadPlan, tuple[str, ...]]:
    """Give *plan* with just the endpoints that have a URL, and name the others.

    Raises ``UsageError`` when there is none.
    """
    kept, left = [], []
    for setup in plan.setups:
        having = tuple(one for one in setup.endpoints if one.url is not None)
        left += [_shown(setup, one) for one in setup.endpoints if one.url is None]
        if having:
            kept.append(setup.model_copy(update={"endpoints": having}))
    if not kept:
        first = plan.setups[0].name
        raise UsageError(
            f"plan {plan.load} names no address to send load to",
            hint=f"give one: --url {first!r}=http://127.0.0.1:8080; "
            f"its setups: {', '.join(setup.name for setup in plan.setups)}",
        )
    return plan.model_copy(update={"setups": tuple(kept)}), tuple(left)


def _check(plan: LoadPlan) -> None:
    for _, message, where in problems(plan):
        setup = plan.setups[int(where[1])].name if where[0] == "setups" else ""
        named = f"setup {setup!r}: " if setup else ""
        hint = "--address names one on the command line" if setup else ""
        raise UsageError(f"{named}{message}", hint=hint)


def _split(key: str, setups: dict[str, Setup]) -> tuple[str, int | None]:
    """Take ``SETUP`` or ``SETUP/REPLICAS`` apart."""
    name, slash, count = key.rpartition("/")
    if key in setups:
        return key, None
    if slash and name in setups and count.isascii() and count.isdigit():
        return name, int(count)
    raise UsageError(
        f"the plan has no setup {key!r}", hint=f"known: {', '.join(setups)}"
    )


def _with_url(setup: Setup, replicas: int | None, url: str) -> Setup:
    def takes(endpoint: Endpoint) -> bool:
        if replicas is not None:
            return endpoint.replicas == replicas
        return endpoint.url is None or len(setup.endpoints) == 1

    if not any(takes(endpoint) for endpoint in setup.endpoints):
        counts = [str(one.replicas) for one in setup.endpoints]
        raise UsageError(
            f"setup {setup.name!r} has no such endpoint without a URL",
            hint=f"its replicas: {', '.join(counts)}",
        )
    endpoints = tuple(
        one.model_copy(update={"url": url}) if takes(one) else one
        for one in setup.endpoints
    )
    return setup.model_copy(update={"endpoints": endpoints})


def _shown(setup: Setup, endpoint: Endpoint) -> str:
    count = "" if endpoint.replicas is None else f", {endpoint.replicas} replicas"
    return f"{setup.name}{count}"
