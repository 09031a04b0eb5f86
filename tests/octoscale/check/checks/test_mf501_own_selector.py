"""MF501: workloads that do not select their own pods."""

from __future__ import annotations

import pytest

from tests.octoscale.check.inputs import deployment, found


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [
        ("{app: shop}", False),
        ("{app: shop, tier: web}", False),
        ("{app: cart}", True),
        ("{}", True),
    ],
)
def test_the_template_has_the_selectors_labels(labels: str, wrong: bool) -> None:
    assert bool(found("MF501", deployment(labels=labels))) is wrong


def test_expressions_count() -> None:
    text = deployment().replace(
        "{matchLabels: {app: shop}}",
        "{matchExpressions: [{key: app, operator: NotIn, values: [shop]}]}",
    )
    [finding] = found("MF501", text)
    assert "app NotIn (shop)" in finding.message
