"""Random HPAs for property tests: what an API server accepts, and near misses.

Strategies only; the properties are in the tests of what they are about.
"""

from __future__ import annotations

from hypothesis import strategies as st

from hpa.model import metrics, v2, v2beta2
from hpa.model.meta import (
    CrossVersionObjectReference,
    LabelSelector,
    LabelSelectorRequirement,
    ObjectMeta,
)
from octoscale.core.quantity import Quantity

NAMES = st.from_regex(r"[a-z]([-a-z0-9]{0,10}[a-z0-9])?", fullmatch=True)
QUANTITIES = st.builds(
    Quantity.parse,
    st.builds(
        "{}{}".format, st.integers(1, 10**6), st.sampled_from(["", "m", "k", "Mi"])
    ),
)
REFERENCES = st.builds(
    CrossVersionObjectReference,
    kind=st.sampled_from(["Deployment", "StatefulSet", "Service", "Ingress"]),
    name=NAMES,
    api_version=st.sampled_from(["", "v1", "apps/v1"]),
)
SELECTORS = st.none() | st.builds(
    LabelSelector,
    match_labels=st.dictionaries(NAMES, NAMES, max_size=2),
    match_expressions=st.lists(
        st.builds(
            LabelSelectorRequirement,
            key=NAMES,
            operator=st.sampled_from(["In", "NotIn"]),
            values=st.lists(NAMES, min_size=1, max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
)
IDENTIFIERS = st.builds(metrics.MetricIdentifier, name=NAMES, selector=SELECTORS)
VALUE = st.builds(metrics.MetricTarget, type=st.just("Value"), value=QUANTITIES)
AVERAGE = st.builds(
    metrics.MetricTarget, type=st.just("AverageValue"), average_value=QUANTITIES
)
UTILIZATION = st.builds(
    metrics.MetricTarget,
    type=st.just("Utilization"),
    average_utilization=st.integers(1, 300),
)
METRICS = st.one_of(
    st.builds(
        metrics.MetricSpec,
        type=st.just("Pods"),
        pods=st.builds(metrics.PodsMetricSource, metric=IDENTIFIERS, target=AVERAGE),
    ),
    st.builds(
        metrics.MetricSpec,
        type=st.just("Object"),
        object=st.builds(
            metrics.ObjectMetricSource,
            described_object=REFERENCES,
            metric=IDENTIFIERS,
            target=VALUE | AVERAGE,
        ),
    ),
    st.builds(
        metrics.MetricSpec,
        type=st.just("External"),
        external=st.builds(
            metrics.ExternalMetricSource, metric=IDENTIFIERS, target=VALUE | AVERAGE
        ),
    ),
    st.builds(
        metrics.MetricSpec,
        type=st.just("Resource"),
        resource=st.builds(
            metrics.ResourceMetricSource,
            name=st.sampled_from(["cpu", "memory"]),
            target=UTILIZATION | AVERAGE,
        ),
    ),
    st.builds(
        metrics.MetricSpec,
        type=st.just("ContainerResource"),
        container_resource=st.builds(
            metrics.ContainerResourceMetricSource,
            name=st.sampled_from(["cpu", "memory"]),
            container=NAMES,
            target=UTILIZATION | AVERAGE,
        ),
    ),
)
POLICIES = st.builds(
    v2beta2.HPAScalingPolicy,
    type=st.sampled_from(["Pods", "Percent"]),
    value=st.integers(1, 1000),
    period_seconds=st.integers(1, 1800),
)
_WINDOWS = st.none() | st.integers(0, 3600)
_SELECTS = st.none() | st.sampled_from(["Max", "Min", "Disabled"])
_POLICY_LISTS = st.none() | st.lists(POLICIES, min_size=1, max_size=3).map(tuple)
BEHAVIORS = st.builds(
    v2beta2.HorizontalPodAutoscalerBehavior,
    scale_up=st.none()
    | st.builds(
        v2beta2.HPAScalingRules,
        stabilization_window_seconds=_WINDOWS,
        select_policy=_SELECTS,
        policies=_POLICY_LISTS,
    ),
    scale_down=st.none()
    | st.builds(
        v2beta2.HPAScalingRules,
        stabilization_window_seconds=_WINDOWS,
        select_policy=_SELECTS,
        policies=_POLICY_LISTS,
    ),
)
METADATA = st.builds(
    ObjectMeta,
    name=NAMES,
    namespace=NAMES,
    labels=st.dictionaries(NAMES, NAMES, max_size=2),
    annotations=st.dictionaries(NAMES, st.text(max_size=8), max_size=2),
)
VALID = st.builds(
    v2beta2.HorizontalPodAutoscaler,
    metadata=METADATA,
    spec=st.builds(
        v2beta2.HorizontalPodAutoscalerSpec,
        scale_target_ref=REFERENCES,
        min_replicas=st.none() | st.integers(1, 5),
        max_replicas=st.integers(5, 50),
        metrics=st.lists(METRICS, max_size=4).map(tuple),
        behavior=st.none() | BEHAVIORS,
    ),
)
"""HPAs that an API server accepts."""

V2_RULES = st.builds(
    v2.HPAScalingRules,
    select_policy=_SELECTS,
    policies=_POLICY_LISTS,
    tolerance=st.none() | QUANTITIES,
)
