"""Random metrics queries, provable and not, over a few series; and requests.

What is said of them is the tests' business: coalesced equals plain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from adapter_rules import model
from adapter_rules.listing import Listed, MetricKey
from adapter_rules.request import MetricRequest
from adapter_rules.rule import compile_rule
from adapter_rules.selector import Selector
from octoscale.kube.restmapper import NAMESPACES, NODES, PODS, RESTMapper

if TYPE_CHECKING:
    from octoscale.kube.restmapper import GroupResource

MATCHERS = "<<.LabelMatchers>>"
NAMES = ("web-0", "web-1", "api.v2-0", "apixv2-0", "a", "a.a", "nobody")
SPACES = ("shop", "default", "sh.p", "nowhere")
HOSTS = ("node-1", "node.1", "node-3")
SERIES = ("coal_gauge", "coal_other")
BUCKETS = "coal_seconds_bucket"
BOUNDS = ("0.5", "2", "+Inf")

_GROUPS = ("<<.GroupBy>>", "<<.GroupBy>>", "<<.GroupBy>>, code", "code,<<.GroupBy>>")
_AGGREGATES = ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar")
_UNPROVED = ("topk(1, {})", "sum({}) without (code)", "absent({})", "count({})")
_OVER_TIME = ("max", "min", "avg", "sum", "count", "last", "stddev", "present")
_BINARY = ("+", "-", "*", "/", "%", "and", "or", "unless", ">", "== bool", "<= bool")
_OF_EACH = (
    *("abs({})", "ceil({})", "sqrt({})", "sgn({})", "clamp_max({}, 20)", "-({})"),
    *("({}) * 2", "3 - ({})", "({}) > 20", "({}) == bool 7", "({})", "exp(({}) / 100)"),
)


def exposition() -> str:
    """Write the series: equal names in several namespaces, and near misses.

    One series has no pod, another no namespace; numbers are all different.
    """
    lines, value = [], 0
    for space in (*SPACES[:3], ""):
        for name in (*NAMES[:-1], ""):
            for code in ("200", "500"):
                value += 1
                host = HOSTS[value % 2]
                labels = f'code="{code}",node="{host}"'
                labels += f',namespace="{space}"' if space else ""
                labels += f',pod="{name}"' if name else ""
                lines.append(f"{SERIES[0]}{{{labels}}} {value}")
                if value % 3:
                    lines.append(f"{SERIES[1]}{{{labels}}} {value * 7 % 23}")
                lines += _histogram(labels, value)
    return "\n".join(lines) + "\n"


def _histogram(labels: str, value: int) -> list[str]:
    counts = (value % 4, value % 4 + value % 5, value % 4 + value % 5 + 2)
    return [
        f'{BUCKETS}{{{labels},le="{bound}"}} {count}'
        for bound, count in zip(BOUNDS, counts, strict=True)
    ]


@st.composite
def _leaf(draw: st.DrawFn, name: str = "") -> str:
    """Draw one selector, maybe over a range."""
    chosen = name or draw(st.sampled_from(SERIES))
    inside = draw(
        st.sampled_from(
            (MATCHERS, MATCHERS, f'code="200",{MATCHERS}', f'{MATCHERS},code!="500"')
        )
    )
    selector = f"{chosen}{{{inside}}}"
    back = draw(st.sampled_from(("", "", " offset 1s", " offset -1s")))
    function = draw(st.sampled_from(("", "", *_OVER_TIME)))
    if function:
        return f"{function}_over_time({selector}[1m]{back})"
    return selector + back


@st.composite
def _each(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    """Draw something that keeps the labels of *inner*."""
    text = draw(inner)
    for form in draw(st.lists(st.sampled_from(_OF_EACH), max_size=2)):
        text = form.format(text)
    return text


@st.composite
def _aggregate(draw: st.DrawFn, inner: st.SearchStrategy[str], group: str) -> str:
    operator = draw(st.sampled_from((*_AGGREGATES, "quantile")))
    argument = draw(inner)
    if operator == "quantile":
        argument = f"{draw(st.sampled_from(('0.5', '0.9')))}, {argument}"
    if draw(st.booleans()):
        return f"{operator} by ({group}) ({argument})"
    return f"{operator}({argument}) by ({group})"


@st.composite
def _quantile(draw: st.DrawFn) -> str:
    buckets = draw(_leaf(BUCKETS))
    return f"histogram_quantile(0.9, sum({buckets}) by (le, <<.GroupBy>>))"


@st.composite
def _pair(draw: st.DrawFn) -> str:
    """Draw two selectors, matched series by series."""
    left, right = draw(_leaf(SERIES[0])), draw(_leaf(SERIES[1]))
    return f"{left} {draw(st.sampled_from(_BINARY))} {right}"


@st.composite
def _grouped(draw: st.DrawFn) -> str:
    """Draw an aggregation by the object's label, maybe of a finer one."""
    inner: st.SearchStrategy[str] = _each(st.one_of(_leaf(), _leaf(), _pair()))
    if draw(st.booleans()):
        inner = _each(_aggregate(inner, draw(st.sampled_from(_GROUPS))))
    return draw(_each(_aggregate(inner, "<<.GroupBy>>")))


@st.composite
def _two(draw: st.DrawFn) -> str:
    left, right = draw(_grouped()), draw(_grouped())
    return f"({left}) {draw(st.sampled_from(_BINARY))} ({right})"


@st.composite
def _subquery(draw: st.DrawFn) -> str:
    function = draw(st.sampled_from(_OVER_TIME))
    return f"{function}_over_time(({draw(_grouped())})[3s:1s])"


@st.composite
def _unproved(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(_UNPROVED)).format(draw(_leaf()))


QUERIES = st.one_of(
    _grouped(), _grouped(), _two(), _quantile(), _subquery(), _unproved()
)
"""Templates of metrics queries; every one parses."""

SELECTORS = st.sampled_from(
    (
        *("", "", "code=200", "code!=200", "code in (200,500)", "code notin (500)"),
        *("!nope", "code", "code=200,node!=node-1"),
    )
)


@dataclass(frozen=True)
class Asked:
    """A rule, and a request for its metric."""

    listed: Listed
    request: MetricRequest


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """Draw a rule and who asks for what: pods, nodes or namespaces."""
    resource, names = draw(
        st.sampled_from(
            ((PODS, NAMES), (PODS, NAMES), (NODES, HOSTS), (NAMESPACES, SPACES))
        )
    )
    request = MetricRequest(
        metric="m",
        group_resource=resource,
        namespace=draw(st.sampled_from(SPACES)) if resource == PODS else "",
        names=tuple(draw(st.lists(st.sampled_from(names), min_size=1, unique=True))),
        selector=Selector.parse(draw(SELECTORS)),
    )
    return Asked(listed(draw(QUERIES), resource), request)


def listed(query: str, resource: GroupResource) -> Listed:
    """Build a listed metric of a rule with that query."""
    labels = ("namespace", "pod", "node")
    overrides = {name: model.ResourceOverride(resource=name) for name in labels}
    source = model.DiscoveryRule(
        series_query="m",
        resources=model.ResourceMapping(overrides=overrides),
        metrics_query=query,
    )
    rule = compile_rule(source, RESTMapper.builtin())
    key = MetricKey(resource, "m", namespaced=resource == PODS)
    label = rule.association.label_for(resource)
    return Listed(key, rule, "m", label, ())
