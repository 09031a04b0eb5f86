"""The protobuf form, held to bytes that a real adapter sent."""

from __future__ import annotations

from typing import Any

import pytest

from adapter_rules.server import protobuf, status, wire
from adapter_rules.server.protobuf import MAGIC, encode
from adapter_rules.server.wire import Described, Value
from tests.adapter_rules.server.site import CUSTOM, FakePrometheus, sample, site, vector
from tests.serving.protobuf_reader import fields, texts

ITEM = Described(kind="Pod", api_version="/v1", namespace="team-0", name="web-0-0")
PATH = "/namespaces/team-0/pods/web-0-0/load_0"


def value(quantity: str, timestamp: float) -> Value:
    return Value(quantity=quantity, timestamp=timestamp)


ONE = value("1", 0.0)


def answered(version: str, seconds: int) -> wire.Body:
    body = wire.custom_list(version, "load_0", None, [(ITEM, value("1", seconds))])
    link = f"/apis/custom.metrics.k8s.io/{version}{PATH}"
    return {**body, "metadata": {"selfLink": link}}


def group() -> wire.Body:
    return wire.group("custom.metrics.k8s.io")


REFUSED = status.metric_not_found("load_0x", "pods").status.body()
NAMES = [
    ("namespaces/load_4", False),
    ("pods/load_4", True),
    ("namespaces/load_0", False),
    ("pods/load_0", True),
    ("namespaces/load_1", False),
    ("namespaces/load_2", False),
    ("pods/load_3", True),
    ("pods/load_1", True),
    ("pods/load_2", True),
    ("namespaces/load_3", False),
]
RECORDED: list[Any] = [
    pytest.param(
        answered("v1beta2", 1795587734),
        "0a300a1d637573746f6d2e6d6574726963732e6b38732e696f2f76316265746132120f4d6574"
        "72696356616c75654c697374128f010a4f0a492f617069732f637573746f6d2e6d6574726963"
        "732e6b38732e696f2f763162657461322f6e616d657370616365732f7465616d2d302f706f64"
        "732f7765622d302d302f6c6f61645f3012001a00123c0a210a03506f6412067465616d2d301a"
        "077765622d302d3022002a032f763132003a0012080a066c6f61645f301a080896fd99d80610"
        "002a030a01311a002200",
        id="v1beta2",
    ),
    pytest.param(
        answered("v1beta1", 1795587735),
        "0a300a1d637573746f6d2e6d6574726963732e6b38732e696f2f76316265746131120f4d6574"
        "72696356616c75654c697374128d010a4f0a492f617069732f637573746f6d2e6d6574726963"
        "732e6b38732e696f2f763162657461312f6e616d657370616365732f7465616d2d302f706f64"
        "732f7765622d302d302f6c6f61645f3012001a00123a0a210a03506f6412067465616d2d301a"
        "077765622d302d3022002a032f763132003a0012066c6f61645f301a080897fd99d80610002a"
        "030a01311a002200",
        id="v1beta1",
    ),
    pytest.param(
        REFUSED,
        "0a0c0a027631120653746174757312550a060a0012001a0012074661696c7572651a35746865"
        "2073657276657220636f756c64206e6f742066696e6420746865206d6574726963206c6f6164"
        "5f307820666f7220706f647322084e6f74466f756e643094031a002200",
        id="a Status",
    ),
    pytest.param(
        group(),
        "0a0e0a027631120841504947726f7570126b0a15637573746f6d2e6d6574726963732e6b3873"
        "2e696f12280a1d637573746f6d2e6d6574726963732e6b38732e696f2f763162657461311207"
        "763162657461311a280a1d637573746f6d2e6d6574726963732e6b38732e696f2f7631626574"
        "61311207763162657461311a002200",
        id="a group",
    ),
    pytest.param(
        wire.group_list(["custom.metrics.k8s.io"], address=":37087"),
        "0a100a00120c41504947726f75704c6973741283010a80010a15637573746f6d2e6d65747269"
        "63732e6b38732e696f12280a1d637573746f6d2e6d6574726963732e6b38732e696f2f763162"
        "657461311207763162657461311a280a1d637573746f6d2e6d6574726963732e6b38732e696f"
        "2f7631626574613112077631626574613122130a09302e302e302e302f3012063a3337303837"
        "1a002200",
        id="the groups",
    ),
    pytest.param(
        wire.resource_list(
            "custom.metrics.k8s.io", "v1beta2", NAMES, kind="MetricValueList"
        ),
        "0a150a027631120f4150495265736f757263654c69737412a7040a1d637573746f6d2e6d6574"
        "726963732e6b38732e696f2f7631626574613212350a116e616d657370616365732f6c6f6164"
        "5f3410001a0f4d657472696356616c75654c69737422050a03676574320042004a005200122f"
        "0a0b706f64732f6c6f61645f3410011a0f4d657472696356616c75654c69737422050a036765"
        "74320042004a00520012350a116e616d657370616365732f6c6f61645f3010001a0f4d657472"
        "696356616c75654c69737422050a03676574320042004a005200122f0a0b706f64732f6c6f61"
        "645f3010011a0f4d657472696356616c75654c69737422050a03676574320042004a00520012"
        "350a116e616d657370616365732f6c6f61645f3110001a0f4d657472696356616c75654c6973"
        "7422050a03676574320042004a00520012350a116e616d657370616365732f6c6f61645f3210"
        "001a0f4d657472696356616c75654c69737422050a03676574320042004a005200122f0a0b70"
        "6f64732f6c6f61645f3310011a0f4d657472696356616c75654c69737422050a036765743200"
        "42004a005200122f0a0b706f64732f6c6f61645f3110011a0f4d657472696356616c75654c69"
        "737422050a03676574320042004a005200122f0a0b706f64732f6c6f61645f3210011a0f4d65"
        "7472696356616c75654c69737422050a03676574320042004a00520012350a116e616d657370"
        "616365732f6c6f61645f3310001a0f4d657472696356616c75654c69737422050a0367657432"
        "0042004a0052001a002200",
        id="the list of names",
    ),
]


