"""Planted secrets, in the shapes that chains carry them in; none may be shown."""

from __future__ import annotations

import json

import pytest

from adapter_rules.prometheus.base import ScrapeTarget
from octoscale.doctor.diagnosis import to_dict
from octoscale.doctor.redaction import SHOWN, redact
from tests.hpa.live.clusters import pod
from tests.octoscale.doctor.chains import UP, Chain, config_map, series

PLANTED = "s3cr3t-PLANTED"


@pytest.mark.parametrize(
    "text",
    [
        f"http://me:{PLANTED}@prom:9090/api",
        f"https://{PLANTED}@prom/api",
        f"Authorization: Bearer {PLANTED}",
        f"authorization=Basic {PLANTED}",
        f"--password={PLANTED}",
        f"--prometheus-header=X-Token: {PLANTED}",
        f"GET /?token={PLANTED}&x=1",
        f'hits{{api_key="{PLANTED}"}}',
        f'{{"client_secret": "{PLANTED}"}}',
        f"AWS_SECRET_ACCESS_KEY={PLANTED}",
        f"-----BEGIN RSA PRIVATE KEY-----\n{PLANTED}\n-----END RSA PRIVATE KEY-----",
        f"-----BEGIN PRIVATE KEY-----\n{PLANTED}",
        f"passphrase '{PLANTED}'".replace(" '", "='"),
        f'credentials = "{PLANTED} and \\"more {PLANTED}"',
    ],
)
def test_a_planted_secret_is_not_shown(text: str) -> None:
    shown = redact(text)
    assert PLANTED not in shown
    assert SHOWN in shown


def test_tokens_without_a_name_are_known_by_their_form() -> None:
    # Put together here, so that no scanner takes this file for a leak.
    forms = ["eyJhbGciOi.eyJzdWIi.sig", "AKIA" + "A" * 16, "ghp_" + "a" * 36]
    for form in forms:
        assert form not in redact(f"said {form} and went")


@pytest.mark.parametrize(
    "text",
    [
        'hits{namespace="shop",pod="web-0"} 5',
        "GET /apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/hits",
        "http://127.0.0.1:9090/metrics",
        'sum(rate(http_requests_total{job=~"a|b"}[2m])) by (pod)',
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


def test_a_whole_diagnosis_shows_none_of_the_planted_secrets() -> None:
    chain = Chain()
    chain.drop("ConfigMap")
    chain.objects.append(config_map(password=PLANTED))
    web = pod("web2")
    web["metadata"]["annotations"] = {"deploy-token": PLANTED}
    env = {"name": "PASSWORD", "value": PLANTED}
    web["spec"]["containers"][0]["env"] = [env]
    chain.objects.append(web)
    chain.memory.known = [series("web0", api_key=PLANTED)]
    down = ScrapeTarget(
        job=UP.job,
        url=f"http://me:{PLANTED}@10.0.0.1:9100/metrics",
        labels=UP.labels,
        up=False,
        last_error=f'Get "http://me:{PLANTED}@10.0.0.1:9100": refused',
    )
    chain.memory.targets = (down,)
    chain.hpa["status"]["conditions"][1] = {
        "type": "ScalingActive",
        "status": "False",
        "reason": "FailedGetPodsMetric",
        "message": f"Get https://10.0.0.1/?token={PLANTED}: forbidden",
    }
    (found,) = chain.diagnose()
    shown = json.dumps(to_dict(found))
    assert "broken" in shown
    assert PLANTED not in shown
