"""Settings: from what is typed, and refused where they make no sense."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from adapter_rules.server.__main__ import main
from adapter_rules.server.options import OPTIONS, settings_from
from adapter_rules.server.settings import Settings
from octoscale.core.errors import UsageError

GIVEN: dict[str, Any] = {
    "config": "rules.yaml",
    "prometheus_url": "https://p:9090",
    "tls_cert_file": "tls.crt",
    "tls_private_key_file": "tls.key",
}


def test_every_setting_can_be_typed() -> None:
    typed = {option.field for option in OPTIONS if option.field}
    assert typed == {field.name for field in fields(Settings)}


def test_the_defaults_in_the_help_are_the_settings_own() -> None:
    shown = {o.key: o.default for o in OPTIONS if o.default and o.field}
    assert settings_from({**GIVEN, **shown}) == settings_from(GIVEN)


def test_go_s_durations_are_read() -> None:
    made = settings_from({**GIVEN, "metrics_relist_interval": "1m30s"})
    assert made.relist_seconds == 90
    assert made.look_back_seconds == 90


def test_flags_of_the_adapter_without_effect_are_accepted() -> None:
    extra = {
        "client_qps": "5",
        "cert_dir": "certificates",
        "logtostderr": True,
        "v": "6",
    }
    assert settings_from({**GIVEN, **extra}) == settings_from(GIVEN)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"config": ""}, "--config is missing", id="no config"),
        pytest.param({"tls_cert_file": ""}, "--tls-cert-file", id="no certificate"),
        pytest.param({"secure_port": "x"}, "--secure-port is a number", id="port"),
        pytest.param({"deadline": "0s"}, "--deadline is a time", id="no time"),
        pytest.param({"answer_from": "mirror"}, "needs --mirror", id="no mirror"),
        pytest.param({"answer_from": "both"}, "one of self, mirror", id="choice"),
        pytest.param(
            {"insecure_loopback": True}, "cannot serve on 0.0.0.0", id="not loopback"
        ),
    ],
)
def test_what_makes_no_sense_is_misuse(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        settings_from({**GIVEN, **given})


def test_the_module_s_command_line_ends_with_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--config=rules.yaml"]) == 2
    assert "--prometheus-url is missing" in capsys.readouterr().err
