"""All parts of a server, made from its settings."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from adapter_rules.server.assembly import assemble, connection
from adapter_rules.server.mirroring import Mirror
from adapter_rules.server.options import settings_from
from adapter_rules.server.security import open_security
from octoscale.core.errors import InputError
from octoscale.kube.memory import MemoryKube
from tests.adapter_rules.server.site import RULES
from tests.adapter_rules.server.test_settings import GIVEN

if TYPE_CHECKING:
    from pathlib import Path

    from adapter_rules.server.assembly import Assembly


def assembled(folder: Path, rules: str = RULES, **more: Any) -> Assembly:
    (folder / "rules.yaml").write_text(rules)
    given = {**GIVEN, "config": str(folder / "rules.yaml"), **more}
    made = assemble(
        settings_from(given), MemoryKube(), open_security(), wall=lambda: 0.0
    )

    async def closed() -> None:
        await made.close()

    asyncio.run(closed())
    return made


def test_a_server_begins_with_its_config_and_nothing_found(tmp_path: Path) -> None:
    made = assembled(tmp_path)
    assert not made.routes.serving.ready
    assert made.routes.serving.catalogue.rule_labels == ("rules[0]", "externalRules[0]")
    assert made.upkeep.serving is made.routes.serving
    assert made.routes.mirror is None


def test_a_config_that_names_what_the_cluster_has_not_does_not_start(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="AR001"):
        assembled(tmp_path, RULES.replace("resource: pod", "resource: podz"))


def test_settings_reach_their_parts(tmp_path: Path) -> None:
    made = assembled(
        tmp_path,
        compat=True,
        log_answers=True,
        mirror="https://old:443",
        metrics_relist_interval="1m",
    )
    assert made.routes.policy.compat
    assert made.routes.log_answers
    assert isinstance(made.routes.mirror, Mirror)
    assert made.upkeep.rhythm.relist_seconds == 60
    assert made.upkeep.compat


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        pytest.param({}, {"token": "t", "ca_pem": "A"}, id="the login"),
        pytest.param(
            {"prometheus_ca_file": "ca.crt"},
            {"token": "", "ca_pem": "", "ca_file": "ca.crt"},
            id="authorities leave it out",
        ),
        pytest.param(
            {"prometheus_token_file": "token"},
            {"token": "t", "token_file": "token"},
            id="a token file wins",
        ),
    ],
)
def test_the_login_for_prometheus_is_taken_as_upstream(
    tmp_path: Path, more: dict[str, str], wanted: dict[str, str]
) -> None:
    cluster = {"certificate-authority-data": "QQ=="}
    config = {
        "current-context": "x",
        "contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": {"token": "t"}}],
    }
    path = tmp_path / "auth"
    path.write_text(json.dumps(config))
    given = {**GIVEN, "prometheus_auth_config": str(path), **more}
    made = connection(settings_from(given))
    assert {name: getattr(made, name) for name in wanted} == wanted