@pytest.mark.parametrize(("body", "recorded"), RECORDED)
def test_what_we_write_is_what_a_real_adapter_sent(
    body: wire.Body, recorded: str
) -> None:
    assert encode(body) == MAGIC + bytes.fromhex(recorded)


def content(body: wire.Body) -> bytes:
    """Give the message inside the envelope."""
    (found,) = texts(encode(body)[len(MAGIC) :], (2,))
    return found


def test_an_external_value_has_its_labels_in_order() -> None:
    labels = {"b": "2", "a": "1"}
    body = wire.external_list("depth", [(labels, value("1500m", 5.0)), (None, ONE)])
    first, second = texts(content(body), (2,))
    assert texts(first, (1,)) == [b"depth"]
    assert texts(first, (2, 1)) == [b"a", b"b"]
    assert texts(first, (2, 2)) == [b"1", b"2"]
    assert texts(first, (5, 1)) == [b"1500m"]
    assert list(fields(texts(first, (3,))[0])) == [(1, 5), (2, 0)]
    assert texts(second, (2,)) == []


def test_a_selector_is_written_where_there_is_one() -> None:
    expression = {"key": "verb", "operator": "In", "values": ["GET", "PUT"]}
    selector = {"matchLabels": {"code": "200"}, "matchExpressions": [expression]}
    body = wire.custom_list("v1beta2", "hits", selector, [(ITEM, ONE)])
    assert texts(content(body), (2, 2, 2, 1, 2)) == [b"200"]
    assert texts(content(body), (2, 2, 2, 2, 3)) == [b"GET", b"PUT"]
    body = wire.custom_list("v1beta1", "hits", selector, [(ITEM, ONE)])
    assert texts(content(body), (2, 6, 2, 2)) == [b"In"]


def test_usage_is_written_with_its_window() -> None:
    container = {"name": "web", "usage": {"cpu": "1", "memory": "64Mi"}}
    body = {
        "kind": "PodMetricsList",
        "apiVersion": "metrics.k8s.io/v1beta1",
        "metadata": {},
        "items": [
            {
                "metadata": {"name": "web-0", "namespace": "shop"},
                "timestamp": "1970-01-01T00:00:07Z",
                "window": "1m30s",
                "containers": [container],
            }
        ],
    }
    (item,) = texts(content(body), (2,))
    assert texts(item, (1, 3)) == [b"shop"]
    assert list(fields(texts(item, (3,))[0])) == [(1, 90_000_000_000)]
    assert texts(item, (4, 2, 1)) == [b"cpu", b"memory"]
    assert texts(item, (4, 2, 2, 1)) == [b"1", b"64Mi"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(0, "00", id="zero"),
        pytest.param(127, "7f", id="one byte"),
        pytest.param(300, "ac02", id="two bytes"),
        pytest.param(-1, "ffffffffffffffffff01", id="negative"),
    ],
)
def test_numbers_are_written_seven_bits_at_a_time(value: int, written: str) -> None:
    body = {"kind": "Status", "code": value}
    assert content(body).hex().endswith("30" + written)


def test_fields_stand_in_the_order_of_their_numbers() -> None:
    for name, message in protobuf.MESSAGES.items():
        numbers = [one.number for one in message]
        assert numbers == sorted(set(numbers)), name


def test_both_values_and_errors_come_in_protobuf_to_who_asks_for_it() -> None:
    accept = {"Accept": "application/vnd.kubernetes.protobuf, */*"}
    healthy = FakePrometheus(vector(sample(1.5, pod="web-0", namespace="shop")))
    with site(healthy) as server:
        target = f"{CUSTOM}/namespaces/shop/pods/web-0/hits"
        answer = server.ask("GET", target, accept)
        refused = server.ask("GET", f"{target}x", accept)
    assert answer.content_type == "application/vnd.kubernetes.protobuf"
    assert texts(answer.body[len(MAGIC) :], (2, 2, 5, 1)) == [b"1500m"]
    assert refused.content_type == "application/vnd.kubernetes.protobuf"
    assert texts(refused.body[len(MAGIC) :], (2, 4)) == [b"NotFound"]
