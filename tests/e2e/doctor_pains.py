"""The twenty pains of people who scale on custom metrics, and the cases that test them.

Collected from public issue threads of Prometheus Adapter and its neighbours. The
table of ``docs/doctor.md`` is held to this one, and this one to the cases.
"""

from __future__ import annotations

from typing import NamedTuple


class Pain(NamedTuple):
    """One of them."""

    number: int
    title: str
    cases: tuple[str, ...] = ()
    """Of ``test_doctor`` and ``test_doctor_breaks``."""

    why_not: str = ""
    """Why a real control plane of ours cannot be broken that way."""


PAINS: tuple[Pain, ...] = (
    Pain(
        1,
        "404, and nothing says which step lost the metric",
        ("no-series", "no-rule", "misspelt", "filtered", "no-pods", "no-workload"),
    ),
    Pain(2, "labels are not called namespace and pod", ("other-labels",)),
    Pain(
        3,
        "external metrics always get the HPA's namespace",
        ("external-namespace",),
    ),
    Pain(4, "one invalid series query takes every metric down", ("bad-series-query",)),
    Pain(5, "the query's aggregation drops the object's label", ("dropped-label",)),
    Pain(6, "200 with no items, and no error", ("no-items",)),
    Pain(7, "NaN and infinities become huge negative numbers", ("not-a-number",)),
    Pain(
        8,
        "metrics blink: the look-back is shorter than two scrapes",
        ("short-look-back",),
    ),
    Pain(
        9,
        "a changed config is not read before a restart",
        ("not-reloaded",),
    ),
    Pain(
        10,
        "memory grows with the matched series",
        why_not="nothing in the chain breaks until the adapter is killed; "
        "`octoscale lint rules` (AR117, AR118) counts series before that",
    ),
    Pain(
        11,
        "the query's pod regex is too long for a proxy",
        why_not="needs a proxy with a limit before Prometheus; `octoscale serve` posts "
        "long queries",
    ),
    Pain(
        12,
        "client-side throttling in the adapter",
        why_not="a slow answer is a right one, and the limit is inside the adapter's "
        "process; `octoscale serve` watches instead of asking",
    ),
    Pain(13, "two rules or series claim one name", ("collision",)),
    Pain(
        14,
        "the APIService is missing, unavailable, or of another version",
        (
            "no-adapter",
            "not-registered",
            "wrong-version",
            "wrong-port",
            "wrong-authority",
            "no-service",
        ),
    ),
    Pain(15, "one owner only for an API: KEDA, Datadog …", ("owned-by-keda",)),
    Pain(
        16, "nodes and their like are listed and cannot be asked", ("cluster-scoped",)
    ),
    Pain(
        17,
        "turning a query into a rule",
        why_not="is writing, not a chain that breaks; `octoscale rules generate "
        "--from-promql` does it",
    ),
    Pain(
        18,
        "the HPA asks for its own pods only",
        ("other-pods", "no-object"),
    ),
    Pain(
        19,
        "the adapter is refused by Prometheus",
        ("prometheus-refuses",),
    ),
    Pain(
        20,
        "the adapter hides what Prometheus said",
        ("query-error", "exporter-stopped", "target-gone"),
    ),
)

BESIDES = ("healthy", "controller-forbidden")
"""Cases that are no pain of the twenty: a chain that holds, and the controller's
missing right to external metrics, which the same threads mention."""


def page_rows() -> list[str]:
    """Write the table of ``docs/doctor.md``."""
    rows = ["| # | pain | tested by breaking it so |", "|---|---|---|"]
    for one in PAINS:
        cases = ", ".join(f"`{case}`" for case in one.cases)
        told = cases or f"not broken here: {one.why_not}"
        rows.append(f"| {one.number} | {one.title} | {told} |")
    return rows
